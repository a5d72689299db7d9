/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "mem.h"
#include "metric_math.h"
#include "moments.h"
#include "profile.h"
#include "quantile.h"
#include "radix.h"
#include "split_part.h"

#include "score_profile.h"

#define N_QUANTILES 101
#define N_BINS 10

/* Scores of held-out rows: (n, n_out) row-major, and their targets. */
struct held {
	double *scores, *y;
	size_t n, n_out;
};

/* Rows of a part that are scored: where those of each block go. */
struct scoring {
	const struct model *m;
	const struct dataset *data;
	enum split_part part;
	const uint8_t *wanted;	/* of the part's rows; NULL: all */
	struct held *held;
	size_t *first;		/* (blocks + 1) */
};

/* Which rows of a block are wanted, and their targets. */
static size_t
pick_rows(const struct scoring *s, const struct fit_rows *rows, uint8_t *keep,
    double *y)
{
	const struct dataset_rows *r = rows->more;
	bool train = s->part == PART_TRAIN;
	size_t row = train ? r->first_train : r->first_valid, n = 0;
	const double *all = train ? s->data->y_train : s->data->y_valid;

	for (size_t i = 0; i < rows->batch->n_rows; i++) {
		keep[i] = r->parts[i] == s->part &&
		    (s->wanted == NULL || s->wanted[row]);
		if (keep[i])
			y[n++] = all[row];
		row += r->parts[i] == s->part;
	}
	return (n);
}

/* Predict the wanted rows of one block into their places. */
static int
score_block(void *ctx, const struct fit_rows *rows, struct diag *d)
{
	struct scoring *s = ctx;
	size_t at = s->first[rows->block];
	uint8_t *keep = mem_alloc(rows->batch->n_rows, 1);
	struct block kept;
	int r = 0;

	if (pick_rows(s, rows, keep, s->held->y + at) > 0) {
		block_init(&kept, rows->batch->schema);
		block_add_kept(&kept, rows->batch, keep);
		r = s->m->learner->predict(s->m, &kept.view,
		    s->held->scores + at * s->held->n_out, d);
		block_release(&kept);
	}
	free(keep);
	return (r);
}

/* Where the rows of each block go, behind those that are held already. */
static void
place_blocks(struct scoring *s)
{
	const struct spool *sp = s->data->spool;
	size_t n_blocks = spool_n_blocks(sp), row = 0, at = s->held->n, i = 0;

	s->first = mem_alloc(n_blocks + 1, sizeof(*s->first));
	for (size_t k = 0; k < n_blocks; k++) {
		size_t end = k + 1 < n_blocks ? spool_first_row(sp, k + 1) :
		    spool_n_rows(sp);

		s->first[k] = at;
		for (; i < end; i++) {
			if (s->data->parts[i] == s->part)
				at += s->wanted == NULL || s->wanted[row++];
		}
	}
	s->first[n_blocks] = at;
}

/*
 * Score the rows of a part: all validation rows, or the training rows with
 * wanted[row] != 0.
 */
static int
score_part(const struct model *m, const struct dataset *data,
    enum split_part part, const uint8_t *wanted, struct held *h,
    struct diag *d)
{
	struct scoring s = { m, data, part, wanted, h, NULL };
	struct dataset_pass pass = { .visit = score_block, .ctx = &s };
	int r;

	place_blocks(&s);
	r = dataset_pass(data, &pass, NULL, 0, d);
	h->n = s.first[spool_n_blocks(data->spool)];
	free(s.first);
	return (r);
}

/* Each fold by the model that was trained without it. */
static int
score_folds(const struct cross_fit *c, const struct dataset *data,
    struct held *h, struct diag *d)
{
	uint8_t *wanted = mem_alloc(data->n_train, 1);
	int r = 0;

	for (size_t k = 0; k < c->n_folds && r == 0; k++) {
		for (size_t i = 0; i < data->n_train; i++)
			wanted[i] = c->fold[i] == k + 1;
		r = score_part(&c->models[k], data, PART_TRAIN, wanted, h, d);
	}
	free(wanted);
	return (r);
}

