/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "loss_estimate.h"

static int
fit_loss(struct loss_estimator *e, const struct spool *all,
    const struct loss_columns *c, enum loss loss, uint64_t min_rows,
    struct diag *d)
{
	struct spool *spool = NULL;
	struct stream *in;
	int r = loss_rows(spool_stream(all), &e->features, c, loss, &in, d);

	if (r == 0)
		r = spool_new(in, UINT64_MAX, &spool, d);
	stream_close(in);
	if (r == 0 && spool_n_rows(spool) < min_rows)
		r = diag_set(d, "the reference has too few rows with a "
		    "prediction and a truth to judge by: %llu",
		    (unsigned long long)spool_n_rows(spool));
	if (r == 0)
		r = loss_fit(spool, e->crew, &e->fits[loss], d);
	spool_free(spool);
	return (r);
}

static int
find_columns(const struct schema *s, const struct estimate_options *o,
    struct loss_columns *c, struct diag *d)
{
	if (loss_columns_find(s, &o->names, o->time, c, d) == -1)
		return (-1);
	if (c->truth == COLUMN_NONE)
		return (diag_set(d, "which column is the truth? say --truth "
		    "COL"));
	return (loss_truth_is_number(s, c) ? 0 : diag_set(d, "\"%s\" is the "
	    "truth, and is no number", s->fields[c->truth].name));
}

int
loss_reference(struct stream *in, const struct estimate_options *o,
    struct crew *crew, struct loss_estimator **out,
    struct estimate_result *result, struct diag *d)
{
	struct loss_estimator *e = MEM_NEW(struct loss_estimator);
	struct spool *all = NULL;
	struct loss_columns c;
	int r;

	memset(result, 0, sizeof(*result));
	e->crew = crew;
	r = find_columns(&in->head.schema, o, &c, d);
	if (r == 0)
		r = loss_features_init(&e->features, &in->head.schema, &c, d);
	if (r == 0)
		r = spool_new(in, UINT64_MAX, &all, d);
	for (enum loss k = 0; k < N_LOSSES && r == 0; k++)
		r = fit_loss(e, all, &c, k, o->min_rows, d);
	result->n_reference = e->fits[0].n;
	spool_free(all);
	if (r == -1)
		loss_estimator_free(e);
	else
		*out = e;
	return (r);
}

void
loss_estimator_free(struct loss_estimator *e)
{
	if (e == NULL)
		return;
	for (size_t k = 0; k < N_LOSSES; k++)
		loss_model_release(&e->fits[k]);
	loss_features_release(&e->features);
	free(e);
}
