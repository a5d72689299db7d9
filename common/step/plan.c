/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "dict.h"
#include "mem.h"
#include "pass.h"
#include "recipe.h"
#include "split_part.h"

#include "plan.h"

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
	uint8_t *train;		/* used when spooled: cross-fitting */
	size_t train_cap;
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

static int
applying_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct applying *a = (struct applying *)s;
	const uint8_t *train = NULL;
	const struct batch *b;
	int r = stage_next(&a->stage, &b, d);

	if (r != 1)
		return (r);
	if (a->spool != NULL) {
		a->train = mem_grow(a->train, &a->train_cap, b->n_rows, 1);
		train = a->train;
		if (split_mask(b, a->split_col, PART_TRAIN, a->train, d) ==
		    -1)
			return (-1);
	}
	if (recipe_run_apply(a->run, b, train, out, d) == -1)
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
static int
replay_batch(void *ctx, struct fit_rows *rows, struct diag *d)
{
	struct recipe_run **runs = ctx;

	return (recipe_run_apply(runs[rows->worker], rows->batch,
	    rows->mask, &rows->batch, d));
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

/* One pass over the spool for all fitters. */
static int
run_pass(struct applying *a, struct fitter *fitters, size_t n, struct diag *d)
{
	size_t n_workers = (size_t)crew_threads(a->o->op.crew);
	struct recipe_run **runs = mem_calloc(n_workers, sizeof(*runs));
	struct pass in = {
		.spool = a->spool, .crew = a->o->op.crew,
		.split_col = a->split_col, .prepare = replay_batch,
		.ctx = runs
	};
	int r;

	for (size_t i = 0; i < n_workers; i++)
		runs[i] = recipe_run_new(&a->recipe, 0, a->recipe.n);
	r = pass_run(&in, fitters, n, d);
	for (size_t i = 0; i < n_workers; i++)
		recipe_run_free(runs[i]);
	free(runs);
	return (r);
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
	int r = -1;

	if (spool_input(a, d) == -1)
		return (-1);
	fitters = make_fitters(a, &n, &observe);
	if (run_pass(a, fitters, n, d) == 0) {
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
	while (a->n_pending > 0) {
		if (fit_once(a, d) == -1)
			return (-1);
	}
	return (0);
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
	if (a->n_pending > 0 && !can_join(a, s) && fit_pending(a, d) == -1) {
		step_free(s);
		return (-1);
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
	if (r == -1) {
		applying_close(&a->stage.stream);
		return (-1);
	}
	*out = &a->stage.stream;
	return (0);
}
