/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "report.h"

#include "overview_report.h"

#define HISTOGRAM_BINS 12

/* The share of values up to x: between quantiles it is linear. */
static double
share_upto(const double *grid, double x)
{
	size_t i = 0;

	if (x >= grid[PROFILE_GRID - 1])
		return (1);
	while (i + 2 < PROFILE_GRID && grid[i + 1] <= x)
		i++;
	return (((double)i + (x - grid[i]) / (grid[i + 1] - grid[i])) /
	    (PROFILE_GRID - 1));
}

/* A bar of eighths for each bin, the fullest being whole. */
static void
add_histogram(const struct column_profile *c, struct column *out)
{
	static const char *const bars[] = {
		" ", "\xe2\x96\x81", "\xe2\x96\x82",
		"\xe2\x96\x83", "\xe2\x96\x84", "\xe2\x96\x85",
		"\xe2\x96\x86", "\xe2\x96\x87", "\xe2\x96\x88",
	};
	double share[HISTOGRAM_BINS], most = 0, upto, below = 0;
	struct str text = STR_INIT;

	if (c->grid == NULL || !isfinite(c->max - c->min) ||
	    c->max == c->min) {
		column_add_missing(out);
		return;
	}
	for (int i = 0; i < HISTOGRAM_BINS; i++, below = upto) {
		upto = i + 1 == HISTOGRAM_BINS ? 1 : share_upto(c->grid,
		    c->min + (c->max - c->min) * (i + 1) / HISTOGRAM_BINS);
		share[i] = upto - below;
		most = share[i] > most ? share[i] : most;
	}
	for (int i = 0; i < HISTOGRAM_BINS; i++)
		str_addz(&text, bars[(int)ceil(8 * share[i] / most)]);
	column_add_string(out, text.buf, text.len);
	str_release(&text);
}

static const struct report_field fields[] = {
	{ "column", COL_STRING }, { "type", COL_STRING, 3 },
	{ "role", COL_STRING, 1 }, { "n", COL_INT }, { "missing", COL_INT },
	{ "missing_rate", COL_FLOAT, 2 }, { "distinct", COL_INT, 2 },
	{ "mean", COL_FLOAT, 1 }, { "sd", COL_FLOAT }, { "min", COL_FLOAT, 1 },
	{ "p25", COL_FLOAT }, { "median", COL_FLOAT }, { "p75", COL_FLOAT },
	{ "max", COL_FLOAT, 1 }, { "top", COL_STRING, 1 },
	{ "top_share", COL_FLOAT }, { "first", COL_TIME },
	{ "last", COL_TIME }, { "correlation", COL_FLOAT, 3 },
	{ "kind", COL_STRING }, { "least", COL_INT }, { "greatest", COL_INT },
	{ "histogram", COL_STRING, 3 }, { "skew", COL_FLOAT, 1 },
	{ "warnings", COL_STRING, 3 },
};

#define N_FIELDS (sizeof(fields) / sizeof(fields[0]))

/* The columns of the report, by group; a group may be left out. */
enum group {
	GROUP_ALL = 16,		/* fields[0 .. 15] */
	GROUP_TIMES = 2,
	GROUP_TARGET = 2,
	GROUP_WIDE = 2,
	GROUP_LAST = 2
};

static void
add_counts(const struct column_profile *c, struct column *out)
{
	uint64_t rows = c->n + c->missing;

	report_text(&out[0], c->name);
	report_text(&out[1], col_type_name(c->type));
	report_text(&out[2], col_role_name(c->role));
	column_add_int(&out[3], (int64_t)c->n);
	column_add_int(&out[4], (int64_t)c->missing);
	report_number(&out[5], rows > 0 ? (double)c->missing / (double)rows :
	    NAN);
	if (c->has_distinct)
		column_add_int(&out[6], (int64_t)c->distinct);
	else
		column_add_missing(&out[6]);
}

/* mean, sd, min, p25, median, p75, max; then top, top_share */
static void
add_values(const struct column_profile *c, struct column *out)
{
	bool number = c->grid != NULL && c->type != COL_TIME;
	bool category = c->level_counts != NULL && c->levels.n > 0;

	report_number(&out[0], number ? c->mean : NAN);
	report_number(&out[1], number ? c->sd : NAN);
	for (size_t i = 0; i < 5; i++)
		report_number(&out[2 + i], number ? c->grid[i * 25] : NAN);
	report_text(&out[7], category ? dict_get(&c->levels, 0, NULL) : NULL);
	report_number(&out[8], category ? (double)c->level_counts[0] /
	    (double)c->n : NAN);
}

static void
add_times(const struct column_profile *c, struct column *out)
{
	if (c->grid == NULL || c->type != COL_TIME) {
		column_add_missing(&out[0]);
		column_add_missing(&out[1]);
		return;
	}
	column_add_int(&out[0], (int64_t)c->min);
	column_add_int(&out[1], (int64_t)c->max);
}

static bool
has_times(const struct profile *p)
{
	for (size_t i = 0; i < p->n; i++) {
		if (p->columns[i].type == COL_TIME)
			return (true);
	}
	return (false);
}

