/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "chart.h"
#include "interval.h"
#include "mem.h"
#include "page.h"
#include "radix.h"
#include "target_relation.h"
#include "value_shares.h"

#include "overview_page.h"

#define LEVELS_SHOWN 10
#define BARS 4			/* more groups of numbers are a line */
#define PAIRS_SHOWN 20
#define MATRIX 24		/* columns in a matrix, at most */
#define PATTERNS 12
#define LEVEL 0.95		/* of intervals */
#define Z 1.959964		/* of a normal distribution */

static void
add_bars(const struct overview_page *p, size_t col,
    const struct value_share *v, size_t n, struct str *out)
{
	struct chart_bar *b = mem_calloc(n, sizeof(*b));
	struct str *text = mem_calloc(2 * n, sizeof(*text));

	for (size_t i = 0; i < n; i++) {
		value_share_name(p->o, col, &v[i], &text[i]);
		say_share(&text[n + i], v[i].share);
		b[i] = (struct chart_bar){ str_get(&text[i]), text[i].len,
		    v[i].share, NAN, NAN, str_get(&text[n + i]),
		    v[i].kind == OF_OTHERS ||
		    v[i].kind == OF_MISSING };
	}
	chart_bars(out, "Shares of the values", b, n, 0);
	for (size_t i = 0; i < 2 * n; i++)
		str_release(&text[i]);
	free(text);
	free(b);
}

/* Numbers of their own are bins as wide as the least step between two. */
static size_t
make_bins(const struct value_share *v, size_t n, struct chart_bin *out)
{
	double step = INFINITY;
	size_t k = 0;

	for (size_t i = 1; i < n && v[i].kind == OF_A_VALUE; i++)
		step = fmin(step, v[i].from - v[i - 1].from);
	if (!isfinite(step))
		step = 1;
	for (size_t i = 0; i < n; i++) {
		if (v[i].kind == OF_A_VALUE)
			out[k++] = (struct chart_bin){ v[i].from - step / 2,
			    v[i].from + step / 2, (double)v[i].n };
		else if (v[i].kind == OF_A_RANGE)
			out[k++] = (struct chart_bin){ v[i].from, v[i].upto,
			    (double)v[i].n };
	}
	return (k);
}

static void
add_histogram(enum col_type type, const struct value_share *v, size_t n,
    struct str *out)
{
	struct chart_bin *b = mem_alloc(n, sizeof(*b));
	struct chart_axes a = { .title = "Rows by value",
	    .x_is_time = type == COL_TIME };

	n = make_bins(v, n, b);
	a.x_min = n > 0 ? b[0].from : 0;
	a.x_max = n > 0 ? b[n - 1].upto : 0;
	for (size_t i = 0; i < n; i++)
		a.y_max = fmax(a.y_max, b[i].height);
	if (a.x_max > a.x_min && isfinite(a.x_max - a.x_min))
		chart_histogram(out, &a, b, n);
	free(b);
}

void
page_values(const struct overview_page *p, size_t col, struct str *out)
{
	enum col_type type = p->o->profile.columns[col].type;
	struct value_share *v;
	size_t n;

	v = value_shares(p->o, col, LEVELS_SHOWN, &n);
	if (is_number_type(type) && n > 2)
		add_histogram(type, v, n, out);
	else
		add_bars(p, col, v, n, out);
	free(v);
}

struct estimate {
	double value;
	struct interval in;
};

/* The share of the positive one of two classes, or the mean. */
static struct estimate
estimate(const struct target_relation *r, size_t k)
{
	const struct relation_group *g = &r->groups[k];
	struct estimate e = { g->mean, { g->mean, g->mean } };

	if (!(g->n > 0)) {
		e.value = NAN;
	} else if (r->n_classes > 0) {
		e.value = g->shares[r->positive];
		interval_wilson(e.value, g->n, LEVEL, &e.in);
	} else if (isfinite(g->se)) {
		e.in = (struct interval){ g->mean - Z * g->se,
		    g->mean + Z * g->se };
	}
	return (e);
}

