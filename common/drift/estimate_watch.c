/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "report.h"
#include "score_classes.h"

#include "estimate_watch.h"

#define OPEN 32
#define REPLICATES 400

/* One scored row. */
struct scored_row {
	double score;		/* of the positive class, or the one said */
	bool positive, hit, has_truth;
};

struct reader {
	struct score_columns cols;
	struct class_codes codes;
	bool of_several, has_truth;
};

struct open_counts {
	int64_t key;
	struct score_tally all, known;	/* known: those with a truth */
};

struct watch {
	const struct estimator *estimator;
	const struct estimate_options *o;
	struct reader r;
	size_t time;
	struct open_counts *open[OPEN];	/* keys ascend */
	size_t n_open;
	bool any_judged;
	int64_t judged;
	struct stream *table;
	struct estimate_result *result;
};

/* A truth may be wanting: then the prediction stands in for the look at the
   columns, and is not looked at as a truth. */
static int
begin_reader(struct reader *r, const struct estimate_options *o,
    const struct schema *s, bool want_truth, struct diag *d)
{
	struct score_names names = o->names;

	r->has_truth = names.truth == NULL ?
	    schema_find_role(s, ROLE_TARGET) != COLUMN_NONE :
	    schema_find(s, names.truth) != COLUMN_NONE;
	if (!r->has_truth && !want_truth)
		names.truth = names.prediction != NULL ? names.prediction :
		    schema_find_role(s, ROLE_PREDICTION) != COLUMN_NONE ?
		    s->fields[schema_find_role(s, ROLE_PREDICTION)].name :
		    NULL;
	if (!r->has_truth && !want_truth && names.truth == NULL)
		return (diag_set(d, "which column is the prediction? say "
		    "--prediction COL"));
	if (score_columns_find(&names, s, &r->cols, d) == -1)
		return (-1);
	r->of_several = r->cols.n_scores > 1;
	if (r->cols.n_scores == 0) {
		score_columns_release(&r->cols);
		return (diag_set(d, "no score: estimates of classes are by "
		    "their scores"));
	}
	if (!r->of_several && r->cols.classes[0] == NULL &&
	    names.positive == NULL) {
		score_columns_release(&r->cols);
		return (diag_set(d, "of which class is the score? say "
		    "--positive CLASS"));
	}
	class_codes_init(&r->codes, &r->cols, s, names.positive);
	return (0);
}

static void
end_reader(struct reader *r)
{
	class_codes_release(&r->codes);
	score_columns_release(&r->cols);
}

/* The highest of several; classes were added in the order of their scores. */
static void
read_several(struct reader *r, const struct batch *b, size_t i,
    struct scored_row *out)
{
	const struct column *truth = b->cols[r->cols.truth];
	uint32_t best = 0;

	for (uint32_t k = 0; k < r->cols.n_scores; k++) {
		double x = column_number(b->cols[r->cols.scores[k]], i);

		if (k == 0 || x > out->score) {
			out->score = x;
			best = k;
		}
	}
	out->positive = true;
	if (out->has_truth)
		out->hit = class_codes_add(&r->codes, truth, i) == best;
}

/* False: a score or prediction is missing, or no probability. */
static bool
read_row(struct reader *r, const struct batch *b, size_t i,
    struct scored_row *out)
{
	const struct column *truth = b->cols[r->cols.truth];
	const struct column *said = r->cols.prediction == COLUMN_NONE ? NULL :
	    b->cols[r->cols.prediction];

	*out = (struct scored_row){ .has_truth = r->has_truth &&
	    truth->valid[i] };
	if (r->of_several) {
		read_several(r, b, i, out);
	} else {
		out->score = column_number(b->cols[r->cols.scores[0]], i);
		if (said != NULL && !said->valid[i])
			return (false);
		out->positive = said == NULL ? out->score >= 0.5 :
		    class_codes_add(&r->codes, said, i) ==
		    r->codes.positive_id;
		if (out->has_truth)
			out->hit = class_codes_add(&r->codes, truth, i) ==
			    r->codes.positive_id;
	}
	return (out->score >= 0 && out->score <= 1);
}

int
estimate_reference(struct stream *in, const struct estimate_options *o,
    struct estimator **out, struct estimate_result *result, struct diag *d)
{
	struct reader r;
	struct score_tally counts;
	struct scored_row row;
	const struct batch *b;
	int status;

	memset(result, 0, sizeof(*result));
	if (begin_reader(&r, o, &in->head.schema, true, d) == -1)
		return (-1);
	score_tally_init(&counts);
	while ((status = stream_next(in, &b, d)) == 1) {
		for (size_t i = 0; i < b->n_rows; i++) {
			if (read_row(&r, b, i, &row) && row.has_truth)
				score_tally_add(&counts, row.score,
				    row.positive, row.hit);
		}
	}
	end_reader(&r);
	result->n_reference = (uint64_t)counts.n;
	if (status == 0 && counts.n < (double)o->min_rows)
		status = diag_set(d, "the reference has too few rows with a "
		    "score and a truth to judge by: %.0f", counts.n);
	if (status == 0)
		*out = estimator_new(&counts, REPLICATES, o->seed);
	score_tally_release(&counts);
	return (status);
}

