/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Labels for simulated rows, as a target: by expressions (expr.h) or a model.
 *
 *	NAME=EXPR	the value of the expression
 *	NAME~EXPR	true with this probability, missing where it is missing
 *	MODEL		what the model file would say: a class drawn from its
 *			probabilities, the prediction of a regression
 *
 * NAME=EXPR@FROM holds from row FROM on, counted from 0, in place of what came
 * before; all are of one name and type.  A column of the name is replaced.
 */
#ifndef SIM_LABEL_H
#define SIM_LABEL_H

#include "stream.h"

struct label_asks {
	const char **texts;	/* borrowed */
	size_t n, cap;
};

void label_asks_add(struct label_asks *, const char *);
void label_asks_release(struct label_asks *);

/* Takes the stream over, also on failure. */
int sim_label_stream(struct stream *, const struct label_asks *, uint64_t seed,
    struct stream **out, struct diag *) MUST_CHECK;

#endif
