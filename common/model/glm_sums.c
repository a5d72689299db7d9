/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "linalg.h"
#include "mem.h"

#include "glm_sums.h"
#include "sparse_sums.h"

/* Rows of a design matrix at a time: so many values, which stay in the cache,
   but not too few and not too many rows. */
#define CHUNK_VALUES 32768
#define CHUNK_ROWS_MIN 16
#define CHUNK_ROWS_MAX 1024

void
glm_set_penalties(struct glm *g, const struct glm_penalties *p)
{
	const struct design *x = &g->design;
	double factor, scale;

	g->penalty.has_l1 = p->l1 > 0;
	for (size_t i = 0; i < x->features->n; i++) {
		factor = p->factor != NULL ? p->factor[i] : 1;
		for (size_t k = 0; k < field_width(&x->features->fields[i]);
		    k++) {
			scale = x->scale[x->first[i] + k];
			g->penalty.l1[x->first[i] + k] =
			    factor * p->l1 / scale;
			g->penalty.l2[x->first[i] + k] =
			    factor * p->l2 / scale / scale;
		}
	}
}

/* Mean and deviation of a target that is a number, and what is left of them. */
static void
take_target(struct glm *g)
{
	const struct dataset *ds = g->ds;
	double sum = 0, mean = 0, r;

	for (size_t i = 0; i < ds->n_train; i++)
		mean += (ds->w_train != NULL ? ds->w_train[i] : 1) *
		    ds->y_train[i];
	g->target_mean = mean /= g->total_weight;
	for (size_t i = 0; i < ds->n_train; i++) {
		r = ds->y_train[i] - mean;
		sum += (ds->w_train != NULL ? ds->w_train[i] : 1) * r * r;
	}
	g->target_sd = sum > 0 && isfinite(sum) ?
	    sqrt(sum / g->total_weight) : 1;
	if (g->family->curvature_max != NULL)
		g->curvature = g->family->curvature_max(g->n_out);
	else if (g->family->has_log_link)
		g->curvature = pow(mean, 2 - g->family->shape);
	else
		g->curvature = 1 / g->target_sd;
}

int
glm_init(struct glm *g, const struct dataset *ds,
    const struct glm_family *family, const struct glm_penalties *p,
    struct diag *d)
{
	memset(g, 0, sizeof(*g));
	g->ds = ds;
	g->family = family;
	g->n_out = family->has_classes ? ds->n_classes : 1;
	if (design_init(&g->design, ds, d) == -1)
		return (-1);
	g->penalty.l1 = mem_calloc(g->design.n, sizeof(double));
	g->penalty.l2 = mem_calloc(g->design.n, sizeof(double));
	glm_set_penalties(g, p);
	g->total_weight = (double)ds->n_train;
	if (ds->w_train != NULL) {
		g->total_weight = 0;
		for (size_t i = 0; i < ds->n_train; i++)
			g->total_weight += ds->w_train[i];
	}
	take_target(g);
	return (0);
}

