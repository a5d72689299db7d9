/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "evaluation.h"

#define NAMED_MAX 3		/* in one line */

static void
append_row(struct evaluation *e, const struct slice *s, char *metric,
    const struct estimate *estimate)
{
	e->rows = mem_grow(e->rows, &e->cap, e->n + 1, sizeof(*e->rows));
	e->rows[e->n++] = (struct evaluation_row){
		.slice = mem_strdup(s->label), .metric = metric,
		.whole = s->whole, .n = s->n,
		.estimate = *estimate, .baseline = NAN };
}

static void
add_metrics(struct evaluation *e, const struct slice *slice,
    const struct scored *rows, const struct bootstrap_options *o)
{
	struct estimate *all = mem_alloc(o->n_metrics, sizeof(*all));

	bootstrap_metrics(rows, o, all);
	for (size_t m = 0; m < o->n_metrics; m++)
		append_row(e, slice, mem_strdup(o->metrics[m]->name),
		    &all[m]);
	free(all);
}

static void
add_confusion(struct evaluation *e, const struct slice *slice,
    const struct scored *rows, char *const *classes)
{
	struct estimate count = { 0, NAN, NAN };
	struct confusion c;
	struct str name = STR_INIT;

	confusion_init(&c, rows->n_classes);
	confusion_add(&c, rows->truth_class, rows->predicted_class,
	    rows->weight, rows->n);
	for (size_t i = 0; i < c.k * c.k; i++) {
		str_addf(&name, "confusion[%s,%s]", classes[i / c.k],
		    classes[i % c.k]);
		count.value = c.cell[i];
		append_row(e, slice, str_detach(&name), &count);
	}
	confusion_release(&c);
}

static void
append_empty(struct evaluation *e, const char *label)
{
	e->empty = mem_realloc(e->empty, e->n_empty + 1, sizeof(*e->empty));
	e->empty[e->n_empty++] = mem_strdup(label);
}

static void
take_classes(const struct score_table *t, struct evaluation *out)
{
	if (t->classes == NULL)
		return;
	out->n_classes = t->rows.n_classes;
	out->classes = mem_alloc(out->n_classes, sizeof(*out->classes));
	for (size_t k = 0; k < out->n_classes; k++)
		out->classes[k] = mem_strdup(t->classes[k]);
}

void
evaluation_make(const struct score_table *t, const struct slicing *slicing,
    const struct metric_choice *choice, const struct bootstrap_options *given,
    struct evaluation *out)
{
	struct bootstrap_options o = *given;
	struct scored rows;
	struct slice *slices;
	size_t n;

	memset(out, 0, sizeof(*out));
	take_classes(t, out);
	out->n_metrics = choice->n;
	out->per_slice = choice->n + (choice->confusion ?
	    out->n_classes * out->n_classes : 0);
	o.metrics = choice->metrics;
	o.n_metrics = choice->n;
	slices = slicing_list(slicing, &n);
	for (size_t i = 0; i < n; i++) {
		if (slices[i].n == 0) {
			append_empty(out, slices[i].label);
			continue;
		}
		scored_gather(&t->rows, slices[i].rows, slices[i].n, &rows);
		add_metrics(out, &slices[i], &rows, &o);
		if (choice->confusion)
			add_confusion(out, &slices[i], &rows, t->classes);
		scored_release(&rows);
	}
	slices_free(slicing, slices, n);
}

void
evaluation_release(struct evaluation *e)
{
	for (size_t i = 0; i < e->n; i++) {
		free(e->rows[i].slice);
		free(e->rows[i].metric);
	}
	for (size_t i = 0; i < e->n_empty; i++)
		free(e->empty[i]);
	for (size_t k = 0; k < e->n_classes; k++)
		free(e->classes[k]);
	free(e->classes);
	free(e->empty);
	free(e->rows);
	memset(e, 0, sizeof(*e));
}

void
evaluation_undefined(const struct evaluation *e, struct str *out)
{
	size_t n = 0;

	for (size_t i = 0; i < e->n; i++) {
		if (!isnan(e->rows[i].estimate.value) || n++ >= NAMED_MAX)
			continue;
		str_addf(out, "%s %s of %s", n == 1 ? "not defined:" : ",",
		    e->rows[i].metric, e->rows[i].slice);
	}
	if (n > NAMED_MAX)
		str_addf(out, " and %zu more", n - NAMED_MAX);
}

void
evaluation_empty(const struct evaluation *e, struct str *out)
{
	for (size_t i = 0; i < e->n_empty && i < NAMED_MAX; i++)
		str_addf(out, "%s \"%s\"", i > 0 ? "," : e->n_empty == 1 ?
		    "no rows are in the slice" : "no rows are in the slices",
		    e->empty[i]);
	if (e->n_empty > NAMED_MAX)
		str_addf(out, " and %zu more", e->n_empty - NAMED_MAX);
}

