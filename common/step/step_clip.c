/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * clip: numbers below a bound become that bound, and those above another.
 *
 * LO:HI	two numbers, either of which may be left out
 * q01:q99	percentiles of the training rows (type 7; sketched beyond
 *		65536 values)
 * iqr:K	K interquartile ranges below and above the quartiles
 *		(Tukey 1977, "Exploratory Data Analysis": K = 1.5)
 *
 * In an int column bounds are rounded inwards and values stay ints.
 */
#include <math.h>
#include <string.h>

#include "numtext.h"
#include "step_columns.h"
#include "value_fit.h"

#include "step_table.h"

struct bounds {
	double low, high;	/* infinite: none */
};

/* How the bounds are given. */
struct clip_rule {
	bool is_iqr;
	double factor;
	bool low_is_quantile, high_is_quantile;
	double low, high;	/* numbers, or probabilities */
};

/* One bound: nothing, qNN or a number. */
static int
parse_bound(const char *p, size_t n, double none, bool *is_quantile,
    double *out)
{
	*is_quantile = n > 0 && *p == 'q';
	*out = none;
	if (n == 0)
		return (0);
	if (parse_float(p + *is_quantile, n - *is_quantile, out) == -1 ||
	    isnan(*out))
		return (-1);
	if (*is_quantile)
		*out /= 100;
	return (*is_quantile && !(*out >= 0 && *out <= 1) ? -1 : 0);
}

static int
parse_rule(const char *text, struct clip_rule *r, struct diag *d)
{
	const char *colon = strchr(text, ':');

	memset(r, 0, sizeof(*r));
	if (colon == NULL)
		return (diag_set(d, "wants LOW:HIGH, q01:q99 or iqr:1.5"));
	if (strncmp(text, "iqr:", 4) == 0) {
		r->is_iqr = true;
		if (parse_float(colon + 1, strlen(colon + 1), &r->factor) ==
		    -1 || !(r->factor >= 0))
			return (diag_set(d, "not a factor: \"%s\"",
			    colon + 1));
		return (0);
	}
	if (parse_bound(text, (size_t)(colon - text), -INFINITY,
	    &r->low_is_quantile, &r->low) == -1 ||
	    parse_bound(colon + 1, strlen(colon + 1), INFINITY,
	    &r->high_is_quantile, &r->high) == -1)
		return (diag_set(d, "not LOW:HIGH, q01:q99 or iqr:1.5: "
		    "\"%s\"", text));
	if (r->low_is_quantile == r->high_is_quantile && r->low > r->high)
		return (diag_set(d, "the lower bound is above the higher: "
		    "\"%s\"", text));
	return (0);
}

static int
get_rule(const struct step *s, struct clip_rule *r, struct diag *d)
{
	const char *text;

	if (doc_get_string(s->params, "bounds", &text, d) == -1)
		return (-1);
	return (parse_rule(text, r, d));
}

static bool
is_fixed(const struct step *s)
{
	struct clip_rule r;
	struct diag ignored;

	return (get_rule(s, &r, &ignored) == 0 && !r.is_iqr &&
	    !r.low_is_quantile && !r.high_is_quantile);
}

static int
parse_clip(struct step *s, const char *arg, struct diag *d)
{
	struct clip_rule r;
	const char *rest;

	step_take_selector(s, arg, &rest);
	json_object_set_new(s->params, "bounds",
	    json_string(rest != NULL ? rest : ""));
	return (get_rule(s, &r, d));
}

static bool
is_clipped(enum col_type t)
{
	return (t == COL_INT || t == COL_FLOAT);
}

static int
bind_clip(struct step *s, const struct schema *in, struct diag *d)
{
	struct clip_rule r;

	(void)in;
	return (get_rule(s, &r, d));
}

static int
fix_clip(const struct step *s, size_t k, enum col_type t, void *col,
    struct diag *d)
{
	struct bounds *b = col;
	struct clip_rule r;

