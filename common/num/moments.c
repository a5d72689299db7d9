/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "moments.h"

#define CHUNK 256

void
moments_init(struct moments *m)
{
	*m = (struct moments){ .min = INFINITY, .max = -INFINITY };
}

void
moments_add(struct moments *m, double x)
{
	struct moments one = { .n = 1, .mean = x, .min = x,
	    .max = x };

	if (!isnan(x))
		moments_merge(m, &one);
}

/*
 * Two passes over values in the cache are as fast as one with a division a
 * value, and more exact.  v: n > 0 values, no NaN.
 */
static struct moments
sum_chunk(const double *v, size_t n)
{
	struct moments c = { .n = n, .min = v[0], .max = v[0] };
	double sum = 0, d;

	for (size_t i = 0; i < n; i++) {
		sum += v[i];
		c.min = v[i] < c.min ? v[i] : c.min;
		c.max = v[i] > c.max ? v[i] : c.max;
	}
	c.mean = sum / (double)n;
	if (c.min == c.max)
		c.mean = c.min;		/* constant: not off by a rounding */
	for (size_t i = 0; i < n; i++) {
		d = v[i] - c.mean;
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

void
moments_merge(struct moments *m, const struct moments *o)
{
	double na = (double)m->n, nb = (double)o->n, n = na + nb;
	double d = o->mean - m->mean;

	if (o->n == 0)
		return;
	if (m->n == 0) {
		*m = *o;
		return;
	}
	m->m2 += o->m2 + d * d * na * (nb / n);
	m->mean += d * (nb / n);
	m->min = o->min < m->min ? o->min : m->min;
	m->max = o->max > m->max ? o->max : m->max;
	m->n += o->n;
}

void
moments_save(const struct moments *m, struct str *out)
{
	pack_u64(out, m->n);
	pack_f64(out, m->mean);
	pack_f64(out, m->m2);
	pack_f64(out, m->min);
	pack_f64(out, m->max);
}

void
moments_load(struct moments *m, struct unpack *u)
{
	m->n = unpack_u64(u);
	m->mean = unpack_f64(u);
	m->m2 = unpack_f64(u);
	m->min = unpack_f64(u);
	m->max = unpack_f64(u);
}

double
moments_variance(const struct moments *m, unsigned ddof)
{
	return (m->n > ddof ? m->m2 / (double)(m->n - ddof) : NAN);
}

double
moments_stddev(const struct moments *m, unsigned ddof)
{
	return (sqrt(moments_variance(m, ddof)));
}
