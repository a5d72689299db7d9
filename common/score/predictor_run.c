/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "class_set.h"
#include "mem.h"
#include "typing.h"

#include "predictor.h"

#define REASONS 5		/* features that are named */

struct predictor_run {
	const struct predictor *p;
	struct recipe_run *recipe;
	struct batch features;	/* the model's, as a view */
	const struct column *target;
	double *scores;		/* (n_rows, n_out) */
	size_t scores_cap;
	struct block out;	/* of p->outputs */
	struct str set;		/* of classes, of one row */
	struct column classes;	/* row k: class k, as the target's type */
	uint64_t rows;
	uint64_t *unknown;	/* categories, by feature, until taken */
	uint64_t n_unknown;	/* of those that were taken */
	uint64_t n_none;	/* rows without a prediction */
	uint64_t *gaps;		/* values these lack, by feature */
};

/* The classes in the type of the prediction, to be copied from. */
static void
fill_classes(struct predictor_run *run)
{
	const struct model *m = run->p->model;
	struct column *c = &run->classes;

	column_init(c, run->p->outputs.fields[0].type, m->target.width);
	for (size_t k = 0; k < m->n_classes; k++) {
		if (column_add_text(c, m->classes[k],
		    strlen(m->classes[k])) == -1)
			column_add_missing(c);
	}
}

struct predictor_run *
predictor_run_new(const struct predictor *p)
{
	struct predictor_run *run = MEM_NEW(struct predictor_run);

	run->p = p;
	run->recipe = recipe_run_new(&p->recipe, 0, p->recipe.n);
	run->features.schema = &p->model->features;
	run->features.cols = mem_calloc(p->model->features.n,
	    sizeof(*run->features.cols));
	run->unknown = mem_calloc(p->model->features.n,
	    sizeof(*run->unknown));
	run->gaps = mem_calloc(p->model->features.n, sizeof(*run->gaps));
	block_init(&run->out, &p->outputs);
	fill_classes(run);
	return (run);
}

void
predictor_run_free(struct predictor_run *run)
{
	if (run == NULL)
		return;
	recipe_run_free(run->recipe);
	free(run->features.cols);
	free(run->scores);
	free(run->unknown);
	free(run->gaps);
	block_release(&run->out);
	column_release(&run->classes);
	str_release(&run->set);
	free(run);
}

/* A linear model has none where a feature is missing or the sum is too
   large. */
static void
fill_none(struct predictor_run *run, size_t row)
{
	for (size_t k = 0; k < run->out.n_cols; k++)
		column_add_missing(&run->out.cols[k]);
	run->n_none++;
	for (size_t i = 0; i < run->p->model->features.n; i++)
		run->gaps[i] += !run->features.cols[i]->valid[row];
}

/* The classes of the row's set, with bars between. */
static void
add_set(struct predictor_run *run, const double *s, struct column *out)
{
	const struct model *m = run->p->model;
	double p;
	bool any = false;

	str_clear(&run->set);
	for (size_t k = 0; k < m->n_classes; k++) {
		p = m->task == TASK_MULTICLASS ? s[k] : k == 1 ? s[0] :
		    1 - s[0];
		if (!outcome_in_set(&run->p->outcome, p))
			continue;
		if (any)
			str_addc(&run->set, CLASS_SET_SEPARATOR);
		str_addz(&run->set, m->classes[k]);
		any = true;
	}
	column_add_string(out, str_get(&run->set), run->set.len);
}

static void
fill_row(struct predictor_run *run, size_t row, double *s)
{
	const struct predictor *p = run->p;
	const struct model *m = p->model;
	struct column *cols = run->out.cols;
	double ends[2];
	size_t n = model_n_scores(m), class;

	if (isfinite(s[0]))
		outcome_apply(&p->outcome, m, s, p->outcome.level > 0 ? ends :
		    NULL);
	if (!isfinite(s[0])) {
		fill_none(run, row);
		return;
	}
	if (m->task == TASK_REGRESSION) {
		for (size_t k = 1; k < run->out.n_cols; k++)
			column_add_float(&cols[k], ends[k - 1]);
		column_add_float(&cols[0], s[0]);
		return;
	}
	class = outcome_class(&p->outcome, m, s);
	if (m->task == TASK_ANOMALY)
		column_add_bool(&cols[0], class == 1);
	else
		column_add_range(&cols[0], &run->classes, class, 1);
	for (size_t k = 0; k < n; k++)
		column_add_float(&cols[k + 1], s[m->task == TASK_CLUSTER ?
		    class : k]);
	if (p->outcome.level > 0)
		add_set(run, s, &cols[n + 1]);
}