struct stream *
estimate_table(void)
{
	static const struct report_field fields[] = {
		{ "window", COL_STRING, 0 }, { "metric", COL_STRING, 0 },
		{ "estimate", COL_FLOAT, 0 }, { "low", COL_FLOAT, 0 },
		{ "high", COL_FLOAT, 0 }, { "reference", COL_FLOAT, 0 },
		{ "verdict", COL_STRING, 0 }, { "n", COL_INT, 0 },
		{ "actual", COL_FLOAT, 1 }
	};

	return (report_new(fields, sizeof(fields) / sizeof(fields[0]), NULL));
}

void
estimate_line(struct stream *table, const struct estimate_told *t,
    const struct estimate_options *o, struct estimate_result *result)
{
	struct column *c = report_block(table)->cols;
	bool few = t->n < (double)o->min_rows;

	result->n_drift += !few && t->e->worse;
	if (o->only_drift && (few || !t->e->worse))
		return;
	report_text(c++, t->window);
	report_text(c++, t->metric);
	report_number(c++, t->e->value);
	report_number(c++, t->e->low);
	report_number(c++, t->e->high);
	report_number(c++, t->e->reference);
	report_text(c++, few ? "too few rows" : t->e->worse ? "drift" : "ok");
	column_add_int(c++, (int64_t)t->n);
	report_number(c, t->actual);
}

static void
add_lines(struct watch *w, const struct open_counts *at)
{
	struct estimate e[ESTIMATE_METRICS];
	struct str name = STR_INIT;

	estimator_estimate(w->estimator, &at->all, w->o->level, e);
	window_name(&w->o->window, at->key, &name);
	for (size_t m = 0; m < ESTIMATE_METRICS; m++) {
		if (w->r.of_several && !estimate_metrics[m].of_several)
			continue;
		estimate_line(w->table, &(struct estimate_told){
		    str_get(&name), estimate_metrics[m].name, &e[m],
		    at->all.n, score_tally_metric(&at->known, m) }, w->o,
		    w->result);
	}
	str_release(&name);
}

static void
free_counts(struct open_counts *at)
{
	score_tally_release(&at->all);
	score_tally_release(&at->known);
	free(at);
}

/* The oldest. */
static void
judge_window(struct watch *w)
{
	struct open_counts *at = w->open[0];

	add_lines(w, at);
	w->result->n_windows += at->all.n >= (double)w->o->min_rows;
	w->judged = at->key;
	w->any_judged = true;
	free_counts(at);
	memmove(w->open, w->open + 1, --w->n_open * sizeof(*w->open));
}

/* NULL: it is late. */
static struct open_counts *
find_window(struct watch *w, int64_t key)
{
	size_t i = w->n_open;

	while (i > 0 && w->open[i - 1]->key > key)
		i--;
	if (i > 0 && w->open[i - 1]->key == key)
		return (w->open[i - 1]);
	if (w->any_judged && key <= w->judged)
		return (NULL);
	if (w->n_open == OPEN) {
		if (i == 0)
			return (NULL);
		judge_window(w);
		i--;
	}
	memmove(&w->open[i + 1], &w->open[i],
	    (w->n_open++ - i) * sizeof(*w->open));
	w->open[i] = MEM_NEW(struct open_counts);
	w->open[i]->key = key;
	score_tally_init(&w->open[i]->all);
	score_tally_init(&w->open[i]->known);
	return (w->open[i]);
}

static void
add_batch(struct watch *w, const struct batch *b)
{
	struct window_range range = { .end = 0 };
	struct open_counts *at;
	struct scored_row row;

	w->result->rows += b->n_rows;
	while (range.end < b->n_rows) {
		range = window_cut(&w->o->window, b, w->time == COLUMN_NONE ?
		    NULL : b->cols[w->time], range.end);
		at = range.has_no_time ? NULL : find_window(w, range.key);
		for (size_t i = range.first; i < range.end; i++) {
			if (at == NULL || !read_row(&w->r, b, i, &row)) {
				w->result->left_out++;
				continue;
			}
			score_tally_add(&at->all, row.score, row.positive,
			    false);
			if (row.has_truth)
				score_tally_add(&at->known, row.score,
				    row.positive, row.hit);
		}
	}
}

static int
find_time(struct watch *w, const struct schema *s, struct diag *d)
{
	w->time = COLUMN_NONE;
	return (w->o->window.micros == 0 ? 0 :
	    schema_need_time(s, w->o->time, &w->time, d));
}

int
estimate_watch(struct stream *in, const struct estimator *e,
    const struct estimate_options *o, struct stream **table,
    struct estimate_result *result, struct diag *d)
{
	struct watch *w = MEM_NEW(struct watch);
	const struct batch *b;
	int r = -1;

	w->estimator = e;
	w->o = o;
	w->result = result;
	w->table = estimate_table();
	if (find_time(w, &in->head.schema, d) == 0 &&
	    begin_reader(&w->r, o, &in->head.schema, false, d) == 0) {
		while ((r = stream_next(in, &b, d)) == 1)
			add_batch(w, b);
		while (w->n_open > 0)
			judge_window(w);
		end_reader(&w->r);
	}
	report_about(w->table, in);
	if (r == 0)
		*table = w->table;
	else
		stream_close(w->table);
	free(w);
	return (r);
}
