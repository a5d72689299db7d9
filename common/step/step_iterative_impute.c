/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * iterative-impute: missing numbers are predicted from the other columns, by a
 * chain of ridge regressions (van Buuren 2007; Pedregosa et al. 2011).
 *
 * Columns are standardised, gaps begin as means, and ROUNDS times each column
 * in turn, those with fewer gaps first, is regressed on all others, with a
 * ridge of 1, on the training rows that have it, and its gaps are predicted.
 * The regressions of all rounds are kept, and replayed on each row.
 *
 * A regression's prediction is a linear function of the row, and so is what
 * follows from it.  So all sums over training rows follow from those of the
 * observed values, of each pattern of missing columns: one pass is enough.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "linalg.h"
#include "mem.h"
#include "num_init.h"
#include "patterns.h"
#include "step_columns.h"

#include "step_table.h"

#define ROUNDS 10
#define RIDGE 1.0

struct chain {
	size_t p;
	double *mean, *sd;	/* (p); sd is 0 where there was no value */
	size_t *order;		/* (p) */
	double *coef;		/* (ROUNDS, p, p + 1): of column j in the order
				   of columns, 0 for itself, then a constant */
};

static bool
is_number(enum col_type t)
{
	return (t == COL_INT || t == COL_FLOAT);
}

static int
bind_chain(struct step *s, const struct schema *in, struct diag *d)
{
	(void)in;
	return (s->n_in <= PATTERN_COLUMNS_MAX ? 0 : diag_set(d, "%zu columns, "
	    "more than %d", s->n_in, PATTERN_COLUMNS_MAX));
}

static void
free_chain(void *state)
{
	struct chain *c = state;

	free(c->mean);
	free(c->sd);
	free(c->order);
	free(c->coef);
	free(c);
}

static struct chain *
new_chain(size_t p)
{
	struct chain *c = MEM_NEW(struct chain);

	c->p = p;
	c->mean = mem_calloc(p, sizeof(double));
	c->sd = mem_calloc(p, sizeof(double));
	c->order = mem_calloc(p, sizeof(*c->order));
	c->coef = mem_calloc(ROUNDS * p * (p + 1), sizeof(double));
	return (c);
}

static double *
coef_of(const struct chain *c, size_t round, size_t j)
{
	return (c->coef + (round * c->p + j) * (c->p + 1));
}

/* Means and deviations of the observed values, and the order of columns; a
   column that does not vary has a deviation of 1. */
static void
describe(const struct patterns *f, struct chain *c)
{
	double *n = mem_calloc(c->p, sizeof(*n));

	for (size_t j = 0; j < c->p; j++) {
		double ss = 0, d;

		for (uint32_t i = 0; i < f->missing.n; i++) {
			const struct pattern *t = &f->v[i];

			if (pattern_lacks(f, i, j))
				continue;
			d = t->mean[j] - c->mean[j];
			ss += t->products[j * c->p + j] +
			    d * d * t->n * n[j] / (t->n + n[j]);
			n[j] += t->n;
			c->mean[j] += d * t->n / n[j];
		}
		if (n[j] > 0)
			c->sd[j] = ss > 0 ? sqrt(ss / n[j]) : 1;
	}
	for (size_t j = 0, k; j < c->p; j++) {
		for (k = j; k > 0 && n[c->order[k - 1]] < n[j]; k--)
			c->order[k] = c->order[k - 1];
		c->order[k] = j;
	}
	free(n);
}

/* Of each pattern the sums of products of (1, standardised columns), gaps
   being 0: (patterns, q, q), both triangles. */
static double *
begin_sums(const struct patterns *f, const struct chain *c)
{
	size_t p = c->p, q = p + 1;
	double *sums = mem_calloc(f->missing.n, q * q * sizeof(*sums));
	double *m = mem_calloc(q, sizeof(*m));

	for (uint32_t i = 0; i < f->missing.n; i++) {
		const struct pattern *t = &f->v[i];
		double *s = sums + i * q * q;

		m[0] = 1;
		for (size_t j = 0; j < p; j++)
			m[j + 1] = pattern_lacks(f, i, j) ? 0 :
			    (t->mean[j] - c->mean[j]) / c->sd[j];
		for (size_t j = 0; j < q; j++) {
			for (size_t k = 0; k <= j; k++) {
				double v = t->n * m[j] * m[k];

				if (k > 0 && !pattern_lacks(f, i, j - 1) &&
				    !pattern_lacks(f, i, k - 1))
					v += t->products[(j - 1) * p + k - 1] /
					    (c->sd[j - 1] * c->sd[k - 1]);
				s[j * q + k] = s[k * q + j] = v;
			}
		}
	}
	free(m);
	return (sums);
}

