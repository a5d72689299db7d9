/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Do the first and the second half of a column look alike?  Which row is in
 * the middle is known only at the end: rows are counted in up to
 * HALVES_SEGMENTS segments of equal length, which grows by two as rows come.
 *
 * Numbers are counted in bins between the deciles of the first batch,
 * categories in HALVES_BINS groups of values by their hashes; missing ones by
 * themselves.  Beyond HALVES_ALL rows each fourth one is looked at.
 *
 * A zeroed struct is empty.  Nothing here can fail.
 */
#ifndef HALVES_H
#define HALVES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HALVES_SEGMENTS 64
#define HALVES_BINS 10
#define HALVES_ALL 32768

struct halves {
	double edges[HALVES_BINS - 1];
	size_t n_edges;
	bool has_edges;
	uint64_t length;	/* of a segment, in rows */
	uint64_t rows;		/* up to the last one seen */
	uint32_t counts[HALVES_SEGMENTS][HALVES_BINS + 1];
};

/* n rows from row first on: numbers (NaN is missing)... */
void halves_add_numbers(struct halves *, const double *x, size_t n,
    uint64_t first);
/* ... or the hashes of categories. */
void halves_add_hashes(struct halves *, const uint64_t *hashes,
    const uint8_t *valid, size_t n, uint64_t first);

/* The population stability index of the second half against the first
   (drift_math.h); NaN for fewer than 200 rows. */
double halves_psi(const struct halves *);

#endif