/* Ten bins of equal count: mean score and share of the class in each. */
static json_t *
calibration(const struct held *h, size_t k, double class)
{
	double *v = mem_alloc(h->n, sizeof(*v));
	uint32_t *order = mem_alloc(h->n, sizeof(*order));
	json_t *bins = json_array(), *bin;

	for (size_t i = 0; i < h->n; i++)
		v[i] = h->scores[i * h->n_out + k];
	sort_order(v, h->n, order);
	for (size_t b = 0; b < N_BINS; b++) {
		size_t first = b * h->n / N_BINS;
		size_t end = (b + 1) * h->n / N_BINS;
		double score = 0, hits = 0, n = (double)(end - first);

		for (size_t i = first; i < end; i++) {
			score += v[order[i]];
			hits += h->y[order[i]] == class;
		}
		if (end == first)
			continue;
		bin = json_object();
		json_object_set_new(bin, "n",
		    json_integer((json_int_t)(end - first)));
		json_object_set_new(bin, "score", doc_float(score / n));
		json_object_set_new(bin, "rate", doc_float(hits / n));
		json_array_append_new(bins, bin);
	}
	free(v);
	free(order);
	return (bins);
}

static double
root_mean_square_error(const struct held *h)
{
	double sum = 0, e;

	for (size_t i = 0; i < h->n; i++) {
		e = h->scores[i] - h->y[i];
		sum += e * e;
	}
	return (sqrt(sum / (double)h->n));
}

/* Of two classes. */
static void
add_metrics(const struct held *h, json_t *o)
{
	uint8_t *label = mem_alloc(h->n, sizeof(*label));
	uint32_t *order = mem_alloc(h->n, sizeof(*order));
	double loss = 0;

	for (size_t i = 0; i < h->n; i++) {
		label[i] = h->y[i] == 1;
		loss += metric_log_loss(h->scores[i], label[i]);
	}
	sort_order(h->scores, h->n, order);
	json_object_set_new(o, "auc", doc_float(metric_auc(order, h->scores,
	    label, NULL, h->n)));
	json_object_set_new(o, "logloss", doc_float(loss / (double)h->n));
	free(label);
	free(order);
}

/* One output's distribution. */
static json_t *
describe(const struct held *h, size_t k, const struct model *m,
    const char *source)
{
	json_t *o = json_object();
	double *v = mem_alloc(h->n, sizeof(*v)), q[N_QUANTILES];
	struct sketch_view sorted;
	struct law law;
	struct moments mo;

	moments_init(&mo);
	for (size_t i = 0; i < h->n; i++)
		v[i] = h->scores[i * h->n_out + k];
	moments_add_many(&mo, v, h->n);
	sort_doubles(v, h->n);
	for (size_t i = 0; i < N_QUANTILES; i++)
		q[i] = quantile_sorted(v, h->n, (double)i / (N_QUANTILES - 1));
	sketch_view_of_sorted(&sorted, v, h->n);
	law_of_view(&law, &sorted, false);
	free(v);
	json_object_set_new(o, "rows", json_integer((json_int_t)h->n));
	json_object_set_new(o, "source", json_string(source));
	json_object_set_new(o, "mean", doc_float(mo.mean));
	json_object_set_new(o, "sd", doc_float(moments_stddev(&mo, 1)));
	json_object_set_new(o, "quantiles", doc_floats(q, N_QUANTILES));
	profile_put_law(o, &law);
	law_release(&law);
	sketch_view_release(&sorted);
	if (m->task == TASK_REGRESSION)
		json_object_set_new(o, "rmse",
		    doc_float(root_mean_square_error(h)));
	else
		json_object_set_new(o, "calibration", calibration(h, k,
		    m->task == TASK_BINARY ? 1 : (double)k));
	if (m->task == TASK_BINARY)
		add_metrics(h, o);
	return (o);
}

static void
add_scores(json_t *profile, const struct held *h, const struct model *m,
    const char *source)
{
	json_t *scores;

	if (m->task != TASK_MULTICLASS) {
		json_object_set_new(profile, "score",
		    describe(h, 0, m, source));
		return;
	}
	scores = json_object();
	for (size_t k = 0; k < m->n_classes; k++)
		json_object_set_new(scores, m->classes[k],
		    describe(h, k, m, source));
	json_object_set_new(profile, "scores", scores);
}

int
score_profile_add(json_t *profile, const struct model *m,
    const struct dataset *data, const struct cross_fit *folds,
    struct diag *d)
{
	bool valid = data->n_valid > 0;
	size_t cap = valid ? data->n_valid : data->n_train;
	struct held h = { .n_out = model_n_out(m) };
	int r;

	h.scores = mem_alloc(cap * h.n_out, sizeof(*h.scores));
	h.y = mem_alloc(cap, sizeof(*h.y));
	r = valid ? score_part(m, data, PART_VALID, NULL, &h, d) :
	    score_folds(folds, data, &h, d);
	if (r == 0 && h.n > 0)
		add_scores(profile, &h, m, valid ? "valid" : "cross-fitted");
	free(h.scores);
	free(h.y);
	return (r);
}
