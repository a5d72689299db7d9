/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "kmeans_seed.h"

#define PART_ROWS 1024		/* at least */
#define DRAWS_MAX 16

struct seeding {
	const struct kmeans_rows *rows;
	double *square;		/* (n): to the nearest center so far */
	const double *drawn[DRAWS_MAX];	/* rows that may be the next */
	size_t n_drawn;
	double *sums;		/* (parts, DRAWS_MAX): what they would leave */
	double *left;		/* (parts): weighted squares */
};

size_t
kmeans_n_parts(const struct kmeans_rows *r)
{
	size_t n = (r->n + PART_ROWS - 1) / PART_ROWS;

	return (n < KMEANS_PARTS ? n : KMEANS_PARTS);
}

struct kmeans_part
kmeans_part(const struct kmeans_rows *r, size_t part)
{
	size_t n = kmeans_n_parts(r);

	return ((struct kmeans_part){ r->n * part / n,
	    r->n * (part + 1) / n });
}

double
kmeans_square(const double *a, const double *b, size_t d)
{
	double s[4] = { 0 }, v;
	size_t j = 0;

	for (; j + 4 <= d; j += 4) {
		for (size_t l = 0; l < 4; l++) {
			v = a[j + l] - b[j + l];
			s[l] += v * v;
		}
	}
	for (; j < d; j++) {
		v = a[j] - b[j];
		s[0] += v * v;
	}
	return ((s[0] + s[1]) + (s[2] + s[3]));
}

/* What each of the rows drawn would leave of a part's squares. */
static void
try_part(void *ctx, size_t part, int worker)
{
	struct seeding *s = ctx;
	const struct kmeans_rows *r = s->rows;
	struct kmeans_part p = kmeans_part(r, part);
	double *sums = s->sums + part * DRAWS_MAX, v;

	(void)worker;
	memset(sums, 0, s->n_drawn * sizeof(*sums));
	for (size_t i = p.first; i < p.end; i++) {
		for (size_t k = 0; k < s->n_drawn; k++) {
			v = kmeans_square(r->x + i * r->d, s->drawn[k], r->d);
			sums[k] += kmeans_weight(r, i) *
			    (v < s->square[i] ? v : s->square[i]);
		}
	}
}

/* drawn[0] is a center now. */
static void
take_part(void *ctx, size_t part, int worker)
{
	struct seeding *s = ctx;
	const struct kmeans_rows *r = s->rows;
	struct kmeans_part p = kmeans_part(r, part);
	double v;

	(void)worker;
	s->left[part] = 0;
	for (size_t i = p.first; i < p.end; i++) {
		v = kmeans_square(r->x + i * r->d, s->drawn[0], r->d);
		s->square[i] = v < s->square[i] ? v : s->square[i];
		s->left[part] += kmeans_weight(r, i) * s->square[i];
	}
}

/* A row, by what it adds to the sum: its weight times its square. */
static const double *
draw_row(const struct seeding *s, struct rng *rng, double sum)
{
	const struct kmeans_rows *r = s->rows;
	double at = (double)(rng_next(rng) >> 11) * 0x1p-53 * sum, v;
	size_t n_parts = kmeans_n_parts(r), part = 0, row = 0;

	while (part + 1 < n_parts && at >= s->left[part])
		at -= s->left[part++];
	for (size_t i = kmeans_part(r, part).first; i < r->n; i++) {
		v = kmeans_weight(r, i) * s->square[i];
		row = v > 0 ? i : row;	/* the last, where sums are rounded */
		if (v > 0 && at < v)
			break;
		at -= v;
	}
	return (r->x + row * r->d);
}

/* Of the rows drawn the one that leaves least, as drawn[0]. */
static void
choose(struct seeding *s)
{
	size_t best = 0;
	double least = INFINITY;

	crew_for(s->rows->crew, kmeans_n_parts(s->rows), try_part, s);
	for (size_t k = 0; k < s->n_drawn; k++) {
		double sum = 0;

		for (size_t p = 0; p < kmeans_n_parts(s->rows); p++)
			sum += s->sums[p * DRAWS_MAX + k];
		if (sum < least) {
			least = sum;
			best = k;
		}
	}
	s->drawn[0] = s->drawn[best];
}

static int
seed_all(struct seeding *s, size_t k, struct rng *rng, double *centers,
    struct diag *d)
{
	const struct kmeans_rows *r = s->rows;
	size_t n_draws = 2 + (size_t)log((double)k);
	double sum;

	for (size_t c = 0; c < k; c++) {
		sum = 0;
		for (size_t p = 0; p < kmeans_n_parts(r); p++)
			sum += s->left[p];
		if (!(sum > 0))
			return (diag_set(d, "%zu clusters, but only %zu "
			    "distinct rows", k, c));
		s->n_drawn = c == 0 ? 1 : n_draws;
		for (size_t i = 0; i < s->n_drawn; i++)
			s->drawn[i] = draw_row(s, rng, sum);
		if (c > 0)
			choose(s);
		else
			for (size_t i = 0; i < r->n; i++)
				s->square[i] = INFINITY;
		memcpy(centers + c * r->d, s->drawn[0],
		    r->d * sizeof(*centers));
		crew_for(r->crew, kmeans_n_parts(r), take_part, s);
	}
	return (0);
}

int
kmeans_seed(const struct kmeans_rows *r, size_t k, struct rng *rng,
    double *centers, struct diag *d)
{
	struct seeding s = { .rows = r };
	size_t n_parts = kmeans_n_parts(r);
	int status;

	s.square = mem_alloc(r->n, sizeof(*s.square));
	s.sums = mem_alloc(n_parts * DRAWS_MAX, sizeof(*s.sums));
	s.left = mem_calloc(n_parts, sizeof(*s.left));
	/* The first is drawn by its weight alone. */
	for (size_t p = 0; p < n_parts; p++) {
		struct kmeans_part part = kmeans_part(r, p);

		for (size_t i = part.first; i < part.end; i++) {
			s.square[i] = 1;
			s.left[p] += kmeans_weight(r, i);
		}
	}
	status = seed_all(&s, k, rng, centers, d);
	free(s.square);
	free(s.sums);
	free(s.left);
	return (status);
}
