/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dist.h"
#include "mem.h"
#include "report.h"

#include "loss_watch.h"

static const char *const metrics[N_LOSSES] = { "mae", "rmse" };

/* What rows of a window come to. */
struct loss_window {
	int64_t key;
	double n, known;	/* rows, and those with a truth */
	double actual[N_LOSSES];	/* sums */
	double bins[N_LOSSES][LOSS_BINS];	/* of each fold's estimates */
	double estimates[N_LOSSES][CROSS_FIT_FOLDS];	/* sums */
};

struct watch {
	struct loss_estimator *e;
	const struct estimate_options *o;
	struct loss_columns cols;
	struct loss_window *v;	/* keys ascend */
	size_t n, cap;
	struct block features;
	size_t n_kept;		/* rows of the batch */
	double *out[N_LOSSES];	/* of each fold and of them */
	struct estimate_result *result;
	struct stream *table;
};

static struct loss_window *
find_window(struct watch *w, int64_t key)
{
	size_t i = w->n;

	while (i > 0 && w->v[i - 1].key > key)
		i--;
	if (i > 0 && w->v[i - 1].key == key)
		return (&w->v[i - 1]);
	w->v = mem_grow(w->v, &w->cap, w->n + 1, sizeof(*w->v));
	memmove(w->v + i + 1, w->v + i, (w->n++ - i) * sizeof(*w->v));
	w->v[i] = (struct loss_window){ .key = key };
	return (&w->v[i]);
}

/* Of a loss; estimates has those of rows that are kept, fold by fold. */
static void
add_row(const struct watch *w, struct loss_window *to, enum loss k,
    const double *estimates)
{
	const struct loss_model *f = &w->e->fits[k];

	for (size_t i = 0; i < f->folds.n_folds; i++) {
		double x = estimates[i * w->n_kept];
		size_t bin = loss_bin_of(f, x);

		to->bins[k][bin]++;
		to->estimates[k][i] += x + f->bins[bin].bias;
	}
}

static void
add_truth(const struct watch *w, struct loss_window *to, const struct batch *b,
    size_t row)
{
	double off = loss_of(b, &w->cols, row, LOSS_ABSOLUTE);

	to->n++;
	if (isfinite(off)) {
		to->known++;
		to->actual[LOSS_ABSOLUTE] += off;
		to->actual[LOSS_SQUARED] += off * off;
	}
}

static void
add_rows(struct watch *w, const struct batch *b, const uint8_t *keep)
{
	struct window_range range = { .end = 0 };
	size_t at = 0;

	while (range.end < b->n_rows) {
		struct loss_window *to = NULL;

		range = window_cut(&w->o->window, b, w->cols.time ==
		    COLUMN_NONE ? NULL : b->cols[w->cols.time], range.end);
		if (!range.has_no_time)
			to = find_window(w, range.key);
		for (size_t i = range.first; i < range.end; i++) {
			w->result->left_out += to == NULL || !keep[i];
			if (to != NULL && keep[i]) {
				for (enum loss k = 0; k < N_LOSSES; k++)
					add_row(w, to, k, w->out[k] + at);
				add_truth(w, to, b, i);
			}
			at += keep[i];
		}
	}
}

static int
estimate_rows(struct watch *w, enum loss k, struct diag *d)
{
	const struct cross_fit *c = &w->e->fits[k].folds;
	int r = 0;

	w->out[k] = mem_realloc(w->out[k], c->n_folds * w->n_kept,
	    sizeof(**w->out));
	for (size_t i = 0; i < c->n_folds && r == 0; i++) {
		const struct model *m = &c->models[i];

		r = m->learner->predict(m, &w->features.view, w->out[k] +
		    i * w->n_kept, d);
	}
	return (r);
}

static int
add_batch(struct watch *w, const struct batch *b, struct diag *d)
{
	uint8_t *keep = mem_alloc(b->n_rows, 1);
	int r = 0;

	w->n_kept = 0;
	for (size_t i = 0; i < b->n_rows; i++) {
		keep[i] = isfinite(column_number(
		    b->cols[w->cols.prediction], i));
		w->n_kept += keep[i];
	}
	w->result->rows += b->n_rows;
	block_clear(&w->features);
	loss_features_add(&w->e->features, b, keep, w->features.cols);
	block_seal(&w->features, 0);
	for (enum loss k = 0; k < N_LOSSES && r == 0; k++)
		r = estimate_rows(w, k, d);
	if (r == 0)
		add_rows(w, b, keep);
	free(keep);
	return (r);
}