/* The regression of column j on the others from the sums g (q, q) over the
   rows that have it, to coef (p, then the constant). */
static int
regress(const struct chain *c, const double *g, size_t j, double *coef,
    struct diag *d)
{
	size_t p = c->p, q = p + 1, m = 0;
	double *a = mem_calloc(p * p, sizeof(*a)), *b = mem_calloc(p,
	    sizeof(*b)), n = g[0], constant = g[j + 1] / n;
	int r;

	for (size_t k = 0; k < p; k++) {
		size_t o = 0;

		if (k == j || c->sd[k] == 0)
			continue;
		for (size_t l = 0; l <= k; l++) {
			if (l != j && c->sd[l] != 0)
				a[m * p + o++] = g[(k + 1) * q + l + 1] -
				    g[k + 1] * g[l + 1] / n;
		}
		a[m * p + m] += RIDGE;
		b[m++] = g[(k + 1) * q + j + 1] - g[k + 1] * g[j + 1] / n;
	}
	for (size_t k = 1; k < m; k++)
		memmove(a + k * m, a + k * p, m * sizeof(*a));
	r = m > 0 ? solve_symmetric(a, b, m, NULL, d) : 0;
	for (size_t k = 0, i = 0; k < p && r == 0; k++) {
		if (k == j || c->sd[k] == 0)
			continue;
		coef[k] = b[i++];
		constant -= coef[k] * g[k + 1] / n;
	}
	coef[p] = constant;
	free(a);
	free(b);
	return (r);
}

/* Column j of a pattern that lacks it becomes what is predicted. */
static void
predict_sums(double *s, size_t p, size_t j, const double *coef)
{
	size_t q = p + 1;
	double *row = s + (j + 1) * q, own = 0;

	memset(row, 0, q * sizeof(*row));
	for (size_t l = 0; l < q; l++) {
		row[l] = coef[p] * s[l];
		for (size_t k = 0; k < p; k++) {
			if (k != j)
				row[l] += coef[k] * s[(k + 1) * q + l];
		}
	}
	own = coef[p] * row[0];
	for (size_t k = 0; k < p; k++)
		own += k == j ? 0 : coef[k] * row[k + 1];
	row[j + 1] = own;
	for (size_t l = 0; l < q; l++)
		s[l * q + j + 1] = row[l];
}

static int
fit_column(const struct patterns *f, struct chain *c, double *sums,
    double *coef, size_t j, struct diag *d)
{
	size_t q = c->p + 1;
	double *g = mem_calloc(q * q, sizeof(*g));
	int r;

	for (uint32_t i = 0; i < f->missing.n; i++) {
		for (size_t k = 0; k < q * q && !pattern_lacks(f, i, j); k++)
			g[k] += sums[i * q * q + k];
	}
	r = regress(c, g, j, coef, d);
	for (uint32_t i = 0; i < f->missing.n && r == 0; i++) {
		if (pattern_lacks(f, i, j))
			predict_sums(sums + i * q * q, c->p, j, coef);
	}
	free(g);
	return (r);
}

static int
finish_chain(struct step *s, void *fit, struct diag *d)
{
	const struct patterns *f = fit;
	struct chain *c = new_chain(f->p);
	double *sums;
	int r = 0;

	s->state = c;
	if (f->is_over)
		return (diag_set(d, "too many different sets of missing "
		    "columns: choose fewer columns"));
	num_need_room(1);
	describe(f, c);
	sums = begin_sums(f, c);
	for (size_t round = 0; round < ROUNDS; round++) {
		for (size_t k = 0; k < c->p && r == 0; k++) {
			size_t j = c->order[k];

			if (c->sd[j] > 0)
				r = fit_column(f, c, sums,
				    coef_of(c, round, j), j, d);
		}
	}
	free(sums);
	return (r);
}

/* Each output is made of all inputs. */
static int
declare_chain(struct step *s, const struct schema *in, struct diag *d)
{
	for (size_t k = 0; k < s->n_in; k++) {
		struct field f = in->fields[s->in_cols[k]];

		f.type = COL_FLOAT;
		if (schema_add(&s->out, &f, d) == -1)
			return (-1);
	}
	return (0);
}

