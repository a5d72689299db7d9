/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "drift_judge.h"

#define MAIN_SHARE 0.9		/* of a column's chance */

struct weighed {
	size_t tests, columns;
};

void
drift_judge_init(struct drift_judge *j, const struct drift_rule *rule)
{
	memset(j, 0, sizeof(*j));
	j->rule = *rule;
	dict_init(&j->columns);
}

void
drift_judge_release(struct drift_judge *j)
{
	dict_release(&j->columns);
	free(j->run);
}

/*
 * p-values from row i on to the end of its column, over the weights of their
 * tests: a column's weights sum to one, and the main test has MAIN_SHARE of
 * them where it is not alone.  Counts the tests, and the columns that have any.
 */
static size_t
weigh_column(const struct drift_found *f, size_t i, double *p,
    struct weighed *count)
{
	size_t end = i, n = 0, n_main = 0;
	double of_main;

	for (; end < f->n && strcmp(f->rows[end].column,
	    f->rows[i].column) == 0; end++) {
		n += !isnan(f->rows[end].p_value);
		n_main += !isnan(f->rows[end].p_value) && f->rows[end].is_main;
	}
	count->tests += n;
	count->columns += n > 0;
	of_main = n_main == 0 ? 0 : n_main == n ? 1 : MAIN_SHARE;
	for (; i < end; i++)
		p[i] = f->rows[i].p_value / (f->rows[i].is_main ?
		    of_main / (double)n_main :
		    (1 - of_main) / (double)(n - n_main));
	return (end);
}

/* Weighted as by Genovese, Roeder and Wasserman (2006), each column alike. */
static void
correct_p_values(struct drift_found *f)
{
	double *p = mem_alloc(f->n, sizeof(*p));
	struct weighed count = { 0, 0 };

	for (size_t i = 0; i < f->n;)
		i = weigh_column(f, i, p, &count);
	for (size_t i = 0; i < f->n; i++)
		p[i] *= (double)count.columns / (double)count.tests;
	benjamini_hochberg(p, f->n, p);
	for (size_t i = 0; i < f->n; i++)
		f->rows[i].p_value = p[i];
	free(p);
}

static struct drift_limit
limit_of(const struct drift_rule *rule, const struct drift_row *row)
{
	struct drift_limit out = { NAN, NAN, 0, DRIFT_DRIFT };

	if (rule->limits != NULL)
		out = drift_limits_find(rule->limits, row->column, row->test);
	if (isnan(out.threshold))
		out.threshold = rule->threshold;
	if (isnan(out.warn))
		out.warn = rule->warn;
	if (out.after == 0)
		out.after = rule->after;
	return (out);
}

static void
judge_row(const struct drift_rule *rule, uint64_t n_rows,
    struct drift_row *row)
{
	const struct drift_limit limit = limit_of(rule, row);
	uint64_t least = (uint64_t)rule->min_rows;

	if (!isnan(limit.threshold) && !isnan(row->threshold))
		row->threshold = limit.threshold;
	if (!row->of_any && (n_rows < least || row->n_ref < least))
		row->verdict = DRIFT_TOO_FEW;
	else if (!(row->value > 0) || row->p_value >= rule->alpha ||
	    limit.most == DRIFT_OK)
		row->verdict = DRIFT_OK;
	else if (!(row->value < row->threshold))
		row->verdict = limit.most;
	else
		row->verdict = row->value >= limit.warn * row->threshold ?
		    DRIFT_WARN : DRIFT_OK;
}

/* One more window of a column's run, or its end; several lines are of one
   column. */
static void
count_runs(struct drift_judge *j, const struct drift_found *f)
{
	uint64_t *before;
	uint32_t id;

	for (size_t i = 0; i < f->n; i++)
		dict_add(&j->columns, f->rows[i].column,
		    strlen(f->rows[i].column));
	before = mem_calloc(j->columns.n, sizeof(*before));
	if (j->run != NULL)
		memcpy(before, j->run, j->cap * sizeof(*before));
	j->cap = j->columns.n;
	j->run = mem_realloc(j->run, j->cap, sizeof(*j->run));
	memset(j->run, 0, j->cap * sizeof(*j->run));
	for (size_t i = 0; i < f->n; i++) {
		id = dict_find(&j->columns, f->rows[i].column,
		    strlen(f->rows[i].column));
		if (f->rows[i].verdict == DRIFT_DRIFT)
			j->run[id] = before[id] + 1;
	}
	free(before);
}

static void
hold_back(struct drift_judge *j, struct drift_row *row)
{
	uint32_t id = dict_find(&j->columns, row->column,
	    strlen(row->column));

	if (row->verdict == DRIFT_DRIFT && !row->of_any &&
	    j->run[id] < (uint64_t)limit_of(&j->rule, row).after)
		row->verdict = DRIFT_WARN;
	j->n_drift += row->verdict == DRIFT_DRIFT;
}

double
drift_row_ratio(const struct drift_row *row)
{
	return (row->threshold > 0 ? row->value / row->threshold :
	    row->value > 0 ? INFINITY : 0);
}

static int
rank_of(enum drift_verdict v)
{
	return (v == DRIFT_DRIFT ? 2 : v == DRIFT_WARN);
}

/* Equal ones stay in order. */
static int
compare_rows(const void *a, const void *b)
{
	const struct drift_row *x = a, *y = b;
	double r = drift_row_ratio(x), s = drift_row_ratio(y);

	if (rank_of(x->verdict) != rank_of(y->verdict))
		return (rank_of(y->verdict) - rank_of(x->verdict));
	if (r != s)
		return (r > s ? -1 : 1);
	return (x->number < y->number ? -1 : x->number > y->number);
}

void
drift_judge_window(struct drift_judge *j, struct drift_found *f,
    uint64_t n_rows)
{
	bool judged = n_rows >= (uint64_t)j->rule.min_rows;

	if (j->rule.correct)
		correct_p_values(f);
	for (size_t i = 0; i < f->n; i++) {
		judge_row(&j->rule, n_rows, &f->rows[i]);
		f->rows[i].number = i;
	}
	if (judged)
		count_runs(j, f);
	for (size_t i = 0; i < f->n; i++) {
		if (judged || f->rows[i].of_any)
			hold_back(j, &f->rows[i]);
	}
	qsort(f->rows, f->n, sizeof(*f->rows), compare_rows);
	j->n_windows += judged;
}
