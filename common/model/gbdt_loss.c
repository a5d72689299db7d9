/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "mem.h"

#include "gbdt_loss.h"

#define BLOCK 16384		/* rows; part of the results: keep */

/* A pass over rows by blocks, for one of the functions of a loss. */
struct pass {
	struct gbdt_part part;	/* but from and end */
	double *sums;		/* of each block */
};

static struct gbdt_part
part_of(const struct pass *p, size_t block)
{
	struct gbdt_part part = p->part;

	part.from = block * BLOCK;
	part.end = part.from + BLOCK;
	if (part.end > part.rows->n)
		part.end = part.rows->n;
	return (part);
}

static size_t
count_blocks(const struct gbdt_rows *rows)
{
	return ((rows->n + BLOCK - 1) / BLOCK);
}

static void
norm_block(void *ctx, size_t block, int worker)
{
	struct gbdt_part part = part_of(ctx, block);

	(void)worker;
	part.obj->loss->norm(&part);
}

static void
find_norms(const struct gbdt_objective *obj, const struct gbdt_rows *rows)
{
	struct pass p = { .part = { .obj = obj, .rows = rows } };

	if (obj->loss->norm != NULL)
		crew_for(obj->crew, count_blocks(rows), norm_block, &p);
}

void
gbdt_loss_begin(struct gbdt_objective *obj, const struct gbdt_rows *rows)
{
	find_norms(obj, rows);
	if (obj->loss->begin != NULL)
		obj->loss->begin(obj, rows);
}

static void
gradient_block(void *ctx, size_t block, int worker)
{
	struct gbdt_part part = part_of(ctx, block);

	(void)worker;
	part.obj->loss->gradients(&part);
}

void
gbdt_loss_gradients(const struct gbdt_objective *obj,
    const struct gbdt_rows *rows, size_t group, float *gradients,
    float *hessians)
{
	struct pass p = { .part = { .obj = obj, .rows = rows, .group = group,
	    .gradients = gradients, .hessians = hessians } };

	crew_for(obj->crew, count_blocks(rows), gradient_block, &p);
}

static void
sum_block(void *ctx, size_t block, int worker)
{
	const struct pass *p = ctx;
	struct gbdt_part part = part_of(p, block);

	(void)worker;
	p->sums[block] = part.obj->loss->sum(&part);
}

double
gbdt_loss_mean(const struct gbdt_objective *obj,
    const struct gbdt_rows *rows)
{
	size_t n_blocks = count_blocks(rows);
	struct pass p = { .part = { .obj = obj, .rows = rows } };
	double sum = 0, weight = 0;

	find_norms(obj, rows);
	p.sums = mem_alloc(n_blocks, sizeof(*p.sums));
	crew_for(obj->crew, n_blocks, sum_block, &p);
	for (size_t k = 0; k < n_blocks; k++)
		sum += p.sums[k];
	for (size_t i = 0; i < rows->n && rows->w != NULL; i++)
		weight += rows->w[i];
	free(p.sums);
	return (sum / (rows->w != NULL ? weight : (double)rows->n));
}

double
gbdt_loss_leaf(const struct gbdt_objective *obj,
    const struct gbdt_rows *rows, const uint32_t *index, size_t n)
{
	double *v = mem_alloc(n, sizeof(*v)), *w = NULL, value;

	for (size_t i = 0; i < n; i++)
		v[i] = rows->y[index[i]] - rows->scores[index[i]];
	if (rows->w != NULL) {
		w = mem_alloc(n, sizeof(*w));
		for (size_t i = 0; i < n; i++)
			w[i] = rows->w[index[i]];
	}
	value = obj->loss->leaf(obj, v, w, n);
	free(v);
	free(w);
	return (value);
}
