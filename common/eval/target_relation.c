/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "levels.h"
#include "mem.h"
#include "numtext.h"
#include "radix.h"

#include "target_relation.h"

#define NO_GROUP UINT8_MAX

struct relating {
	const struct overview *o;
	size_t col;
	const struct sampled_column *x, *y;
	uint32_t rank_of[CLASSES_MAX];	/* a class's id: its rank */
	uint8_t *group;			/* of a row */
	struct target_relation *out;
};

static bool
is_time(const struct relating *r)
{
	return (r->o->profile.columns[r->col].type == COL_TIME);
}

static void
add_end(const struct relating *r, double v, struct str *out)
{
	char *to;

	if (!is_time(r)) {
		str_addf(out, "%.4g", v);
		return;
	}
	to = str_reserve(out, NUMTEXT_MAX);
	str_commit(out, format_time(to, (int64_t)v));
}

static void
name_range(const struct relating *r, struct relation_group *g)
{
	struct str name = STR_INIT;

	add_end(r, g->from, &name);
	if (g->upto > g->from) {
		str_addz(&name, " to ");
		add_end(r, g->upto, &name);
	}
	g->name = str_detach(&name);
}

/* Groups of as many rows, or a group for each of few values; equal values stay
   together. */
static void
group_numbers(struct relating *r)
{
	const double *x = r->x->numbers;
	size_t rows = r->o->rows.n, n = 0, at = 0, end;
	uint32_t *kept = mem_alloc(rows, sizeof(*kept));
	uint32_t *order = mem_alloc(rows, sizeof(*order));
	double *v = mem_alloc(rows, sizeof(*v));
	bool few = overview_value_rows(r->o, r->col, 0) > 0 &&
	    r->o->facts[r->col].values.n <= RELATION_GROUPS;
	struct relation_group *g;

	for (size_t i = 0; i < rows; i++) {
		if (!isnan(x[i])) {
			kept[n] = (uint32_t)i;
			v[n++] = x[i];
		}
	}
	sort_order(v, n, order);
	for (size_t k = 1; k <= RELATION_GROUPS && at < n; k++) {
		end = few ? at + 1 : k * n / RELATION_GROUPS;
		while (end < n && end > 0 && v[order[end]] ==
		    v[order[end - 1]])
			end++;
		if (end <= at)
			continue;
		g = &r->out->groups[r->out->n];
		g->from = v[order[at]];
		g->middle = v[order[at + (end - at) / 2]];
		g->upto = v[order[end - 1]];
		name_range(r, g);
		for (; at < end; at++)
			r->group[kept[order[at]]] = (uint8_t)r->out->n;
		r->out->n++;
	}
	free(kept);
	free(order);
	free(v);
}

static void
group_levels(struct relating *r)
{
	struct str name = STR_INIT;
	uint32_t id;

	for (size_t k = 0; k < RELATION_GROUPS &&
	    overview_value_rows(r->o, r->col, k) > 0; k++) {
		id = overview_value_id(r->o, r->col, k);
		overview_add_value(r->o, r->col, k, &name);
		r->out->groups[k].name = mem_strdup(str_get(&name));
		for (size_t i = 0; i < r->o->rows.n; i++) {
			if (r->x->ids[i] == id)
				r->group[i] = (uint8_t)k;
		}
		str_clear(&name);
		r->out->n++;
	}
	str_release(&name);
}

/* A number of few values is a class as its sample of values has it. */
static void
add_classes(struct relating *r)
{
	const struct value_sample *s = &r->o->facts[r->o->target].values;
	struct relation_group *g;
	size_t id;

	for (size_t i = 0; i < r->o->rows.n; i++) {
		if (r->group[i] == NO_GROUP)
			continue;
		for (id = 0; r->y->ids == NULL && id < s->n; id++) {
			if (overview_number(&r->o->profile.columns[
			    r->o->target], s, id) == r->y->numbers[i])
				break;
		}
		id = r->y->ids != NULL ? r->y->ids[i] : id;
		if (id >= s->n)
			continue;
		g = &r->out->groups[r->group[i]];
		g->n++;
		g->shares[r->rank_of[id]]++;
	}
	for (size_t k = 0; k < r->out->n; k++) {
		for (size_t c = 0; c < r->out->n_classes; c++)
			r->out->groups[k].shares[c] /= r->out->groups[k].n;
	}
}

static void
add_means(struct relating *r)
{
	const double *y = r->y->numbers;
	struct relation_group *g;
	double d;

	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < r->o->rows.n; i++) {
			if (r->group[i] == NO_GROUP || isnan(y[i]))
				continue;
			g = &r->out->groups[r->group[i]];
			d = y[i] - g->mean;
			g->n += pass == 0;
			*(pass == 0 ? &g->mean : &g->se) += pass == 0 ?
			    d / g->n : d * d;
		}
	}
	for (size_t k = 0; k < r->out->n; k++) {
		g = &r->out->groups[k];
		g->se = g->n > 1 ? sqrt(g->se / (g->n - 1) / g->n) : NAN;
	}
}

/* Of two classes, by rank. */
static size_t
find_positive(const struct overview *o)
{
	const struct column_profile *p = &o->profile.columns[o->target];
	const struct value_sample *s = &o->facts[o->target].values;

	if (p->level_counts != NULL)
		return (levels_positive(&p->levels, p->type));
	return (overview_number(p, s, overview_value_id(o, o->target, 1)) >
	    overview_number(p, s, overview_value_id(o, o->target, 0)));
}

static bool
begin(struct relating *r)
{
	const struct overview *o = r->o;
	size_t k;

	if (o->target == COLUMN_NONE || r->col == o->target)
		return (false);
	r->x = &o->rows.cols[r->col];
	r->y = &o->rows.cols[o->target];
	k = overview_classes(o);
	if (r->y->ids == NULL && k > RELATION_CLASSES)
		k = 0;
	r->out->n_classes = k;
	if (k == 2)
		r->out->positive = find_positive(o);
	for (size_t c = 0; c < k; c++)
		r->rank_of[overview_value_id(o, o->target, c)] = (uint32_t)c;
	return ((r->x->numbers != NULL || (r->x->ids != NULL &&
	    value_sample_is_whole(&o->facts[r->col].values))) &&
	    (r->y->numbers != NULL || k > 1));
}

bool
target_relation_find(const struct overview *o, size_t col,
    struct target_relation *out)
{
	struct relating r = { .o = o, .col = col, .out = out };

	memset(out, 0, sizeof(*out));
	if (!begin(&r))
		return (false);
	r.group = mem_alloc(o->rows.n, 1);
	memset(r.group, NO_GROUP, o->rows.n);
	if (r.x->numbers != NULL)
		group_numbers(&r);
	else
		group_levels(&r);
	if (out->n_classes > 0)
		add_classes(&r);
	else
		add_means(&r);
	free(r.group);
	if (out->n < 2)
		target_relation_release(out);
	return (out->n >= 2);
}

void
target_relation_release(struct target_relation *r)
{
	for (size_t k = 0; k < r->n; k++)
		free(r->groups[k].name);
	r->n = 0;
}
