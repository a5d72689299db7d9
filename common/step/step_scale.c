/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scale: a number becomes a float on a common scale.
 *
 * standard	(x - mean) / standard deviation of the population
 * minmax	(x - min) / (max - min); beyond training rows beyond 0 .. 1
 * robust	(x - median) / (q75 - q25), or / deviation where the quartiles
 *		are equal but the column is not constant
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
#include "quantile.h"
#include "step_columns.h"
#include "value_fit.h"

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
	enum method method;
	double center, scale;	/* scale 0: the column is constant */
	double *quantiles;	/* ascending */
	size_t n_quantiles;
};

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
	return (get_method(s, &method, d));
}

static bool
has_method(const struct step *s, const char *name)
{
	const char *method = json_string_value(json_object_get(s->params,
	    "method"));

	return (method != NULL && strcmp(method, name) == 0);
}

static bool
is_log(const struct step *s)
{
	return (has_method(s, "log"));
}

static unsigned
scale_needs(const struct step *s, enum col_type t)
{
	(void)t;
	return (has_method(s, "standard") || has_method(s, "minmax") ?
	    NEED_MOMENTS : NEED_MOMENTS | NEED_SKETCH);
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
	double n = (double)m->n, sd = moments_stddev(m, 0);
	double rounding = n * fabs(m->mean) * eps;

	if (isfinite(sd) && sd * sqrt(fmax(0, 1 - n * eps)) <= rounding)
		return (0);
	return (sd);
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
take_scale(struct scale_column *c, const struct moments *m,
    const struct sketch *sk)
{
	switch (c->method) {
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
		if (c->scale == 0)
			c->scale = real_deviation(m);
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
finish_scale(const struct step *s, size_t k, const void *fit, void *col,
    struct diag *d)
{
	const struct column_summary *f = value_fit_column(fit, k);
	const struct moments m = column_summary_moments(f);
	struct scale_column *c = col;

	if (get_method(s, &c->method, d) == -1)
		return (-1);
	if (m.n > 0)
		take_scale(c, &m, &f->sketch);
	if (!is_finite_column(c))
		return (diag_set(d, "column \"%s\" cannot be scaled: its "
		    "training rows have infinite or huge values",
		    s->in[k]));
	return (0);
}

static int
fix_scale(const struct step *s, size_t k, enum col_type t, void *col,
    struct diag *d)
{
	struct scale_column *c = col;

	(void)k, (void)t;
	return (get_method(s, &c->method, d));
}

static double
scale_value(const struct scale_column *c, double x)
{
	if (c->method == SCALE_LOG)
		return (copysign(log1p(fabs(x)), x));
	if (c->method == SCALE_QUANTILE)
		return (quantile_rank(c->quantiles, c->n_quantiles, x));
	return (c->scale > 0 ? (x - c->center) / c->scale : 0);
}

static int
apply_scale(const struct step *s, const struct apply_args *a, size_t k,
    struct diag *d)
{
	const struct scale_column *sc = step_column(s, k);
	const struct column *c = step_input(s, a, k);
	struct column *out = &a->out[k];

	(void)d;
	column_reserve(out, c->n);
	column_numbers(c, out->floats);
	memcpy(out->valid, c->valid, c->n);
	for (size_t i = 0; i < c->n; i++) {
		if (c->valid[i])
			out->floats[i] = scale_value(sc, out->floats[i]);
	}
	out->n = c->n;
	out->n_missing = c->n_missing;
	return (0);
}

static json_t *
save_scale(const void *col)
{
	const struct scale_column *c = col;

	if (c->method == SCALE_QUANTILE)
		return (json_pack("{s:o}", "quantiles",
		    doc_floats(c->quantiles, c->n_quantiles)));
	return (json_pack("{s:o, s:o}", "center", doc_float(c->center),
	    "scale", doc_float(c->scale)));
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
load_scale(const struct step *s, const json_t *entry, void *col,
    struct diag *d)
{
	struct scale_column *c = col;

	if (get_method(s, &c->method, d) == -1)
		return (-1);
	if (c->method == SCALE_QUANTILE ?
	    doc_get_floats(entry, "quantiles", &c->quantiles,
	    &c->n_quantiles, d) == -1 :
	    doc_get_float(entry, "center", &c->center, d) == -1 ||
	    doc_get_float(entry, "scale", &c->scale, d) == -1)
		return (-1);
	return (check_column(c, d));
}

static void
release_scale(void *col)
{
	struct scale_column *c = col;

	free(c->quantiles);
}

const struct step_kind step_scale = {
	.name = "scale",
	.version = 1,
	.summary = "numbers on a common scale",
	.consumes = true,
	.recodes = true,
	.takes = is_numeric_type,
	.takes_what = "a number",
	.parse = parse_scale,
	.fit = &value_fit_ops,
	.needs = scale_needs,
	.is_fixed = is_log,
	.declare = step_declare_floats,
	.column = {
		.size = sizeof(struct scale_column),
		.fix = fix_scale,
		.finish = finish_scale,
		.apply = apply_scale,
		.save = save_scale,
		.load = load_scale,
		.release = release_scale
	}
};
