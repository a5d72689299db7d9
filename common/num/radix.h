/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sorting doubles in linear time: least significant digit first, on keys that
 * order as the numbers do (the bits of a double, with the sign bit flipped for
 * positive numbers and all bits flipped for negative ones).
 *
 * Infinities are fine.  NaN is to be left out by the caller: it has no place
 * in an order.  Nothing here can fail.
 */
#ifndef RADIX_H
#define RADIX_H

#include <stddef.h>
#include <stdint.h>

#include "room.h"

/* Ascending, in place; -0.0 comes before 0.0. Uses n doubles of scratch. */
void sort_doubles(double *v, size_t n);
/* The same of those that are not NaN, which are moved to the front: how
   many. */
size_t sort_known(double *v, size_t n);

/*
 * order[0 .. n-1] becomes the indexes of v in ascending order of value; equal
 * values (-0.0 equals 0.0) stay in the order of their indexes.  n < 2^32.
 */
void sort_order(const double *v, size_t n, uint32_t *order);
/* The same with its scratch, 32 bytes a row, in a room. */
void sort_order_in(struct room *, const double *v, size_t n,
    uint32_t *order);

#endif
