/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

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
	int *result;		/* (n_folds) */
};

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
		return (5);
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
fit_fold(void *ctx, size_t k, int worker)
{
	const struct fitting *f = ctx;
	const struct dataset *data = f->data;
	uint8_t *parts = mem_alloc(data->n_train, 1);
	struct model *m = &f->folds->models[k];
	struct diag ignored = DIAG_INIT;
	struct dataset *s;

	(void)worker;
	*m = *f->like;
	m->state = NULL;
	m->warning = NULL;
	for (size_t i = 0; i < data->n_train; i++)
		parts[i] = part_of(f->folds->fold[i], (uint8_t)(k + 1),
		    f->open);
	s = dataset_subset(data, parts);
	if (f->open && f->folds->n_folds == 1) {
		s->progress = data->progress;
		s->progress_ctx = data->progress_ctx;
	}
	f->result[k] = s->n_train == 0 || (f->open && s->n_valid == 0) ? -1 :
	    model_train(s, m, &ignored);
	free(m->warning);
	m->warning = NULL;
	dataset_subset_free(s);
	free(parts);
}

/* Folds are fitted side by side where there are enough of them for all
   threads, else each by all threads. */
static int
fit_folds(struct fitting *f)
{
	struct crew *crew = f->data->crew;
	size_t n = f->folds->n_folds;
	int r = 0;

	f->result = mem_calloc(n, sizeof(*f->result));
	if (n >= (size_t)crew_threads(crew))
		crew_for(crew, n, fit_fold, f);
	for (size_t k = 0; k < n && n < (size_t)crew_threads(crew); k++)
		fit_fold(f, k, 0);
	for (size_t k = 0; k < n; k++)
		r = f->result[k] == -1 ? -1 : r;
	free(f->result);
	return (r);
}

void
cross_fit_new(const struct dataset *data, const struct model *like,
    struct cross_fit *c)
{
	struct fitting f = { .data = data, .like = like, .folds = c,
	    .open = cross_fit_is_open(data, like) };

	c->n_folds = count_folds(data->n_train, f.open);
	c->models = mem_calloc(c->n_folds, sizeof(*c->models));
	c->fold = mem_alloc(data->n_train, 1);
	dataset_deal(data, CROSS_FIT_ROWS, c->n_folds, c->fold);
	if (fit_folds(&f) == -1)
		cross_fit_release(c);
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
