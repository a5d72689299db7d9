/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "chart.h"
#include "mem.h"
#include "outfile.h"
#include "page.h"

#include "evaluation_page.h"

#define MATRIX_CLASSES 30	/* beyond, a matrix is no help to the eye */
#define BARS_MAX 60

struct curve_look {
	const char *kind, *title, *x, *y;
	bool is_square, has_diagonal, has_dots;
};

static const struct curve_look looks[] = {
	{ "roc", "ROC", "false positive rate", "true positive rate", true,
	    true, false },
	{ "pr", "Precision and recall", "recall", "precision", true, false,
	    false },
	{ "calibration", "Calibration", "mean score", "share of positives",
	    true, true, true },
	{ "gain", "Gain", "share of rows", "share of positives", true, true,
	    false },
	{ "threshold", "Threshold", "threshold", "F1", false, false, false },
	{ "residuals", "Residuals", "prediction", "truth - prediction", false,
	    false, true },
};

unsigned
evaluation_page_curves(const struct scored *s)
{
	unsigned kinds = 0;
	struct diag d = DIAG_INIT;

	if (curves_parse(s->task == SCORED_REGRESSION ?
	    "calibration,residuals" : s->score == NULL ? NULL :
	    s->has_probability ? "roc,pr,gain,threshold,calibration" :
	    "roc,pr,gain,threshold", &kinds, &d) == -1)
		BUG("%s", d.text);
	return (kinds);
}

static size_t
count_slices(const struct evaluation *e)
{
	return (e->per_slice > 0 ? e->n / e->per_slice : 0);
}

/* The slice that is looked at: the test rows, else the last whole one. */
static const struct evaluation_row *
find_main(const struct evaluation *e)
{
	const struct evaluation_row *found = NULL;

	for (size_t i = 0; i < count_slices(e); i++) {
		const struct evaluation_row *r = &e->rows[i * e->per_slice];

		if (r->whole && (found == NULL ||
		    strcmp(found->slice, "split=test") != 0))
			found = r;
	}
	return (found);
}

static void
add_interval(struct str *out, const struct estimate *e)
{
	struct str s = STR_INIT;

	if (!isnan(e->low))
		str_addf(&s, "%.3g to %.3g", e->low, e->high);
	page_cell_text(out, str_get(&s), s.len);
	str_release(&s);
}

static void
add_cell(struct str *out, const char *text)
{
	page_cell_text(out, text, strlen(text));
}

static const struct evaluation_row *
row_at(const struct evaluation *e, size_t slice, size_t metric)
{
	return (&e->rows[slice * e->per_slice + metric]);
}

/* Metrics below each other, the whole slices side by side. */
static void
add_metrics(struct str *out, const struct evaluation *e)
{
	struct page_column *columns = mem_calloc(2 * count_slices(e) + 1,
	    sizeof(*columns));
	size_t n = 0;

	columns[n++].name = "metric";
	for (size_t i = 0; i < count_slices(e); i++) {
		if (!row_at(e, i, 0)->whole)
			continue;
		columns[n++] = (struct page_column){ row_at(e, i, 0)->slice,
		    true };
		columns[n++].name = "interval";
	}
	page_table_begin(out, "Metrics", columns, n);
	for (size_t m = 0; m < e->n_metrics; m++) {
		page_row(out);
		add_cell(out, row_at(e, 0, m)->metric);
		for (size_t i = 0; i < count_slices(e); i++) {
			const struct estimate *v = &row_at(e, i, m)->estimate;

			if (!row_at(e, i, 0)->whole)
				continue;
			page_cell_number(out, v->value);
			add_interval(out, v);
		}
	}
	page_table_end(out);
	free(columns);
}

