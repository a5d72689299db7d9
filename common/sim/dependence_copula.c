/* SPDX-License-Identifier: GPL-3.0-or-later */
/* marginal_dependence is a copula without correlations. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dist.h"
#include "linalg.h"
#include "mem.h"
#include "radix.h"

#include "dependence.h"

#define N_HERMITE 24
#define CLASSES_MAX 100

/* A normal number behind a column of a class: its atoms in order, or whether
   it has a value. */
struct latent {
	size_t col;
	bool is_missing;	/* below its quantile the value is missing */
	double limit;
	uint32_t *ranked;	/* atoms of the class's rows, ascending */
	size_t n;
	/* While it is fitted: the expectation for each row of the class, NaN
	   where there is none, and its Hermite coefficients. */
	double *z;
	double hermite[N_HERMITE];
};

struct copula_class {
	uint32_t *rows;
	size_t n_rows;
	struct latent *latents;
	size_t n;
	double *root;		/* (n, n): times normal numbers; NULL: none */
};

struct copula {
	const struct sim_table *table;
	size_t by;
	struct copula_class *classes;
	size_t n_classes;
	uint32_t *class_of_row;	/* of n_kept rows, of which one is drawn */
	size_t n_kept;
};

static double
density(double z)
{
	return (isfinite(z) ? exp(-z * z / 2) / sqrt(2 * M_PI) : 0);
}

static double
quantile(double p)
{
	return (p <= 0 ? -INFINITY : p >= 1 ? INFINITY : normal_quantile(p));
}

/* Add what a level between two quantiles with the expectation e adds to the
   normalised coefficients: e times the integral of He_k, which is
   He_(k-1)(a) phi(a) - He_(k-1)(b) phi(b). */
static void
add_hermite(double *out, double a, double b, double e)
{
	double before[2] = { 0, 0 }, now[2] = { density(a), density(b) }, next;
	double at[2] = { a, b }, norm = 1;

	for (int k = 1; k < N_HERMITE; k++) {
		norm *= sqrt(k);
		out[k] += e * (now[0] - now[1]) / norm;
		for (int i = 0; i < 2 && k < N_HERMITE - 1; i++) {
			next = isfinite(at[i]) ? at[i] * now[i] -
			    (k - 1) * before[i] : 0;
			before[i] = now[i];
			now[i] = next;
		}
	}
}

/* The expectations of rows by the order of their keys; those without a key,
   which is below 0, have none. */
static void
expect(struct latent *l, const double *key, size_t n)
{
	uint32_t *order = mem_alloc(n, sizeof(*order));
	double *v = mem_alloc(n, sizeof(*v)), a = -INFINITY, b, e;
	size_t m = 0, begin = 0;

	memcpy(v, key, n * sizeof(*v));
	for (size_t i = 0; i < n; i++) {
		l->z[i] = NAN;
		m += key[i] >= 0;
	}
	sort_order(v, n, order);
	for (size_t i = n - m + 1; i <= n; i++) {
		if (i < n && key[order[i]] == key[order[i - 1]])
			continue;
		b = quantile((double)(i - (n - m)) / (double)m);
		e = (density(a) - density(b)) * (double)m /
		    (double)(i - (n - m) - begin);
		for (size_t k = begin + (n - m); k < i; k++)
			l->z[order[k]] = e;
		add_hermite(l->hermite, a, b, e);
		begin = i - (n - m);
		a = b;
	}
	free(order);
	free(v);
}