void
glm_release(struct glm *g)
{
	design_release(&g->design);
	free(g->penalty.l1);
	free(g->penalty.l2);
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

/* The sums over some blocks: what a pass accumulates. */
struct block_sums {
	double loss, weight;
	double *grad;		/* (n_out, n_dense) */
	struct gram gram;	/* instead: the hessian with the gradient */
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
	struct chunk *chunks;	/* one a worker */
	double *residual;	/* (n_out, n_train), where there are sparse
				   columns, else NULL */
};

/* Part of the rows of a block. */
struct part {
	struct design_rows rows;
	struct glm_rows glm;	/* the same rows; stride: chunk_rows */
	size_t first_train;	/* number of the first */
};

static void
add_gradient(const struct evaluation *e, const struct part *p,
    const double *x, struct block_sums *sums)
{
	size_t n_dense = e->glm->design.n_dense;
	const double *r = p->glm.score;

	for (size_t k = 0; k < p->glm.n_out; k++, r += p->glm.stride) {
		add_transposed(x, p->rows.n, n_dense, r,
		    sums->grad + k * n_dense);
		if (e->residual != NULL)
			memcpy(e->residual + k * e->glm->ds->n_train +
			    p->first_train, r, p->rows.n * sizeof(*r));
	}
}

/* X'WX and, with r = W (r / W), X'r: one look at the rows for both. */
static void
add_hessian(const struct glm_rows *r, double *x, struct block_sums *sums)
{
	for (size_t i = 0; i < r->n; i++) {
		if (r->curve[i] > 0)
			r->score[i] /= r->curve[i];
	}
	gram_add(&sums->gram, x, r->score, r->curve, r->n);
}

static void
add_chunk(const struct evaluation *e, struct part *p, double *x,
    struct block_sums *sums)
{
	const struct design *design = &e->glm->design;
	const double *coef = e->at->coef;
	double *score = p->glm.score;

	design_fill(design, &p->rows, x);
	for (size_t k = 0; k < p->glm.n_out; k++) {
		linear_scores(x, p->rows.n, design->n_dense, coef, score);
		design_add_scores(design, &p->rows, coef, score);
		coef += design->n;
		score += p->glm.stride;
	}
	sums->loss += e->at->inform ? e->glm->family->inform(&p->glm) :
	    e->glm->family->derive(&p->glm);
	for (size_t i = 0; i < p->rows.n; i++)
		sums->weight += p->glm.w != NULL ? p->glm.w[i] : 1;
	if (e->at->want_hess)
		add_hessian(&p->glm, x, sums);
	else
		add_gradient(e, p, x, sums);
}

static void *
new_sums(const void *what)
{
	const struct evaluation *e = what;
	struct block_sums *s = MEM_NEW(struct block_sums);

	if (e->at->want_hess)
		gram_init(&s->gram, e->glm->design.n);
	else
		s->grad = mem_calloc(e->glm->design.n_dense,
		    e->glm->n_out * sizeof(double));
	return (s);
}

static void
add_block(void *fit, const void *what, const struct fit_rows *rows)
{
	const struct evaluation *e = what;
	const struct dataset_rows *r = rows->more;
	struct chunk *c = &e->chunks[rows->worker];
	struct part p = { .glm = { .n_out = e->glm->n_out, .score = c->score,
	    .stride = e->chunk_rows, .curve = c->curve,
	    .shape = e->glm->family->shape, .unit = e->glm->unit } };
	size_t n;

	for (size_t i = 0; i < r->n_train; i += n) {
		n = r->n_train - i < e->chunk_rows ? r->n_train - i :
		    e->chunk_rows;
		p.rows = (struct design_rows){ rows->batch, r->train + i, n };
		p.first_train = r->first_train + i;
		p.glm.n = n;
		p.glm.y = r->y + i;
		p.glm.w = r->w != NULL ? r->w + i : NULL;
		add_chunk(e, &p, c->x, fit);
	}
}

static void
free_sums(void *fit)
{
	struct block_sums *s = fit;

	gram_release(&s->gram);
	free(s->grad);
	free(s);
}

static void
merge_sums(void *into, const void *what, void *from)
{
	const struct evaluation *e = what;
	struct block_sums *a = into, *b = from;

	a->loss += b->loss;
	a->weight += b->weight;
	if (e->at->want_hess) {
		gram_merge(&a->gram, &b->gram);
	} else {
		for (size_t j = 0; j < e->glm->design.n_dense * e->glm->n_out;
		    j++)
			a->grad[j] += b->grad[j];
	}
	free_sums(b);
}

static void
save_sums(const void *fit, const void *what, struct str *out)
{
	const struct evaluation *e = what;
	const struct block_sums *s = fit;
	size_t n = e->glm->design.n;

	pack_f64(out, s->loss);
	pack_f64(out, s->weight);
	if (e->at->want_hess) {
		pack_f64s(out, s->gram.xx, n * n);
		pack_f64s(out, s->gram.xy, n);
	} else {
		pack_f64s(out, s->grad, e->glm->design.n_dense *
		    e->glm->n_out);
	}
}

static void *
load_sums(const void *what, struct unpack *from)
{
	const struct evaluation *e = what;
	struct block_sums *s = new_sums(what);
	size_t n = e->glm->design.n;

	s->loss = unpack_f64(from);
	s->weight = unpack_f64(from);
	if (e->at->want_hess) {
		unpack_f64s(from, s->gram.xx, n * n);
		unpack_f64s(from, s->gram.xy, n);
	} else {
		unpack_f64s(from, s->grad, e->glm->design.n_dense *
		    e->glm->n_out);
	}
	return (s);
}

static const struct fit_ops sums_fit = {
	new_sums, add_block, merge_sums, free_sums, save_sums, load_sums
};

/* The sums of all rows into out; then the gradient of sparse columns. */
static int
total_sums(const struct evaluation *e, const struct block_sums *s,
    struct glm_sums *out, struct diag *d)
{
	const struct glm *g = e->glm;
	size_t n = g->design.n, n_dense = g->design.n_dense;
	struct sparse_sums sparse = { .design = &g->design, .ds = g->ds,
	    .residual = e->residual, .n_out = g->n_out, .out = out->grad };

	out->value = s->loss;
	out->weight = s->weight;
	if (e->at->want_hess) {
		memcpy(out->grad, s->gram.xy, n * sizeof(*out->grad));
		memcpy(out->hess, s->gram.xx, n * n * sizeof(*out->hess));
		return (0);
	}
	memset(out->grad, 0, n * g->n_out * sizeof(*out->grad));
	for (size_t k = 0; k < g->n_out; k++)
		memcpy(out->grad + k * n, s->grad + k * n_dense,
		    n_dense * sizeof(*out->grad));
	return (sparse_sums_add(&sparse, d));
}

static void
add_penalty(const struct glm *g, const struct glm_at *at,
    struct glm_sums *out)
{
	size_t n = g->design.n;
	double share = out->weight / g->total_weight, l2, coef;

	for (size_t k = 0; k < g->n_out; k++) {
		for (size_t j = 0; j < n; j++) {
			l2 = share * g->penalty.l2[j];
			coef = at->coef[k * n + j];
			out->value += l2 / 2 * coef * coef;
			out->grad[k * n + j] += l2 * coef;
		}
	}
	for (size_t j = 0; at->want_hess && j < n; j++)
		out->hess[j * n + j] += share * g->penalty.l2[j];
}

static void
allocate(struct evaluation *e)
{
	const struct glm *g = e->glm;
	size_t rows = CHUNK_VALUES / g->design.n_dense;
	int n_workers = crew_threads(g->ds->crew);

	rows = rows < CHUNK_ROWS_MIN ? CHUNK_ROWS_MIN : rows;
	rows = rows > CHUNK_ROWS_MAX ? CHUNK_ROWS_MAX : rows;
	e->chunk_rows = rows;
	e->chunks = mem_calloc((size_t)n_workers, sizeof(*e->chunks));
	for (int i = 0; i < n_workers; i++) {
		e->chunks[i].x = mem_alloc(rows,
		    g->design.n_dense * sizeof(double));
		e->chunks[i].score = mem_alloc(rows,
		    g->n_out * sizeof(double));
		e->chunks[i].curve = mem_alloc(rows, sizeof(double));
	}
	if (g->design.n > g->design.n_dense)
		e->residual = mem_alloc(g->ds->n_train,
		    g->n_out * sizeof(double));
}

static void
release(struct evaluation *e)
{
	for (int i = 0; i < crew_threads(e->glm->ds->crew); i++) {
		free(e->chunks[i].x);
		free(e->chunks[i].score);
		free(e->chunks[i].curve);
	}
	free(e->chunks);
	free(e->residual);
}

int
glm_evaluate(const struct glm *g, const struct glm_at *at,
    struct glm_sums *out, struct diag *d)
{
	size_t cells = at->want_hess ? g->design.n : g->n_out;
	struct evaluation e = { .glm = g, .at = at };
	struct fitter f = { &sums_fit, &e, NULL };
	struct dataset_pass pass = { .stride = at->stride };
	int status;

	pass.unit = pass_unit(g->ds->spool,
	    g->design.n_dense * cells * sizeof(double));
	allocate(&e);
	status = dataset_pass(g->ds, &pass, &f, 1, d);
	if (status == 0) {
		status = total_sums(&e, f.fit, out, d);
		free_sums(f.fit);
	}
	if (status == 0 && !at->inform)
		add_penalty(g, at, out);
	release(&e);
	return (status);
}
