/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kinds of faults, and one fault of a kind: see fault.h. */
#ifndef FAULT_KIND_H
#define FAULT_KIND_H

#include "fault.h"
#include "window.h"

enum fault_measure {
	MEASURE_SHARE,		/* amount: of values */
	MEASURE_PLUS,		/* what is added */
	MEASURE_TIMES,		/* the factor */
	MEASURE_LEVEL		/* amount: the share that becomes the level */
};

struct fault {
	const struct fault_kind *kind;
	size_t *cols;
	size_t n_cols;
	enum fault_measure measure;
	double amount;
	bool in_sd;
	char *level;		/* or NULL */
	struct window_rule period;
	uint64_t from, to;	/* rows */
	bool grows;		/* from nothing to the whole */
	uint64_t key;		/* of draws */
};

/* One value that is to change. */
struct fault_value {
	const struct column *in;
	size_t i;
	uint64_t row;
	double sd;		/* of the column */
	double weight;		/* how much of the fault, 0 to 1 */
	int64_t time;		/* of the row, for seasons */
};

struct fault_kind {
	const char *name;
	enum fault_part part;
	unsigned measures;	/* 1 << those that it takes */
	unsigned types;		/* 1 << types of columns */
	const char *wants;	/* of a value, for messages */
	/* Append the changed value to a column of in's type (wrong-type: a
	   text). */
	void (*put)(const struct fault *, const struct fault_value *,
	    struct column *out);
	bool is_periodic;
	bool makes_text;	/* of the column */
};

/* NULL-terminated. */
extern const struct fault_kind *const fault_kinds[];

/* Parse, for rows of the schema. */
int fault_parse(struct fault *, const struct fault_ask *,
    const struct schema *, struct diag *) MUST_CHECK;
void fault_release(struct fault *);

/* How much of it there is in a row, 0 to 1. */
double fault_weight(const struct fault *, uint64_t row);

/* Append a value to a column, as text where the types differ. */
void fault_keep(const struct column *in, size_t i, struct column *out);

#endif
