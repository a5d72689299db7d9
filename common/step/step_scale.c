/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scale: a number becomes a float on a common scale.
 *
 * standard	(x - mean) / standard deviation of the population
 * minmax	(x - min) / (max - min); beyond training rows beyond 0 .. 1
 * robust	(x - median) / (q75 - q25)
 * quantile	the share of training rows below it, 0 .. 1: by linear
 *		interpolation between up to 1000 quantiles, halfway where
 *		several are equal (as QuantileTransformer of scikit-learn)
 * log		sign(x) log(1 + |x|); nothing is fitted
 *
 * A column that is constant on training rows becomes 0. Missing stays.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "nearest.h"
#include "number_fit.h"
#include "step_columns.h"

#include "step_table.h"

#define N_QUANTILES 1000

enum method {
	SCALE_STANDARD,
	SCALE_MINMAX,
	SCALE_ROBUST,
	SCALE_LOG,
	SCALE_QUANTILE
};

static const char *const method_names[] = {
	"standard", "minmax", "robust", "log", "quantile", NULL
};

struct scale_column {
	double center, scale;	/* scale 0: the column is constant */
	double *quantiles;	/* ascending */
	size_t n_quantiles;
};

struct scale_state {
	enum method method;
	struct scale_column *cols;	/* none for log */
	size_t n;
};

static struct scale_state *
new_state(struct step *s, enum method method)
{
	struct scale_state *st = MEM_NEW(struct scale_state);

	st->method = method;
	st->n = method == SCALE_LOG ? 0 : s->n_in;
	st->cols = mem_calloc(st->n, sizeof(*st->cols));
	s->state = st;
	return (st);
}

static void
free_scale(void *state)
{
	struct scale_state *st = state;

	for (size_t i = 0; i < st->n; i++)
		free(st->cols[i].quantiles);
	free(st->cols);
	free(st);
}

static int
get_method(const struct step *s, enum method *out, struct diag *d)
{
	const char *name;
	int k;

	if (doc_get_string(s->params, "method", &name, d) == -1 ||
	    (k = nearest_lookup(method_names, name, "scaling", d)) == -1)
		return (-1);
	*out = (enum method)k;
	return (0);
}

static int
parse_scale(struct step *s, const char *arg, struct diag *d)
{
	const char *rest;
	enum method method;

	step_take_selector(s, arg, &rest);
	json_object_set_new(s->params, "method",
	    json_string(rest != NULL ? rest : "standard"));
	if (get_method(s, &method, d) == -1)
		return (-1);
	if (method == SCALE_LOG)
		new_state(s, method);
	return (0);
}

static int
bind_scale(struct step *s, const struct schema *in, struct diag *d)
{
	return (step_check_types(s, in, is_numeric_type, "a number", d));
}

/*
 * The deviation, or 0 where it is within what rounding makes of a constant
 * (Chan, Golub and LeVeque 1983, "Algorithms for computing the sample
 * variance: analysis and recommendations").
 */
static double
real_deviation(const struct moments *m)
{
	const double eps = 0x1p-52;
	double n = (double)m->n, var = moments_variance(m, 0);
	double rounding = n * m->mean * eps;

	if (var <= n * eps * var + rounding * rounding)
		return (0);
	return (sqrt(var));
}

static void
take_quantiles(struct scale_column *c, const struct sketch *sk)
{
	struct sketch_view view;

	c->n_quantiles = sk->n < N_QUANTILES ? sk->n : N_QUANTILES;
	c->quantiles = mem_alloc(c->n_quantiles, sizeof(*c->quantiles));
	sketch_view_init(&view, sk);
	for (size_t k = 0; k < c->n_quantiles; k++)
		c->quantiles[k] = sketch_view_quantile(&view,
		    c->n_quantiles > 1 ?
		    (double)k / (double)(c->n_quantiles - 1) : 0);
	sketch_view_release(&view);
}

static void
finish_column(struct scale_column *c, enum method method,
    const struct moments *m, const struct sketch *sk)
{
	if (m->n == 0)
		return;
	switch (method) {
	case SCALE_STANDARD:
		c->center = m->mean;
		c->scale = real_deviation(m);
		break;
	case SCALE_MINMAX:
		c->center = m->min;
		c->scale = m->max - m->min;
		break;
	case SCALE_ROBUST:
		c->center = sketch_quantile(sk, 0.5);
		c->scale = sketch_quantile(sk, 0.75) -
		    sketch_quantile(sk, 0.25);
		break;
	case SCALE_QUANTILE:
		take_quantiles(c, sk);
		break;
	case SCALE_LOG:
		break;
	}
}

static bool
is_finite_column(const struct scale_column *c)
{
	return (isfinite(c->center) && isfinite(c->scale) &&
	    (c->n_quantiles == 0 || (isfinite(c->quantiles[0]) &&
	    isfinite(c->quantiles[c->n_quantiles - 1]))));
}

