/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "report.h"

#include "overview_compare.h"

#define LEVELS_TOLD 3

static const struct column_profile *
first_of(const struct overview_compare *c, size_t i)
{
	return (c->v[i].a == COLUMN_NONE ? NULL :
	    &c->a->profile.columns[c->v[i].a]);
}

static const struct column_profile *
second_of(const struct overview_compare *c, size_t i)
{
	return (c->v[i].b == COLUMN_NONE ? NULL :
	    &c->b->profile.columns[c->v[i].b]);
}

/* The functions are flat between the points of both, or linear. */
static double
ks_distance(const struct law *a, const struct law *b)
{
	double most = 0, below[2], at[2], x;

	for (size_t i = 0; i < a->n_points + b->n_points; i++) {
		x = i < a->n_points ? a->v[i] : b->v[i - a->n_points];
		law_shares(a, x, &below[0], &at[0]);
		law_shares(b, x, &below[1], &at[1]);
		most = fmax(most, fabs(below[0] - below[1]));
		most = fmax(most, fabs(at[0] - at[1]));
	}
	return (most);
}

static double
share_of_level(const struct column_profile *p, uint32_t id)
{
	return (id == DICT_NONE ? 0 : (double)p->level_counts[id] /
	    (double)p->n);
}

/* Half of the sum of all differences; levels that are not known are one. */
static double
tv_distance(const struct column_profile *a, const struct column_profile *b)
{
	double sum = fabs((double)a->other / (double)a->n -
	    (double)b->other / (double)b->n);
	const char *text;
	uint32_t id;
	size_t n;

	for (uint32_t i = 0; i < a->levels.n; i++) {
		text = dict_get(&a->levels, i, &n);
		sum += fabs(share_of_level(a, i) - share_of_level(b,
		    dict_find(&b->levels, text, n)));
	}
	for (uint32_t i = 0; i < b->levels.n; i++) {
		text = dict_get(&b->levels, i, &n);
		id = dict_find(&a->levels, text, n);
		sum += id == DICT_NONE ? share_of_level(b, i) : 0;
	}
	return (sum / 2);
}

/* How many levels of a column the other has not; the first of them. */
static size_t
levels_only(const struct column_profile *in, const struct column_profile *not,
    struct str *some)
{
	const char *text;
	size_t n = 0, len;

	for (uint32_t i = 0; i < in->levels.n; i++) {
		text = dict_get(&in->levels, i, &len);
		if (dict_find(&not->levels, text, len) != DICT_NONE)
			continue;
		if (n < LEVELS_TOLD) {
			str_addz(some, n > 0 ? ", " : "");
			str_add(some, text, len);
		}
		n++;
	}
	if (n > LEVELS_TOLD)
		str_addz(some, ", ...");
	return (n);
}

static void
compare(const struct overview_compare *c, size_t i)
{
	const struct column_profile *a = first_of(c, i), *b = second_of(c, i);
	struct compared_column *v = &c->v[i];

	v->distance = NAN;
	if (a == NULL || b == NULL || a->n == 0 || b->n == 0)
		return;
	if (a->grid != NULL && b->grid != NULL &&
	    (a->type == COL_TIME) == (b->type == COL_TIME)) {
		v->measure = "ks";
		v->distance = ks_distance(&a->law, &b->law);
	} else if (a->level_counts != NULL && b->level_counts != NULL) {
		v->measure = "tv";
		v->distance = tv_distance(a, b);
		v->has_levels = a->other == 0 && b->other == 0;
		if (!v->has_levels)
			return;
		v->n_new = levels_only(b, a, &v->some_new);
		v->n_gone = levels_only(a, b, &v->some_gone);
	}
}

static size_t
find_column(const struct profile *p, const char *name)
{
	for (size_t i = 0; i < p->n; i++) {
		if (strcmp(p->columns[i].name, name) == 0)
			return (i);
	}
	return (COLUMN_NONE);
}

