/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "moments.h"

#define CHUNK 256
#define SCALE 600		/* of values beyond 2^500 and below 2^-400 */
#define LARGE 0x1p500
#define SMALL 0x1p-400

/* What (x - mean) is measured in: 2^scale. */
static int
find_scale(double min, double max)
{
	double most = fmax(-min, max);

	if (most < SMALL)
		return (-SCALE);
	return (most > LARGE && isfinite(most) ? SCALE : 0);
}

static double
unit_of(int scale)
{
	return (scale == 0 ? 1 : ldexp(1, scale));
}

void
moments_init(struct moments *m)
{
	*m = (struct moments){ .min = INFINITY, .max = -INFINITY };
}

/*
 * Two passes over values in the cache are as fast as one with a division a
 * value, and more exact.  v: n > 0 values, no NaN.
 */
static struct moments
sum_chunk(const double *v, size_t n)
{
	struct moments c = { .n = n, .min = v[0], .max = v[0] };
	double sum = 0, d, unit;

	for (size_t i = 0; i < n; i++) {
		sum += v[i];
		c.min = v[i] < c.min ? v[i] : c.min;
		c.max = v[i] > c.max ? v[i] : c.max;
	}
	c.scale = find_scale(c.min, c.max);
	if (c.scale > 0) {
		sum = 0;
		for (size_t i = 0; i < n; i++)
			sum += v[i] / (double)n;
		c.mean = sum;
	} else {
		c.mean = sum / (double)n;
	}
	if (c.min == c.max)
		c.mean = c.min;		/* constant: not off by a rounding */
	unit = unit_of(-c.scale);
	for (size_t i = 0; i < n; i++) {
		d = v[i] * unit - c.mean * unit;
		c.m2 += d * d;
	}
	return (c);
}

void
moments_add_many(struct moments *m, const double *v, size_t n)
{
	double kept[CHUNK];
	struct moments c;
	size_t i = 0, k;

	while (i < n) {
		for (k = 0; i < n && k < CHUNK; i++) {
			kept[k] = v[i];
			k += !isnan(v[i]);
		}
		if (k == 0)
			continue;
		c = sum_chunk(kept, k);
		moments_merge(m, &c);
	}
}

/* To a scale that is not less. */
static double
rescale(const struct moments *m, int scale)
{
	return (m->scale == scale ? m->m2 :
	    ldexp(m->m2, 2 * (m->scale - scale)));
}

void
moments_merge(struct moments *m, const struct moments *o)
{
	double na = (double)m->n, nb = (double)o->n, n = na + nb, unit, d;
	int scale = m->scale > o->scale ? m->scale : o->scale;

	if (o->n == 0)
		return;
	if (m->n == 0) {
		*m = *o;
		return;
	}
	unit = unit_of(-scale);
	d = o->mean * unit - m->mean * unit;
	m->m2 = rescale(m, scale) + (rescale(o, scale) +
	    d * d * na * (nb / n));
	m->mean = scale == 0 ? m->mean + d * (nb / n) :
	    ldexp(m->mean * unit + d * (nb / n), scale);
	m->scale = scale;
	m->min = o->min < m->min ? o->min : m->min;
	m->max = o->max > m->max ? o->max : m->max;
	m->n += o->n;
}

void
moments_shift(struct moments *m, double by)
{
	m->mean += by;
	m->min += by;
	m->max += by;
}

void
moments_save(const struct moments *m, struct str *out)
{
	pack_u64(out, m->n);
	pack_f64(out, m->mean);
	pack_f64(out, m->m2);
	pack_u64(out, (uint64_t)(m->scale + SCALE));
	pack_f64(out, m->min);
	pack_f64(out, m->max);
}

void
moments_load(struct moments *m, struct unpack *u)
{
	m->n = unpack_u64(u);
	m->mean = unpack_f64(u);
	m->m2 = unpack_f64(u);
	m->scale = (int)unpack_upto(u, 2 * SCALE) - SCALE;
	m->min = unpack_f64(u);
	m->max = unpack_f64(u);
}

double
moments_stddev(const struct moments *m, unsigned ddof)
{
	double v = m->n > ddof ? m->m2 / (double)(m->n - ddof) : NAN;

	return (m->scale == 0 ? sqrt(v) : ldexp(sqrt(v), m->scale));
}

void
weighted_moments_merge(struct weighted_moments *a,
    const struct weighted_moments *b)
{
	double n = a->n + b->n, delta = b->mean - a->mean;

	if (b->n == 0)
		return;
	a->mean += delta * (b->n / n);
	a->m2 += b->m2 + delta * delta * (a->n * b->n / n);
	a->n = n;
}
