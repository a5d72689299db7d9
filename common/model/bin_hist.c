/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "bin_hist.h"

#define PIECE ((size_t)1 << 20)	/* rows whose packed sums fit */
#define BLOCK 16384		/* rows; part of the results: keep */
#define VALUES_AT_ONCE 65536	/* of a block of work */
#define PREFETCH_ROWS 16

/* What is known of the sizes of some rows. */
struct sizes {
	double gradient_sum, hessian_sum;
	float gradient_max, hessian_max;
};

struct pack {
	const struct bin_pairs *in;
	uint64_t key;
	int64_t *out;
	struct bin_scale scale;
	struct sizes *sizes;	/* of each block */
};

static size_t
block_end(const struct pack *p, size_t block)
{
	size_t end = (block + 1) * BLOCK;

	return (end < p->in->n ? end : p->in->n);
}

static void
measure_block(void *ctx, size_t block, int worker)
{
	struct pack *p = ctx;
	struct sizes s = { 0 };
	float g, h;

	(void)worker;
	for (size_t i = block * BLOCK; i < block_end(p, block); i++) {
		g = fabsf(p->in->gradients[i]);
		h = p->in->hessians[i];
		s.gradient_sum += g;
		s.hessian_sum += h;
		s.gradient_max = g > s.gradient_max ? g : s.gradient_max;
		s.hessian_max = h > s.hessian_max ? h : s.hessian_max;
	}
	p->sizes[block] = s;
}

static struct sizes
measure(struct pack *p, struct crew *crew)
{
	size_t n_blocks = (p->in->n + BLOCK - 1) / BLOCK;
	struct sizes all = { 0 }, *s;

	p->sizes = mem_alloc(n_blocks, sizeof(*p->sizes));
	crew_for(crew, n_blocks, measure_block, p);
	for (s = p->sizes; s < p->sizes + n_blocks; s++) {
		all.gradient_sum += s->gradient_sum;
		all.hessian_sum += s->hessian_sum;
		all.gradient_max = fmaxf(all.gradient_max, s->gradient_max);
		all.hessian_max = fmaxf(all.hessian_max, s->hessian_max);
	}
	free(p->sizes);
	return (all);
}

/* The finisher of splitmix64: Steele, Lea and Flood 2014. */
static uint64_t
draw(uint64_t key, size_t i)
{
	uint64_t z = key + (i + 1) * 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (z ^ (z >> 31));
}

/*
 * Down or up, up with the probability of the part cut off.  20 random bits
 * leave 32 for a double's whole part, so whole numbers stay what they are.
 */
static void
pack_block(void *ctx, size_t block, int worker)
{
	struct pack *p = ctx;
	int64_t g, h;
	uint64_t r;

	(void)worker;
	for (size_t i = block * BLOCK; i < block_end(p, block); i++) {
		r = draw(p->key, p->in->numbers != NULL ?
		    p->in->numbers[i] : i);
		g = (int64_t)(p->in->gradients[i] * p->scale.gradient +
		    0x1p32 + (double)(r >> 44) * 0x1p-20) - ((int64_t)1 << 32);
		h = (int64_t)(p->in->hessians[i] * p->scale.hessian +
		    (double)(r & 0xfffff) * 0x1p-20);
		p->out[i] = (int64_t)((uint64_t)g << 32) + h;
	}
}

/* Steps in a unit so that the sum of sizes of any piece of n rows fits, each
   rounded up. */
static double
steps(double limit, size_t n, double sum, double max)
{
	double s;

	if (n > PIECE) {
		n = PIECE;
		sum = fmin(sum, (double)n * max);
	}
	s = sum > 0 ? (limit - (double)n) / sum : 1;
	return (fmin(s, 0x1p100));	/* of vanishing sizes: keep finite */
}

int
bin_pack(const struct bin_pairs *in, uint64_t key, struct crew *crew,
    int64_t *out, struct bin_scale *scale)
{
	struct pack p = { .in = in, .key = key, .out = out };
	struct sizes all = measure(&p, crew);

	if (!isfinite(all.gradient_sum) || !isfinite(all.hessian_sum))
		return (-1);
	p.scale.gradient = steps(0x1p31 - 1, in->n, all.gradient_sum,
	    all.gradient_max);
	p.scale.hessian = steps(0x1p32 - 1, in->n, all.hessian_sum,
	    all.hessian_max);
	/* Whole, so that a hessian of 1 is a whole number of steps. */
	if (p.scale.hessian >= 1)
		p.scale.hessian = floor(p.scale.hessian);
	crew_for(crew, (in->n + BLOCK - 1) / BLOCK, pack_block, &p);
	*scale = p.scale;
	return (0);
}

