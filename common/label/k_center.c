/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "dict.h"
#include "mem.h"

#include "k_center.h"

static bool
is_hashed(enum col_type t)
{
	return (t == COL_STRING || t == COL_SPARSE);
}

/* Dimensions of a point: numbers, then those of hashes if there are any. */
static size_t
count_dims(const struct schema *s, size_t *n_hashed)
{
	size_t d = 0;

	*n_hashed = 0;
	for (size_t j = 0; j < s->n; j++) {
		if (is_hashed(s->fields[j].type))
			*n_hashed = HASH_DIMS;
		else
			d += field_width(&s->fields[j]);
	}
	return (d + *n_hashed);
}

static void
add_hash(float *x, uint64_t hash, float value)
{
	x[hash % HASH_DIMS] += hash >> 63 ? value : -value;
}

static void
hash_value(const struct column *c, size_t i, size_t feature, float *x)
{
	const char *p;
	size_t n;

	if (c->type == COL_STRING) {
		p = column_string(c, i, &n);
		add_hash(x, hash_bytes(p, n, feature), 1);
		return;
	}
	for (uint32_t e = c->off[i]; e < c->off[i + 1]; e++)
		add_hash(x, hash_bytes(&c->index[e], sizeof(c->index[e]),
		    feature), c->value[e]);
}

/* Missing numbers are NaN until the points are scaled. */
static void
add_point(const struct points *p, const struct batch *b, size_t i, float *x)
{
	float *hashed = x + (p->d - p->n_hashed);

	memset(x, 0, p->d * sizeof(*x));
	for (size_t j = 0; j < b->schema->n; j++) {
		const struct column *c = b->cols[j];

		if (is_hashed(c->type)) {
			if (c->valid[i])
				hash_value(c, i, j, hashed);
		} else if (c->type == COL_VECTOR) {
			for (uint32_t e = 0; e < c->width; e++)
				*x++ = c->valid[i] ?
				    c->vector[i * c->width + e] : NAN;
		} else {
			*x++ = (float)column_number(c, i);
		}
	}
}

void
points_add(struct points *p, const struct batch *b)
{
	if (p->d == 0)
		p->d = count_dims(b->schema, &p->n_hashed);
	p->x = mem_grow(p->x, &p->cap, (p->n + b->n_rows) * p->d,
	    sizeof(*p->x));
	for (size_t i = 0; i < b->n_rows; i++)
		add_point(p, b, i, p->x + (p->n + i) * p->d);
	p->n += b->n_rows;
}

static void
scale_dim(struct points *p, size_t j)
{
	double sum = 0, square = 0, n = 0, mean, sd;

	for (size_t i = 0; i < p->n; i++) {
		double v = (double)p->x[i * p->d + j];

		if (isfinite(v)) {
			sum += v;
			n++;
		}
	}
	mean = n > 0 ? sum / n : 0;
	for (size_t i = 0; i < p->n; i++) {
		double v = (double)p->x[i * p->d + j] - mean;

		square += isfinite(v) ? v * v : 0;
	}
	sd = n > 0 ? sqrt(square / n) : 0;
	for (size_t i = 0; i < p->n; i++) {
		float *x = &p->x[i * p->d + j];

		*x = isfinite(*x) && sd > 0 ?
		    (float)(((double)*x - mean) / sd) : 0;
	}
}

void
points_scale(struct points *p)
{
	for (size_t j = 0; j < p->d - p->n_hashed; j++)
		scale_dim(p, j);
}

void
points_release(struct points *p)
{
	free(p->x);
}

static float
square_distance(const struct points *p, uint32_t a, uint32_t b)
{
	const float *x = p->x + a * p->d, *y = p->x + b * p->d;
	float sum = 0;

	for (size_t j = 0; j < p->d; j++)
		sum += (x[j] - y[j]) * (x[j] - y[j]);
	return (sum);
}

/* A center comes near the rows. */
static void
approach(const struct points *p, const uint32_t *rows, size_t n,
    uint32_t center, float *nearest)
{
	for (size_t i = 0; i < n; i++) {
		float s = square_distance(p, rows[i], center);

		nearest[i] = s < nearest[i] ? s : nearest[i];
	}
}

void
k_center(const struct points *p, const struct center_task *t, uint32_t *chosen,
    double *distance)
{
	float *nearest = mem_alloc(t->n, sizeof(*nearest));

	for (size_t i = 0; i < t->n; i++)
		nearest[i] = INFINITY;
	for (size_t c = 0; c < t->n_centers; c++)
		approach(p, t->rows, t->n, t->centers[c], nearest);
	for (size_t k = 0; k < t->k; k++) {
		uint32_t best = 0;

		for (uint32_t i = 1; i < t->n; i++)
			if (nearest[i] > nearest[best])
				best = i;
		chosen[k] = best;
		distance[k] = sqrt((double)nearest[best]);
		approach(p, t->rows, t->n, t->rows[best], nearest);
		nearest[best] = -1;
	}
	free(nearest);
}
