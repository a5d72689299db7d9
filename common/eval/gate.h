/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Gates: conditions under which an evaluation has failed.
 *
 *	auc < 0.8			of the slice split=test, else all
 *	split=valid: rmse >= 12		of a slice, by its label
 *	auc < baseline - 0.01		of a former evaluation
 *	recall(class=fraud) < 0.8	of one class
 *
 * A metric that is not defined fails any gate, as does one without a baseline
 * where that is asked for.
 */
#ifndef GATE_H
#define GATE_H

#include <stdbool.h>

#include "evaluation.h"
#include "metric.h"
#include "str.h"

enum gate_op {
	GATE_LESS,
	GATE_LESS_EQUAL,
	GATE_MORE,
	GATE_MORE_EQUAL
};

struct gate {
	char *text;		/* as it was given */
	char *slice;		/* NULL: split=test, else all */
	char *metric;		/* its name, with arguments */
	enum gate_op op;
	bool from_baseline;	/* the limit is added to the baseline */
	double limit;
};

int gate_parse(const char *text, struct gate *out, struct diag *) MUST_CHECK;
void gate_release(struct gate *);

/* Is there such a slice? */
int gate_check(const struct gate *, const struct evaluation *, struct diag *)
    MUST_CHECK;

/* After gate_check: has it failed? Then a sentence is appended to why. */
bool gate_fails(const struct gate *, const struct evaluation *,
    struct str *why);

/* After gate_check: does the condition hold? The value is appended to what. */
bool gate_holds(const struct gate *, const struct evaluation *,
    struct str *what);

#endif
