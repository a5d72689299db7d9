/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The counts of both sides in the same bins. */
#include <string.h>

#include "mem.h"

#include "drift.h"

/* Where a reference did not keep all levels, those with a bin: more rows than
   luck at the border of what was kept moves much. */
#define BIN_ROWS 64

/* The share of unseen levels up to which a reference's are all there are. */
#define ALMOST_NONE 0.01

uint32_t
drift_bin_of_text(const char *p, size_t n)
{
	return ((uint32_t)(hash_bytes(p, n, 0) % DRIFT_LEVEL_BINS));
}

/*
 * Does each level have a bin of its own?  Where there are more, or unseen
 * ones are to be expected, levels are binned by their hash: a choice of
 * levels by their counts would be biased, as the same levels are less
 * frequent in any other rows.
 */
static bool
is_by_level(const struct drift_ref *r)
{
	return (r->levels.n <= DRIFT_LEVEL_BINS && r->other == 0 &&
	    r->expect_unseen <= ALMOST_NONE * (double)r->n);
}

/* The bins of the range, then below, above and missing. */
static void
number_bins(const struct drift_ref *r, const struct drift_cur *c, double *a,
    double *b)
{
	size_t k = r->n_bins;

	memcpy(a, r->counts, k * sizeof(*a));
	memcpy(b, c->bins, k * sizeof(*b));
	a[k] = a[k + 1] = 0;
	b[k] = (double)c->below;
	b[k + 1] = (double)c->above;
	a[k + 2] = (double)r->n_missing;
	b[k + 2] = (double)c->n_missing;
}

/* The levels, then unseen and missing. */
static void
level_bins(const struct drift_ref *r, const struct drift_cur *c, double *a,
    double *b)
{
	size_t k = r->levels.n;

	memcpy(a, r->level_counts, k * sizeof(*a));
	memcpy(b, c->level_counts, k * sizeof(*b));
	a[k] = 0;
	b[k] = (double)c->unseen;
	a[k + 1] = (double)r->n_missing;
	b[k + 1] = (double)c->n_missing;
}

/* The bins of hashes, then missing and, where not all levels were kept, those
   without a bin. */
static void
hash_bins(const struct drift_ref *r, const struct drift_cur *c, double *a,
    double *b)
{
	bool all = r->other == 0;
	const char *text;
	size_t n, bin;

	memset(a, 0, (DRIFT_LEVEL_BINS + 2) * sizeof(*a));
	memset(b, 0, (DRIFT_LEVEL_BINS + 2) * sizeof(*b));
	for (uint32_t i = 0; i < r->levels.n; i++) {
		text = dict_get(&r->levels, i, &n);
		bin = all || r->level_counts[i] >= BIN_ROWS ?
		    drift_bin_of_text(text, n) : DRIFT_LEVEL_BINS + 1;
		a[bin] += r->level_counts[i];
		b[bin] += c->level_counts[i];
	}
	for (size_t i = 0; i < DRIFT_LEVEL_BINS; i++)
		b[all ? i : DRIFT_LEVEL_BINS + 1] += c->unseen_bins[i];
	a[DRIFT_LEVEL_BINS] = (double)r->n_missing;
	b[DRIFT_LEVEL_BINS] = (double)c->n_missing;
	a[DRIFT_LEVEL_BINS + 1] += r->other;
}

/* Without the bins that are empty on both sides; returns how many are left. */
static size_t
drop_empty(double *a, double *b, size_t k)
{
	size_t n = 0;

	for (size_t i = 0; i < k; i++) {
		a[n] = a[i];
		b[n] = b[i];
		n += a[i] > 0 || b[i] > 0;
	}
	return (n);
}

void
drift_bins(const struct drift_ref *r, const struct drift_cur *c,
    double **ref, double **cur, size_t *k)
{
	size_t room = r->n_bins + DRIFT_LEVEL_BINS + 3;

	*ref = mem_alloc(room, sizeof(**ref));
	*cur = mem_alloc(room, sizeof(**cur));
	if (r->kind == DRIFT_NUMBER) {
		*k = r->n_bins + 3;
		number_bins(r, c, *ref, *cur);
	} else if (is_by_level(r)) {
		*k = r->levels.n + 2;
		level_bins(r, c, *ref, *cur);
	} else {
		hash_bins(r, c, *ref, *cur);
		*k = drop_empty(*ref, *cur, DRIFT_LEVEL_BINS + 2);
	}
}