/* Take column j of the class: whether it has values, and these. */
static void
take_latents(const struct sim_table *t, struct copula_class *c, size_t j)
{
	struct latent *l = &c->latents[c->n];
	double *key = mem_alloc(c->n_rows, sizeof(*key));
	size_t n = 0;

	*l = (struct latent){ .col = j };
	l->ranked = mem_alloc(c->n_rows, sizeof(*l->ranked));
	for (size_t i = 0; i < c->n_rows; i++) {
		uint32_t a = t->atoms[j][c->rows[i]];

		key[i] = a == ATOM_MISSING ? -1.0 : a;
		if (a != ATOM_MISSING)
			l->ranked[n++] = a;
	}
	l->n = n;
	l->z = mem_alloc(c->n_rows, sizeof(*l->z));
	expect(l, key, c->n_rows);
	c->n++;
	if (n < c->n_rows) {
		for (size_t i = 0; i < c->n_rows; i++)
			key[i] = key[i] >= 0;
		c->latents[c->n] = (struct latent){ .col = j,
		    .is_missing = true, .z = mem_alloc(c->n_rows, sizeof(*key)),
		    .limit = quantile(1 - (double)n / (double)c->n_rows) };
		expect(&c->latents[c->n++], key, c->n_rows);
	}
	free(key);
}

static int
compare_atoms(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return ((x > y) - (x < y));
}

/* The correlation of two normal numbers whose expectations have this product
   moment. */
static double
solve_correlation(const struct latent *a, const struct latent *b,
    double moment)
{
	double lo = -0.9999, hi = 0.9999, mid, sum, power;

	for (int step = 0; step < 40; step++) {
		mid = (lo + hi) / 2;
		sum = 0;
		power = 1;
		for (int k = 1; k < N_HERMITE; k++) {
			power *= mid;
			sum += power * a->hermite[k] * b->hermite[k];
		}
		if (sum < moment)
			lo = mid;
		else
			hi = mid;
	}
	return ((lo + hi) / 2);
}

static double
correlate(const struct copula_class *c, size_t i, size_t j)
{
	const struct latent *a = &c->latents[i], *b = &c->latents[j];
	double sum = 0, n = 0, x;

	if (a->col == b->col)
		return (0);
	for (size_t k = 0; k < c->n_rows; k++) {
		x = a->z[k] * b->z[k];
		if (!isnan(x)) {
			sum += x;
			n++;
		}
	}
	return (n < 2 ? 0 : solve_correlation(a, b, sum / n));
}

/* A root of the nearest matrix without negative eigenvalues, its rows of
   length 1. */
static void
take_root(struct copula_class *c)
{
	size_t n = c->n;
	double *m = mem_calloc(n * n, sizeof(*m)), length;
	double *values = mem_alloc(n, sizeof(*values));

	for (size_t i = 0; i < n; i++) {
		m[i * n + i] = 1;
		for (size_t j = 0; j < i; j++)
			m[i * n + j] = correlate(c, i, j);
	}
	eigen_symmetric(m, n, values);
	for (size_t i = 0; i < n; i++) {
		length = 0;
		for (size_t k = 0; k < n; k++) {
			m[i * n + k] *= sqrt(fmax(values[k], 0));
			length += m[i * n + k] * m[i * n + k];
		}
		for (size_t k = 0; k < n; k++)
			m[i * n + k] /= sqrt(length);
	}
	free(values);
	c->root = m;
}

struct fit_classes {
	struct copula *copula;
	bool correlated;
};

static void
fit_class(void *ctx, size_t k, int worker)
{
	const struct fit_classes *f = ctx;
	const struct sim_table *t = f->copula->table;
	struct copula_class *c = &f->copula->classes[k];

	(void)worker;
	c->latents = mem_calloc(2 * t->schema.n, sizeof(*c->latents));
	for (size_t j = 0; j < t->schema.n; j++)
		take_latents(t, c, j);
	if (f->correlated)
		take_root(c);
	for (size_t i = 0; i < c->n; i++) {
		free(c->latents[i].z);
		if (c->latents[i].ranked != NULL)
			qsort(c->latents[i].ranked, c->latents[i].n,
			    sizeof(uint32_t), compare_atoms);
	}
}

/* The class of each row, by the atoms of a column; classes with rare rows are
   left out.  Without a column all rows are of one. */