void
evaluation_inverted(const struct evaluation *e, struct str *out)
{
	for (size_t i = 0; i < e->n && e->n_classes == 2; i++) {
		const struct evaluation_row *r = &e->rows[i];

		if (!r->whole || strcmp(r->metric, "auc") != 0 ||
		    !(r->estimate.high < 0.5))
			continue;
		str_addf(out, "the interval of the auc of %s lies below 0.5: "
		    "is the score of \"%s\", and not of \"%s\"? then say "
		    "--positive", r->slice, e->classes[0], e->classes[1]);
		return;
	}
}

/* Is x worse than y? */
static bool
is_worse(const struct evaluation_row *x, const struct evaluation_row *y,
    bool less_is_better)
{
	double a = x->estimate.value, b = y->estimate.value;

	if (isnan(a) || isnan(b))
		return (isnan(b) && !isnan(a));
	return (less_is_better ? a > b : a < b);
}

/* Slices are few: by insertion, which keeps the order of equal ones. */
void
evaluation_sort(struct evaluation *e, bool less_is_better)
{
	size_t k = e->per_slice, bytes = k * sizeof(*e->rows);
	struct evaluation_row *moved = mem_alloc(k, sizeof(*moved));

	for (size_t i = 0; k > 0 && i < e->n; i += k) {
		struct evaluation_row *at = &e->rows[i];

		if (at->whole)
			continue;
		memcpy(moved, at, bytes);
		for (; !at[-(ptrdiff_t)k].whole &&
		    is_worse(moved, at - k, less_is_better); at -= k)
			memcpy(at, at - k, bytes);
		memcpy(at, moved, bytes);
	}
	free(moved);
}

const struct evaluation_row *
evaluation_find(const struct evaluation *e, const char *slice,
    const char *metric)
{
	for (size_t i = 0; i < e->n; i++) {
		if (strcmp(e->rows[i].slice, slice) == 0 &&
		    strcmp(e->rows[i].metric, metric) == 0)
			return (&e->rows[i]);
	}
	return (NULL);
}

static void
take_baseline(struct evaluation *e, const struct column *slice,
    const struct column *metric, const struct column *value, size_t row)
{
	const char *p, *q;
	size_t n, m;

	p = column_string(slice, row, &n);
	q = column_string(metric, row, &m);
	for (size_t i = 0; i < e->n; i++) {
		struct evaluation_row *r = &e->rows[i];

		if (strlen(r->slice) == n && memcmp(r->slice, p, n) == 0 &&
		    strlen(r->metric) == m && memcmp(r->metric, q, m) == 0)
			r->baseline = column_number(value, row);
	}
}

int
evaluation_compare(struct evaluation *e, struct stream *former,
    struct diag *d)
{
	const struct schema *s = &former->head.schema;
	const struct batch *b;
	size_t slice, metric, value;
	int ret;

	if (schema_need(s, "slice", &slice, d) == -1 ||
	    schema_need(s, "metric", &metric, d) == -1 ||
	    schema_need(s, "value", &value, d) == -1)
		return (diag_prefix(d, "the baseline is no evaluation"));
	if (s->fields[slice].type != COL_STRING ||
	    s->fields[metric].type != COL_STRING ||
	    !is_numeric_type(s->fields[value].type))
		return (diag_set(d, "the baseline is no evaluation: slice and "
		    "metric have to be texts and value a number"));
	while ((ret = stream_next(former, &b, d)) == 1) {
		for (size_t i = 0; i < b->n_rows; i++)
			take_baseline(e, b->cols[slice], b->cols[metric],
			    b->cols[value], i);
	}
	return (ret);
}

struct stream *
evaluation_report(const struct evaluation *e, bool compared,
    const struct stream *about)
{
	static const struct report_field fields[] = {
		{ "slice", COL_STRING }, { "metric", COL_STRING },
		{ "n", COL_INT }, { "value", COL_FLOAT },
		{ "ci_low", COL_FLOAT }, { "ci_high", COL_FLOAT },
		{ "baseline", COL_FLOAT }, { "change", COL_FLOAT },
	};
	struct stream *s = report_new(fields, compared ? 8 : 6, about);
	struct column *c = report_block(s)->cols;

	for (size_t i = 0; i < e->n; i++) {
		const struct evaluation_row *r = &e->rows[i];

		report_text(&c[0], r->slice);
		report_text(&c[1], r->metric);
		column_add_int(&c[2], (int64_t)r->n);
		report_number(&c[3], r->estimate.value);
		report_number(&c[4], r->estimate.low);
		report_number(&c[5], r->estimate.high);
		if (!compared)
			continue;
		report_number(&c[6], r->baseline);
		report_number(&c[7], r->estimate.value - r->baseline);
	}
	return (s);
}
