/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Points that fill the unit cube more evenly than independent draws: the
 * sequence of Sobol (1967), by GSL after Bratley and Fox 1988, shifted modulo
 * 1 by the seed (Cranley and Patterson 1976).  Dimensions past the 40 that GSL
 * has are independent draws.  Nothing here can fail.
 */
#ifndef LOW_DISCREPANCY_H
#define LOW_DISCREPANCY_H

#include <stddef.h>
#include <stdint.h>

/* out: (n, dims). The first n points of a longer sequence are the same. */
void low_discrepancy(uint64_t seed, size_t n, size_t dims, double *out);

#endif
