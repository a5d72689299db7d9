/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "kmeans_seed.h"

#define NO_CENTER UINT32_MAX

/* What rows that move do to the sums of the centers. */
struct change {
	double *sums;		/* (k, d) */
	double *weights;	/* (k) */
	int64_t *counts;	/* (k): of rows that have weight */
	size_t n_moved;
};

struct lloyd {
	const struct kmeans_rows *rows;
	size_t k;
	double *centers;	/* (k, d) */
	uint32_t *mine;		/* (n): each row's center */
	double *upper;		/* (n): it is not farther from it */
	double *lower;		/* (n): nor nearer to any other */
	double *half;		/* (k): half the way to the next center */
	double *shift;		/* (k): how far a center went */
	struct change sum, *parts;
};

static void
change_init(struct change *c, size_t k, size_t d)
{
	c->sums = mem_calloc(k * d, sizeof(*c->sums));
	c->weights = mem_calloc(k, sizeof(*c->weights));
	c->counts = mem_calloc(k, sizeof(*c->counts));
}

static void
change_release(struct change *c)
{
	free(c->sums);
	free(c->weights);
	free(c->counts);
}

static void
change_clear(struct change *c, size_t k, size_t d)
{
	memset(c->sums, 0, k * d * sizeof(*c->sums));
	memset(c->weights, 0, k * sizeof(*c->weights));
	memset(c->counts, 0, k * sizeof(*c->counts));
	c->n_moved = 0;
}

/* Row i comes to center k with sign 1, or leaves it with -1. */
static void
change_row(struct change *c, const struct kmeans_rows *r, size_t i, size_t k,
    int sign)
{
	double w = sign * kmeans_weight(r, i), *sums = c->sums + k * r->d;

	for (size_t j = 0; j < r->d; j++)
		sums[j] += w * r->x[i * r->d + j];
	c->weights[k] += w;
	c->counts[k] += w != 0 ? sign : 0;
}

static void
change_add(struct change *to, const struct change *c, size_t k, size_t d)
{
	for (size_t j = 0; j < k * d; j++)
		to->sums[j] += c->sums[j];
	for (size_t j = 0; j < k; j++) {
		to->weights[j] += c->weights[j];
		to->counts[j] += c->counts[j];
	}
	to->n_moved += c->n_moved;
}

static double
distance(const struct lloyd *l, size_t i, size_t k)
{
	const struct kmeans_rows *r = l->rows;

	return (sqrt(kmeans_square(r->x + i * r->d, l->centers + k * r->d,
	    r->d)));
}

/* The nearest center of row i, and how far it and the next are. */
static uint32_t
find_nearest(struct lloyd *l, size_t i)
{
	double first = INFINITY, second = INFINITY, v;
	uint32_t best = 0;

	for (uint32_t k = 0; k < l->k; k++) {
		v = distance(l, i, k);
		if (v < first) {
			second = first;
			first = v;
			best = k;
		} else if (v < second) {
			second = v;
		}
	}
	l->upper[i] = first;
	l->lower[i] = second;
	return (best);
}

/* Can row i be nearer to another center than to its own? */
static bool
is_open(struct lloyd *l, size_t i)
{
	uint32_t k = l->mine[i];
	double bound;

	if (k == NO_CENTER)
		return (true);
	bound = fmax(l->half[k], l->lower[i]);
	if (l->upper[i] <= bound)
		return (false);
	l->upper[i] = distance(l, i, k);
	return (l->upper[i] > bound);
}

static void
assign_part(void *ctx, size_t part, int worker)
{
	struct lloyd *l = ctx;
	struct kmeans_part p = kmeans_part(l->rows, part);
	struct change *c = &l->parts[part];
	uint32_t old, best;

	(void)worker;
	change_clear(c, l->k, l->rows->d);
	for (size_t i = p.first; i < p.end; i++) {
		if (!is_open(l, i))
			continue;
		old = l->mine[i];
		best = find_nearest(l, i);
		if (best == old)
			continue;
		if (old != NO_CENTER)
			change_row(c, l->rows, i, old, -1);
		change_row(c, l->rows, i, best, 1);
		l->mine[i] = best;
		c->n_moved++;
	}
}

