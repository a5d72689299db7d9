/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Arrow's numbers by how they lie in memory, whatever the alignment.
 */
#ifndef FMT_ARROW_NUMBER_H
#define FMT_ARROW_NUMBER_H

#include "fmt_arrow_type.h"

/* n values of integers of the type, or of its floats, from p on. uint64 comes
   out as it is in memory. */
void arrow_ints(const struct arrow_type *, const uint8_t *p, size_t n,
    int64_t *to);
void arrow_floats(const struct arrow_type *, const uint8_t *p, size_t n,
    double *to);

/* The digits of an integer or decimal at p; returns their number. */
#define DIGITS_MAX 200
size_t arrow_digits(const struct arrow_type *, const uint8_t *p, char *to);
/* A decimal as the double that is nearest. */
double arrow_decimal(const struct arrow_type *, const uint8_t *p);

#endif