static void
relation_bars(const struct target_relation *r, const char *title,
    struct str *out)
{
	struct chart_bar b[RELATION_GROUPS];
	struct str says[RELATION_GROUPS] = { STR_INIT };

	for (size_t k = 0; k < r->n; k++) {
		const char *name = r->groups[k].name;
		struct estimate e = estimate(r, k);

		if (r->n_classes > 0)
			say_share(&says[k], e.value);
		else
			page_number(&says[k], e.value);
		b[k] = (struct chart_bar){ name, strlen(name), e.value,
		    e.in.low, e.in.high, str_get(&says[k]) };
	}
	chart_bars(out, title, b, r->n, 0);
	for (size_t k = 0; k < r->n; k++)
		str_release(&says[k]);
}

static void
relation_line(const struct target_relation *r, const char *title,
    bool x_is_time, struct str *out)
{
	double x[RELATION_GROUPS], y[RELATION_GROUPS], low[RELATION_GROUPS],
	    high[RELATION_GROUPS], pad;
	struct chart_line l = { .x = x, .y = y, .low = low, .high = high,
	    .n = r->n, .has_dots = true };
	struct chart_axes a = { .title = title, .x_is_time = x_is_time,
	    .y_min = INFINITY, .y_max = -INFINITY };

	for (size_t k = 0; k < r->n; k++) {
		struct estimate e = estimate(r, k);

		x[k] = r->groups[k].middle;
		y[k] = e.value;
		low[k] = e.in.low;
		high[k] = e.in.high;
		a.y_min = fmin(a.y_min, low[k]);
		a.y_max = fmax(a.y_max, high[k]);
	}
	if (r->n_classes > 0)
		a.y_min = 0;
	pad = (a.y_max - a.y_min) / 20;
	a.y_min -= r->n_classes > 0 ? 0 : pad;
	a.y_max += pad;
	a.x_min = x[0];
	a.x_max = x[r->n - 1];
	if (isfinite(a.x_max - a.x_min) && a.x_max > a.x_min && pad > 0 &&
	    isfinite(pad))
		chart_lines(out, &a, &l, 1);
}

static void
relation_matrix(const struct overview *o, const struct target_relation *r,
    const char *title, struct str *out)
{
	double v[RELATION_GROUPS * CLASSES_MAX];
	const char *rows[RELATION_GROUPS], *cols[CLASSES_MAX];
	struct str names[CLASSES_MAX] = { STR_INIT };
	struct chart_grid g = { title, rows, cols, r->n, r->n_classes, v };

	for (size_t c = 0; c < r->n_classes; c++) {
		overview_add_value(o, o->target, c, &names[c]);
		cols[c] = str_get(&names[c]);
	}
	for (size_t k = 0; k < r->n; k++) {
		rows[k] = r->groups[k].name;
		for (size_t c = 0; c < r->n_classes; c++)
			v[k * r->n_classes + c] = r->groups[k].shares[c];
	}
	chart_matrix(out, &g);
	for (size_t c = 0; c < r->n_classes; c++)
		str_release(&names[c]);
}

void
page_relation(const struct overview_page *p, size_t col, struct str *out)
{
	const struct overview *o = p->o;
	struct target_relation r;
	struct str title = STR_INIT;

	if (!target_relation_find(o, col, &r))
		return;
	str_addz(&title, r.n_classes == 0 ? "mean of " : "share of ");
	str_addz(&title, o->profile.columns[o->target].name);
	if (r.n_classes == 2) {
		str_addz(&title, " = ");
		overview_add_value(o, o->target, r.positive, &title);
	}
	str_addz(out, "<p><small>");
	page_textz(out, title.buf);
	str_addz(out, "</small></p>\n");
	if (r.n_classes > 2)
		relation_matrix(o, &r, title.buf, out);
	else if (r.n > BARS && o->rows.cols[col].numbers != NULL)
		relation_line(&r, title.buf,
		    o->profile.columns[col].type == COL_TIME, out);
	else
		relation_bars(&r, title.buf, out);
	str_release(&title);
	target_relation_release(&r);
}

