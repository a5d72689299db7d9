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
#include "number_fit.h"
#include "numtext.h"
#include "step_columns.h"

#include "step_table.h"

#define MAX_BINS 1000

struct edges {
	double *v;		/* ascending, between the bins */
	size_t n;
};

struct bin_state {
	struct edges *cols;
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

static int
bind_bin(struct step *s, const struct schema *in, struct diag *d)
{
	return (step_check_types(s, in, is_numeric_type, "a number", d));
}

static void
free_bin(void *state)
{
	struct bin_state *st = state;

	for (size_t i = 0; i < st->n; i++)
		free(st->cols[i].v);
	free(st->cols);
	free(st);
}

static struct bin_state *
new_state(struct step *s)
{
	struct bin_state *st = MEM_NEW(struct bin_state);

	st->n = s->n_in;
	st->cols = mem_calloc(st->n, sizeof(*st->cols));
	s->state = st;
	return (st);
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
finish_bin(struct step *s, void *fit, struct diag *d)
{
	const struct number_fit *f = fit;
	struct bin_state *st = new_state(s);
	const char *by;
	int64_t bins;

	if (doc_get_int(s->params, "bins", &bins, d) == -1 ||
	    doc_get_string(s->params, "by", &by, d) == -1)
		return (-1);
	for (size_t i = 0; i < st->n; i++) {
		const struct sketch *sk = &f->sketches[i];

		if (sk->n > 0 && !isfinite(sk->max - sk->min))
			return (diag_set(d, "column \"%s\" cannot be binned: "
			    "its training rows have infinite values",
			    s->in[i]));
		find_edges(&st->cols[i], sk, (size_t)bins,
		    strcmp(by, "width") == 0);
	}
	return (0);
}

static int
declare_bin(struct step *s, const struct schema *in, struct diag *d)
{
	for (size_t i = 0; i < s->n_in; i++) {
		if (step_declare_same(s, in, i, COL_INT, d) == -1)
			return (-1);
	}
	return (0);
}

/* How many edges are not above x. */
static size_t
find_bin(const struct edges *e, double x)
{
	size_t lo = 0, hi = e->n, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (e->v[mid] <= x)
			lo = mid + 1;
		else
			hi = mid;
	}
	return (lo);
}

static int
apply_bin(const struct step *s, const struct apply_args *a, struct diag *d)
{
	const struct bin_state *st = s->state;

	(void)d;
	for (size_t k = 0; k < s->n_in; k++) {
		const struct column *c = a->in->cols[s->in_cols[k]];

		for (size_t i = 0; i < c->n; i++) {
			if (c->valid[i])
				column_add_int(&a->out[k],
				    (int64_t)find_bin(&st->cols[k],
				    column_number(c, i)));
			else
				column_add_missing(&a->out[k]);
		}
	}
	return (0);
}

static json_t *
save_column(const struct step *s, size_t i)
{
	const struct bin_state *st = s->state;
	json_t *o = json_object();

	json_object_set_new(o, "edges",
	    doc_floats(st->cols[i].v, st->cols[i].n));
	return (o);
}

static json_t *
save_bin(const struct step *s)
{
	return (step_columns_save(s, save_column));
}

static int
load_column(struct step *s, size_t i, const json_t *o, struct diag *d)
{
	const struct bin_state *st = s->state;

	return (doc_get_floats(o, "edges", &st->cols[i].v, &st->cols[i].n,
	    d));
}

static int
load_bin(struct step *s, const json_t *state, struct diag *d)
{
	new_state(s);
	return (step_columns_load(s, state, load_column, d));
}

const struct step_kind step_bin = {
	.name = "bin",
	.version = 1,
	.summary = "the number of the bin in which a number lies",
	.consumes = true,
	.parse = parse_bin,
	.bind = bind_bin,
	.fit = &number_fit_ops,
	.finish = finish_bin,
	.declare = declare_bin,
	.apply = apply_bin,
	.save = save_bin,
	.load = load_bin,
	.free_state = free_bin
};