/* Predict for the features in run->features. */
static int
predict(struct predictor_run *run, const struct batch **out, struct diag *d)
{
	const struct model *m = run->p->model;
	size_t n_out = model_n_out(m), n = run->features.n_rows;

	run->scores = mem_grow(run->scores, &run->scores_cap, n * n_out,
	    sizeof(*run->scores));
	if (m->learner->predict(m, &run->features, run->scores, d) == -1)
		return (-1);
	block_clear(&run->out);
	for (size_t i = 0; i < n; i++)
		fill_row(run, i, run->scores + i * n_out);
	run->rows += n;
	*out = block_seal(&run->out, run->features.first_row);
	return (0);
}

int
predictor_score(struct predictor_run *run, const struct batch *raw,
    const struct batch **out, struct diag *d)
{
	const struct predictor *p = run->p;
	const struct batch *b;

	if (recipe_run_apply(run->recipe, raw, NULL, &b, d) == -1)
		return (-1);
	for (size_t i = 0; i < p->model->features.n; i++)
		run->features.cols[i] = b->cols[p->feature_cols[i]];
	run->features.n_rows = b->n_rows;
	run->features.first_row = b->first_row;
	run->target = p->target_out != COLUMN_NONE ? b->cols[p->target_out] :
	    NULL;
	if (p->model->learner->count_unknown != NULL)
		p->model->learner->count_unknown(p->model, &run->features,
		    run->unknown);
	return (predict(run, out, d));
}

int
predictor_score_features(struct predictor_run *run, const struct batch *b,
    const struct batch **out, struct diag *d)
{
	const struct schema *want = &run->p->model->features;
	size_t col;

	for (size_t i = 0; i < want->n; i++) {
		if (schema_need(b->schema, want->fields[i].name, &col,
		    d) == -1)
			return (-1);
		run->features.cols[i] = b->cols[col];
	}
	run->features.n_rows = b->n_rows;
	run->features.first_row = b->first_row;
	run->target = NULL;
	return (predict(run, out, d));
}

const struct column *
predictor_target(const struct predictor_run *run)
{
	return (run->target);
}

const struct batch *
predictor_run_features(const struct predictor_run *run)
{
	return (&run->features);
}

const double *
predictor_run_scores(const struct predictor_run *run)
{
	return (run->scores);
}

static void
count_gaps(const struct predictor_run *run, struct predictor_counts *out)
{
	const struct schema *features = &run->p->model->features;
	uint64_t most = 0;

	for (size_t i = 0; i < features->n; i++) {
		if (run->gaps[i] > most) {
			most = run->gaps[i];
			out->gap = features->fields[i].name;
		}
	}
}

void
predictor_none_reason(const struct predictor_run *run, size_t row,
    struct str *out)
{
	const struct schema *features = &run->p->model->features;
	size_t n = 0;

	for (size_t j = 0; j < features->n; j++) {
		if (run->features.cols[j]->valid[row] || n++ >= REASONS)
			continue;
		str_addf(out, "%s%s", n == 1 ? "no value of " : ", ",
		    features->fields[j].name);
	}
	str_addz(out, n == 0 ? "the result is not finite" :
	    n > REASONS ? " ..." : "");
}

void
predictor_run_counts(const struct predictor_run *run,
    struct predictor_counts *out)
{
	const struct op_counts *c = recipe_run_counts(run->recipe);

	memset(out, 0, sizeof(*out));
	out->rows = run->rows;
	out->unseen = run->n_unknown;
	for (size_t i = 0; i < run->p->model->features.n; i++)
		out->unseen += run->unknown[i];
	for (size_t i = 0; i < run->p->recipe.n; i++) {
		out->unseen += c[i].unseen;
		out->imputed += c[i].imputed;
		out->failed += c[i].failed;
		out->broken += c[i].broken;
		out->outdated += c[i].outdated;
	}
	out->none = run->n_none;
	count_gaps(run, out);
}

void
predictor_run_take_unseen(struct predictor_run *run,
    void (*visit)(void *ctx, const char *column, uint64_t n), void *ctx)
{
	const struct schema *features = &run->p->model->features;

	recipe_run_take_unseen(run->recipe, visit, ctx);
	for (size_t i = 0; i < features->n; i++) {
		if (run->unknown[i] > 0)
			visit(ctx, features->fields[i].name, run->unknown[i]);
		run->n_unknown += run->unknown[i];
		run->unknown[i] = 0;
	}
}
