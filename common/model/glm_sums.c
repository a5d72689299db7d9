/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "linalg.h"
#include "mem.h"

#include "glm_sums.h"
#include "group_pass.h"

/* Rows of a design matrix at a time: so many values, which stay in the cache,
   but not too few and not too many rows. */
#define CHUNK_VALUES 32768
#define CHUNK_ROWS_MIN 16
#define CHUNK_ROWS_MAX 1024

/* The least curvature of a row, as a share of its weight: so that the step of
   a row that is already certain is finite. */
#define CURVATURE_MIN 1e-10

int
glm_init(struct glm *g, const struct dataset *ds, enum glm_family family,
    double l2, struct diag *d)
{
	memset(g, 0, sizeof(*g));
	g->ds = ds;
	g->family = family;
	g->n_out = family == GLM_SOFTMAX ? ds->n_classes : 1;
	if (design_init(&g->design, ds, d) == -1)
		return (-1);
	g->penalty = mem_calloc(g->design.n, sizeof(*g->penalty));
	for (size_t j = 1; j < g->design.n; j++)
		g->penalty[j] = l2 / g->design.scale[j] / g->design.scale[j];
	g->total_weight = (double)ds->n_train;
	if (ds->w_train != NULL) {
		g->total_weight = 0;
		for (size_t i = 0; i < ds->n_train; i++)
			g->total_weight += ds->w_train[i];
	}
	return (0);
}

void
glm_release(struct glm *g)
{
	design_release(&g->design);
	free(g->penalty);
	memset(g, 0, sizeof(*g));
}

void
glm_sums_init(struct glm_sums *s, const struct glm *g, bool with_hess)
{
	size_t n = g->design.n;

	memset(s, 0, sizeof(*s));
	s->grad = mem_calloc(n, g->n_out * sizeof(*s->grad));
	if (with_hess)
		s->hess = mem_calloc(n, n * sizeof(*s->hess));
}

void
glm_sums_release(struct glm_sums *s)
{
	free(s->grad);
	free(s->hess);
	memset(s, 0, sizeof(*s));
}

/* A group's share of the sums. */
struct group_sums {
	double loss, weight;
	double *grad;		/* (n_out, n) */
	struct gram gram;	/* the hessian, and with it the gradient */
};

/* Memory of one worker, for one chunk. */
struct chunk {
	double *x;		/* (rows, n_dense) */
	double *score;		/* (n_out, rows), then the residuals */
	double *curve;		/* (rows) */
};

struct evaluation {
	const struct glm *glm;
	const struct glm_at *at;
	size_t chunk_rows;
	struct group_sums *groups;
	struct chunk *chunks;	/* one a worker */
};

/* Part of the rows of a block. */
struct part {
	struct design_rows rows;
	const double *y, *w;	/* w may be NULL */
	double *score;		/* (n_out, chunk_rows) */
	size_t stride;		/* chunk_rows */
	double *curve;		/* (rows) */
};

static double
row_weight(const struct part *p, size_t i)
{
	return (p->w != NULL ? p->w[i] : 1);
}

/* These turn scores into weighted residuals (the derivatives of the loss) and
   curvatures, and return the loss. */

static double
link_gaussian(const struct part *p)
{
	double loss = 0, w, r;

	for (size_t i = 0; i < p->rows.n; i++) {
		w = row_weight(p, i);
		r = p->score[i] - p->y[i];
		loss += w * r * r / 2;
		p->score[i] = w * r;
		p->curve[i] = w;
	}
	return (loss);
}

static double
link_logistic(const struct part *p)
{
	double loss = 0, w, s, e, mean, curve;

	for (size_t i = 0; i < p->rows.n; i++) {
		w = row_weight(p, i);
		s = p->score[i];
		e = exp(-fabs(s));
		mean = (s >= 0 ? 1 : e) / (1 + e);
		curve = e / ((1 + e) * (1 + e));
		loss += w * (log1p(e) + (s > 0 ? s : 0) - p->y[i] * s);
		p->score[i] = w * (mean - p->y[i]);
		p->curve[i] = w * (curve > CURVATURE_MIN ? curve :
		    CURVATURE_MIN);
	}
	return (loss);
}

