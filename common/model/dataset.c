/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "split_part.h"

#include "dataset.h"

void
dataset_free(struct dataset *ds)
{
	if (ds == NULL)
		return;
	free(ds->cols);
	free(ds->y_train);
	free(ds->y_valid);
	free(ds->w_train);
	free(ds->w_valid);
	free(ds->class_weights);
	free(ds->parts);
	free(ds->first_train);
	free(ds->first_valid);
	free(ds);
}

uint32_t *
dataset_row_numbers(const struct dataset *ds)
{
	size_t n = spool_n_rows(ds->spool), k = 0;
	uint32_t *numbers;

	if (ds->n_train == n)
		return (NULL);
	numbers = mem_alloc(ds->n_train, sizeof(*numbers));
	for (size_t i = 0; i < n; i++) {
		if (ds->parts[i] == PART_TRAIN)
			numbers[k++] = (uint32_t)i;
	}
	return (numbers);
}

/* One worker's view of a block. */
struct view {
	struct batch batch;	/* the features */
	uint8_t *mask;
	uint32_t *train;
	struct dataset_rows rows;
};

struct visiting {
	const struct dataset *ds;
	const struct dataset_pass *pass;
	struct view *views;	/* one a worker */
};

static int
prepare(void *ctx, struct fit_rows *rows, struct diag *d)
{
	struct visiting *v = ctx;
	const struct dataset *ds = v->ds;
	struct view *w = &v->views[rows->worker];
	struct dataset_rows *r = &w->rows;

	for (size_t j = 0; j < ds->features->n; j++)
		w->batch.cols[j] = rows->batch->cols[ds->cols[j]];
	w->batch.n_rows = rows->batch->n_rows;
	w->batch.first_row = rows->batch->first_row;
	r->parts = ds->parts + w->batch.first_row;
	r->first_train = ds->first_train[rows->block];
	r->first_valid = ds->first_valid[rows->block];
	r->y = ds->y_train + r->first_train;
	r->w = ds->w_train != NULL ? ds->w_train + r->first_train : NULL;
	r->train = w->train;
	r->n_train = 0;
	for (size_t i = 0; i < w->batch.n_rows; i++) {
		w->train[r->n_train] = (uint32_t)i;
		w->mask[i] = r->parts[i] == PART_TRAIN;
		r->n_train += w->mask[i];
	}
	rows->batch = &w->batch;
	rows->mask = w->mask;
	rows->more = r;
	return (v->pass->visit == NULL ? 0 : v->pass->visit(v->pass->ctx,
	    rows, d));
}

int
dataset_pass(const struct dataset *ds, const struct dataset_pass *how,
    struct fitter *fitters, size_t n, struct diag *d)
{
	int n_workers = crew_threads(ds->crew), r;
	struct visiting v = { .ds = ds, .pass = how };
	struct pass pass = {
		.spool = ds->spool, .crew = ds->crew, .split_col = COLUMN_NONE,
		.unit = how->unit, .stride = how->stride,
		.prepare = prepare, .ctx = &v
	};

	v.views = mem_calloc((size_t)n_workers, sizeof(*v.views));
	for (int i = 0; i < n_workers; i++) {
		v.views[i].batch.schema = ds->features;
		v.views[i].batch.cols = mem_calloc(ds->features->n,
		    sizeof(*v.views[i].batch.cols));
		v.views[i].mask = mem_alloc(BATCH_ROWS, 1);
		v.views[i].train = mem_alloc(BATCH_ROWS,
		    sizeof(*v.views[i].train));
	}
	r = pass_run(&pass, fitters, n, d);
	for (int i = 0; i < n_workers; i++) {
		free(v.views[i].batch.cols);
		free(v.views[i].mask);
		free(v.views[i].train);
	}
	free(v.views);
	return (r);
}