void
overview_compare(const struct overview *a, const struct overview *b,
    const char *const names[2], struct overview_compare *out)
{
	const struct profile *p = &a->profile, *q = &b->profile;

	*out = (struct overview_compare){ a, b, { names[0], names[1] } };
	out->v = mem_calloc(p->n + q->n, sizeof(*out->v));
	for (size_t i = 0; i < p->n; i++) {
		out->v[out->n].a = i;
		out->v[out->n++].b = find_column(q, p->columns[i].name);
	}
	for (size_t i = 0; i < q->n; i++) {
		if (find_column(p, q->columns[i].name) != COLUMN_NONE)
			continue;
		out->v[out->n].a = COLUMN_NONE;
		out->v[out->n++].b = i;
	}
	for (size_t i = 0; i < out->n; i++)
		compare(out, i);
}

void
overview_compare_release(struct overview_compare *c)
{
	for (size_t i = 0; i < c->n; i++) {
		str_release(&c->v[i].some_new);
		str_release(&c->v[i].some_gone);
	}
	free(c->v);
	c->n = 0;
}

/* Of one table, every second column from c: type, missing_rate, distinct,
   mean. */
static void
add_side(const struct column_profile *p, struct column *c)
{
	double rows = p == NULL ? 0 : (double)(p->n + p->missing);
	bool number = p != NULL && p->grid != NULL && p->type != COL_TIME;

	report_text(&c[0], p == NULL ? NULL : col_type_name(p->type));
	report_number(&c[2], rows > 0 ? (double)p->missing / rows : NAN);
	if (p != NULL && p->has_distinct)
		column_add_int(&c[4], (int64_t)p->distinct);
	else
		column_add_missing(&c[4]);
	report_number(&c[6], number ? p->mean : NAN);
}

static void
add_levels(const struct compared_column *v, struct column *c)
{
	if (!v->has_levels) {
		for (size_t k = 0; k < 4; k++)
			column_add_missing(&c[k]);
		return;
	}
	column_add_int(&c[0], (int64_t)v->n_new);
	column_add_int(&c[1], (int64_t)v->n_gone);
	report_text(&c[2], v->n_new > 0 ? str_get(&v->some_new) : NULL);
	report_text(&c[3], v->n_gone > 0 ? str_get(&v->some_gone) : NULL);
}

struct stream *
overview_compare_report(const struct overview_compare *cmp,
    const struct stream *about)
{
	static const struct report_field columns[] = {
		{ "column", COL_STRING, 3 }, { "in", COL_STRING, 3 },
		{ "type", COL_STRING, 1 }, { "type2", COL_STRING, 1 },
		{ "missing_rate", COL_FLOAT, 2 },
		{ "missing_rate2", COL_FLOAT, 2 }, { "distinct", COL_INT },
		{ "distinct2", COL_INT }, { "mean", COL_FLOAT, 1 },
		{ "mean2", COL_FLOAT, 1 }, { "measure", COL_STRING },
		{ "distance", COL_FLOAT, 3 }, { "new", COL_INT, 2 },
		{ "gone", COL_INT, 2 }, { "new_levels", COL_STRING },
		{ "gone_levels", COL_STRING }
	};
	struct stream *s = report_new(columns, 16, about);
	struct column *c = report_block(s)->cols;

	for (size_t i = 0; i < cmp->n; i++) {
		const struct column_profile *a = first_of(cmp, i);
		const struct column_profile *b = second_of(cmp, i);
		const struct compared_column *v = &cmp->v[i];

		report_text(&c[0], a != NULL ? a->name : b->name);
		report_text(&c[1], b == NULL ? "first" : a == NULL ?
		    "second" : "both");
		add_side(a, &c[2]);
		add_side(b, &c[3]);
		report_text(&c[10], v->measure);
		report_number(&c[11], v->distance);
		add_levels(v, &c[12]);
	}
	return (s);
}