/* A row a group and rate. */
static void
add_groups(struct str *out, const struct evaluation *e)
{
	static const struct page_column columns[] = {
		{ "slice", false }, { "metric", false }, { "rows", true },
		{ "value", true }, { "interval", false },
	};

	page_heading(out, "groups", "Groups");
	page_table_begin(out, "Groups beside each other", columns,
	    sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < e->n; i++) {
		const struct evaluation_row *r = &e->rows[i];

		page_row(out);
		add_cell(out, r->slice);
		add_cell(out, r->metric);
		page_cell_number(out, (double)r->n);
		page_cell_number(out, r->estimate.value);
		add_interval(out, &r->estimate);
	}
	page_table_end(out);
}

struct series {			/* the points of a curve as arrays */
	double *x, *y, *low, *high;
	size_t n;
	bool has_band;
};

static void
take_series(const struct curve *c, struct series *s)
{
	s->n = c->n;
	s->x = mem_alloc(c->n, sizeof(double));
	s->y = mem_alloc(c->n, sizeof(double));
	s->low = mem_alloc(c->n, sizeof(double));
	s->high = mem_alloc(c->n, sizeof(double));
	for (size_t i = 0; i < c->n; i++) {
		s->x[i] = c->points[i].x;
		s->y[i] = c->points[i].y;
		s->low[i] = c->points[i].low;
		s->high[i] = c->points[i].high;
		s->has_band |= !isnan(s->low[i]);
	}
}

/* What the axes of series have to span; shares span 0 to 1. */
static void
span(const struct series *s, size_t n, struct chart_axes *a)
{
	a->x_min = a->y_min = INFINITY;
	a->x_max = a->y_max = -INFINITY;
	for (size_t k = 0; k < n; k++) {
		for (size_t i = 0; i < s[k].n; i++) {
			if (isnan(s[k].x[i]) || isnan(s[k].y[i]))
				continue;
			a->x_min = fmin(a->x_min, s[k].x[i]);
			a->x_max = fmax(a->x_max, s[k].x[i]);
			a->y_min = fmin(a->y_min, fmin(s[k].y[i],
			    s[k].low[i]));
			a->y_max = fmax(a->y_max, fmax(s[k].y[i],
			    s[k].high[i]));
		}
	}
	if (a->x_min >= 0 && a->x_max <= 1) {
		a->x_min = 0;
		a->x_max = 1;
	}
	if (a->y_min >= 0 && a->y_max <= 1) {
		a->y_min = 0;
		a->y_max = 1;
	}
}

static void
draw(struct str *out, const struct curve_look *look,
    const struct curve *const *found, size_t n)
{
	struct chart_axes axes = { .title = look->title, .x = look->x,
	    .y = look->y, .is_square = look->is_square };
	struct chart_line *lines = mem_calloc(n + 1, sizeof(*lines));
	struct series *series = mem_calloc(n, sizeof(*series));
	double ends[2];

	for (size_t k = 0; k < n; k++) {
		struct series *s = &series[k];

		take_series(found[k], s);
		lines[k] = (struct chart_line){ .name = n > 1 ?
		    found[k]->class_name : NULL, .x = s->x, .y = s->y,
		    .low = s->has_band && n == 1 ? s->low : NULL,
		    .high = s->has_band && n == 1 ? s->high : NULL,
		    .n = s->n, .has_dots = look->has_dots };
	}
	span(series, n, &axes);
	if (found[0]->class_name == NULL && look->has_diagonal) {
		axes.x = "mean prediction";
		axes.y = "mean truth";
		axes.is_square = false;
	}
	if (strcmp(look->kind, "threshold") == 0 && found[0]->n > 0 &&
	    !isnan(found[0]->points[0].cost))
		axes.y = "cost of a row";
	ends[0] = fmax(axes.x_min, axes.y_min);
	ends[1] = fmin(axes.x_max, axes.y_max);
	if (look->has_diagonal && ends[0] < ends[1])
		lines[n] = (struct chart_line){ .x = ends, .y = ends, .n = 2 };
	if (axes.x_min < axes.x_max && axes.y_min < axes.y_max)
		chart_lines(out, &axes, lines, n + (lines[n].n > 0));
	for (size_t k = 0; k < n; k++) {
		free(series[k].x);
		free(series[k].y);
		free(series[k].low);
		free(series[k].high);
	}
	free(series);
	free(lines);
}

