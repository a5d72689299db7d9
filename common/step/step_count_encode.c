/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * count: a category becomes the number of training rows that have its level,
 * or their share (frequency).  Missing is a level of its own; an unknown
 * level has count 0, or is missing with unknown=missing.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "levels.h"
#include "mem.h"
#include "step_columns.h"
#include "unknown_level.h"
#include "value_fit.h"

#include "step_table.h"

struct count_column {
	struct dict levels;	/* in the order of their values */
	double *counts;		/* of each level */
	double missing;		/* of missing values */
	double n_rows;
	enum unknown unknown;
	bool is_share;
};

static int
parse_count(struct step *s, const char *arg, struct diag *d)
{
	const char *rest;

	step_take_selector(s, arg, &rest);
	if (rest == NULL)
		rest = "count";
	if (strcmp(rest, "count") != 0 && strcmp(rest, "frequency") != 0)
		return (diag_set(d, "not SEL[=count|frequency]: \"%s\"", arg));
	json_object_set_new(s->params, "as", json_string(rest));
	json_object_set_new(s->params, "unknown", json_string("other"));
	return (0);
}

static int
read_params(const struct step *s, struct count_column *c, struct diag *d)
{
	const char *as;

	if (doc_get_string(s->params, "as", &as, d) == -1)
		return (-1);
	c->is_share = strcmp(as, "frequency") == 0;
	return (step_unknown(s, &c->unknown, d));
}

static int
finish_count(const struct step *s, size_t k, const void *fit, void *col,
    struct diag *d)
{
	const struct level_counts *seen = value_fit_levels(s, fit, k, d);
	struct count_column *c = col;
	uint32_t *order, id;

	if (seen == NULL || read_params(s, c, d) == -1)
		return (-1);
	order = levels_order(&seen->levels, seen->type);
	c->counts = mem_calloc(seen->levels.n, sizeof(*c->counts));
	c->missing = c->n_rows = (double)seen->n_missing;
	for (size_t i = 0; i < seen->levels.n; i++) {
		id = levels_take(&c->levels, &seen->levels, order[i]);
		c->counts[id] += (double)seen->counts[order[i]];
		c->n_rows += (double)seen->counts[order[i]];
	}
	free(order);
	return (0);
}

static int
apply_count(const struct step *s, const struct apply_args *a, size_t k,
    struct diag *d)
{
	const struct count_column *cc = step_column(s, k);
	const struct column *c = step_input(s, a, k);
	double unit = cc->is_share ? fmax(cc->n_rows, 1) : 1;
	uint32_t id;
	double v;

	for (size_t i = 0; i < c->n; i++) {
		if (!c->valid[i]) {
			v = cc->missing;
		} else if ((id = level_find(&cc->levels, c, i)) != DICT_NONE) {
			v = cc->counts[id];
		} else {
			if (level_unknown(s, a, k, i, cc->unknown, d) == -1)
				return (-1);
			v = cc->unknown == UNKNOWN_MISSING ? NAN : 0;
		}
		column_add_float(&a->out[k], v / unit);
	}
	return (0);
}

static json_t *
save_count(const void *col)
{
	const struct count_column *c = col;

	return (json_pack("{s:f, s:f, s:o, s:o}",
	    "rows", c->n_rows, "missing", c->missing,
	    "levels", levels_to_json(&c->levels),
	    "counts", doc_floats(c->counts, c->levels.n)));
}

static int
load_count(const struct step *s, const json_t *entry, void *col,
    struct diag *d)
{
	struct count_column *c = col;
	size_t n;

	if (read_params(s, c, d) == -1 ||
	    doc_get_float(entry, "rows", &c->n_rows, d) == -1 ||
	    doc_get_float(entry, "missing", &c->missing, d) == -1 ||
	    levels_get(entry, "levels", &c->levels, d) == -1 ||
	    doc_get_floats(entry, "counts", &c->counts, &n, d) == -1)
		return (-1);
	if (n != c->levels.n)
		return (diag_set(d, "%zu counts for %zu levels", n,
		    c->levels.n));
	return (0);
}

static void
release_count(void *col)
{
	struct count_column *c = col;

	dict_release(&c->levels);
	free(c->counts);
}

const struct step_kind step_count_encode = {
	.name = "count",
	.version = 1,
	.summary = "the number (or share) of training rows of a level",
	.consumes = true,
	.recodes = true,
	.takes = has_levels,
	.takes_what = "a category",
	.parse = parse_count,
	.fit = &value_fit_ops,
	.needs = need_levels,
	.declare = step_declare_floats,
	.column = {
		.size = sizeof(struct count_column),
		.finish = finish_count,
		.apply = apply_count,
		.save = save_count,
		.load = load_count,
		.release = release_count
	}
};
