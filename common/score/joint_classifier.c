/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cross_fit.h"
#include "dist.h"
#include "held_scores.h"
#include "learner_table.h"
#include "mem.h"
#include "metric_math.h"
#include "radix.h"
#include "spool.h"

#include "joint_classifier.h"

/* Few small trees tell a shift; more tell it no better, and take longer. */
static const char *const params[][2] = {
	{ "trees", "40" }, { "leaves", "8" }, { "rate", "0.1" }
};

/* The rows of both, one behind the other, and whose they are. */
struct sides {
	struct stream stream;
	const struct block *of[2];
	struct block rows;
	size_t next;
};

static int
sides_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct sides *both = (struct sides *)s;
	const struct block *of;

	(void)d;
	if (both->next == 2)
		return (0);
	of = both->of[both->next];
	block_clear(&both->rows);
	for (size_t j = 0; j < of->n_cols; j++)
		column_add_range(&both->rows.cols[j], &of->cols[j], 0,
		    of->view.n_rows);
	for (size_t i = 0; i < of->view.n_rows; i++)
		column_add_bool(&both->rows.cols[of->n_cols],
		    both->next == 1);
	*out = block_seal(&both->rows, both->next == 0 ? 0 :
	    both->of[0]->view.n_rows);
	both->next++;
	return (1);
}

static void
sides_close(struct stream *s)
{
	block_release(&((struct sides *)s)->rows);
	stream_release(s);
	free(s);
}

/* A name that no feature has. */
static void
add_side(struct schema *s)
{
	struct str name = STR_INIT;
	struct diag d = DIAG_INIT;

	str_addz(&name, "side");
	while (schema_find(s, str_get(&name)) != COLUMN_NONE)
		str_addc(&name, '_');
	if (schema_add_new(s, str_get(&name), COL_BOOL, &d) == -1)
		BUG("the name is there");
	schema_set_role(s, s->n - 1, ROLE_TARGET);
	str_release(&name);
}

static int
spool_sides(const struct block *ref, const struct block *cur,
    struct spool **out, struct diag *d)
{
	static const struct stream_ops ops = { sides_next, sides_close };
	struct sides *s = MEM_NEW(struct sides);
	int r;

	stream_init(&s->stream, &ops);
	schema_copy(&s->stream.head.schema, ref->view.schema);
	add_side(&s->stream.head.schema);
	s->of[0] = ref;
	s->of[1] = cur;
	block_init(&s->rows, &s->stream.head.schema);
	r = spool_new(&s->stream, UINT64_MAX, out, d);
	stream_close(&s->stream);
	return (r);
}

/* Their mean over the folds' models. */
static double *
mean_shares(const struct cross_fit *c, size_t n)
{
	double *sum = mem_calloc(n, sizeof(*sum)), *one;
	size_t width;

	for (size_t k = 0; k < c->n_folds; k++) {
		one = c->models[k].learner->importance(&c->models[k], &width);
		for (size_t j = 0; j < n && one != NULL; j++)
			sum[j] += one[j] / (double)c->n_folds;
		free(one);
	}
	return (sum);
}

static void
judge_scores(const struct held_scores *h, struct joint_classified *out)
{
	uint32_t *order = mem_alloc(h->n, sizeof(*order));
	uint8_t *label = mem_alloc(h->n, 1);
	double n[2] = { 0, 0 };

	for (size_t i = 0; i < h->n; i++) {
		label[i] = h->y[i] > 0;
		n[label[i]]++;
	}
	sort_order(h->scores, h->n, order);
	out->auc = metric_auc(order, h->scores, label, NULL, h->n);
	out->p_value = normal_sf((out->auc - 0.5) /
	    sqrt((n[0] + n[1] + 1) / (12 * n[0] * n[1])));
	free(order);
	free(label);
}

static int
fit_folds(const struct spool *spool, struct crew *crew, struct model *m,
    struct joint_classified *out, struct diag *d)
{
	const struct dataset_options o = { .seed = 1, .crew = crew };
	struct cross_fit folds = { 0 };
	struct held_scores held = { 0 };
	struct dataset *data;
	int r;

	if (dataset_new(spool, &o, m, &data, d) == -1)
		return (-1);
	r = cross_fit_new(data, m, &folds, d);
	if (r == 0 && folds.n_folds == 0)
		r = diag_set(d, "there are too few rows");
	if (r == 0)
		r = held_scores_take(&held, m, data, &folds, d);
	if (r == 0) {
		judge_scores(&held, out);
		out->shares = mean_shares(&folds, m->features.n);
	}
	held_scores_release(&held);
	cross_fit_release(&folds);
	dataset_free(data);
	return (r);
}

int
joint_classify(const struct block *ref, const struct block *cur,
    struct crew *crew, struct joint_classified *out, struct diag *d)
{
	struct model *m = model_new(&gbdt_learner);
	struct spool *spool;
	int r = 0;

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < sizeof(params) / sizeof(params[0]) && r == 0;
	    i++)
		r = params_set(&m->params, params[i][0], params[i][1], d);
	if (r == 0)
		r = spool_sides(ref, cur, &spool, d);
	if (r == 0) {
		r = fit_folds(spool, crew, m, out, d);
		spool_free(spool);
	}
	model_free(m);
	return (r);
}