/* No curvatures: a hessian of many outputs is not asked for. */
static double
link_softmax(const struct part *p, size_t n_out)
{
	double loss = 0, w, max, sum, *s;
	size_t y;

	for (size_t i = 0; i < p->rows.n; i++) {
		w = row_weight(p, i);
		s = p->score + i;
		y = (size_t)p->y[i];
		max = s[0];
		for (size_t k = 1; k < n_out; k++)
			max = s[k * p->stride] > max ? s[k * p->stride] : max;
		loss += w * (max - s[y * p->stride]);
		sum = 0;
		for (size_t k = 0; k < n_out; k++) {
			s[k * p->stride] = exp(s[k * p->stride] - max);
			sum += s[k * p->stride];
		}
		loss += w * log(sum);
		for (size_t k = 0; k < n_out; k++)
			s[k * p->stride] = w * (s[k * p->stride] / sum -
			    (k == y));
	}
	return (loss);
}

static double
link_rows(const struct glm *g, const struct part *p)
{
	switch (g->family) {
	case GLM_GAUSSIAN:
		return (link_gaussian(p));
	case GLM_LOGISTIC:
		return (link_logistic(p));
	case GLM_SOFTMAX:
		return (link_softmax(p, g->n_out));
	}
	BUG("no such family");
}

static void
add_gradient(const struct evaluation *e, const struct part *p,
    const double *x, struct group_sums *sums)
{
	const struct design *design = &e->glm->design;
	double *grad = sums->grad, *r = p->score;

	for (size_t k = 0; k < e->glm->n_out; k++) {
		add_transposed(x, p->rows.n, design->n_dense, r, grad);
		design_add_transposed(design, &p->rows, r, grad);
		grad += design->n;
		r += p->stride;
	}
}

/* X'WX and, with r = W (r / W), X'r: one look at the rows for both. */
static void
add_hessian(const struct part *p, const double *x, struct group_sums *sums)
{
	for (size_t i = 0; i < p->rows.n; i++) {
		if (p->curve[i] > 0)
			p->score[i] /= p->curve[i];
	}
	gram_add(&sums->gram, x, p->score, p->curve, p->rows.n);
}

static void
add_chunk(const struct evaluation *e, struct part *p, struct chunk *c,
    struct group_sums *sums)
{
	const struct design *design = &e->glm->design;
	const double *coef = e->at->coef;

	design_fill(design, &p->rows, c->x);
	for (size_t k = 0; k < e->glm->n_out; k++) {
		linear_scores(c->x, p->rows.n, design->n_dense, coef,
		    c->score + k * e->chunk_rows);
		design_add_scores(design, &p->rows, coef,
		    c->score + k * e->chunk_rows);
		coef += design->n;
	}
	sums->loss += link_rows(e->glm, p);
	for (size_t i = 0; i < p->rows.n; i++)
		sums->weight += row_weight(p, i);
	if (e->at->want_hess)
		add_hessian(p, c->x, sums);
	else
		add_gradient(e, p, c->x, sums);
}

static void
add_block(void *ctx, size_t group, int worker, const struct train_rows *t)
{
	struct evaluation *e = ctx;
	struct chunk *c = &e->chunks[worker];
	struct part p = { .score = c->score, .stride = e->chunk_rows,
	    .curve = c->curve };
	size_t n;

	for (size_t i = 0; i < t->n; i += n) {
		n = t->n - i < e->chunk_rows ? t->n - i : e->chunk_rows;
		p.rows = (struct design_rows){ t->batch, t->rows + i, n };
		p.y = t->y + i;
		p.w = t->w != NULL ? t->w + i : NULL;
		add_chunk(e, &p, c, &e->groups[group]);
	}
}

