/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "checkpoint.h"
#include "cross_fit.h"
#include "held_out.h"
#include "mem.h"
#include "model_train.h"
#include "profile.h"
#include "outcome_fit.h"
#include "score_profile.h"
#include "train_metric.h"

#include "trainer.h"

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return ((double)t.tv_sec + (double)t.tv_nsec * 1e-9);
}

/* A model being made. */
struct making {
	struct model *model;
	struct predictor *from;	/* to go on from, or NULL */
	struct dataset *data;
	struct train_metric metric;
	struct checkpointing checkpoint;
	struct cross_fit folds;
	struct held_scores held;
	struct outcome outcome;
	double *y_train, *y_valid;	/* as they are, where those of the
					   data are on another scale */
};

static void
making_release(struct making *k)
{
	held_scores_release(&k->held);
	outcome_release(&k->outcome);
	free(k->y_train);
	free(k->y_valid);
	cross_fit_release(&k->folds);
	dataset_free(k->data);
	model_free(k->model);
	predictor_free(k->from);
	train_metric_release(&k->metric);
	free(k->checkpoint.path);
}

void
trained_release(struct trained *t)
{
	predictor_free(t->predictor);
	json_decref(t->profile);
	spool_free(t->spool);
	memset(t, 0, sizeof(*t));
}

/* Train it; where its length is open and no rows are held out, the folds,
   which stay for what follows, say how long. */
static int
train_long_enough(const struct dataset *data, struct model *m,
    struct cross_fit *folds, struct diag *d)
{
	bool open = cross_fit_is_open(data, m);

	if (open) {
		if (cross_fit_new(data, m, folds, d) == -1)
			return (-1);
		if (folds->n_folds > 0)
			cross_fit_settle(folds, data->n_train, m);
	}
	if (data->metric != NULL && data->n_valid == 0 &&
	    folds->n_folds == 0)
		return (diag_set(d, open ? "no rows can be held out on which "
		    "%s is defined" : "no rows are held out to stop early by "
		    "%s on", data->metric->name));
	return (model_train(data, m, d));
}

static const char *
step_name(const json_t *steps, size_t i)
{
	const char *name = json_string_value(json_object_get(
	    json_array_get(steps, i), "step"));

	return (name != NULL ? name : "none");
}

/* The steps of the rows have to be those of the model; the first is how the
   table was read. */
static int
check_steps(const json_t *steps, const json_t *old, struct diag *d)
{
	for (size_t i = 1; i < json_array_size(steps) ||
	    i < json_array_size(old); i++) {
		if (json_equal(json_array_get(steps, i),
		    json_array_get(old, i)))
			continue;
		if (strcmp(step_name(steps, i), step_name(old, i)) != 0)
			return (diag_set(d, "the rows went through other steps "
			    "than those of that model: step %zu is %s, and %s "
			    "there", i, step_name(steps, i),
			    step_name(old, i)));
		return (diag_set(d, "the rows went through other steps than "
		    "those of that model: step %zu, %s, has other settings or "
		    "was fitted to other rows", i, step_name(steps, i)));
	}
	return (0);
}

/* Open the model to go on from. */
static int
open_from(const struct trained *t, const struct train_options *o,
    struct making *k, struct diag *d)
{
	const json_t *steps = spool_head(t->spool)->recipe;
	int r;

	if (o->from == NULL)
		return (0);
	if (predictor_open(o->from, &k->from, d) == -1)
		return (-1);
	if (o->outcome.transform != NULL ||
	    k->from->outcome.transform.kind != TRANSFORM_NONE)
		r = diag_set(d, "a fit to a transform of the target does not "
		    "go on");
	else
		r = check_steps(steps, k->from->recipe_json, d);
	if (r == -1 || model_set_from(k->model, k->from->model, d) == -1)
		return (diag_prefix(d, "%s", o->from));
	return (0);
}

static int
begin_metric(const struct train_options *o, struct making *k, struct diag *d)
{
	if (o->metric == NULL)
		return (0);
	k->data->metric = &k->metric.of_data;
	return (train_metric_init(&k->metric, o->metric, k->model, d));
}

static int
begin_checkpoint(const struct train_options *o, struct making *k,
    struct diag *d)
{
	if (o->checkpoint == NULL)
		return (0);
	if (!o->learner->has_checkpoints)
		return (diag_set(d, "%s writes no checkpoints",
		    o->learner->name));
	k->checkpoint.path = mem_strdup(o->checkpoint);
	k->checkpoint.every = (size_t)o->every;
	k->data->checkpoint = &k->checkpoint;
	return (0);
}

/* Change the targets for those that were put aside. */
static void
swap_targets(struct making *k)
{
	double *train = k->data->y_train, *valid = k->data->y_valid;

	if (k->y_train == NULL)
		return;
	k->data->y_train = k->y_train;
	k->data->y_valid = k->y_valid;
	k->y_train = train;
	k->y_valid = valid;
}

/* The targets on the scale that the learner is fitted on. */
static int
begin_outcome(const struct train_options *o, struct making *k,
    struct diag *d)
{
	const struct target_transform *t = &k->outcome.transform;
	const struct dataset *data = k->data;

	if (outcome_begin(&k->outcome, &o->outcome, k->model, data, d) == -1)
		return (-1);
	if (t->kind != TRANSFORM_NONE && (target_transform_make(t,
	    data->y_train, data->n_train, &k->y_train, d) == -1 ||
	    target_transform_make(t, data->y_valid, data->n_valid,
	    &k->y_valid, d) == -1))
		return (-1);
	swap_targets(k);
	return (0);
}

/* Make the model of the spooled rows; its data and folds stay for what
   follows. */