/* What rows of the window and of the reference vary by, bin by bin, and by how
   much folds differ. */
static double
variance(const struct loss_model *f, const struct loss_window *at, enum loss k,
    double mean)
{
	double n = at->n, folds = (double)f->folds.n_folds, var = 0;

	for (size_t i = 0; i < f->n_bins; i++) {
		double share = at->bins[k][i] / (n * folds);

		var += f->bins[i].var * (share / n + share * share /
		    f->bins[i].n);
	}
	for (size_t i = 0; i < f->folds.n_folds; i++) {
		double off = at->estimates[k][i] / n - mean;

		var += (folds - 1) / folds * off * off;
	}
	return (var);
}

static struct estimate
estimate_of(const struct watch *w, const struct loss_window *at, enum loss k)
{
	const struct loss_model *f = &w->e->fits[k];
	struct estimate e = { .reference = f->mean };
	double error;

	for (size_t i = 0; i < f->folds.n_folds; i++)
		e.value += at->estimates[k][i] / (at->n *
		    (double)f->folds.n_folds);
	error = normal_quantile((1 + w->o->level) / 2) *
	    sqrt(variance(f, at, k, e.value));
	e.value = fmax(0, e.value);
	e.low = fmax(0, e.value - error);
	e.high = e.value + error;
	e.worse = e.low > e.reference;
	if (k == LOSS_SQUARED) {
		e.value = sqrt(e.value);
		e.low = sqrt(e.low);
		e.high = sqrt(e.high);
		e.reference = sqrt(e.reference);
	}
	return (e);
}

static void
tell_window(struct watch *w, const struct loss_window *at)
{
	struct str name = STR_INIT;
	double actual;

	if (at->n == 0)
		return;
	window_name(&w->o->window, at->key, &name);
	for (enum loss k = 0; k < N_LOSSES; k++) {
		const struct estimate e = estimate_of(w, at, k);

		actual = at->actual[k] / at->known;
		estimate_line(w->table, &(struct estimate_told){
		    str_get(&name), metrics[k], &e, at->n,
		    k == LOSS_SQUARED ? sqrt(actual) : actual }, w->o,
		    w->result);
	}
	w->result->n_windows += at->n >= (double)w->o->min_rows;
	str_release(&name);
}

static int
begin(struct watch *w, const struct schema *s, struct diag *d)
{
	if (loss_columns_find(s, &w->o->names, w->o->time, &w->cols, d) == -1)
		return (-1);
	if (!loss_truth_is_number(s, &w->cols))
		w->cols.truth = COLUMN_NONE;
	if (w->o->window.micros == 0)
		w->cols.time = COLUMN_NONE;
	else if (schema_need_time(s, w->o->time, &w->cols.time, d) == -1)
		return (-1);
	loss_features_bind(&w->e->features, s, w->cols.prediction);
	return (0);
}

int
loss_watch(struct stream *in, struct loss_estimator *e,
    const struct estimate_options *o, struct stream **table,
    struct estimate_result *result, struct diag *d)
{
	struct watch w = { .e = e, .o = o, .result = result };
	const struct batch *b;
	int r;

	if (begin(&w, &in->head.schema, d) == -1)
		return (-1);
	block_init(&w.features, &e->features.schema);
	w.table = estimate_table();
	while ((r = stream_next(in, &b, d)) == 1 &&
	    (r = add_batch(&w, b, d)) == 0)
		;
	for (size_t i = 0; i < w.n && r == 0; i++)
		tell_window(&w, &w.v[i]);
	report_about(w.table, in);
	if (r == 0)
		*table = w.table;
	else
		stream_close(w.table);
	block_release(&w.features);
	free(w.v);
	for (size_t k = 0; k < N_LOSSES; k++)
		free(w.out[k]);
	return (r);
}