/* Whole numbers that doubles do not tell apart. */
static void
add_wide(const struct column_profile *c, struct column *out)
{
	if (!c->is_wide) {
		column_add_missing(&out[0]);
		column_add_missing(&out[1]);
		return;
	}
	column_add_int(&out[0], c->least);
	column_add_int(&out[1], c->greatest);
}

static bool
has_wide(const struct profile *p)
{
	for (size_t i = 0; i < p->n; i++) {
		if (p->columns[i].is_wide)
			return (true);
	}
	return (false);
}

struct reporting {
	bool times, target, wide, histogram;	/* which groups there are */
	size_t n_before;	/* columns before those of all */
};

/* Which columns the report has: their number; they go to mine. */
static size_t
choose_fields(const struct reporting *r, struct report_field *mine)
{
	size_t n = r->n_before;

	memcpy(mine + n, fields, GROUP_ALL * sizeof(*mine));
	n += GROUP_ALL;
	for (size_t i = 0; r->times && i < GROUP_TIMES; i++)
		mine[n++] = fields[GROUP_ALL + i];
	for (size_t i = 0; r->target && i < GROUP_TARGET; i++)
		mine[n++] = fields[GROUP_ALL + GROUP_TIMES + i];
	for (size_t i = 0; r->wide && i < GROUP_WIDE; i++)
		mine[n++] = fields[GROUP_ALL + GROUP_TIMES + GROUP_TARGET + i];
	if (r->histogram)
		mine[n++] = fields[N_FIELDS - GROUP_LAST - 1];
	for (size_t i = 0; i < GROUP_LAST; i++)
		mine[n++] = fields[N_FIELDS - GROUP_LAST + i];
	return (n);
}

static void
add_last(const struct overview *o, const struct warnings *w, size_t i,
    struct column *out)
{
	enum col_type type = o->profile.columns[i].type;
	struct str names = STR_INIT;

	report_number(&out[0], type == COL_INT || type == COL_FLOAT ?
	    column_facts_skew(&o->facts[i]) : NAN);
	if (w == NULL)
		return;
	warnings_names(w, i, &names);
	report_text(&out[1], names.len > 0 ? names.buf : NULL);
	str_release(&names);
}

static void
add_row(const struct reporting *r, const struct overview *o,
    const struct warnings *w, size_t i, struct column *c)
{
	const struct column_profile *p = &o->profile.columns[i];
	const struct association *a = o->with_target[i];

	c += r->n_before;
	add_counts(p, c);
	add_values(p, c + 7);
	c += GROUP_ALL;
	if (r->times) {
		add_times(p, c);
		c += GROUP_TIMES;
	}
	if (r->target) {
		report_number(&c[0], a != NULL ? association_value(a) : NAN);
		report_text(&c[1], a != NULL ? association_kind(a) : NULL);
		c += GROUP_TARGET;
	}
	if (r->wide) {
		add_wide(p, c);
		c += GROUP_WIDE;
	}
	if (r->histogram)
		add_histogram(p, c++);
	add_last(o, w, i, c);
}

struct stream *
overview_report(const struct overview *o, const struct warnings *w,
    bool histogram, const struct stream *about)
{
	struct reporting r = { has_times(&o->profile),
	    o->target != COLUMN_NONE, has_wide(&o->profile), histogram, 0 };
	struct report_field mine[N_FIELDS];
	size_t n = choose_fields(&r, mine);
	struct stream *s = report_new(mine, n, about);

	for (size_t i = 0; i < o->profile.n; i++)
		add_row(&r, o, w, i, report_block(s)->cols);
	return (s);
}

struct stream *
overview_groups_report(const struct overview_groups *g, bool histogram,
    const struct stream *about)
{
	const struct schema *schema = &about->head.schema;
	struct report_field mine[1 + N_FIELDS] = { { "group", COL_STRING } };
	struct reporting r = { .histogram = histogram, .n_before = 1 };
	struct stream *s;
	size_t n;

	for (size_t k = 0; k < g->n; k++) {
		r.times |= has_times(&g->v[k].profile);
		r.target |= g->v[k].target != COLUMN_NONE;
		r.wide |= has_wide(&g->v[k].profile);
	}
	n = choose_fields(&r, mine) - 1;	/* without warnings */
	s = report_new(mine, n, about);
	for (size_t i = 0; i < schema->n; i++) {
		for (size_t k = 0; i != g->by && k < g->n; k++) {
			report_text(&report_block(s)->cols[0], g->names[k]);
			add_row(&r, &g->v[k], NULL, i, report_block(s)->cols);
		}
	}
	return (s);
}

struct stream *
warnings_report(const struct overview *o, const struct warnings *w,
    const struct stream *about)
{
	static const struct report_field columns[] = {
		{ "column", COL_STRING }, { "warning", COL_STRING },
		{ "value", COL_FLOAT }, { "limit", COL_FLOAT },
		{ "says", COL_STRING }
	};
	struct stream *s = report_new(columns, 5, about);
	struct column *c = report_block(s)->cols;

	for (size_t i = 0; i < w->n; i++) {
		const struct warning *v = &w->v[i];

		report_text(&c[0], v->col == COLUMN_NONE ? NULL :
		    o->profile.columns[v->col].name);
		report_text(&c[1], v->kind->name);
		report_number(&c[2], v->value);
		report_number(&c[3], v->kind->limit);
		report_text(&c[4], v->says);
	}
	return (s);
}