	(void)k, (void)t;
	if (get_rule(s, &r, d) == -1)
		return (-1);
	*b = (struct bounds){ r.low, r.high };
	return (0);
}

static struct bounds
fit_bounds(const struct clip_rule *r, const struct sketch *sk)
{
	struct bounds b = { r->low, r->high };
	double q1, q3;

	if (sk->n == 0)
		return ((struct bounds){ -INFINITY, INFINITY });
	if (r->is_iqr) {
		q1 = sketch_quantile(sk, 0.25);
		q3 = sketch_quantile(sk, 0.75);
		b.low = q1 - r->factor * (q3 - q1);
		b.high = q3 + r->factor * (q3 - q1);
	}
	if (r->low_is_quantile)
		b.low = sketch_quantile(sk, r->low);
	if (r->high_is_quantile)
		b.high = sketch_quantile(sk, r->high);
	return (b);
}

static int
finish_clip(const struct step *s, size_t k, const void *fit, void *col,
    struct diag *d)
{
	struct bounds *b = col;
	struct clip_rule r;

	if (get_rule(s, &r, d) == -1)
		return (-1);
	*b = fit_bounds(&r, &value_fit_column(fit, k)->sketch);
	if (!(b->low <= b->high))
		return (diag_set(d, "column \"%s\": the lower bound is above "
		    "the higher", s->in[k]));
	return (0);
}

static uint64_t
clip_floats(const struct column *c, struct bounds b, struct column *out)
{
	uint64_t changed = 0;

	column_add_range(out, c, 0, c->n);
	for (size_t i = 0; i < c->n; i++) {
		double v = c->floats[i];

		if (v < b.low)
			v = b.low;
		else if (v > b.high)
			v = b.high;
		else
			continue;
		out->floats[i] = v;
		changed++;
	}
	return (changed);
}

static uint64_t
clip_ints(const struct column *c, struct bounds b, struct column *out)
{
	double low = ceil(b.low), high = floor(b.high);
	uint64_t changed = 0;

	column_add_range(out, c, 0, c->n);
	for (size_t i = 0; i < c->n; i++) {
		double v = (double)c->ints[i];

		if (!c->valid[i] || (v >= low && v <= high))
			continue;
		out->ints[i] = (int64_t)(v < low ? low : high);
		changed++;
	}
	return (changed);
}

static int
apply_clip(const struct step *s, const struct apply_args *a, size_t k,
    struct diag *d)
{
	const struct bounds *b = step_column(s, k);
	const struct column *c = step_input(s, a, k);

	(void)d;
	a->counts->changed += c->type == COL_FLOAT ?
	    clip_floats(c, *b, &a->out[k]) : clip_ints(c, *b, &a->out[k]);
	return (0);
}

static json_t *
save_clip(const void *col)
{
	const struct bounds *b = col;

	return (json_pack("{s:o, s:o}", "low", doc_float(b->low), "high",
	    doc_float(b->high)));
}

static int
load_clip(const struct step *s, const json_t *entry, void *col,
    struct diag *d)
{
	struct bounds *b = col;

	(void)s;
	if (doc_get_float(entry, "low", &b->low, d) == -1 ||
	    doc_get_float(entry, "high", &b->high, d) == -1)
		return (-1);
	if (!(b->low <= b->high))
		return (diag_set(d, "\"low\" is above \"high\""));
	return (0);
}

/* Recipes have the bounds even where the params tell them. */
const struct step_kind step_clip = {
	.name = "clip",
	.version = 1,
	.summary = "numbers held between bounds",
	.consumes = true,
	.idempotent = true,
	.takes = is_clipped,
	.takes_what = "an int or a float",
	.parse = parse_clip,
	.bind = bind_clip,
	.fit = &value_fit_ops,
	.needs = need_sketch,
	.is_fixed = is_fixed,
	.column = {
		.size = sizeof(struct bounds),
		.fix = fix_clip,
		.finish = finish_clip,
		.apply = apply_clip,
		.save = save_clip,
		.load = load_clip
	},
	.save = step_columns_save,
	.load = step_columns_load
};
