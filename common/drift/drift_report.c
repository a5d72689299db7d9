/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "drift_report.h"

#define COLUMNS_NAMED 5
#define OK_TOLD 5		/* columns, of lines that are few */

/* Of the lines of a column that drifted, the one with the largest ratio of
   value to threshold. */
struct drift_worst {
	const char *test;	/* NULL: it did not drift */
	double value;		/* NaN: not to be named */
	double ratio;
	uint32_t column;
};

static struct stream *
new_table(void)
{
	static const struct report_field fields[] = {
		{ "window", COL_STRING, 0 }, { "column", COL_STRING, 6 },
		{ "kind", COL_STRING, 1 }, { "test", COL_STRING, 6 },
		{ "value", COL_FLOAT, 5 }, { "p_value", COL_FLOAT, 4 },
		{ "threshold", COL_FLOAT, 3 }, { "verdict", COL_STRING, 7 },
		{ "n_ref", COL_INT, 0 }, { "n_cur", COL_INT, 2 }
	};

	return (report_new(fields, sizeof(fields) / sizeof(fields[0]), NULL));
}

void
drift_report_init(struct drift_report *r, enum drift_lines lines)
{
	memset(r, 0, sizeof(*r));
	r->table = new_table();
	r->lines = lines;
	dict_init(&r->columns);
	dict_init(&r->told);
	str_init(&r->window);
}

void
drift_report_release(struct drift_report *r)
{
	dict_release(&r->columns);
	dict_release(&r->told);
	free(r->worst);
	str_release(&r->window);
}

static void
add_line(struct stream *table, const struct drift_row *row)
{
	static const char *const verdicts[] = {
		[DRIFT_OK] = "ok", [DRIFT_DRIFT] = "drift",
		[DRIFT_WARN] = "warn",
		[DRIFT_TOO_FEW] = "too few rows", [DRIFT_NEW] = "new column"
	};
	struct column *c = report_block(table)->cols;

	report_text(&c[0], row->window);
	report_text(&c[1], row->column);
	report_text(&c[2], row->kind);
	report_text(&c[3], row->test);
	report_number(&c[4], row->value);
	report_number(&c[5], row->p_value);
	report_number(&c[6], row->threshold);
	report_text(&c[7], verdicts[row->verdict]);
	column_add_int(&c[8], (int64_t)row->n_ref);
	column_add_int(&c[9], (int64_t)row->n_cur);
}

static void
note_window(struct drift_report *r, const struct drift_row *row)
{
	bool drift = row->verdict == DRIFT_DRIFT;

	if (r->n_windows == 0 || strcmp(str_get(&r->window),
	    row->window) != 0) {
		str_clear(&r->window);
		str_addz(&r->window, row->window);
		r->n_windows++;
		r->last_drifted = false;
	}
	r->n_drifted += drift && !r->last_drifted;
	r->last_drifted |= drift;
}

static void
note_column(struct drift_report *r, const struct drift_row *row)
{
	size_t known = r->columns.n;
	uint32_t id = dict_add(&r->columns, row->column, strlen(row->column));
	struct drift_worst *w;

	r->worst = mem_grow(r->worst, &r->cap, r->columns.n,
	    sizeof(*r->worst));
	w = &r->worst[id];
	if (r->columns.n > known)
		*w = (struct drift_worst){ .column = id };
	if (row->verdict != DRIFT_DRIFT || (w->test != NULL &&
	    w->ratio >= drift_row_ratio(row)))
		return;
	w->test = row->test;
	w->value = isnan(row->threshold) ? NAN : row->value;
	w->ratio = drift_row_ratio(row);
}

/* The worst lines of a window come first. */
static bool
is_told(struct drift_report *r, const struct drift_row *row)
{
	size_t n = strlen(row->column);

	if (r->lines == DRIFT_LINES_DRIFT)
		return (row->verdict == DRIFT_DRIFT);
	if (r->lines == DRIFT_LINES_ALL)
		return (true);
	if (row->verdict == DRIFT_OK &&
	    (r->n_windows > 1 || r->n_ok_told == OK_TOLD ||
	    dict_find(&r->told, row->column, n) != DICT_NONE))
		return (false);
	r->n_ok_told += row->verdict == DRIFT_OK;
	(void)dict_add(&r->told, row->column, n);
	return (true);
}

void
drift_report_add(void *report, const struct drift_row *row)
{
	struct drift_report *r = report;

	if (row->verdict != DRIFT_TOO_FEW && row->verdict != DRIFT_NEW) {
		note_window(r, row);
		note_column(r, row);
	}
	if (is_told(r, row))
		add_line(r->table, row);
}

/* Those that drifted first, and by their ratio. */
static int
compare_worst(const void *a, const void *b)
{
	const struct drift_worst *x = a, *y = b;

	if ((x->test != NULL) != (y->test != NULL))
		return (x->test != NULL ? -1 : 1);
	if (x->ratio != y->ratio)
		return (x->ratio > y->ratio ? -1 : 1);
	return (x->column < y->column ? -1 : x->column > y->column);
}

void
drift_report_conclude(const struct drift_report *r, struct str *out)
{
	size_t n = r->columns.n, n_drifted = 0;
	struct drift_worst *w = mem_dup(r->worst, n, sizeof(*w));

	qsort(w, n, sizeof(*w), compare_worst);
	while (n_drifted < n && w[n_drifted].test != NULL)
		n_drifted++;
	if (r->n_windows == 0)
		str_addz(out, "nothing was judged");
	else if (r->n_windows > 1)
		str_addf(out, "%llu of %llu windows drifted, ",
		    (unsigned long long)r->n_drifted,
		    (unsigned long long)r->n_windows);
	if (r->n_windows > 0)
		str_addf(out, "%zu of %zu columns%s", n_drifted, n,
		    r->n_windows > 1 ? "" : " drifted");
	for (size_t i = 0; i < n_drifted && i < COLUMNS_NAMED; i++) {
		str_addf(out, "%s%s %s", i > 0 ? ", " : ": ",
		    dict_get(&r->columns, w[i].column, NULL), w[i].test);
		if (!isnan(w[i].value))
			str_addf(out, " %.3g", w[i].value);
	}
	if (n_drifted > COLUMNS_NAMED)
		str_addz(out, ", ...");
	free(w);
}

size_t
drift_report_untold(const struct drift_report *r)
{
	size_t n = 0, length;
	const char *name;

	for (uint32_t i = 0; i < r->columns.n; i++) {
		name = dict_get(&r->columns, i, &length);
		n += dict_find(&r->told, name, length) == DICT_NONE;
	}
	return (n);
}

bool
drift_report_has(const struct drift_report *r, const char *column)
{
	return (dict_findz(&r->columns, column) != DICT_NONE);
}
