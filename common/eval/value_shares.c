/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "numtext.h"
#include "report.h"

#include "value_shares.h"

#define SECOND 1e6		/* of a time, in microseconds */
#define HOUR (3600 * SECOND)
#define DAY (24 * HOUR)

struct sharing {
	const struct overview *o;
	size_t col;
	const struct column_profile *p;
	struct value_share *v;
	size_t n, cap;
};

static void
add_share(struct sharing *s, struct value_share v)
{
	uint64_t rows = s->p->n + s->p->missing;

	v.share = (double)v.n / (double)rows;
	s->v = mem_grow(s->v, &s->cap, s->n + 1, sizeof(*s->v));
	s->v[s->n++] = v;
}

/* Levels, the most frequent first. Returns the rows of the others. */
static uint64_t
add_levels(struct sharing *s, size_t most)
{
	uint64_t rest = s->p->n;

	for (size_t i = 0; i < s->p->levels.n && i < most; i++) {
		add_share(s, (struct value_share){ OF_A_VALUE, i, NAN, NAN,
		    s->p->level_counts[i] });
		rest -= s->p->level_counts[i];
	}
	return (rest);
}

static int
compare_from(const void *a, const void *b)
{
	const struct value_share *x = a, *y = b;

	return (x->from < y->from ? -1 : x->from > y->from);
}

static void
add_numbers(struct sharing *s)
{
	const struct value_sample *values = &s->o->facts[s->col].values;
	uint32_t *ids = value_sample_rank(values);
	double x;

	for (size_t i = 0; i < values->n; i++) {
		x = overview_number(s->p, values, ids[i]);
		add_share(s, (struct value_share){ OF_A_VALUE, i, x, x,
		    values->values[ids[i]].n });
	}
	free(ids);
	qsort(s->v, s->n, sizeof(*s->v), compare_from);
}

/* 1, 2 or 5 times a power of ten; of a time a usual length. */
static double
range_width(const struct column_profile *p)
{
	static const double lengths[] = {
		SECOND, 10 * SECOND, 60 * SECOND, 600 * SECOND, HOUR, 6 * HOUR,
		DAY, 7 * DAY, 28 * DAY, 91 * DAY, 364 * DAY, 3640 * DAY
	};
	double least = (p->max - p->min) / SHARES_RANGES, unit, k;

	for (size_t i = 0; p->type == COL_TIME &&
	    i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		if (lengths[i] >= least)
			return (lengths[i]);
	}
	unit = pow(10, floor(log10(least)));
	k = least / unit;
	return (unit * (k < 1.5 ? 1 : k < 3.5 ? 2 : k < 7.5 ? 5 : 10));
}

static double
rows_below(const struct column_profile *p, double x)
{
	double below, at;

	law_shares(&p->law, x, &below, &at);
	return (round(below * (double)p->n));
}

static void
add_ranges(struct sharing *s)
{
	const struct column_profile *p = s->p;
	double width, start, from, upto, below = 0, next;
	bool last = !isfinite(p->max - p->min);

	width = last ? INFINITY : range_width(p);
	start = last ? p->min : floor(p->min / width) * width;
	from = start;
	for (size_t k = 1; ; k++, from = upto, below = next) {
		upto = last ? p->max : start + (double)k * width;
		last |= !(upto < p->max) || !(upto > from);
		next = last ? (double)p->n : rows_below(p, upto);
		add_share(s, (struct value_share){ OF_A_RANGE, 0, from, upto,
		    (uint64_t)(next - below) });
		if (last)
			return;
	}
}

struct value_share *
value_shares(const struct overview *o, size_t col, size_t most, size_t *n)
{
	const struct column_profile *p = &o->profile.columns[col];
	const struct value_sample *values = &o->facts[col].values;
	struct sharing s = { o, col, p, NULL, 0, 0 };
	uint64_t rest = p->n;

	if (p->level_counts != NULL) {
		rest = add_levels(&s, most);
	} else if (p->grid != NULL) {
		rest = 0;
		if (value_sample_is_whole(values) &&
		    values->n <= SHARES_NUMBERS)
			add_numbers(&s);
		else
			add_ranges(&s);
	}
	if (rest > 0)
		add_share(&s, (struct value_share){ OF_OTHERS, 0, NAN, NAN,
		    rest });
	if (p->missing > 0)
		add_share(&s, (struct value_share){ OF_MISSING, 0, NAN,
		    NAN, p->missing });
	*n = s.n;
	return (s.v);
}

static void
add_end(enum col_type type, double x, struct str *out)
{
	char *to = str_reserve(out, NUMTEXT_MAX);

	if (type != COL_TIME)
		str_addf(out, "%.6g", x + 0.0);
	else
		str_commit(out, format_time(to, (int64_t)x));
}

void
value_share_name(const struct overview *o, size_t col,
    const struct value_share *v, struct str *out)
{
	enum col_type type = o->profile.columns[col].type;

	switch (v->kind) {
	case OF_A_VALUE:
		overview_add_value(o, col, v->rank, out);
		break;
	case OF_A_RANGE:
		add_end(type, v->from, out);
		str_addz(out, " to ");
		add_end(type, v->upto, out);
		break;
	case OF_OTHERS:
		str_addz(out, "others");
		break;
	default:
		str_addz(out, "missing");
		break;
	}
}

static void
add_column(const struct overview *o, size_t col, struct column *c)
{
	static const char *const kinds[] = { "value", "range", "others",
	    "missing" };
	bool number = o->profile.columns[col].type != COL_TIME;
	struct value_share *v;
	struct str name = STR_INIT;
	size_t n;

	v = value_shares(o, col, PROFILE_TOP, &n);
	for (size_t i = 0; i < n; i++) {
		str_clear(&name);
		report_text(&c[0], o->profile.columns[col].name);
		report_text(&c[1], kinds[v[i].kind]);
		if (v[i].kind == OF_A_VALUE || v[i].kind == OF_A_RANGE) {
			value_share_name(o, col, &v[i], &name);
			column_add_string(&c[2], name.buf, name.len);
		} else {
			column_add_missing(&c[2]);
		}
		report_number(&c[3], number ? v[i].from : NAN);
		report_number(&c[4], number ? v[i].upto : NAN);
		column_add_int(&c[5], (int64_t)v[i].n);
		report_number(&c[6], v[i].share);
	}
	str_release(&name);
	free(v);
}

struct stream *
value_shares_report(const struct overview *o, const size_t *cols,
    size_t n_cols, const struct stream *about)
{
	static const struct report_field columns[] = {
		{ "column", COL_STRING, 3 }, { "kind", COL_STRING, 1 },
		{ "value", COL_STRING, 3 }, { "from", COL_FLOAT },
		{ "upto", COL_FLOAT }, { "n", COL_INT, 2 },
		{ "share", COL_FLOAT, 3 }
	};
	struct stream *s = report_new(columns, 7, about);

	for (size_t i = 0; i < n_cols; i++)
		add_column(o, cols[i], report_block(s)->cols);
	return (s);
}