/* Fill the gaps of a standardised row, which are 0. */
static void
fill_row(const struct chain *c, const bool *missing, double *x)
{
	for (size_t round = 0; round < ROUNDS; round++) {
		for (size_t k = 0; k < c->p; k++) {
			size_t j = c->order[k];
			const double *coef = coef_of(c, round, j);
			double v = coef[c->p];

			if (!missing[j] || c->sd[j] == 0)
				continue;
			for (size_t l = 0; l < c->p; l++)
				v += l == j ? 0 : coef[l] * x[l];
			x[j] = v;
		}
	}
}

static int
apply_chain(const struct step *s, const struct apply_args *a, struct diag *d)
{
	const struct chain *c = s->state;
	double *x = mem_alloc(c->p, sizeof(*x));
	bool missing[PATTERN_COLUMNS_MAX], any;

	(void)d;
	for (size_t i = 0; i < a->in->n_rows; i++) {
		any = false;
		for (size_t j = 0; j < c->p; j++) {
			double v = column_number(step_input(s, a, j), i);

			column_add_float(&a->out[j], v);
			missing[j] = !isfinite(v);
			x[j] = missing[j] || c->sd[j] == 0 ? 0 :
			    (v - c->mean[j]) / c->sd[j];
			any |= isnan(v);
		}
		if (!any)
			continue;
		fill_row(c, missing, x);
		for (size_t j = 0; j < c->p; j++) {
			if (a->out[j].valid[i] || c->sd[j] == 0)
				continue;
			a->out[j].n--;
			a->out[j].n_missing--;
			column_add_float(&a->out[j],
			    c->mean[j] + c->sd[j] * x[j]);
			a->counts->imputed++;
		}
	}
	free(x);
	return (0);
}

static json_t *
save_chain(const struct step *s)
{
	const struct chain *c = s->state;
	json_t *order = json_array();

	for (size_t k = 0; k < c->p; k++)
		json_array_append_new(order, doc_stringn(s->in[c->order[k]],
		    strlen(s->in[c->order[k]])));
	return (json_pack("{s:o,s:o,s:o,s:o}",
	    "means", doc_floats(c->mean, c->p),
	    "deviations", doc_floats(c->sd, c->p), "order", order,
	    "coefficients", doc_floats(c->coef, ROUNDS * c->p * (c->p + 1))));
}

static int
load_floats(const json_t *state, const char *key, double *to, size_t n,
    struct diag *d)
{
	double *v;
	size_t n_v;

	if (doc_get_floats(state, key, &v, &n_v, d) == -1)
		return (-1);
	if (n_v == n)
		memcpy(to, v, n * sizeof(*to));
	free(v);
	return (n_v == n ? 0 : diag_set(d, "\"%s\" are %zu numbers, not %zu",
	    key, n_v, n));
}

static int
load_order(const struct step *s, const json_t *state, struct chain *c,
    struct diag *d)
{
	const char *name;
	json_t *order;
	size_t j;

	if (doc_get_array(state, "order", &order, d) == -1)
		return (-1);
	if (json_array_size(order) != c->p)
		return (diag_set(d, "\"order\" is not of all columns"));
	for (size_t k = 0; k < c->p; k++) {
		name = json_string_value(json_array_get(order, k));
		for (j = 0; j < c->p && name != NULL; j++) {
			if (strcmp(s->in[j], name) == 0)
				break;
		}
		if (name == NULL || j == c->p)
			return (diag_set(d, "\"order\" has what is no input"));
		c->order[k] = j;
	}
	return (0);
}

static int
load_chain(struct step *s, const json_t *state, struct diag *d)
{
	size_t p = s->n_in;
	struct chain *c;

	if (p == 0 || p > PATTERN_COLUMNS_MAX)
		return (diag_set(d, "%zu inputs", p));
	s->state = c = new_chain(p);
	if (load_floats(state, "means", c->mean, p, d) == -1 ||
	    load_floats(state, "deviations", c->sd, p, d) == -1 ||
	    load_floats(state, "coefficients", c->coef,
	    ROUNDS * p * (p + 1), d) == -1)
		return (-1);
	return (load_order(s, state, c, d));
}

const struct step_kind step_iterative_impute = {
	.name = "iterative-impute",
	.version = 1,
	.summary = "missing numbers predicted from other columns",
	.consumes = true,
	.takes = is_number,
	.takes_what = "an int or a float",
	.parse = step_parse_selector,
	.bind = bind_chain,
	.fit = &patterns_fit,
	.finish = finish_chain,
	.declare = declare_chain,
	.apply = apply_chain,
	.save = save_chain,
	.load = load_chain,
	.free_state = free_chain
};