void
bin_hists_init(struct bin_hists *h, const struct bin_matrix *m,
    struct crew *crew)
{
	int n_workers = crew_threads(crew);
	size_t n_bins = m->n_bins;

	h->matrix = m;
	h->crew = crew;
	h->packed = mem_calloc((size_t)n_workers, sizeof(*h->packed));
	h->in_use = mem_calloc((size_t)n_workers, 1);
	for (int w = 0; w < n_workers; w++)
		h->packed[w] = mem_alloc(n_bins, sizeof(**h->packed));
}

void
bin_hists_release(struct bin_hists *h)
{
	for (int w = 0; w < crew_threads(h->crew); w++)
		free(h->packed[w]);
	free(h->packed);
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
	size_t n_narrow = m->n_narrow, n_dense = m->n_dense;
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
		for (size_t j = n_narrow; j < n_dense; j++, p += 2) {
			bin = (uint16_t)(p[0] | p[1] << 8);
			hist[first[j] + bin] += v;
		}
	}
}

/* The places of sparse columns: what is not 0, and all rows. */
static void
add_entries(const struct bin_matrix *m, const uint32_t *rows, size_t n,
    const int64_t *packed, int64_t *hist)
{
	int64_t v;

	for (size_t i = 0; i < n; i++) {
		v = packed[rows[i]];
		hist[m->n_bins - 1] += v;
		for (size_t e = m->start[rows[i]]; e < m->start[rows[i] + 1];
		    e++)
			hist[m->entries[e]] += v;
	}
}

/* At each place, what is in no other bin is in that of 0. */
static void
fill_zeros(const struct bin_matrix *m, struct bin_sum *out)
{
	struct bin_sum rest;

	for (size_t j = m->n_dense; j < m->n_features; j++) {
		rest = out[m->n_bins - 1];
		for (uint32_t b = m->first[j]; b < m->first[j + 1]; b++)
			rest = bin_sum_less(rest, out[b]);
		out[m->zeros[j - m->n_dense]] = rest;
	}
}

struct build {
	struct bin_hists *h;
	const uint32_t *rows;	/* of a piece */
	size_t n, n_block;
	const int64_t *packed;
};

static void
add_block(void *ctx, size_t block, int worker)
{
	struct build *b = ctx;
	const struct bin_matrix *m = b->h->matrix;
	size_t from = block * b->n_block, n = b->n - from;
	int64_t *hist = b->h->packed[worker];

	n = n < b->n_block ? n : b->n_block;
	if (!b->h->in_use[worker]) {
		memset(hist, 0, m->n_bins * sizeof(*hist));
		b->h->in_use[worker] = 1;
	}
	add_rows(m, b->rows + from, n, b->packed, hist);
	if (m->start != NULL)
		add_entries(m, b->rows + from, n, b->packed, hist);
}

/* Add up what the workers have of a piece, and add that to out. */
static void
add_piece(struct bin_hists *h, struct bin_sum *out)
{
	size_t n_bins = h->matrix->n_bins;
	int64_t *sum = NULL;

	for (int w = 0; w < crew_threads(h->crew); w++) {
		if (!h->in_use[w])
			continue;
		h->in_use[w] = 0;
		for (size_t i = 0; sum != NULL && i < n_bins; i++)
			sum[i] += h->packed[w][i];
		sum = sum != NULL ? sum : h->packed[w];
	}
	for (size_t i = 0; i < n_bins; i++) {
		out[i].gradient += sum[i] >> 32;
		out[i].hessian += (uint32_t)sum[i];
	}
}

void
bin_hist_build(struct bin_hists *h, const uint32_t *rows, size_t n,
    const int64_t *packed, struct bin_sum *out)
{
	const struct bin_matrix *m = h->matrix;
	struct build b = { h, rows, 0, 0, packed };

	memset(out, 0, m->n_bins * sizeof(*out));
	/* The sums are whole numbers: the blocks may be of any size. */
	b.n_block = VALUES_AT_ONCE / (m->n_dense + 1) + 256;
	for (; n > 0; n -= b.n, b.rows += b.n) {
		b.n = n < PIECE ? n : PIECE;
		crew_for(h->crew, (b.n + b.n_block - 1) / b.n_block,
		    add_block, &b);
		add_piece(h, out);
	}
	fill_zeros(m, out);
}

void
bin_hist_subtract(const struct bin_hists *h, struct bin_sum *a,
    const struct bin_sum *b)
{
	size_t n = h->matrix->n_bins;

	for (size_t i = 0; i < n; i++)
		a[i] = bin_sum_less(a[i], b[i]);
}
