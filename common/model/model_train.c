/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_train.h"

/* A learner that is given rows as they come. */
struct streaming {
	const struct learner_stream *stream;
	void *fit;
};

static int
add_block(void *ctx, const struct fit_rows *rows, struct diag *d)
{
	const struct dataset_rows *r = rows->more;
	struct streaming *s = ctx;
	struct learner_rows in = { .batch = rows->batch, .rows = r->train,
	    .n = r->n_train, .y = r->y, .w = r->w };

	return (s->stream->add(s->fit, &in, d));
}

int
model_train(const struct dataset *ds, struct model *m, struct diag *d)
{
	struct streaming s = { .stream = m->learner->stream };
	struct dataset_pass pass = { .visit = add_block, .ctx = &s };
	struct dataset alone = *ds;
	int status = 0, passes = 1;

	if (m->learner->train != NULL)
		return (m->learner->train(ds, m, d));
	alone.crew = NULL;	/* one thread: the blocks come in order */
	if (m->learner->passes != NULL)
		passes = (int)params_get(&m->params, m->learner->passes);
	s.fit = s.stream->begin(m);
	for (int i = 0; i < passes && status == 0; i++)
		status = dataset_pass(&alone, &pass, NULL, 0, d);
	if (status == 0)
		status = s.stream->finish(s.fit, m, d);
	s.stream->free(s.fit);
	return (status);
}
