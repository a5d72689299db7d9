/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From margins to probabilities; no margin that is finite overflows. */
#ifndef LINK_H
#define LINK_H

#include <stddef.h>

/* 1 / (1 + e^-s) */
double sigmoid(double s);

/* v[c] becomes e^v[c] over the sum of these, k > 0 of them. */
void softmax(double *v, size_t k);

#endif