/* Merge the groups in order into out and add the penalty. */
static void
total_sums(const struct evaluation *e, size_t n_groups, struct glm_sums *out)
{
	size_t n = e->glm->design.n, at;
	const double *xx;
	double share;

	out->value = out->weight = 0;
	memset(out->grad, 0, n * e->glm->n_out * sizeof(*out->grad));
	if (e->at->want_hess)
		memset(out->hess, 0, n * n * sizeof(*out->hess));
	for (size_t k = 0; k < n_groups; k++) {
		out->value += e->groups[k].loss;
		out->weight += e->groups[k].weight;
		for (size_t j = 0; j < n * e->glm->n_out; j++)
			out->grad[j] += e->at->want_hess ?
			    e->groups[k].gram.xy[j] : e->groups[k].grad[j];
		xx = e->groups[k].gram.xx;
		for (size_t j = 0; e->at->want_hess && j < n * n; j++)
			out->hess[j] += xx[j];
	}
	share = out->weight / e->glm->total_weight;
	for (size_t k = 0; k < e->glm->n_out; k++) {
		for (size_t j = 0; j < n; j++) {
			at = k * n + j;
			out->value += share * e->glm->penalty[j] / 2 *
			    e->at->coef[at] * e->at->coef[at];
			out->grad[at] += share * e->glm->penalty[j] *
			    e->at->coef[at];
		}
	}
	for (size_t j = 0; e->at->want_hess && j < n; j++)
		out->hess[j * n + j] += share * e->glm->penalty[j];
}

static void
allocate(struct evaluation *e, size_t n_groups)
{
	const struct glm *g = e->glm;
	size_t rows = CHUNK_VALUES / g->design.n_dense;
	int n_workers = crew_threads(g->ds->crew);

	rows = rows < CHUNK_ROWS_MIN ? CHUNK_ROWS_MIN : rows;
	rows = rows > CHUNK_ROWS_MAX ? CHUNK_ROWS_MAX : rows;
	e->chunk_rows = rows;
	e->groups = mem_calloc(n_groups, sizeof(*e->groups));
	for (size_t k = 0; k < n_groups; k++) {
		if (e->at->want_hess)
			gram_init(&e->groups[k].gram, g->design.n);
		else
			e->groups[k].grad = mem_calloc(g->design.n,
			    g->n_out * sizeof(double));
	}
	e->chunks = mem_calloc((size_t)n_workers, sizeof(*e->chunks));
	for (int i = 0; i < n_workers; i++) {
		e->chunks[i].x = mem_alloc(rows,
		    g->design.n_dense * sizeof(double));
		e->chunks[i].score = mem_alloc(rows,
		    g->n_out * sizeof(double));
		e->chunks[i].curve = mem_alloc(rows, sizeof(double));
	}
}

static void
release(struct evaluation *e, size_t n_groups)
{
	for (size_t k = 0; k < n_groups; k++) {
		gram_release(&e->groups[k].gram);
		free(e->groups[k].grad);
	}
	for (int i = 0; i < crew_threads(e->glm->ds->crew); i++) {
		free(e->chunks[i].x);
		free(e->chunks[i].score);
		free(e->chunks[i].curve);
	}
	free(e->groups);
	free(e->chunks);
}

int
glm_evaluate(const struct glm *g, const struct glm_at *at,
    struct glm_sums *out, struct diag *d)
{
	size_t cells = at->want_hess ? g->design.n : g->n_out;
	struct evaluation e = { .glm = g, .at = at };
	struct group_pass pass = { .ds = g->ds, .stride = at->stride,
	    .add = add_block, .ctx = &e };
	int status;

	pass.n_groups = group_pass_count(g->ds,
	    g->design.n * cells * sizeof(double));
	allocate(&e, pass.n_groups);
	status = group_pass_run(&pass, d);
	if (status == 0)
		total_sums(&e, pass.n_groups, out);
	release(&e, pass.n_groups);
	return (status);
}
