/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "held_scores.h"
#include "learner_table.h"
#include "mem.h"
#include "radix.h"

#include "loss_fit.h"

size_t
loss_bin_of(const struct loss_model *m, double estimate)
{
	size_t i = m->n_bins - 1;

	while (i > 0 && estimate < m->bins[i].from)
		i--;
	return (i);
}

static struct loss_bin
sum_up(const struct held_scores *h, const uint32_t *rows, size_t n)
{
	struct loss_bin bin = { .from = h->scores[rows[0]], .n = (double)n };
	double off;

	for (size_t i = 0; i < n; i++)
		bin.bias += (h->y[rows[i]] - h->scores[rows[i]]) / bin.n;
	for (size_t i = 0; i < n; i++) {
		off = h->y[rows[i]] - h->scores[rows[i]] - bin.bias;
		bin.var += off * off / fmax(bin.n - 1, 1);
	}
	return (bin);
}

/* Equal estimates are in one. */
static void
make_bins(const struct held_scores *h, struct loss_model *out)
{
	uint32_t *order = mem_alloc(h->n, sizeof(*order));
	size_t from = 0, to;

	sort_order(h->scores, h->n, order);
	for (size_t k = 1; k <= LOSS_BINS; k++) {
		to = h->n * k / LOSS_BINS;
		while (to > 0 && to < h->n && h->scores[order[to]] ==
		    h->scores[order[to - 1]])
			to++;
		if (to > from)
			out->bins[out->n_bins++] = sum_up(h, order + from,
			    to - from);
		from = to > from ? to : from;
	}
	free(order);
}

static int
fit(const struct dataset *data, struct loss_model *out, struct diag *d)
{
	struct held_scores held = { 0 };
	int r = cross_fit_new(data, out->m, &out->folds, d);

	if (r == 0 && out->folds.n_folds == 0)
		r = diag_set(d, "there are too few rows");
	if (r == 0)
		r = held_scores_take(&held, out->m, data, &out->folds, d);
	if (r == 0)
		make_bins(&held, out);
	held_scores_release(&held);
	return (r);
}

void
loss_model_release(struct loss_model *m)
{
	cross_fit_release(&m->folds);
	if (m->m != NULL)
		model_free(m->m);
}

int
loss_fit(const struct spool *spool, struct crew *crew, struct loss_model *out,
    struct diag *d)
{
	const struct dataset_options o = { .task = "regression", .seed = 1,
	    .crew = crew };
	struct dataset *data;
	int r;

	*out = (struct loss_model){ .m = model_new(&gbdt_learner) };
	if (dataset_new(spool, &o, out->m, &data, d) == -1)
		return (-1);
	out->n = data->n_train;
	for (size_t i = 0; i < out->n; i++)
		out->mean += data->y_train[i] / (double)out->n;
	r = fit(data, out, d);
	dataset_free(data);
	return (r);
}
