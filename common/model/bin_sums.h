/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sums of gradients and hessians as integers, so that they are exact and no
 * order of adding them makes a difference: the same trees for any number of
 * threads, and a parent's histogram minus one child's is exactly the other's.
 *
 * A row's gradient and hessian are scaled so that no sum over all rows can
 * overflow 32 bits, rounded at random (Shi et al. 2022, "Quantized Training
 * of Gradient Boosting Decision Trees"), and packed into one 64-bit number,
 * gradient above hessian.  The mean size of a gradient is some 2^31 / n
 * steps: 21 bits for a thousand rows, 11 for a million.
 */
#ifndef BIN_SUMS_H
#define BIN_SUMS_H

#include <stddef.h>
#include <stdint.h>

#include "diag.h"
#include "crew.h"

#define BIN_ROWS_MAX ((size_t)1 << 30)

/* The steps in a unit. */
struct bin_scale {
	double gradient, hessian;
};

static inline double
bin_sum_gradient(int64_t sum)
{
	return ((double)(int32_t)(sum >> 32));
}

static inline double
bin_sum_hessian(int64_t sum)
{
	return ((double)(uint32_t)sum);
}

/*
 * Pack n <= BIN_ROWS_MAX pairs; hessians are not negative.  The draws depend
 * on the key and the row alone.  Returns -1 where a pair is not finite.
 */
int bin_pack(const float *gradients, const float *hessians, size_t n,
    uint64_t key, struct crew *, int64_t *out, struct bin_scale *)
    MUST_CHECK;

#endif
