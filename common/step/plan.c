/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "dict.h"
#include "mem.h"
#include "pass.h"
#include "recipe.h"
#include "shard.h"
#include "split_part.h"

#include "plan.h"

#define STOPPED 2		/* of what returns 0 or -1, see make_fits */

/*
 * A stage: a recipe that grows while it is fitted, then is applied.
 *
 * Steps to be fitted wait in pending[] until one comes that may depend on
 * them; then all of them are fitted in one pass and join the recipe.
 */
struct applying {
	struct stage stage;	/* over what is applied to */
	struct stream *source;	/* what was spooled; NULL if nothing was */
	struct spool *spool;
	struct recipe recipe;
	struct recipe_run *run;
	size_t split_col;
	bool has_fitted;	/* what is applied: cross-fitting */
	uint8_t *train;
	size_t train_cap;
	uint64_t first_row;	/* of the stream, in its table */
	struct step **pending;
	size_t n_pending;
	const struct plan_options *o;
	struct op_counts **told;	/* in the tally, one a step; or NULL */
};

/* Copy the counts so far to the tally. */
static void
tell_counts(struct applying *a)
{
	const struct op_counts *counts = recipe_run_counts(a->run);

	for (size_t i = 0; i < a->recipe.n && a->told != NULL; i++)
		*a->told[i] = counts[i];
}

/* A batch with the number that its first row has in the table. */
static struct batch
in_table(const struct batch *b, uint64_t first_row)
{
	struct batch placed = *b;

	placed.first_row += first_row;
	return (placed);
}

static int
applying_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct applying *a = (struct applying *)s;
	const uint8_t *train = NULL;
	const struct batch *b;
	struct batch placed;
	int r = stage_next(&a->stage, &b, d);

	if (r != 1)
		return (r);
	placed = in_table(b, a->first_row);
	if (a->has_fitted) {
		a->train = mem_grow(a->train, &a->train_cap, b->n_rows, 1);
		train = a->train;
		if (split_mask(b, a->split_col, PART_TRAIN, a->train, d) ==
		    -1)
			return (-1);
	}
	if (recipe_run_apply(a->run, &placed, train, out, d) == -1)
		return (-1);
	tell_counts(a);
	return (1);
}

static void
applying_close(struct stream *s)
{
	struct applying *a = (struct applying *)s;

	stage_release(&a->stage);
	stream_close(a->source);
	spool_free(a->spool);
	for (size_t i = 0; i < a->n_pending; i++)
		step_free(a->pending[i]);
	free(a->pending);
	recipe_run_free(a->run);
	recipe_release(&a->recipe);
	free(a->train);
	free(a->told);
	free(a);
}

/* The recipe so far, before the fitters see rows; each worker has a run. */
struct replay {
	struct recipe_run **runs;
	struct batch *placed;
	uint64_t first_row;
};

static int
replay_batch(void *ctx, struct fit_rows *rows, struct diag *d)
{
	struct replay *r = ctx;
	struct batch *placed = &r->placed[rows->worker];

	*placed = in_table(rows->batch, r->first_row);
	return (recipe_run_apply(r->runs[rows->worker], placed, rows->mask,
	    &rows->batch, d));
}

static struct fitter *
make_fitters(struct applying *a, size_t *n, bool *observe)
{
	struct fitter *f = mem_calloc(a->n_pending + 1, sizeof(*f));

	for (size_t i = 0; i < a->n_pending; i++) {
		f[i].ops = a->pending[i]->kind->fit;
		f[i].what = a->pending[i];
	}
	*n = a->n_pending;
	*observe = a->o->observer != NULL && a->o->observer->fit == NULL;
	if (*observe)
		f[(*n)++] = *a->o->observer;
	return (f);
}

static int
spool_input(struct applying *a, struct diag *d)
{
	if (a->spool != NULL)
		return (0);
	if (spool_new(a->stage.in, a->o->op.mem, &a->spool, d) == -1)
		return (-1);
	a->source = a->stage.in;
	a->stage.in = spool_stream(a->spool);
	return (0);
}

