/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Confident learning (Northcutt, Jiang and Chuang, JAIR 70, 2021): which labels
 * are probably wrong, by probabilities of models that did not see them.
 *
 * A class has a threshold, the mean of its probability on the rows of that
 * label (less 1e-6, at least 1e-6).  A row counts as truly of the class whose
 * threshold it reaches; where it reaches several, of its likeliest class, and
 * where none, for nothing.  The counts of each label (at least 1 right one) are
 * scaled to its rows and rounded so that they stay their number: the joint.
 * Of a label's rows then as many as the joint says are truly of another class
 * are suspect, those whose probability of it exceeds that of the label most,
 * but only where the label is not the likeliest class by more than 1e-6.
 *
 * Nothing here can fail.
 */
#ifndef CONFIDENT_H
#define CONFIDENT_H

#include <stddef.h>
#include <stdint.h>

#define LABEL_NONE UINT32_MAX

struct confident_rows {
	const uint32_t *label;	/* n_rows; LABEL_NONE: counts for nothing */
	const double *p;	/* (n_rows, n_classes) */
	size_t n_rows, n_classes;
};

struct confident {
	double *threshold;	/* n_classes; NaN: no row has the label */
	uint64_t *count, *joint;	/* (n_classes given, n_classes true) */
	uint8_t *suspect;	/* n_rows */
};

void confident_learn(const struct confident_rows *, struct confident *out);
void confident_release(struct confident *);

/* The likeliest class of a row, the first of equal ones. */
uint32_t confident_likeliest(const double *p, size_t n_classes);

/* How good a label looks, 0 to 1: its probability (self-confidence), or how far
   that is above the best other one, made (1 + difference) / 2. */
double confident_self(const double *p, size_t n_classes, uint32_t label);
double confident_margin(const double *p, size_t n_classes, uint32_t label);

#endif
