/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "moments.h"

#include "design_matrix.h"
#include "group_pass.h"
#include "sparse_sums.h"

#define SCALE_MIN 1e-300	/* below it a column is as good as constant */

static void
lay_out(struct design *x)
{
	const struct field *f = x->features->fields;
	size_t n = x->features->n;

	x->first = mem_alloc(n, sizeof(*x->first));
	x->n_dense = 1;
	for (size_t j = 0; j < n; j++) {
		x->first[j] = x->n_dense;
		if (f[j].type != COL_SPARSE)
			x->n_dense += field_width(&f[j]);
	}
	x->n = x->n_dense;
	for (size_t j = 0; j < n; j++) {
		if (f[j].type != COL_SPARSE)
			continue;
		x->first[j] = x->n;
		x->n += field_width(&f[j]);
	}
}

/* Value k of the rows of a dense feature, every stride-th place of out. */
static void
gather(const struct column *c, const struct design_rows *r, size_t k,
    size_t stride, double *out)
{
	switch (c->type) {
	case COL_BOOL:
		for (size_t i = 0; i < r->n; i++)
			out[i * stride] = c->bools[r->rows[i]];
		break;
	case COL_INT:
	case COL_TIME:
		for (size_t i = 0; i < r->n; i++)
			out[i * stride] = (double)c->ints[r->rows[i]];
		break;
	case COL_FLOAT:
		for (size_t i = 0; i < r->n; i++)
			out[i * stride] = c->floats[r->rows[i]];
		break;
	case COL_VECTOR:
		for (size_t i = 0; i < r->n; i++)
			out[i * stride] =
			    (double)c->vector[r->rows[i] * c->width + k];
		break;
	default:
		BUG("a %s column is not dense", col_type_name(c->type));
	}
}

/* Moments of the dense columns; a group of blocks has one of these. */
struct column_sums {
	struct moments *dense;	/* (n_dense) */
	double *values;		/* (BATCH_ROWS): scratch */
};

struct standardising {
	struct design *x;
	struct column_sums *groups;
};

static void
add_columns(void *ctx, size_t group, int worker, const struct train_rows *t)
{
	struct standardising *s = ctx;
	const struct schema *features = s->x->features;
	struct column_sums *sums = &s->groups[group];
	struct moments *m = sums->dense + 1;
	struct design_rows r = { t->batch, t->rows, t->n };

	(void)worker;
	for (size_t j = 0; j < features->n; j++) {
		if (features->fields[j].type == COL_SPARSE)
			continue;
		for (size_t k = 0; k < field_width(&features->fields[j]);
		    k++) {
			gather(t->batch->cols[j], &r, k, 1, sums->values);
			moments_add_many(m++, sums->values, r.n);
		}
	}
}

static void
sums_init(struct column_sums *s, const struct design *x)
{
	s->dense = mem_alloc(x->n_dense, sizeof(*s->dense));
	for (size_t j = 0; j < x->n_dense; j++)
		moments_init(&s->dense[j]);
	s->values = mem_alloc(BATCH_ROWS, sizeof(*s->values));
}

static int
take_dense(struct design *x, const struct dataset *ds, struct diag *d)
{
	size_t n = group_pass_count(ds, x->n_dense * sizeof(struct moments));
	struct standardising s = { .x = x };
	struct group_pass pass = { .ds = ds, .stride = 1, .n_groups = n,
	    .add = add_columns, .ctx = &s };
	int status;

	s.groups = mem_alloc(n, sizeof(*s.groups));
	for (size_t g = 0; g < n; g++)
		sums_init(&s.groups[g], x);
	status = group_pass_run(&pass, d);
	for (size_t j = 1; j < x->n_dense; j++) {
		for (size_t g = 1; g < n; g++)
			moments_merge(&s.groups[0].dense[j],
			    &s.groups[g].dense[j]);
		x->mean[j] = s.groups[0].dense[j].mean;
		x->scale[j] = moments_stddev(&s.groups[0].dense[j], 0);
	}
	for (size_t g = 0; g < n; g++) {
		free(s.groups[g].dense);
		free(s.groups[g].values);
	}
	free(s.groups);
	return (status);
}

static int
take_sparse(struct design *x, const struct dataset *ds, struct diag *d)
{
	double *sums = mem_calloc(x->n, 2 * sizeof(*sums));
	struct sparse_sums s = { .design = x, .ds = ds, .out = sums };
	int status = sparse_sums_add(&s, d);

	for (size_t j = x->n_dense; j < x->n && status == 0; j++) {
		x->mean[j] = sums[j] / (double)ds->n_train;
		x->scale[j] = sqrt(sums[x->n + j] / (double)ds->n_train);
	}
	free(sums);
	return (status);
}

static int
check_scales(struct design *x, struct diag *d)
{
	const struct field *f = x->features->fields;
	size_t j;

	for (j = 0; j < x->n; j++) {
		if (x->scale[j] < SCALE_MIN)
			x->scale[j] = 1;
	}
	for (size_t i = 0; i < x->features->n; i++) {
		for (j = x->first[i]; j < x->first[i] + field_width(&f[i]);
		    j++) {
			if (!isfinite(x->scale[j]) || !isfinite(x->mean[j]))
				return (diag_set(d, "column \"%s\" has a "
				    "value that is infinite or too large",
				    f[i].name));
		}
	}
	return (0);
}

int
design_init(struct design *x, const struct dataset *ds, struct diag *d)
{
	memset(x, 0, sizeof(*x));
	x->features = ds->features;
	lay_out(x);
	x->mean = mem_calloc(x->n, sizeof(*x->mean));
	x->scale = mem_calloc(x->n, sizeof(*x->scale));
	if (take_dense(x, ds, d) == -1 || take_sparse(x, ds, d) == -1)
		return (-1);
	return (check_scales(x, d));
}

void
design_release(struct design *x)
{
	free(x->first);
	free(x->mean);
	free(x->scale);
	memset(x, 0, sizeof(*x));
}

static void
fill_column(const struct design *x, const struct design_rows *r, size_t col,
    double *out)
{
	double mean = x->mean[col], scale = 1 / x->scale[col];

	for (size_t i = 0; i < r->n; i++)
		out[i * x->n_dense] = (out[i * x->n_dense] - mean) * scale;
}

void
design_fill(const struct design *x, const struct design_rows *r, double *out)
{
	const struct column *c;

	for (size_t i = 0; i < r->n; i++)
		out[i * x->n_dense] = 1;
	for (size_t j = 0; j < x->features->n; j++) {
		c = r->batch->cols[j];
		if (c->type == COL_SPARSE)
			continue;
		for (size_t k = 0; k < field_width(&x->features->fields[j]);
		    k++) {
			gather(c, r, k, x->n_dense, out + x->first[j] + k);
			fill_column(x, r, x->first[j] + k,
			    out + x->first[j] + k);
		}
	}
}

void
design_add_scores(const struct design *x, const struct design_rows *r,
    const double *coef, double *out)
{
	const struct column *c;
	size_t at;

	for (size_t j = 0; j < x->features->n; j++) {
		c = r->batch->cols[j];
		if (c->type != COL_SPARSE)
			continue;
		for (size_t i = 0; i < r->n; i++) {
			for (uint32_t e = c->off[r->rows[i]];
			    e < c->off[r->rows[i] + 1]; e++) {
				at = x->first[j] + c->index[e];
				out[i] += (double)c->value[e] / x->scale[at] *
				    coef[at];
			}
		}
	}
}
