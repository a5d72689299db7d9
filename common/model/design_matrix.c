/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "moments.h"

#include "design_matrix.h"
#include "sparse_sums.h"

#define SCALE_MIN 1e-305	/* below it a coefficient may be no double */

static void
lay_out(struct design *x)
{
	const struct field *f = x->features->fields;
	size_t n = x->features->n;

	x->few = schema_width(x->features) < DESIGN_FEW;
	x->first = mem_alloc(n, sizeof(*x->first));
	x->n_dense = 1;
	for (size_t j = 0; j < n; j++) {
		x->first[j] = x->n_dense;
		if (!design_is_sparse(x, j))
			x->n_dense += field_width(&f[j]);
	}
	x->n = x->n_dense;
	for (size_t j = 0; j < n; j++) {
		if (!design_is_sparse(x, j))
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
	case COL_SPARSE:
		for (size_t i = 0; i < r->n; i++)
			out[i * stride] = column_sparse_at(c, r->rows[i],
			    (uint32_t)k);
		break;
	default:
		BUG("a %s column is not dense", col_type_name(c->type));
	}
}

/* The moments of the dense columns, (n_dense), are what a pass accumulates. */
static void *
new_moments(const void *what)
{
	const struct design *x = what;
	struct moments *m = mem_alloc(x->n_dense, sizeof(*m));

	for (size_t j = 0; j < x->n_dense; j++)
		moments_init(&m[j]);
	return (m);
}

static void
add_columns(void *fit, const void *what, const struct fit_rows *rows)
{
	const struct design *x = what;
	const struct schema *features = x->features;
	const struct dataset_rows *r = rows->more;
	struct design_rows in = { rows->batch, r->train, r->n_train };
	double *values = mem_alloc(BATCH_ROWS, sizeof(*values));
	struct moments *m = (struct moments *)fit + 1;

	for (size_t j = 0; j < features->n; j++) {
		if (design_is_sparse(x, j))
			continue;
		for (size_t k = 0; k < field_width(&features->fields[j]);
		    k++) {
			gather(rows->batch->cols[j], &in, k, 1, values);
			moments_add_many(m++, values, in.n);
		}
	}
	free(values);
}

static void
merge_moments(void *into, const void *what, void *from)
{
	const struct design *x = what;
	struct moments *a = into, *b = from;

	for (size_t j = 0; j < x->n_dense; j++)
		moments_merge(&a[j], &b[j]);
	free(b);
}

static void
save_moments(const void *fit, const void *what, struct str *out)
{
	const struct design *x = what;
	const struct moments *m = fit;

	for (size_t j = 0; j < x->n_dense; j++)
		moments_save(&m[j], out);
}

static void *
load_moments(const void *what, struct unpack *from)
{
	const struct design *x = what;
	struct moments *m = new_moments(what);

	for (size_t j = 0; j < x->n_dense; j++)
		moments_load(&m[j], from);
	return (m);
}

static const struct fit_ops moments_fit = {
	new_moments, add_columns, merge_moments, free, save_moments,
	load_moments
};

static int
take_dense(struct design *x, const struct dataset *ds, struct diag *d)
{
	struct fitter f = { &moments_fit, x, NULL };
	struct dataset_pass pass = { .unit = pass_unit(ds->spool,
	    x->n_dense * sizeof(struct moments)) };
	const struct moments *m;

	if (dataset_pass(ds, &pass, &f, 1, d) == -1)
		return (-1);
	m = f.fit;
	for (size_t j = 1; j < x->n_dense; j++) {
		x->mean[j] = m[j].mean;
		x->scale[j] = moments_stddev(&m[j], 0);
	}
	free(f.fit);
	return (0);
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
		x->n_tiny += x->scale[j] > 0 && x->scale[j] < SCALE_MIN;
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
		if (design_is_sparse(x, j))
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
		if (!design_is_sparse(x, j))
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
