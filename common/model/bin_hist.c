/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "bin_hist.h"

#define VALUES_AT_ONCE 65536	/* of a block of work */
#define PREFETCH_ROWS 16

void
bin_hists_init(struct bin_hists *h, const struct bin_matrix *m,
    struct crew *crew)
{
	int n_workers = crew_threads(crew);
	size_t n_bins = m->first[m->n_features];

	h->matrix = m;
	h->crew = crew;
	h->partial = mem_calloc((size_t)n_workers, sizeof(*h->partial));
	h->in_use = mem_calloc((size_t)n_workers, 1);
	for (int w = 1; w < n_workers; w++)
		h->partial[w] = mem_alloc(n_bins, sizeof(**h->partial));
}

void
bin_hists_release(struct bin_hists *h)
{
	for (int w = 1; w < crew_threads(h->crew); w++)
		free(h->partial[w]);
	free(h->partial);
	free(h->in_use);
}

/*
 * Row by row: the next add to a feature's bins comes a whole row later, so
 * rows of one bin do not wait for each other.
 */
static void
add_rows(const struct bin_matrix *m, const uint32_t *rows, size_t n,
    const int64_t *packed, int64_t *hist)
{
	size_t n_narrow = m->n_narrow, n_features = m->n_features;
	const uint32_t *first = m->first;
	const uint8_t *p;
	uint16_t bin;
	int64_t v;

	for (size_t i = 0; i < n; i++) {
		if (i + PREFETCH_ROWS < n) {
			p = m->bins + rows[i + PREFETCH_ROWS] * m->stride;
			__builtin_prefetch(p);
			__builtin_prefetch(p + m->stride - 1);
			__builtin_prefetch(packed + rows[i + PREFETCH_ROWS]);
		}
		v = packed[rows[i]];
		p = m->bins + rows[i] * m->stride;
		for (size_t j = 0; j < n_narrow; j++)
			hist[first[j] + p[j]] += v;
		p += n_narrow;
		for (size_t j = n_narrow; j < n_features; j++, p += 2) {
			bin = (uint16_t)(p[0] | p[1] << 8);
			hist[first[j] + bin] += v;
		}
	}
}

struct build {
	struct bin_hists *h;
	const uint32_t *rows;
	size_t n, n_block;
	const int64_t *packed;
	int64_t *out;
};

static void
add_block(void *ctx, size_t block, int worker)
{
	struct build *b = ctx;
	const struct bin_matrix *m = b->h->matrix;
	size_t from = block * b->n_block, n = b->n - from;
	int64_t *hist = worker == 0 ? b->out : b->h->partial[worker];

	if (worker != 0 && !b->h->in_use[worker]) {
		memset(hist, 0, m->first[m->n_features] * sizeof(*hist));
		b->h->in_use[worker] = 1;
	}
	add_rows(m, b->rows + from, n < b->n_block ? n : b->n_block,
	    b->packed, hist);
}

void
bin_hist_build(struct bin_hists *h, const uint32_t *rows, size_t n,
    const int64_t *packed, int64_t *out)
{
	const struct bin_matrix *m = h->matrix;
	size_t n_bins = m->first[m->n_features];
	struct build b = { h, rows, n, 0, packed, out };

	/* The sums are whole numbers: the blocks may be of any size. */
	b.n_block = VALUES_AT_ONCE / m->n_features + 256;
	memset(out, 0, n_bins * sizeof(*out));
	crew_for(h->crew, (n + b.n_block - 1) / b.n_block, add_block,
	    &b);
	for (int w = 1; w < crew_threads(h->crew); w++) {
		if (!h->in_use[w])
			continue;
		h->in_use[w] = 0;
		for (size_t i = 0; i < n_bins; i++)
			out[i] += h->partial[w][i];
	}
}

void
bin_hist_subtract(const struct bin_hists *h, int64_t *a, const int64_t *b)
{
	size_t n = h->matrix->first[h->matrix->n_features];

	for (size_t i = 0; i < n; i++)
		a[i] -= b[i];
}