static void
add_parts(struct lloyd *l)
{
	l->sum.n_moved = 0;
	for (size_t p = 0; p < kmeans_n_parts(l->rows); p++)
		change_add(&l->sum, &l->parts[p], l->k, l->rows->d);
}

/* The row that is farthest from its center, which it is not alone at. */
static size_t
find_farthest(const struct lloyd *l)
{
	size_t far = 0;
	double most = -1, v;

	for (size_t i = 0; i < l->rows->n; i++) {
		if (l->sum.counts[l->mine[i]] < 2)
			continue;
		v = distance(l, i, l->mine[i]);
		v *= v * kmeans_weight(l->rows, i);
		if (v > most) {
			most = v;
			far = i;
		}
	}
	return (far);
}

/* Centers without rows get one; then no bound is known. */
static void
fill_empty(struct lloyd *l)
{
	bool any = false;

	for (size_t k = 0; k < l->k; k++) {
		size_t i;

		if (l->sum.counts[k] > 0)
			continue;
		i = find_farthest(l);
		change_row(&l->sum, l->rows, i, l->mine[i], -1);
		change_row(&l->sum, l->rows, i, k, 1);
		l->mine[i] = (uint32_t)k;
		any = true;
	}
	for (size_t i = 0; any && i < l->rows->n; i++) {
		l->upper[i] = INFINITY;
		l->lower[i] = 0;
	}
}

/* To the mean of their rows. */
static void
move_centers(struct lloyd *l)
{
	size_t d = l->rows->d;
	double v, s;

	for (size_t k = 0; k < l->k; k++) {
		s = 0;
		for (size_t j = k * d; j < (k + 1) * d; j++) {
			v = l->sum.sums[j] / l->sum.weights[k];
			s += (v - l->centers[j]) * (v - l->centers[j]);
			l->centers[j] = v;
		}
		l->shift[k] = sqrt(s);
	}
}

static void
find_halves(struct lloyd *l)
{
	size_t d = l->rows->d;
	double v;

	for (size_t k = 0; k < l->k; k++)
		l->half[k] = INFINITY;
	for (size_t k = 0; k < l->k; k++) {
		for (size_t m = 0; m < k; m++) {
			v = sqrt(kmeans_square(l->centers + k * d,
			    l->centers + m * d, d)) / 2;
			l->half[k] = fmin(l->half[k], v);
			l->half[m] = fmin(l->half[m], v);
		}
	}
}

static void
shift_bounds(struct lloyd *l)
{
	size_t most = 0;
	double next = 0;

	for (size_t k = 1; k < l->k; k++)
		most = l->shift[k] > l->shift[most] ? k : most;
	for (size_t k = 0; k < l->k; k++)
		next = k != most ? fmax(next, l->shift[k]) : next;
	for (size_t i = 0; i < l->rows->n; i++) {
		l->upper[i] += l->shift[l->mine[i]];
		l->lower[i] -= l->mine[i] == most ? next : l->shift[most];
	}
}

static void
settle(struct lloyd *l, size_t iterations, struct kmeans *out)
{
	out->settled = false;
	for (out->iterations = 0; out->iterations < iterations &&
	    !out->settled; out->iterations++) {
		crew_for(l->rows->crew, kmeans_n_parts(l->rows), assign_part,
		    l);
		add_parts(l);
		out->settled = l->sum.n_moved == 0;
		fill_empty(l);
		move_centers(l);
		find_halves(l);
		shift_bounds(l);
	}
}

/* The sums of a part without what adding and taking away has rounded. */
static void
sum_part(void *ctx, size_t part, int worker)
{
	struct lloyd *l = ctx;
	struct kmeans_part p = kmeans_part(l->rows, part);

	(void)worker;
	change_clear(&l->parts[part], l->k, l->rows->d);
	for (size_t i = p.first; i < p.end; i++)
		change_row(&l->parts[part], l->rows, i, l->mine[i], 1);
}