static int
finish_scale(struct step *s, void *fit, struct diag *d)
{
	const struct number_fit *f = fit;
	struct scale_state *st;
	enum method method;

	if (get_method(s, &method, d) == -1)
		return (-1);
	st = new_state(s, method);
	for (size_t i = 0; i < st->n; i++) {
		finish_column(&st->cols[i], method, &f->moments[i],
		    f->sketches != NULL ? &f->sketches[i] : NULL);
		if (!is_finite_column(&st->cols[i]))
			return (diag_set(d, "column \"%s\" cannot be scaled: "
			    "its training rows have infinite values",
			    s->in[i]));
	}
	return (0);
}

static int
declare_scale(struct step *s, const struct schema *in, struct diag *d)
{
	for (size_t i = 0; i < s->n_in; i++) {
		if (step_declare_same(s, in, i, COL_FLOAT, d) == -1)
			return (-1);
	}
	return (0);
}

/* How many quantiles are less than x, or not more than x. */
static size_t
count_below(const struct scale_column *c, double x, bool or_equal)
{
	size_t lo = 0, hi = c->n_quantiles, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (c->quantiles[mid] < x ||
		    (or_equal && c->quantiles[mid] == x))
			lo = mid + 1;
		else
			hi = mid;
	}
	return (lo);
}

static double
quantile_rank(const struct scale_column *c, double x)
{
	const double *q = c->quantiles;
	size_t n = c->n_quantiles, lo, hi;
	double at;

	if (n == 0 || x <= q[0])
		return (0);
	if (x >= q[n - 1])
		return (1);
	lo = count_below(c, x, false);
	hi = count_below(c, x, true);
	if (hi > lo)		/* quantiles lo .. hi - 1 equal x */
		at = ((double)lo + (double)(hi - 1)) / 2;
	else
		at = (double)(lo - 1) + (x - q[lo - 1]) / (q[lo] - q[lo - 1]);
	return (at / (double)(n - 1));
}

static double
scale_value(const struct scale_state *st, size_t k, double x)
{
	const struct scale_column *c;

	if (st->method == SCALE_LOG)
		return (copysign(log1p(fabs(x)), x));
	c = &st->cols[k];
	if (st->method == SCALE_QUANTILE)
		return (quantile_rank(c, x));
	return (c->scale > 0 ? (x - c->center) / c->scale : 0);
}

static int
apply_scale(const struct step *s, const struct apply_args *a, struct diag *d)
{
	const struct scale_state *st = s->state;
	size_t n = a->in->n_rows;

	(void)d;
	for (size_t k = 0; k < s->n_in; k++) {
		const struct column *c = a->in->cols[s->in_cols[k]];
		struct column *out = &a->out[k];

		column_reserve(out, n);
		column_numbers(c, out->floats);
		memcpy(out->valid, c->valid, n);
		for (size_t i = 0; i < n; i++) {
			if (c->valid[i])
				out->floats[i] = scale_value(st, k,
				    out->floats[i]);
		}
		out->n = n;
		out->n_missing = c->n_missing;
	}
	return (0);
}

static json_t *
save_column(const struct step *s, size_t i)
{
	const struct scale_state *st = s->state;
	const struct scale_column *c = &st->cols[i];
	json_t *o = json_object();

	if (st->method == SCALE_QUANTILE) {
		json_object_set_new(o, "quantiles",
		    doc_floats(c->quantiles, c->n_quantiles));
		return (o);
	}
	json_object_set_new(o, "center", doc_float(c->center));
	json_object_set_new(o, "scale", doc_float(c->scale));
	return (o);
}

static json_t *
save_scale(const struct step *s)
{
	const struct scale_state *st = s->state;

	if (st->method == SCALE_LOG)
		return (json_object());
	return (step_columns_save(s, save_column));
}

static int
check_column(const struct scale_column *c, struct diag *d)
{
	if (!is_finite_column(c))
		return (diag_set(d, "a scale is not finite"));
	for (size_t k = 1; k < c->n_quantiles; k++) {
		if (!(c->quantiles[k - 1] <= c->quantiles[k]))
			return (diag_set(d, "\"quantiles\" are not "
			    "ascending"));
	}
	return (0);
}

static int
load_column(struct step *s, size_t i, const json_t *o, struct diag *d)
{
	const struct scale_state *st = s->state;
	struct scale_column *c = &st->cols[i];

	if (st->method == SCALE_QUANTILE ?
	    doc_get_floats(o, "quantiles", &c->quantiles, &c->n_quantiles,
	    d) == -1 :
	    doc_get_float(o, "center", &c->center, d) == -1 ||
	    doc_get_float(o, "scale", &c->scale, d) == -1)
		return (-1);
	return (check_column(c, d));
}

static int
load_scale(struct step *s, const json_t *state, struct diag *d)
{
	enum method method;

	if (get_method(s, &method, d) == -1)
		return (-1);
	new_state(s, method);
	if (method == SCALE_LOG)
		return (0);
	return (step_columns_load(s, state, load_column, d));
}

const struct step_kind step_scale = {
	.name = "scale",
	.version = 1,
	.summary = "numbers on a common scale",
	.consumes = true,
	.parse = parse_scale,
	.bind = bind_scale,
	.fit = &number_fit_ops,
	.finish = finish_scale,
	.declare = declare_scale,
	.apply = apply_scale,
	.save = save_scale,
	.load = load_scale,
	.free_state = free_scale
};