static int
train_model(struct trained *t, const struct train_options *o,
    struct making *k, struct diag *d)
{
	k->model = model_new(o->learner);
	params_copy(&k->model->params, &o->params);
	if (dataset_new(t->spool, &o->data, k->model, &k->data, d) == -1)
		return (-1);
	if (begin_outcome(o, k, d) == -1)
		return (-1);
	k->data->progress = o->progress;
	k->data->progress_ctx = o->progress_ctx;
	if (open_from(t, o, k, d) == -1 || begin_metric(o, k, d) == -1 ||
	    begin_checkpoint(o, k, d) == -1 || (o->learner->search != NULL &&
	    o->learner->search(k->data, k->model, d) == -1) ||
	    train_long_enough(k->data, k->model, &k->folds, d) == -1)
		return (-1);
	t->n_folds = k->folds.n_folds;
	t->went_on = k->checkpoint.went_on;
	return (0);
}

/* The profile of the training rows: from the head, where the first tool that
   fitted anything left it, or taken now. */
static int
take_profile(struct trained *t, const struct train_options *o,
    struct diag *d)
{
	const struct head *h = spool_head(t->spool);
	struct profile profile;
	struct pass in = {
		.spool = t->spool, .crew = o->data.crew,
		.split_col = schema_find_role(&h->schema, ROLE_SPLIT)
	};

	if (h->profile != NULL) {
		t->profile = json_deep_copy(h->profile);
		return (0);
	}
	if (profile_spool(&in, NULL, json_array_size(h->recipe), &profile,
	    d) == -1)
		return (-1);
	t->profile = profile_to_json(&profile);
	profile_release(&profile);
	return (0);
}

/* The recipe with the roles that the columns have by now in its first step, so
   that the model file knows target and ids among the raw columns. */
static int
recipe_with_roles(const struct head *h, json_t **out, struct diag *d)
{
	struct read_spec spec;
	size_t col;

	if (!has_read_step(h->recipe))
		return (diag_set(d, "the stream does not say how its raw rows "
		    "were read"));
	if (read_spec_from_json(json_array_get(h->recipe, 0), &spec, d) == -1)
		return (-1);
	for (size_t i = 0; i < spec.schema.n; i++) {
		col = schema_find(&h->schema, spec.schema.fields[i].name);
		if (col != COLUMN_NONE)
			spec.schema.fields[i].role = h->schema.fields[col].role;
	}
	*out = json_copy(h->recipe);
	json_array_set_new(*out, 0, read_spec_to_json(&spec));
	read_spec_release(&spec);
	return (0);
}

/* Score the rows that are held out, and make of it what is answered. */
static int
fit_outcome(const struct train_options *o, struct making *k, struct diag *d)
{
	const struct model *m = k->model;

	if (o->no_profile && !outcome_is_held(&o->outcome))
		return (0);
	if (k->data->n_valid == 0 && k->folds.n_folds == 0 &&
	    cross_fit_new(k->data, m, &k->folds, d) == -1)
		return (-1);
	swap_targets(k);
	if (held_scores_take(&k->held, m, k->data, &k->folds, d) == -1)
		return (-1);
	return (outcome_fit(&k->outcome, &o->outcome, m, &k->held, d));
}

/* Hands the model and its outcome over to it. */
static int
make_predictor(struct trained *t, struct making *k, struct diag *d)
{
	struct model *m = k->model;
	json_t *recipe = NULL;
	int r;

	if (recipe_with_roles(spool_head(t->spool), &recipe, d) == -1)
		return (-1);
	k->model = NULL;
	m->from = NULL;
	r = predictor_new(recipe, &spool_head(t->spool)->attachments, m,
	    &t->predictor, d);
	json_decref(recipe);
	if (r == 0)
		r = predictor_set_outcome(t->predictor, &k->outcome, d);
	return (r);
}

static uint64_t
count_test(const struct dataset *data)
{
	uint64_t total = spool_n_rows(data->spool);

	return (total - data->n_train - data->n_valid - data->n_no_target -
	    data->n_unseen_class);
}

/* How the rows and the score of the model are distributed. */
static int
add_profile(struct trained *t, const struct train_options *o,
    const struct making *k, struct diag *d)
{
	if (take_profile(t, o, d) == -1)
		return (-1);
	score_profile_add(t->profile, t->predictor->model, &k->held);
	return (0);
}

static void
take_counts(struct trained *t, const struct dataset *data)
{
	t->n_train = data->n_train;
	t->n_valid = data->n_valid;
	t->n_no_target = data->n_no_target;
	t->n_unseen_class = data->n_unseen_class;
	t->n_test = count_test(data);
}

int
train_stream(struct stream *in, const struct train_options *o,
    struct trained *t, struct diag *d)
{
	struct making k = { .model = NULL };
	double begin = now(), loaded, done = begin;
	int r;

	memset(t, 0, sizeof(*t));
	if (spool_new(in, o->mem, &t->spool, d) == -1)
		return (-1);
	loaded = now();
	r = train_model(t, o, &k, d);
	if (r == 0) {
		done = now();
		take_counts(t, k.data);
		r = fit_outcome(o, &k, d);
	}
	if (r == 0) {
		r = make_predictor(t, &k, d);
	}
	if (r == 0 && !o->no_profile)
		r = add_profile(t, o, &k, d);
	making_release(&k);
	t->read_seconds = loaded - begin;
	t->train_seconds = done - loaded;
	t->profile_seconds = now() - done;
	if (r == -1)
		trained_release(t);
	return (r);
}

int
trained_held_out(const struct trained *t, const struct scored_options *o,
    struct stream **out, struct diag *d)
{
	return (scored_stream(t->predictor,
	    held_out_open(spool_stream(t->spool)), o, out, d));
}