/* The columns of the strongest pairs, in the order of the table. */
static size_t
choose_columns(const struct overview_page *p, size_t *at, size_t *cols)
{
	size_t n = 0;

	for (size_t j = 0; j < p->o->profile.n; j++)
		at[j] = COLUMN_NONE;
	for (size_t i = 0; i < p->pairs->n && n + 2 <= MATRIX; i++) {
		const struct column_pair *v = &p->pairs->v[i];

		n += at[v->a] == COLUMN_NONE;
		at[v->a] = 0;
		n += at[v->b] == COLUMN_NONE;
		at[v->b] = 0;
	}
	n = 0;
	for (size_t j = 0; j < p->o->profile.n; j++) {
		if (at[j] != COLUMN_NONE) {
			cols[n] = j;
			at[j] = n++;
		}
	}
	return (n);
}

static void
add_matrix(const struct overview_page *p, struct str *out)
{
	size_t *at = mem_alloc(p->o->profile.n, sizeof(*at)), cols[MATRIX];
	size_t n = choose_columns(p, at, cols);
	double *v = mem_alloc(n, n * sizeof(*v));
	const char *names[MATRIX];
	struct chart_grid g = { "How columns go together", names, NULL, n, n,
	    v };

	for (size_t i = 0; i < n; i++) {
		names[i] = p->o->profile.columns[cols[i]].name;
		for (size_t j = 0; j < n; j++)
			v[i * n + j] = i == j ? 1 : NAN;
	}
	for (size_t i = 0; i < p->pairs->n; i++) {
		size_t a = at[p->pairs->v[i].a], b = at[p->pairs->v[i].b];

		if (a == COLUMN_NONE || b == COLUMN_NONE)
			continue;
		v[a * n + b] = v[b * n + a] = p->pairs->v[i].value;
	}
	chart_matrix(out, &g);
	free(v);
	free(at);
}

void
page_pairs(const struct overview_page *p, struct str *out)
{
	static const struct page_column columns[] = {
		{ "column", false }, { "with", false }, { "correlation", true },
		{ "measure", false }, { "by ranks", true }, { "rows", true }
	};
	const struct column_pair *v = p->pairs->v;

	if (p->pairs->n == 0)
		return;
	page_heading(out, "pairs", "Pairs of columns");
	str_addz(out, "<p class=dim>Pearson's correlation of two numbers "
	    "(orange below zero), the correlation ratio of a number and a "
	    "category, Cramer's V of two categories.</p>\n");
	add_matrix(p, out);
	str_addz(out, "<p></p>\n");
	page_table_begin(out, "The strongest pairs", columns, 6);
	for (size_t i = 0; i < p->pairs->n && i < PAIRS_SHOWN; i++, v++) {
		const char *a = p->o->profile.columns[v->a].name;
		const char *b = p->o->profile.columns[v->b].name;

		page_row(out);
		page_cell_text(out, a, strlen(a));
		page_cell_text(out, b, strlen(b));
		page_cell_number(out, v->value);
		page_cell_text(out, v->kind, strlen(v->kind));
		page_cell_number(out, v->spearman);
		page_cell_number(out, (double)v->n);
		str_addc(out, '\n');
	}
	page_table_end(out);
}

static int
compare_more_missing(const void *a, const void *b)
{
	const struct chart_bar *x = a, *y = b;

	return (x->value > y->value ? -1 : x->value < y->value);
}