static double
add_squares(const struct lloyd *l)
{
	double all = 0, sum, v;

	for (size_t p = 0; p < kmeans_n_parts(l->rows); p++) {
		struct kmeans_part part = kmeans_part(l->rows, p);

		sum = 0;
		for (size_t i = part.first; i < part.end; i++) {
			v = distance(l, i, l->mine[i]);
			sum += kmeans_weight(l->rows, i) * v * v;
		}
		all += sum;
	}
	return (all);
}

/* By falling weight, equal ones as they were. */
static void
put_centers(const struct lloyd *l, struct kmeans *out)
{
	size_t d = l->rows->d, at;
	const double *w = l->sum.weights;

	for (size_t k = 0; k < l->k; k++) {
		at = 0;
		for (size_t m = 0; m < l->k; m++)
			at += w[m] > w[k] || (w[m] == w[k] && m < k);
		out->weights[at] = w[k];
		memcpy(out->centers + at * d, l->centers + k * d,
		    d * sizeof(*l->centers));
	}
}

/* One restart; it is taken if it is better. */
static int
run(struct lloyd *l, const struct kmeans_options *o, struct rng *rng,
    struct kmeans *best, struct diag *d)
{
	struct kmeans now = *best;
	double inertia;

	if (kmeans_seed(l->rows, l->k, rng, l->centers, d) == -1)
		return (-1);
	change_clear(&l->sum, l->k, l->rows->d);
	for (size_t i = 0; i < l->rows->n; i++)
		l->mine[i] = NO_CENTER;
	settle(l, o->iterations, &now);
	crew_for(l->rows->crew, kmeans_n_parts(l->rows), sum_part, l);
	change_clear(&l->sum, l->k, l->rows->d);
	add_parts(l);
	move_centers(l);
	inertia = add_squares(l);
	if (!(inertia < best->inertia))
		return (0);
	now.inertia = inertia;
	*best = now;
	put_centers(l, best);
	return (0);
}

static void
lloyd_init(struct lloyd *l, const struct kmeans_rows *r, size_t k)
{
	size_t n_parts = kmeans_n_parts(r);

	*l = (struct lloyd){ .rows = r, .k = k };
	l->centers = mem_alloc(k * r->d, sizeof(*l->centers));
	l->mine = mem_alloc(r->n, sizeof(*l->mine));
	l->upper = mem_alloc(r->n, sizeof(*l->upper));
	l->lower = mem_alloc(r->n, sizeof(*l->lower));
	l->half = mem_alloc(k, sizeof(*l->half));
	l->shift = mem_alloc(k, sizeof(*l->shift));
	l->parts = mem_calloc(n_parts, sizeof(*l->parts));
	change_init(&l->sum, k, r->d);
	for (size_t p = 0; p < n_parts; p++)
		change_init(&l->parts[p], k, r->d);
}

static void
lloyd_release(struct lloyd *l)
{
	for (size_t p = 0; p < kmeans_n_parts(l->rows); p++)
		change_release(&l->parts[p]);
	change_release(&l->sum);
	free(l->parts);
	free(l->centers);
	free(l->mine);
	free(l->upper);
	free(l->lower);
	free(l->half);
	free(l->shift);
}

int
kmeans_fit(const struct kmeans_rows *r, const struct kmeans_options *o,
    struct kmeans *out, struct diag *d)
{
	struct lloyd l;
	struct rng rng;
	int status = 0;

	*out = (struct kmeans){ .k = o->k, .d = r->d, .inertia = INFINITY };
	out->centers = mem_alloc(o->k * r->d, sizeof(*out->centers));
	out->weights = mem_alloc(o->k, sizeof(*out->weights));
	lloyd_init(&l, r, o->k);
	for (size_t i = 0; i < o->restarts && status == 0; i++) {
		rng_init(&rng, rng_key(o->seed, RNG_KMEANS, i));
		status = run(&l, o, &rng, out, d);
	}
	lloyd_release(&l);
	if (status == 0 && !isfinite(out->inertia))
		return (diag_set(d, "the squares of the values are too large "
		    "to be added: scale them (mlc-encode --scale)"));
	return (status);
}

void
kmeans_release(struct kmeans *m)
{
	free(m->centers);
	free(m->weights);
	*m = (struct kmeans){ .k = 0 };
}