static void
add_curves(struct str *out, const struct curves *c, const char *slice)
{
	const struct curve **found = mem_alloc(c->n + 1, sizeof(*found));

	page_heading(out, "curves", "Curves");
	page_cards_begin(out);
	for (size_t l = 0; l < sizeof(looks) / sizeof(looks[0]); l++) {
		size_t n = 0;

		for (size_t i = 0; i < c->n && n < CHART_COLOURS; i++) {
			if (strcmp(c->v[i].kind, looks[l].kind) == 0 &&
			    strcmp(c->v[i].slice, slice) == 0)
				found[n++] = &c->v[i];
		}
		if (n == 0)
			continue;
		page_card_begin(out, NULL, looks[l].title);
		draw(out, &looks[l], found, n);
		page_card_end(out);
	}
	page_cards_end(out);
	free(found);
}

/* Shares of each truth, and the counts. */
static void
add_confusion(struct str *out, const struct evaluation *e,
    const struct evaluation_row *at)
{
	size_t k = e->n_classes;
	double *shares = mem_alloc(k * k, sizeof(*shares)), sum;
	const struct evaluation_row *cell = at + e->n_metrics;
	struct page_column *columns = mem_calloc(k + 1, sizeof(*columns));
	const struct chart_grid grid = { .title = "Share of each truth",
	    .rows = (const char *const *)e->classes, .n_rows = k,
	    .n_cols = k, .values = shares };

	for (size_t i = 0; i < k; i++) {
		sum = 0;
		for (size_t j = 0; j < k; j++)
			sum += cell[i * k + j].estimate.value;
		for (size_t j = 0; j < k; j++)
			shares[i * k + j] = sum > 0 ?
			    cell[i * k + j].estimate.value / sum : NAN;
		columns[i + 1] = (struct page_column){ e->classes[i], true };
	}
	columns[0].name = "truth";
	page_heading(out, "confusion", "Confusion");
	chart_matrix(out, &grid);
	page_table_begin(out, "Rows by truth and prediction", columns, k + 1);
	for (size_t i = 0; i < k; i++) {
		page_row(out);
		add_cell(out, e->classes[i]);
		for (size_t j = 0; j < k; j++)
			page_cell_number(out, cell[i * k + j].estimate.value);
	}
	page_table_end(out);
	free(shares);
	free(columns);
}

/* What a slice is called within the main one. */
static const char *
label_in(const char *slice, const char *part)
{
	size_t n = strlen(part);

	return (strncmp(slice, part, n) == 0 && slice[n] == ' ' ?
	    slice + n + 1 : slice);
}

/* Slices below each other, metrics side by side. */
static void
add_grid(struct str *out, const struct evaluation *e, size_t from, size_t end)
{
	struct page_column *columns = mem_calloc(e->n_metrics + 2,
	    sizeof(*columns));

	columns[0].name = "slice";
	columns[1] = (struct page_column){ "rows", true };
	for (size_t m = 0; m < e->n_metrics; m++)
		columns[m + 2] = (struct page_column){
		    row_at(e, 0, m)->metric, true };
	page_table_begin(out, "Metrics of slices", columns, e->n_metrics + 2);
	for (size_t i = from; i < end; i++) {
		page_row(out);
		add_cell(out, label_in(row_at(e, i, 0)->slice,
		    row_at(e, from, 0)->slice));
		page_cell_number(out, (double)row_at(e, i, 0)->n);
		for (size_t m = 0; m < e->n_metrics; m++)
			page_cell_number(out, row_at(e, i, m)->estimate.value);
	}
	page_table_end(out);
	free(columns);
}

