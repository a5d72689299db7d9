/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A model trained in a test, with all that it stands on.
 */
#ifndef FITTED_H
#define FITTED_H

#include "dataset.h"
#include "linear_weights.h"
#include "model_train.h"
#include "table_text.h"

struct fitted {
	struct spool *spool;
	struct model *model;
	struct dataset *ds;
	struct diag d;
	int status;
};

/* How to fit: parameters in pairs of name and value, ends with NULL. */
struct fit_how {
	const char *learner;
	const char *task;
	const char *const *params;
	struct crew *crew;
};

/* Takes the spool over. */
static inline void
fit_spool(struct fitted *f, const struct fit_how *how, struct spool *spool)
{
	struct dataset_options opt = { .task = how->task,
	    .crew = how->crew };

	memset(f, 0, sizeof(*f));
	f->spool = spool;
	f->model = model_new(learner_find(how->learner, &f->d));
	for (const char *const *p = how->params; p != NULL && *p != NULL;
	    p += 2) {
		if (params_set(&f->model->params, p[0], p[1], &f->d) == -1)
			BUG("%s", f->d.text);
	}
	f->status = dataset_new(spool, &opt, f->model, &f->ds, &f->d);
	if (f->status == 0)
		f->status = model_train(f->ds, f->model, &f->d);
}

static inline void
fit_text(struct fitted *f, const struct fit_how *how, const char *text)
{
	fit_spool(f, how, spool_of_text(text));
}

static inline const struct linear_weights *
fitted_weights(const struct fitted *f)
{
	return (f->model->state);
}

static inline void
fitted_release(struct fitted *f)
{
	dataset_free(f->ds);
	model_free(f->model);
	spool_free(f->spool);
}

#endif
