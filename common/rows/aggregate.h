/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Aggregates: one value that sums up some rows, as count, sum or a quantile.
 * One struct of functions a kind, listed in aggregate_table.
 *
 * An aggregate is asked for as "NAME=FUNCTION(EXPRESSION)", is bound to the
 * schema of the rows that come, and makes its value of a state.  A state is
 * kind->size bytes in memory of the caller's, many in one array, one a group;
 * it may hold memory of its own until it is released.  States of the same
 * aggregate merge, also those of other machines.
 *
 * Missing values are passed over by all but count() without an argument.  Of
 * no value a count is 0 and all else is missing.
 */
#ifndef AGGREGATE_H
#define AGGREGATE_H

#include "batch.h"
#include "expr.h"
#include "pack.h"

/* Rows first .. first + n - 1 of the values, that go to states[group[i]]. */
struct aggregate_rows {
	const struct column *values;	/* NULL: rows are counted */
	const uint32_t *group;		/* of each row of the values */
	size_t first, n;
	uint64_t first_row;	/* number of row 0 of the values */
};

enum aggregate_gives {
	GIVES_INT,
	GIVES_FLOAT,
	GIVES_SUM,		/* an int of ints and truths, else a float */
	GIVES_VALUE		/* of the type that the values have */
};

struct aggregate;

struct aggregate_kind {
	const char *name;
	const char *summary;	/* with its arguments, for --list */
	unsigned takes;		/* or-ed 1 << enum col_type */
	bool takes_rows;	/* it may have no argument: rows are meant */
	bool takes_p;		/* a number from 0 to 1 follows */
	enum aggregate_gives gives;
	size_t size;		/* of a state, a multiple of 16 */
	/* Of zeroed bytes; NULL: that is the state of no rows. */
	void (*init)(void *state);
	void (*add)(char *states, const struct aggregate_rows *);
	/* Take the value of row i, which is there, away again. NULL: that
	   cannot be done without loss, and windows merge states. */
	void (*remove)(void *state, const struct column *, size_t i);
	/* In either order; from stays as it is. */
	void (*merge)(void *into, const void *from);
	/* Append the value. It fails where it has no place in the type. */
	int (*give)(const void *state, const struct aggregate *,
	    struct column *out, struct diag *);
	void (*release)(void *state);	/* NULL: holds no memory */
	void (*save)(const void *state, struct str *);
	/* rows is added to what it knows of numbers of rows. */
	void (*load)(void *state, uint64_t rows, struct unpack *);
	/* Roughly the memory it holds beside its size, or NULL. */
	size_t (*bytes)(const void *state);
	/* What takes its place where a window moves over the rows, one that
	   can remove and is not merged or saved; or NULL. */
	const struct aggregate_kind *in_window;
};

struct aggregate {
	const struct aggregate_kind *kind;
	char *name;		/* of the column that comes out */
	char *text;		/* as it was asked for, without the name */
	double p;		/* of a quantile */
	struct expr *expr;	/* NULL: rows */
	struct expr_scratch *scratch;
	enum col_type type;	/* of the values, once bound */
	struct column values;	/* of the batch that was last evaluated */
};

struct aggregate_list {
	struct aggregate *v;
	size_t n, cap;
};

extern const struct aggregate_kind *const aggregate_table[];	/* NULL ends */

/* Append those of "NAME=FUNCTION(...), ..."; NAME= may be left out. name: what
   the first is called, and then no NAME is there; or NULL. */
int aggregates_parse(struct aggregate_list *, const char *text,
    const char *name, struct diag *) MUST_CHECK;
void aggregates_release(struct aggregate_list *);

/* Find the columns and check the types; once. */
int aggregates_bind(struct aggregate_list *, const struct schema *,
    struct diag *) MUST_CHECK;
/* Instead, where no rows will come: the type of its values by name. */
int aggregate_set_type(struct aggregate *, const char *type, struct diag *)
    MUST_CHECK;
/* Append a column for each. */
int aggregates_declare(const struct aggregate_list *, struct schema *,
    struct diag *) MUST_CHECK;
/* The values of all rows of a batch, for aggregate_add. */
int aggregates_eval(struct aggregate_list *, const struct batch *,
    struct diag *) MUST_CHECK;

/* n new states from states[first] on, in memory of any content. */
void aggregate_init(const struct aggregate *, char *states, size_t first,
    size_t n);
void aggregate_release(const struct aggregate *, char *states, size_t first,
    size_t n);

/* State i of an array. */
static inline void *
aggregate_state(const struct aggregate *a, char *states, size_t i)
{
	return (states + i * a->kind->size);
}

#endif