/* The first metric of the main slice and those within it as bars, then all. */
static void
add_slices(struct str *out, const struct evaluation *e,
    const struct evaluation_row *at)
{
	size_t from = (size_t)(at - e->rows) / e->per_slice, n = 0, end;
	struct chart_bar bars[BARS_MAX];

	for (end = from + 1; end < count_slices(e) && !row_at(e, end, 0)->whole;
	    end++)
		;
	if (end - from < 2)
		return;
	for (size_t i = from; i < end && n < BARS_MAX; i++) {
		const struct evaluation_row *r = row_at(e, i, 0);
		const char *label = label_in(r->slice, at->slice);

		bars[n++] = (struct chart_bar){ .label = label,
		    .label_n = strlen(label), .value = r->estimate.value,
		    .low = r->estimate.low, .high = r->estimate.high,
		    .is_rest = r->whole };
	}
	page_heading(out, "slices", "Slices");
	chart_bars(out, at->metric, bars, n, 0);
	add_grid(out, e, from, end);
}

static void
add_comparison(struct str *out, const struct comparison *c)
{
	static const struct page_column columns[] = {
		{ "slice", false }, { "metric", false }, { "vs", false },
		{ "value", true }, { "other", true }, { "difference", true },
		{ "interval", false }, { "p", true }, { "test", false },
	};

	page_heading(out, "comparison", "Comparison");
	page_table_begin(out, "Differences on the same rows", columns,
	    sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < c->n; i++) {
		const struct comparison_row *r = &c->rows[i];

		page_row(out);
		add_cell(out, r->slice);
		add_cell(out, r->metric);
		add_cell(out, r->vs);
		page_cell_number(out, r->value);
		page_cell_number(out, r->other);
		page_cell_number(out, r->difference.value);
		add_interval(out, &r->difference);
		page_cell_number(out, r->p_value);
		add_cell(out, r->test == NULL ? "" : r->test);
	}
	page_table_end(out);
}

static void
add_found(struct str *out, const struct found_slices *f)
{
	static const struct page_column columns[] = {
		{ "slice", false }, { "rows", true }, { "mean loss", true },
		{ "of the rest", true }, { "interval of the difference",
		    false }, { "p", true },
	};
	struct str label = STR_INIT;

	str_addf(&label, "By %s, of %zu candidates of %s", f->loss,
	    f->n_tested, f->part);
	page_heading(out, "found", "Where it is worst");
	page_table_begin(out, str_get(&label), columns,
	    sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < f->n; i++) {
		const struct found_slice *v = &f->v[i];

		page_row(out);
		add_cell(out, v->text);
		page_cell_number(out, (double)v->n);
		page_cell_number(out, v->value);
		page_cell_number(out, v->rest);
		add_interval(out, &v->difference);
		page_cell_number(out, v->p_value);
	}
	page_table_end(out);
	str_release(&label);
}

static void
make_page(struct str *out, const struct evaluation_page *p)
{
	const struct evaluation *e = p->evaluation;
	const struct evaluation_row *at = find_main(e);
	struct str lead = STR_INIT;

	if (at != NULL)
		str_addf(&lead, "%llu rows of %s; intervals of %g %%",
		    (unsigned long long)at->n, at->slice, 100 * p->level);
	page_begin(out, p->title, str_get(&lead));
	page_heading(out, "metrics", "Metrics");
	add_metrics(out, e);
	if (at != NULL && p->curves->n > 0)
		add_curves(out, p->curves, at->slice);
	if (at != NULL && e->per_slice > e->n_metrics &&
	    e->n_classes <= MATRIX_CLASSES)
		add_confusion(out, e, at);
	if (at != NULL && e->n_metrics > 0)
		add_slices(out, e, at);
	if (p->found != NULL)
		add_found(out, p->found);
	if (p->fairness != NULL)
		add_groups(out, p->fairness);
	if (p->comparison != NULL && p->comparison->n > 0)
		add_comparison(out, p->comparison);
	page_end(out);
	str_release(&lead);
}

int
evaluation_page_write(const struct evaluation_page *p, const char *path,
    struct diag *d)
{
	struct str s = STR_INIT;
	int ret;

	make_page(&s, p);
	ret = outfile_put(path, &s, d);
	str_release(&s);
	return (ret);
}
