/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "drift_watch.h"

struct drift_watch {
	const struct drift_ref *const *refs;
	const char *const *kinds;
	struct drift_cur *curs;
	bool *present;		/* the rows have this column */
	size_t n;
	struct drift_watch_options o;
	void (*row)(void *, const struct drift_row *);
	void *ctx;
	uint64_t filled;	/* rows in the window */
	uint64_t n_ended;	/* windows, judged or not */
	uint64_t n_windows, n_drift;
	struct drift_row *rows;	/* of the window being judged */
	size_t n_rows, cap;
};

void
drift_watch_options_init(struct drift_watch_options *o)
{
	memset(o, 0, sizeof(*o));
	o->threshold = NAN;
	o->alpha = 0.05;
	o->correct = true;
	o->min_rows = 30;
}

const char *
drift_verdict_name(enum drift_verdict v)
{
	static const char *const names[] = { "ok", "drift", "too few rows" };

	return (names[v]);
}

struct drift_watch *
drift_watch_new(const struct drift_ref *const *refs, const char *const *kinds,
    size_t n, const struct drift_watch_options *o,
    void (*row)(void *, const struct drift_row *), void *ctx)
{
	struct drift_watch *w = MEM_NEW(struct drift_watch);

	w->refs = refs;
	w->kinds = kinds;
	w->n = n;
	w->o = *o;
	w->row = row;
	w->ctx = ctx;
	w->curs = mem_calloc(n, sizeof(*w->curs));
	w->present = mem_calloc(n, sizeof(*w->present));
	for (size_t i = 0; i < n; i++)
		drift_cur_init(&w->curs[i], refs[i]);
	return (w);
}

void
drift_watch_free(struct drift_watch *w)
{
	if (w == NULL)
		return;
	for (size_t i = 0; i < w->n; i++)
		drift_cur_release(&w->curs[i]);
	free(w->curs);
	free(w->present);
	free(w->rows);
	free(w);
}

static bool
is_wanted(const struct drift_watch *w, const struct drift_test *t,
    const struct drift_ref *r)
{
	if ((t->kinds & r->kind) == 0)
		return (false);
	if (w->o.tests == NULL)
		return (t->by_default && !(r->is_probability &&
		    t->not_for_probability));
	for (size_t i = 0; i < w->o.n_tests; i++) {
		if (w->o.tests[i] == t)
			return (true);
	}
	return (false);
}

static void
test_column(struct drift_watch *w, size_t i, const struct drift_test *t)
{
	struct test_result found = t->run(w->refs[i], &w->curs[i]);
	struct drift_row *row;

	if (isnan(found.effect))
		return;
	w->rows = mem_grow(w->rows, &w->cap, w->n_rows + 1, sizeof(*w->rows));
	row = &w->rows[w->n_rows++];
	*row = (struct drift_row){
		.column = w->refs[i]->name,
		.kind = w->kinds[i] != NULL ? w->kinds[i] :
		    w->refs[i]->kind == DRIFT_NUMBER ? "number" : "category",
		.test = t->name,
		.value = found.effect,
		.p_value = found.p_value,
		.threshold = isnan(w->o.threshold) ? t->threshold :
		    w->o.threshold,
		.n_ref = w->refs[i]->n,
		.n_cur = w->curs[i].n,
	};
}

static void
correct_p_values(struct drift_watch *w)
{
	double *p = mem_alloc(w->n_rows, sizeof(*p));

	for (size_t i = 0; i < w->n_rows; i++)
		p[i] = w->rows[i].p_value;
	benjamini_hochberg(p, w->n_rows, p);
	for (size_t i = 0; i < w->n_rows; i++)
		w->rows[i].p_value = p[i];
	free(p);
}

static void
judge(struct drift_watch *w, struct drift_row *row)
{
	if (w->filled < w->o.min_rows)
		row->verdict = DRIFT_TOO_FEW;
	else if (row->value >= row->threshold &&
	    !(row->p_value >= w->o.alpha))
		row->verdict = DRIFT_DRIFT;
	else
		row->verdict = DRIFT_OK;
	w->n_drift += row->verdict == DRIFT_DRIFT;
}

/* Judge the window and begin the next one. */
static void
end_window(struct drift_watch *w)
{
	char name[24] = "all";

	w->n_ended++;
	w->n_windows += w->filled >= w->o.min_rows;
	if (w->o.window > 0)
		snprintf(name, sizeof(name), "%llu",
		    (unsigned long long)w->n_ended);
	w->n_rows = 0;
	for (size_t i = 0; i < w->n; i++) {
		for (size_t t = 0; drift_table[t] != NULL; t++) {
			if (w->present[i] &&
			    is_wanted(w, drift_table[t], w->refs[i]))
				test_column(w, i, drift_table[t]);
		}
	}
	if (w->o.correct)
		correct_p_values(w);
	for (size_t k = 0; k < w->n_rows; k++) {
		judge(w, &w->rows[k]);
		w->rows[k].window = name;
		w->row(w->ctx, &w->rows[k]);
	}
	for (size_t i = 0; i < w->n; i++)
		drift_cur_clear(&w->curs[i], w->refs[i]);
	w->filled = 0;
}

static uint64_t
count_missing(const struct column *c, size_t n)
{
	uint64_t missing = 0;

	for (size_t i = 0; i < n; i++)
		missing += !c->valid[i];
	return (missing);
}

/* How many bad texts are in the first n of the rows: bad ones have become
   missing values, and are taken to be spread over these evenly. */
static uint64_t
bad_upto(const struct drift_rows *rows, size_t col, size_t n)
{
	const struct column *raw = rows->raw[col];
	uint64_t all;

	if (n == rows->n)
		return (rows->bad[col]);
	if (n == 0 || raw == NULL || rows->bad[col] == 0 ||
	    (all = count_missing(raw, rows->n)) == 0)
		return (0);
	return (rows->bad[col] * count_missing(raw, n) / all);
}

/* Rows first .. end - 1, which are of one window. */
static void
add_rows(struct drift_watch *w, const struct drift_rows *rows, size_t first,
    size_t end)
{
	for (size_t i = 0; i < w->n; i++) {
		w->present[i] = rows->cols[i] != NULL;
		if (!w->present[i])
			continue;
		drift_cur_add(&w->curs[i], w->refs[i], rows->cols[i], first,
		    end - first);
		w->curs[i].n_bad += bad_upto(rows, i, end) -
		    bad_upto(rows, i, first);
	}
	w->filled += end - first;
}

void
drift_watch_add(struct drift_watch *w, const struct drift_rows *rows)
{
	size_t first = 0, end;

	while (first < rows->n) {
		end = rows->n;
		if (w->o.window > 0 && end - first > w->o.window - w->filled)
			end = first + w->o.window - w->filled;
		add_rows(w, rows, first, end);
		if (w->o.window > 0 && w->filled == w->o.window)
			end_window(w);
		first = end;
	}
}

uint64_t
drift_watch_end(struct drift_watch *w, uint64_t *n_windows)
{
	if (w->filled > 0)
		end_window(w);
	*n_windows = w->n_windows;
	return (w->n_drift);
}
