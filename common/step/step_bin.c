/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bin: a number becomes the number of its bin, 0 .. k - 1.  Bins have equal
 * counts (quantile, the default) or equal widths on training rows; an edge
 * belongs to the bin above it, and what lies beyond the training rows to the
 * outermost bins.  Quantiles that coincide give fewer bins.  Missing stays.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "numtext.h"
#include "quantile.h"
#include "step_columns.h"
#include "value_fit.h"

#include "step_table.h"

#define MAX_BINS 1000

struct edges {
	double *v;		/* ascending, between the bins */
	size_t n;
};

static int
parse_bin(struct step *s, const char *arg, struct diag *d)
{
	const char *rest, *by;
	int64_t bins;

	step_take_selector(s, arg, &rest);
	if (rest == NULL)
		return (diag_set(d, "not SEL=N[:quantile|width]: \"%s\"", arg));
	by = strchrnul(rest, ':');
	if (parse_int(rest, (size_t)(by - rest), &bins) == -1 || bins < 2 ||
	    bins > MAX_BINS)
		return (diag_set(d, "the number of bins is not from 2 to %d: "
		    "\"%s\"", MAX_BINS, rest));
	by = *by == ':' ? by + 1 : "quantile";
	if (strcmp(by, "quantile") != 0 && strcmp(by, "width") != 0)
		return (diag_set(d, "bins are by quantile or width, not "
		    "\"%s\"", by));
	json_object_set_new(s->params, "bins", json_integer(bins));
	json_object_set_new(s->params, "by", json_string(by));
	return (0);
}

/* Append an edge if it is above the one before and above the minimum. */
static void
add_edge(struct edges *e, double v, const struct sketch *sk)
{
	if (v > (e->n > 0 ? e->v[e->n - 1] : sk->min))
		e->v[e->n++] = v;
}

static void
find_edges(struct edges *e, const struct sketch *sk, size_t bins,
    bool by_width)
{
	struct sketch_view view;
	double p;

	e->v = mem_alloc(bins, sizeof(*e->v));
	if (sk->n == 0)
		return;
	sketch_view_init(&view, sk);
	for (size_t k = 1; k < bins; k++) {
		p = (double)k / (double)bins;
		add_edge(e, by_width ? sk->min + p * (sk->max - sk->min) :
		    sketch_view_quantile(&view, p), sk);
	}
	sketch_view_release(&view);
}

static int
finish_bin(const struct step *s, size_t k, const void *fit, void *col,
    struct diag *d)
{
	const struct sketch *sk = &value_fit_column(fit, k)->sketch;
	const char *by;
	int64_t bins;

	if (doc_get_int(s->params, "bins", &bins, d) == -1 ||
	    doc_get_string(s->params, "by", &by, d) == -1)
		return (-1);
	if (sk->n > 0 && !isfinite(sk->max - sk->min))
		return (diag_set(d, "column \"%s\" cannot be binned: its "
		    "training rows have infinite values", s->in[k]));
	find_edges(col, sk, (size_t)bins, strcmp(by, "width") == 0);
	return (0);
}

static int
apply_bin(const struct step *s, const struct apply_args *a, size_t k,
    struct diag *d)
{
	const struct edges *e = step_column(s, k);
	const struct column *c = step_input(s, a, k);

	(void)d;
	for (size_t i = 0; i < c->n; i++) {
		if (c->valid[i])
			column_add_int(&a->out[k], (int64_t)count_at_most(
			    e->v, e->n, column_number(c, i)));
		else
			column_add_missing(&a->out[k]);
	}
	return (0);
}

static json_t *
save_bin(const void *col)
{
	const struct edges *e = col;

	return (json_pack("{s:o}", "edges", doc_floats(e->v, e->n)));
}

static int
load_bin(const struct step *s, const json_t *entry, void *col,
    struct diag *d)
{
	struct edges *e = col;

	(void)s;
	return (doc_get_floats(entry, "edges", &e->v, &e->n, d));
}

static void
release_bin(void *col)
{
	struct edges *e = col;

	free(e->v);
}

const struct step_kind step_bin = {
	.name = "bin",
	.version = 1,
	.summary = "the number of the bin in which a number lies",
	.consumes = true,
	.recodes = true,
	.takes = is_numeric_type,
	.takes_what = "a number",
	.parse = parse_bin,
	.fit = &value_fit_ops,
	.needs = need_sketch,
	.declare = step_declare_ints,
	.column = {
		.size = sizeof(struct edges),
		.finish = finish_bin,
		.apply = apply_bin,
		.save = save_bin,
		.load = load_bin,
		.release = release_bin
	}
};
