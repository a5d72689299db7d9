/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "checkpoint.h"
#include "crew.h"
#include "dataset_subset.h"
#include "mem.h"
#include "model_train.h"
#include "split_part.h"

#include "cross_fit.h"

/* The models at work: a fold each. */
struct fitting {
	const struct dataset *data;
	const struct model *like;
	const struct cross_fit *folds;
	bool open;
	bool begun;		/* do those that have a checkpoint, or all */
	int *result;		/* (n_folds) */
	struct diag *why;	/* (n_folds) */
};

enum { NOT_FITTED = 1, REFUSED = -2 };	/* beside 0 and -1 */

bool
cross_fit_is_open(const struct dataset *data, const struct model *m)
{
	return (data->n_valid == 0 && data->n_train >= CROSS_FIT_FROM &&
	    m->learner->length != NULL &&
	    params_auto(&m->params, m->learner->length));
}

void
cross_fit_settle(const struct cross_fit *c, size_t n_train, struct model *m)
{
	const char *length = m->learner->length;
	double sum = 0, n;

	for (size_t k = 0; k < c->n_folds; k++)
		sum += params_get(&c->models[k].params, length);
	n = fmax(1, round(sum / (double)c->n_folds));
	params_settle(&m->params, length, n_train < CROSS_FIT_SMALL ?
	    fmin(n, CROSS_FIT_MOST) : n);
}

static size_t
count_folds(size_t n_rows, bool open)
{
	if (n_rows <= CROSS_FIT_FEW)
		return (CROSS_FIT_FOLDS);
	return (open && n_rows >= 2 * CROSS_FIT_ROWS ? 1 : 2);
}

/* The part that a row has when the model without fold mine is trained. */
static uint8_t
part_of(uint8_t fold, uint8_t mine, bool open)
{
	if (fold == mine)
		return (open ? PART_VALID : PART_NONE);
	return (fold != 0 || open ? PART_TRAIN : PART_NONE);
}

static void
fit_model(const struct fitting *f, size_t k, struct checkpointing *checkpoint)
{
	const struct dataset *data = f->data;
	uint8_t *parts = mem_alloc(data->n_train, 1);
	struct model *m = &f->folds->models[k];
	struct dataset *s;

	*m = *f->like;
	m->state = NULL;
	m->warning = NULL;
	m->told = NULL;
	for (size_t i = 0; i < data->n_train; i++)
		parts[i] = part_of(f->folds->fold[i], (uint8_t)(k + 1),
		    f->open);
	s = dataset_subset(data, parts);
	if (f->open && f->folds->n_folds == 1) {
		s->progress = data->progress;
		s->progress_ctx = data->progress_ctx;
	}
	s->checkpoint = checkpoint;
	f->result[k] = s->n_train == 0 || (f->open && s->n_valid == 0) ? -1 :
	    model_train(s, m, &f->why[k]);
	free(m->warning);
	m->warning = NULL;
	json_decref(m->told);
	m->told = NULL;
	dataset_subset_free(s);
	free(parts);
}

static void
fit_fold(void *ctx, size_t k, int worker)
{
	const struct fitting *f = ctx;
	const struct checkpointing *all = f->data->checkpoint;
	struct checkpointing own;

	(void)worker;
	if (f->result[k] != NOT_FITTED)
		return;
	if (all == NULL) {
		fit_model(f, k, NULL);
		return;
	}
	own = checkpoint_of_fold(all, k + 1);
	if (!f->begun || checkpoint_exists(&own))
		fit_model(f, k, &own);
	if (own.refused)
		f->result[k] = REFUSED;
	free(own.path);
}

/* Folds are fitted side by side where there are enough of them for all
   threads, else each by all threads. */
static void
fit_some(struct fitting *f)
{
	struct crew *crew = f->data->crew;
	size_t n = f->folds->n_folds;

	if (n >= (size_t)crew_threads(crew))
		crew_for(crew, n, fit_fold, f);
	for (size_t k = 0; k < n && n < (size_t)crew_threads(crew); k++)
		fit_fold(f, k, 0);
}

/* Is there a model of each?  One that goes on from a checkpoint comes before
   those that would write one: a training that is refused leaves no more. */
static bool
fit_folds(struct fitting *f, struct diag *refused)
{
	size_t n = f->folds->n_folds;
	bool all = true;

	f->result = mem_alloc(n, sizeof(*f->result));
	f->why = mem_calloc(n, sizeof(*f->why));
	for (size_t k = 0; k < n; k++)
		f->result[k] = NOT_FITTED;
	f->begun = f->data->checkpoint != NULL;
	if (f->begun)
		fit_some(f);
	f->begun = false;
	for (size_t k = 0; k < n; k++) {
		if (f->result[k] == REFUSED)
			*refused = f->why[k];
	}
	if (refused->text[0] == '\0')
		fit_some(f);
	for (size_t k = 0; k < n; k++) {
		all = all && f->result[k] == 0;
		if (f->result[k] == REFUSED)
			*refused = f->why[k];
	}
	free(f->result);
	free(f->why);
	return (all);
}

int
cross_fit_new(const struct dataset *data, const struct model *like,
    struct cross_fit *c, struct diag *d)
{
	struct fitting f = { .data = data, .like = like, .folds = c,
	    .open = cross_fit_is_open(data, like) };
	struct diag refused = DIAG_INIT;

	c->n_folds = count_folds(data->n_train, f.open);
	c->models = mem_calloc(c->n_folds, sizeof(*c->models));
	c->fold = mem_alloc(data->n_train, 1);
	dataset_deal(data, CROSS_FIT_ROWS, c->n_folds, c->fold);
	if (!fit_folds(&f, &refused))
		cross_fit_release(c);
	if (refused.text[0] == '\0')
		return (0);
	*d = refused;
	return (-1);
}

void
cross_fit_release(struct cross_fit *c)
{
	for (size_t k = 0; k < c->n_folds; k++) {
		if (c->models[k].state != NULL)
			c->models[k].learner->free_state(c->models[k].state);
	}
	free(c->models);
	free(c->fold);
	memset(c, 0, sizeof(*c));
}
