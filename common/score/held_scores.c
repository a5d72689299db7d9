/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "split_part.h"

#include "held_scores.h"

/* Rows of a part that are scored: where those of each block go. */
struct scoring {
	const struct model *m;
	const struct dataset *data;
	enum split_part part;
	const uint8_t *wanted;	/* of the part's rows; NULL: all */
	struct held_scores *held;
	size_t *first;		/* (blocks + 1) */
};

/* What a row weighs without the weight of its class. */
static double
own_weight(const struct dataset *data, double w, double y)
{
	double of = data->class_weights != NULL ?
	    data->class_weights[(size_t)y] : 1;

	return (of > 0 ? w / of : 0);
}

/* Which rows of a block are wanted; their targets and weights go to `at`. */
static size_t
pick_rows(const struct scoring *s, const struct fit_rows *rows, uint8_t *keep,
    size_t at)
{
	const struct dataset_rows *r = rows->more;
	const struct dataset *data = s->data;
	bool train = s->part == PART_TRAIN;
	size_t row = train ? r->first_train : r->first_valid, n = 0;
	const double *y = train ? data->y_train : data->y_valid;
	const double *w = train ? data->w_train : data->w_valid;

	for (size_t i = 0; i < rows->batch->n_rows; i++) {
		keep[i] = r->parts[i] == s->part &&
		    (s->wanted == NULL || s->wanted[row]);
		if (keep[i]) {
			s->held->y[at + n] = y[row];
			if (w != NULL)
				s->held->w[at + n] = own_weight(data, w[row],
				    y[row]);
			n++;
		}
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

	if (pick_rows(s, rows, keep, at) > 0) {
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
    enum split_part part, const uint8_t *wanted, struct held_scores *h,
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
    struct held_scores *h, struct diag *d)
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

/* Rows that the learner cannot answer are none. */
static void
drop_unanswered(struct held_scores *h)
{
	size_t n = 0;

	for (size_t i = 0; i < h->n; i++) {
		if (!isfinite(h->scores[i * h->n_out]))
			continue;
		memmove(h->scores + n * h->n_out, h->scores + i * h->n_out,
		    h->n_out * sizeof(*h->scores));
		if (h->w != NULL)
			h->w[n] = h->w[i];
		h->y[n++] = h->y[i];
	}
	h->n = n;
}

int
held_scores_take(struct held_scores *h, const struct model *m,
    const struct dataset *data, const struct cross_fit *folds,
    struct diag *d)
{
	bool valid = data->n_valid > 0;
	size_t cap = valid ? data->n_valid : data->n_train;
	int r;

	*h = (struct held_scores){ .n_out = model_n_out(m),
	    .source = valid ? "valid" : "cross-fitted" };
	h->scores = mem_alloc(cap * h->n_out, sizeof(*h->scores));
	h->y = mem_alloc(cap, sizeof(*h->y));
	if (data->w_train != NULL)
		h->w = mem_alloc(cap, sizeof(*h->w));
	r = valid ? score_part(m, data, PART_VALID, NULL, h, d) :
	    score_folds(folds, data, h, d);
	if (r == 0)
		drop_unanswered(h);
	return (r);
}

void
held_scores_release(struct held_scores *h)
{
	free(h->scores);
	free(h->y);
	free(h->w);
	memset(h, 0, sizeof(*h));
}