/* One pass over the spool for all fitters. */
static int
run_pass(struct applying *a, struct fitter *fitters, size_t n, struct diag *d)
{
	size_t n_workers = (size_t)crew_threads(a->o->op.crew);
	struct replay replay = { mem_calloc(n_workers, sizeof(void *)),
	    mem_calloc(n_workers, sizeof(struct batch)), a->first_row };
	struct pass in = {
		.crew = a->o->op.crew, .split_col = a->split_col,
		.prepare = replay_batch, .ctx = &replay
	};
	int r = spool_input(a, d);

	in.spool = a->spool;
	for (size_t i = 0; i < n_workers; i++)
		replay.runs[i] = recipe_run_new(&a->recipe, 0, a->recipe.n);
	if (r == 0)
		r = a->o->states != NULL ? fit_states_run(a->o->states, &in,
		    fitters, n, d) : pass_run(&in, fitters, n, d);
	for (size_t i = 0; i < n_workers; i++)
		recipe_run_free(replay.runs[i]);
	free(replay.runs);
	free(replay.placed);
	return (r);
}

/* Make the fits: STOPPED where states are kept of a round that is not
   whole. */
static int
make_fits(struct applying *a, struct fitter *fitters, size_t n,
    struct diag *d)
{
	int r = a->o->states != NULL ?
	    fit_states_round(a->o->states, fitters, n, d) : 0;

	a->has_fitted = true;
	if (r != 0)
		return (r == 1 ? 0 : -1);
	if (a->o->states != NULL && !fit_states_has_rows(a->o->states))
		return (STOPPED);
	if (run_pass(a, fitters, n, d) == -1)
		return (-1);
	return (a->o->states != NULL ? STOPPED : 0);
}

/* Move the pending steps, fitted, into the recipe. */
static int
adopt_pending(struct applying *a, struct fitter *fitters, struct diag *d)
{
	int r = 0;

	for (size_t i = 0; i < a->n_pending; i++) {
		struct step *s = a->pending[i];

		if (r == 0 && step_finish(s, fitters[i].fit, d) == -1)
			r = diag_prefix(d, "%s", s->label);
		fitters[i].ops->free(fitters[i].fit);
		if (r == 0)
			r = recipe_add(&a->recipe, s, d);
		else
			step_free(s);
	}
	a->n_pending = 0;
	return (r);
}

static int take_step(struct applying *, struct step *, struct diag *);

/* The one pending step, which stands for others, gives way to them. */
static int
expand_pending(struct applying *a, struct fitter *fitter, struct diag *d)
{
	struct step_list steps = { NULL, 0, 0 };
	struct step *s = a->pending[0];
	int r;

	a->n_pending = 0;
	r = s->kind->expand(s, fitter->fit, &a->recipe, &steps, d);
	fitter->ops->free(fitter->fit);
	step_free(s);
	for (size_t i = 0; i < steps.n; i++) {
		if (r == 0)
			r = take_step(a, steps.v[i], d);
		else
			step_free(steps.v[i]);
	}
	free(steps.v);
	return (r);
}

static int
fit_once(struct applying *a, struct diag *d)
{
	struct fitter *fitters;
	bool observe;
	size_t n;
	int r;

	fitters = make_fitters(a, &n, &observe);
	r = make_fits(a, fitters, n, d);
	if (r == 0) {
		if (observe) {
			a->o->observer->fit = fitters[n - 1].fit;
			*a->o->observed_steps = a->recipe.n +
			    json_array_size(a->stage.stream.head.recipe);
		}
		r = a->pending[0]->kind->expand != NULL ?
		    expand_pending(a, fitters, d) :
		    adopt_pending(a, fitters, d);
	}
	free(fitters);
	return (r);
}

static int
fit_pending(struct applying *a, struct diag *d)
{
	int r = 0;

	while (a->n_pending > 0 && r == 0)
		r = fit_once(a, d);
	return (r);
}

/* Does the selector name each column in full? */
static bool
is_plain(const char *select)
{
	return (select == NULL || strpbrk(select, "*?@!`\\") == NULL);
}

/* Is one of the step's inputs one of these steps', too? */
static bool
shares_input(const struct step *s, struct step *const *others, size_t n)
{
	bool shared = false;
	struct dict in;

	dict_init(&in);
	for (size_t i = 0; i < s->n_in; i++)
		dict_add(&in, s->in[i], strlen(s->in[i]));
	for (size_t i = 0; !shared && i < n; i++) {
		for (size_t j = 0; !shared && j < others[i]->n_in; j++)
			shared = dict_find(&in, others[i]->in[j],
			    strlen(others[i]->in[j])) != DICT_NONE;
	}
	dict_release(&in);
	return (shared);
}