static int
find_classes(struct copula *c, struct diag *d)
{
	const struct sim_table *t = c->table;
	const struct sim_column *by = c->by == COLUMN_NONE ? NULL :
	    &t->columns[c->by];
	size_t n = by == NULL ? 1 : by->n_atoms + 1;
	uint32_t k;

	if (n > CLASSES_MAX)
		return (diag_set(d, "column \"%s\" has %zu different values, "
		    "rows by which are learnt of up to %d", by->field->name,
		    n - 1, CLASSES_MAX));
	c->classes = mem_calloc(n, sizeof(*c->classes));
	c->class_of_row = mem_alloc(t->n_rows, sizeof(*c->class_of_row));
	c->n_classes = n;
	for (size_t i = 0; i < t->n_rows; i++) {
		k = by == NULL ? 0 : t->atoms[c->by][i];
		k = k == ATOM_MISSING ? (uint32_t)by->n_atoms : k;
		if (by != NULL && (k == by->n_atoms ? by->n_missing :
		    sim_atom_rows(by, k)) < by->rare)
			continue;
		if (c->classes[k].rows == NULL)
			c->classes[k].rows = mem_alloc(t->n_rows,
			    sizeof(uint32_t));
		c->classes[k].rows[c->classes[k].n_rows++] = (uint32_t)i;
		c->class_of_row[c->n_kept++] = k;
	}
	return (c->n_kept > 0 ? 0 : diag_set(d, "no value of column \"%s\" has "
	    "enough rows to be learnt of", by->field->name));
}

static void
copula_free(void *fit)
{
	struct copula *c = fit;

	for (size_t k = 0; k < c->n_classes; k++) {
		for (size_t i = 0; i < c->classes[k].n; i++)
			free(c->classes[k].latents[i].ranked);
		free(c->classes[k].rows);
		free(c->classes[k].latents);
		free(c->classes[k].root);
	}
	free(c->classes);
	free(c->class_of_row);
	free(c);
}

static int
copula_make(const struct sim_table *t, const struct dependence_options *o,
    bool correlated, void **out, struct diag *d)
{
	struct copula *c = MEM_NEW(struct copula);
	struct fit_classes f = { c, correlated };

	c->table = t;
	c->by = o->by;
	if (find_classes(c, d) == -1) {
		copula_free(c);
		return (-1);
	}
	crew_for(o->crew, c->n_classes, fit_class, &f);
	*out = c;
	return (0);
}

static int
correlated_fit(const struct sim_table *t, const struct dependence_options *o,
    void **out, struct diag *d)
{
	return (copula_make(t, o, true, out, d));
}

static int
marginal_fit(const struct sim_table *t, const struct dependence_options *o,
    void **out, struct diag *d)
{
	return (copula_make(t, o, false, out, d));
}

static double
draw_normal(struct rng *r)
{
	return (normal_quantile(((double)(rng_next(r) >> 11) + 0.5) *
	    0x1p-53));
}

static void
copula_draw(const void *fit, struct rng *r, uint32_t *atoms)
{
	const struct copula *c = fit;
	const struct copula_class *k = &c->classes[c->class_of_row[
	    rng_below(r, c->n_kept)]];
	double *g = mem_alloc(k->n, sizeof(*g)), z;
	const struct latent *l;
	size_t at;

	for (size_t i = 0; i < k->n; i++)
		g[i] = draw_normal(r);
	for (size_t i = 0; i < k->n; i++) {
		l = &k->latents[i];
		z = k->root == NULL ? g[i] : 0;
		for (size_t j = 0; k->root != NULL && j < k->n; j++)
			z += k->root[i * k->n + j] * g[j];
		at = (size_t)((1 - normal_sf(z)) * (double)l->n);
		if (!l->is_missing)
			atoms[l->col] = l->n == 0 ? ATOM_MISSING :
			    l->ranked[at < l->n ? at : l->n - 1];
		else if (z < l->limit)
			atoms[l->col] = ATOM_MISSING;
	}
	free(g);
}

const struct dependence copula_dependence = {
	.name = "copula",
	.fit = correlated_fit,
	.draw = copula_draw,
	.free = copula_free,
};

const struct dependence marginal_dependence = {
	.name = "marginal",
	.fit = marginal_fit,
	.draw = copula_draw,
	.free = copula_free,
};
