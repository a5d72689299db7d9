/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "quantile.h"

#include "law.h"

/* How much of what lies beyond it, on the nearer side, a gap may hold. */
#define TAIL_PART 0.125

static void
reserve(struct law *l, size_t n)
{
	memset(l, 0, sizeof(*l));
	l->v = mem_alloc(n, sizeof(*l->v));
	l->upto = mem_alloc(n, sizeof(*l->upto));
	l->equal = mem_alloc(n, sizeof(*l->equal));
}

static void
add_point(struct law *l, double v, double upto, double equal)
{
	l->v[l->n_points] = v;
	l->upto[l->n_points] = upto;
	l->equal[l->n_points++] = equal;
	l->n = upto;
}

/* Keep the points of which too many rows lie between the one kept last and
   the next one. */
static void
thin(struct law *l)
{
	size_t kept = 1;
	double beyond, room;

	for (size_t i = 1; i + 1 < l->n_points; i++) {
		beyond = fmin(l->upto[i], l->n - l->upto[i]);
		room = fmin(LAW_GAP * l->n, TAIL_PART * beyond);
		if (l->upto[i + 1] - l->equal[i + 1] - l->upto[kept - 1] <=
		    room && l->equal[i] <= room)
			continue;
		l->v[kept] = l->v[i];
		l->upto[kept] = l->upto[i];
		l->equal[kept++] = l->equal[i];
	}
	l->v[kept] = l->v[l->n_points - 1];
	l->upto[kept] = l->upto[l->n_points - 1];
	l->equal[kept++] = l->equal[l->n_points - 1];
	l->n_points = kept;
	l->v = mem_realloc(l->v, kept, sizeof(*l->v));
	l->upto = mem_realloc(l->upto, kept, sizeof(*l->upto));
	l->equal = mem_realloc(l->equal, kept, sizeof(*l->equal));
}

void
law_of_view(struct law *l, const struct sketch_view *s, bool all)
{
	double before = 0, upto;

	reserve(l, s->n_items);
	for (size_t i = 0; i < s->n_items; i++) {
		if (i + 1 < s->n_items && s->v[i + 1] == s->v[i])
			continue;	/* the last of equal values counts */
		upto = (double)s->upto[i];
		add_point(l, s->v[i], upto, upto - before);
		before = upto;
	}
	if (!all && l->n_points > LAW_ALL)
		thin(l);
}

void
law_of_grid(struct law *l, const double *grid, size_t g, double n)
{
	double step = n / (double)(g - 1);
	size_t first = 0;

	reserve(l, g);
	for (size_t i = 0; i < g; i++) {
		if (i + 1 < g && grid[i + 1] == grid[i])
			continue;
		add_point(l, grid[i], (double)i * step,
		    (double)(i - first) * step);
		first = i + 1;
	}
}

void
law_copy(struct law *to, const struct law *l)
{
	reserve(to, l->n_points);
	for (size_t i = 0; i < l->n_points; i++)
		add_point(to, l->v[i], l->upto[i], l->equal[i]);
}

void
law_release(struct law *l)
{
	free(l->v);
	free(l->upto);
	free(l->equal);
	memset(l, 0, sizeof(*l));
}

void
law_shares(const struct law *l, double x, double *below, double *at)
{
	size_t i = count_less(l->v, l->n_points, x);
	double a, b, part;

	if (i == l->n_points) {
		*below = *at = 1;
		return;
	}
	a = i > 0 ? l->upto[i - 1] / l->n : 0;
	b = (l->upto[i] - l->equal[i]) / l->n;
	*below = *at = a;
	if (l->v[i] == x) {
		*below = b;
		*at = l->upto[i] / l->n;
	} else if (i > 0 && b > a) {
		part = isinf(l->v[i - 1]) ? 1 :
		    (x - l->v[i - 1]) / (l->v[i] - l->v[i - 1]);
		*below = *at = a + part * (b - a);
	}
}
