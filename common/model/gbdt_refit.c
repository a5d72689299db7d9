/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "mem.h"
#include "split_part.h"

#include "gbdt_refit.h"

#define CHUNK_CELLS ((size_t)1 << 25)	/* leaves of rows known at one time */
#define ROWS 64

struct refit {
	const struct dataset *ds;
	const struct gbdt_refit_options *opt;
	struct gbdt_objective obj;
	struct trees *g;
	struct gbdt_rows rows;
	float *gradients, *hessians;
	uint32_t *order;	/* rows by leaf */
	/* The leaves of trees first .. first + n - 1: (n, n_train). */
	uint32_t *leaves;
	size_t first, n;
};

static uint32_t
find_leaf(const struct tree *t, const double *row)
{
	int32_t k = t->n_leaves > 1 ? 0 : ~0;

	while (k >= 0)
		k = tree_goes_left(t, &t->nodes[k],
		    row[t->nodes[k].feature]) ? t->nodes[k].left :
		    t->nodes[k].right;
	return ((uint32_t)~k);
}

static int
find_leaves(void *ctx, const struct fit_rows *rows, struct diag *d)
{
	const struct dataset_rows *r = rows->more;
	struct refit *f = ctx;
	size_t stride = f->g->n_features, at = r->first_train, n;
	double *values = mem_alloc(ROWS * stride, sizeof(*values));

	(void)d;
	for (size_t i = 0; i < rows->batch->n_rows; i += n) {
		n = rows->batch->n_rows - i < ROWS ? rows->batch->n_rows - i :
		    ROWS;
		trees_values(f->g, rows->batch, i, n, values);
		for (size_t k = 0; k < n; k++) {
			if (r->parts[i + k] != PART_TRAIN)
				continue;
			for (size_t t = 0; t < f->n; t++)
				f->leaves[t * f->rows.n + at] = find_leaf(
				    &f->g->trees[f->first + t],
				    values + k * stride);
			at++;
		}
	}
	free(values);
	return (0);
}

/* Order the rows by leaf; first: (n_leaves + 1), where each begins. */
static void
order_rows(struct refit *f, const uint32_t *leaves, uint32_t *first,
    uint32_t n_leaves)
{
	for (size_t i = 0; i < f->rows.n; i++)
		first[leaves[i] + 1]++;
	for (uint32_t k = 0; k < n_leaves; k++)
		first[k + 1] += first[k];
	for (size_t i = 0; i < f->rows.n; i++)
		f->order[first[leaves[i]]++] = (uint32_t)i;
	for (uint32_t k = n_leaves; k > 0; k--)
		first[k] = first[k - 1];
	first[0] = 0;
}

/* What the rows say of their leaf. */
static double
best_value(const struct refit *f, const uint32_t *rows, size_t n)
{
	double g = 0, h = 0;

	if (f->obj.loss->leaf != NULL)
		return (gbdt_loss_leaf(&f->obj, &f->rows, rows, n));
	for (size_t i = 0; i < n; i++) {
		g += (double)f->gradients[rows[i]];
		h += (double)f->hessians[rows[i]];
	}
	g = copysign(fmax(fabs(g) - f->opt->l1, 0), g);
	return (g == 0 ? 0 : -g / (h + f->opt->l2));
}

static void
fit_tree(struct refit *f, size_t t, size_t group)
{
	struct tree *tree = &f->g->trees[f->first + t];
	const uint32_t *leaves = f->leaves + t * f->rows.n;
	uint32_t *first = mem_calloc(tree->n_leaves + 1, sizeof(*first));
	double *scores = f->rows.scores + group * f->rows.n;

	gbdt_loss_gradients(&f->obj, &f->rows, group, f->gradients,
	    f->hessians);
	order_rows(f, leaves, first, tree->n_leaves);
	for (uint32_t k = 0; k < tree->n_leaves; k++) {
		if (first[k + 1] > first[k])
			tree->leaves[k] = f->opt->decay * tree->leaves[k] +
			    (1 - f->opt->decay) * f->opt->rate * best_value(f,
			    f->order + first[k], first[k + 1] - first[k]);
	}
	for (size_t i = 0; i < f->rows.n; i++)
		scores[i] += tree->leaves[leaves[i]];
	free(first);
}

/* Whole rounds, as many as there is room for the leaves of. */
static int
fit_chunk(struct refit *f, struct diag *d)
{
	struct dataset_pass pass = { .visit = find_leaves, .ctx = f };

	if (dataset_pass(f->ds, &pass, NULL, 0, d) == -1)
		return (-1);
	for (size_t t = 0; t < f->n; t++) {
		if (t % f->g->n_groups == 0)
			gbdt_loss_begin(&f->obj, &f->rows);
		fit_tree(f, t, t % f->g->n_groups);
	}
	return (0);
}

static void
start(struct refit *f)
{
	size_t n = f->ds->n_train, k = f->g->n_groups;

	f->rows = (struct gbdt_rows){ .n = n, .y = f->ds->y_train,
	    .w = f->ds->w_train };
	f->rows.scores = mem_alloc(n * k, sizeof(*f->rows.scores));
	f->rows.norm = mem_alloc(n, sizeof(*f->rows.norm));
	for (size_t i = 0; i < n * k; i++)
		f->rows.scores[i] = f->g->base[i / n];
	f->gradients = mem_alloc(n, sizeof(*f->gradients));
	f->hessians = mem_alloc(n, sizeof(*f->hessians));
	f->order = mem_alloc(n, sizeof(*f->order));
}

int
gbdt_refit(const struct dataset *ds, const struct gbdt_refit_options *opt,
    const struct gbdt_objective *obj, struct trees *g, struct diag *d)
{
	struct refit f = { .ds = ds, .opt = opt, .obj = *obj, .g = g };
	size_t rounds = CHUNK_CELLS / (ds->n_train * g->n_groups);
	size_t chunk = (rounds > 0 ? rounds : 1) * g->n_groups;
	int r = 0;

	start(&f);
	if (obj->loss->check != NULL)
		r = obj->loss->check(&f.rows, d);
	if (chunk > g->n_trees)
		chunk = g->n_trees;
	f.leaves = mem_alloc(chunk * ds->n_train, sizeof(*f.leaves));
	for (; f.first < g->n_trees && r == 0; f.first += f.n) {
		f.n = g->n_trees - f.first < chunk ? g->n_trees - f.first :
		    chunk;
		r = fit_chunk(&f, d);
	}
	free(f.leaves);
	free(f.rows.scores);
	free(f.rows.norm);
	free(f.gradients);
	free(f.hessians);
	free(f.order);
	return (r);
}
