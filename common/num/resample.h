/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bootstrap samples as weights (Efron 1979): how often each of n rows was
 * drawn.  With the metrics of a ranking in metric_math.h a replicate then costs
 * no sorting and no copying.
 *
 * Up to RESAMPLE_EXACT rows, n rows are drawn with replacement; above, each
 * count is a Poisson(1) draw of its own (Hanley and MacGibbon 2006), which is
 * the same to within 1 / sqrt(n) and runs in the order of memory.  Depends on
 * nothing but (seed, replicate, n): replicates may be made in any order, by
 * any thread.  Nothing here can fail.
 */
#ifndef RESAMPLE_H
#define RESAMPLE_H

#include <stddef.h>
#include <stdint.h>

#define RESAMPLE_EXACT 10000

/* out[i] = count i * weight[i]; weight may be NULL (ones). */
void resample_weights(uint64_t seed, uint64_t replicate,
    const double *weight, double *out, size_t n);

#endif
