/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How much the label of a row is worth to a model, by the probabilities of its
 * classes: the more the less sure (Lewis and Gale 1994; Scheffer and others
 * 2001 for the margin; Shannon's entropy), or the more models disagree.
 */
#ifndef WORTH_H
#define WORTH_H

#include <stdbool.h>
#include <stddef.h>

#include "diag.h"

enum worth {
	WORTH_MARGIN,		/* 1 - (p1 - p2) of the likeliest two */
	WORTH_CONFIDENCE,	/* 1 - p1 */
	WORTH_ENTROPY,		/* -sum p ln p */
	WORTH_DISAGREE,		/* the entropy of the mean of several models'
				   probabilities, less the mean of theirs (the
				   divergence of Jensen and Shannon) */
	WORTH_CENTER,		/* how far the row is from those known and
				   asked before (k_center.h) */
	N_WORTHS
};

extern const char *const worth_names[N_WORTHS + 1];

/* One of the words, and perhaps ",center" behind another one. */
int worth_parse(const char *, enum worth *, bool *spread, struct diag *)
    MUST_CHECK;

double entropy_of(const double *p, size_t n);
/* The first three. p: (n); the likeliest two become *first and *second. */
double worth_of(enum worth, const double *p, size_t n, size_t *first,
    size_t *second);

#endif