/* Can the step be fitted in the same pass as those that wait? */
static bool
can_join(struct applying *a, struct step *s)
{
	struct diag ignored = DIAG_INIT;

	return (step_needs_fit(s) && is_plain(s->select) &&
	    s->kind->expand == NULL && a->pending[0]->kind->expand == NULL &&
	    step_bind(s, recipe_schema(&a->recipe), &ignored) == 0 &&
	    !shares_input(s, a->pending, a->n_pending));
}

/* Takes the step over. */
static int
take_step(struct applying *a, struct step *s, struct diag *d)
{
	int r = 0;

	if (a->n_pending > 0 && !can_join(a, s))
		r = fit_pending(a, d);
	if (r != 0) {
		step_free(s);
		return (r);
	}
	if (!step_needs_fit(s))
		return (recipe_add(&a->recipe, s, d));
	if (step_bind(s, recipe_schema(&a->recipe), d) == -1) {
		step_free(s);
		return (-1);
	}
	a->pending = mem_realloc(a->pending, a->n_pending + 1,
	    sizeof(*a->pending));
	a->pending[a->n_pending++] = s;
	return (0);
}

/* The head of what comes out: new schema, recipe with the steps appended. */
static int
finish_head(struct applying *a, struct diag *d)
{
	struct head *h = &a->stage.stream.head;

	schema_release(&h->schema);
	schema_copy(&h->schema, recipe_schema(&a->recipe));
	for (size_t i = 0; i < a->recipe.n; i++)
		head_add_step(h, step_to_json(a->recipe.steps[i]));
	for (size_t i = 0; i < a->recipe.n; i++)
		attachments_share(&h->attachments,
		    &a->recipe.steps[i]->attachments);
	if (a->o->op.tally != NULL)
		a->told = mem_calloc(a->recipe.n, sizeof(*a->told));
	for (size_t i = 0; i < a->recipe.n && a->told != NULL; i++)
		a->told[i] = op_tally_add(a->o->op.tally,
		    a->recipe.steps[i]->label);
	a->run = recipe_run_new(&a->recipe, 0, a->recipe.n);
	return (attachments_check(&h->attachments, d));
}

/* What is to be fitted, for the states: the steps as they were asked for. */
static int
begin_states(struct applying *a, struct step *const *steps, size_t n,
    struct diag *d)
{
	json_t *what = json_array();
	struct shard shard;
	int r;

	for (size_t i = 0; i < n; i++)
		json_array_append_new(what, json_pack("{s:o, s:i, s:o, s:I}",
		    "step", doc_stringn(steps[i]->label,
		    strlen(steps[i]->label)),
		    "version", steps[i]->kind->version,
		    "params", json_deep_copy(steps[i]->params),
		    "seed", (json_int_t)steps[i]->seed));
	r = fit_states_begin(a->o->states, &a->stage.in->head, what, d);
	if (r == 0 && shard_get(&a->stage.in->head, &shard, d) == 1)
		a->first_row = shard.first_row;
	json_decref(what);
	return (r);
}

int
plan_run(struct stream *in, struct step **steps, size_t n,
    const struct plan_options *o, struct stream **out, struct diag *d)
{
	static const struct stream_ops ops = { applying_next, applying_close };
	struct applying *a;
	int r = 0;

	*out = in;
	if (n == 0)
		return (0);
	a = MEM_NEW(struct applying);
	stage_init(&a->stage, &ops, in);
	a->o = o;
	a->split_col = schema_find_role(&in->head.schema, ROLE_SPLIT);
	recipe_init(&a->recipe, &in->head.schema);
	if (o->states != NULL)
		r = begin_states(a, steps, n, d);
	for (size_t i = 0; i < n; i++) {
		if (r == 0)
			r = take_step(a, steps[i], d);
		else
			step_free(steps[i]);
	}
	if (r == 0)
		r = fit_pending(a, d);
	if (r == 0)
		r = finish_head(a, d);
	if (r != 0) {
		applying_close(&a->stage.stream);
		*out = NULL;
		return (r == STOPPED ? 0 : -1);
	}
	*out = &a->stage.stream;
	return (0);
}