/* A bar for each column that has missing values, those with most first. */
static void
missing_bars(const struct overview *o, struct str *out)
{
	struct chart_bar *b = mem_alloc(o->profile.n, sizeof(*b));
	size_t n = 0;

	for (size_t j = 0; j < o->profile.n; j++) {
		const struct column_profile *c = &o->profile.columns[j];

		if (c->missing > 0)
			b[n++] = (struct chart_bar){ c->name, strlen(c->name),
			    100 * (double)c->missing /
			    (double)(c->n + c->missing), NAN, NAN };
	}
	qsort(b, n, sizeof(*b), compare_more_missing);
	chart_bars(out, "Missing values, in percent of the rows", b,
	    n < MATRIX ? n : MATRIX, 100);
	free(b);
}

/* Which of the columns have no value in a row: a number for each pattern. */
static double *
find_patterns(const struct overview *o, const size_t *cols, size_t n)
{
	double *masks = mem_calloc(o->rows.n, sizeof(*masks));

	for (size_t i = 0; i < o->rows.n; i++) {
		for (size_t k = 0; k < n; k++)
			masks[i] += row_sample_is_missing(&o->rows, cols[k],
			    i) ? ldexp(1, (int)k) : 0;
	}
	sort_doubles(masks, o->rows.n);
	return (masks);
}

struct pattern {
	uint32_t mask;
	size_t n;
};

static int
compare_patterns(const void *a, const void *b)
{
	const struct pattern *x = a, *y = b;

	if (x->n != y->n)
		return (x->n > y->n ? -1 : 1);
	return (x->mask < y->mask ? -1 : x->mask > y->mask);
}

/* The most frequent first; returns how many different ones there are. */
static size_t
count_patterns(const double *masks, size_t n_rows, struct pattern *out)
{
	size_t n = 0;

	for (size_t i = 0; i < n_rows; i++) {
		if (i == 0 || masks[i] != masks[i - 1])
			out[n++] = (struct pattern){ (uint32_t)masks[i], 0 };
		out[n - 1].n++;
	}
	qsort(out, n, sizeof(*out), compare_patterns);
	return (n);
}

static void
add_patterns(const struct overview *o, const size_t *cols, size_t n,
    struct str *out)
{
	double *masks = find_patterns(o, cols, n), v[PATTERNS * MATRIX];
	struct pattern *found = mem_alloc(o->rows.n, sizeof(*found));
	size_t k = count_patterns(masks, o->rows.n, found);
	const char *rows[PATTERNS], *names[MATRIX];
	struct str says[PATTERNS] = { STR_INIT };
	struct chart_grid g = { "Columns that are missing together", rows,
	    names, k < PATTERNS ? k : PATTERNS, n, v };

	for (size_t i = 0; i < g.n_rows; i++) {
		say_share(&says[i], (double)found[i].n / (double)o->rows.n);
		str_addz(&says[i], " of the rows");
		rows[i] = says[i].buf;
		for (size_t j = 0; j < n; j++)
			v[i * n + j] = found[i].mask >> j & 1;
	}
	for (size_t j = 0; j < n; j++)
		names[j] = o->profile.columns[cols[j]].name;
	str_addz(out, "<p class=dim>Which values are missing in the same rows: "
	    "a line for each pattern.</p>\n");
	chart_matrix(out, &g);
	for (size_t i = 0; i < g.n_rows; i++)
		str_release(&says[i]);
	free(masks);
	free(found);
}

void
page_missing(const struct overview_page *p, struct str *out)
{
	size_t cols[MATRIX], n = 0;
	bool any = false;

	for (size_t j = 0; j < p->o->profile.n; j++) {
		bool missing = p->o->profile.columns[j].missing > 0;

		any |= missing;
		if (missing && n < MATRIX && p->o->facts[j].hashes != NULL)
			cols[n++] = j;
	}
	if (!any)
		return;
	page_heading(out, "missing", "Missing values");
	str_addz(out, "<p class=dim>In percent of the rows.</p>\n");
	missing_bars(p->o, out);
	if (n > 1)
		add_patterns(p->o, cols, n, out);
}
