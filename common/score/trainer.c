/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <time.h>

#include "held_out.h"
#include "mem.h"
#include "model_train.h"
#include "profile.h"
#include "score_profile.h"

#include "trainer.h"

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return ((double)t.tv_sec + (double)t.tv_nsec * 1e-9);
}

void
trained_release(struct trained *t)
{
	predictor_free(t->predictor);
	json_decref(t->profile);
	spool_free(t->spool);
	memset(t, 0, sizeof(*t));
}

/* Make the model of the spooled rows; *data stays for what follows. */
static int
train_model(struct trained *t, const struct train_options *o,
    struct dataset **data, struct model **model, struct diag *d)
{
	struct model *m = model_new(o->learner);

	params_copy(&m->params, &o->params);
	if (dataset_new(t->spool, &o->data, m, data, d) == -1) {
		model_free(m);
		return (-1);
	}
	(*data)->progress = o->progress;
	(*data)->progress_ctx = o->progress_ctx;
	if (model_train(*data, m, d) == -1) {
		dataset_free(*data);
		model_free(m);
		return (-1);
	}
	*model = m;
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

static int
make_predictor(struct trained *t, struct model *m, struct diag *d)
{
	json_t *recipe = NULL;
	int r;

	if (recipe_with_roles(spool_head(t->spool), &recipe, d) == -1) {
		model_free(m);
		return (-1);
	}
	r = predictor_new(recipe, &spool_head(t->spool)->attachments, m,
	    &t->predictor, d);
	json_decref(recipe);
	return (r);
}

static uint64_t
count_test(const struct dataset *data)
{
	uint64_t total = spool_n_rows(data->spool);

	return (total - data->n_train - data->n_valid - data->n_no_target -
	    data->n_unseen_class);
}

int
train_stream(struct stream *in, const struct train_options *o,
    struct trained *t, struct diag *d)
{
	struct dataset *data;
	struct model *model;
	double begin = now(), loaded, done;
	int r;

	memset(t, 0, sizeof(*t));
	if (spool_new(in, o->mem, &t->spool, d) == -1)
		return (-1);
	loaded = now();
	if (train_model(t, o, &data, &model, d) == -1) {
		trained_release(t);
		return (-1);
	}
	done = now();
	t->n_train = data->n_train;
	t->n_valid = data->n_valid;
	t->n_no_target = data->n_no_target;
	t->n_unseen_class = data->n_unseen_class;
	t->n_test = count_test(data);
	t->read_seconds = loaded - begin;
	t->train_seconds = done - loaded;
	r = make_predictor(t, model, d);
	if (r == 0)
		r = take_profile(t, o, d);
	if (r == 0)
		r = score_profile_add(t->profile, t->predictor, data, d);
	dataset_free(data);
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
