/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * target-encode: a category becomes the mean of the target on training rows
 * of its level, drawn towards the mean of all rows; for a target of classes
 * the share of the positive class, or with more than two of each class
 * (COL=CLASS).
 *
 * With n, mean and variance v of the level's targets and mean m and variance
 * w of all, the encoding is lambda mean + (1 - lambda) m, where
 *
 *	smooth=auto	lambda = w n / (w n + v), empirical Bayes as in
 *			TargetEncoder of scikit-learn 1.3; also
 *			Micci-Barreca 2001, "A preprocessing scheme for
 *			high-cardinality categorical attributes"
 *	smooth=M	lambda = n / (n + M)
 *
 * Rows that were fitted on get the encoding of the four folds they are not
 * in, or a model would read their own targets in it; all other rows get that
 * of all folds.  Missing is a level of its own; an unknown level gets m, or
 * is missing with unknown=missing.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "level_counts.h"
#include "level_values.h"
#include "mem.h"
#include "numtext.h"
#include "step_columns.h"
#include "target_means.h"
#include "unknown_level.h"

#include "step_table.h"

struct encoding {
	struct dict levels;
	const struct attachment *attachment;	/* of levels and means; NULL:
						   in JSON */
	size_t n_outputs;
	/* (levels + 1, n_outputs), row 0 for missing; [ALL_FOLDS] is saved,
	   the others, each without one fold, last as long as the run. */
	double *values[TARGET_FOLDS + 1];
};

/* Beside the encodings of each input. */
struct target_state {
	struct dict classes;	/* one an output; none: a single output */
	double *means;		/* of all rows: (n_outputs) */
	size_t n_outputs;
	enum unknown unknown;
};

/* "SEL" or "SEL=M" */
static int
parse_target(struct step *s, const char *arg, struct diag *d)
{
	const char *rest;
	double m;

	step_take_selector(s, arg, &rest);
	json_object_set_new(s->params, "unknown", json_string("other"));
	if (rest == NULL || strcmp(rest, "auto") == 0) {
		json_object_set_new(s->params, "smooth", json_string("auto"));
		return (0);
	}
	if (parse_float(rest, strlen(rest), &m) == -1 || !(m >= 0) || isinf(m))
		return (diag_set(d, "smoothing is auto or a number from 0, "
		    "not \"%s\"", rest));
	json_object_set_new(s->params, "smooth", json_real(m));
	return (0);
}

static int
check_target(const struct step *s, const struct schema *in, struct diag *d)
{
	size_t target;

	if (step_need_target(in, &target, d) == -1)
		return (-1);
	for (size_t i = 0; i < s->n_in; i++) {
		if (s->in_cols[i] == target)
			return (diag_set(d, "\"%s\" is the target itself",
			    s->in[i]));
	}
	return (0);
}

static int
bind_target(struct step *s, const struct schema *in, struct diag *d)
{
	return (s->state == NULL ? check_target(s, in, d) : 0);
}

static void
release_encoding(void *col)
{
	struct encoding *e = col;

	dict_release(&e->levels);
	for (size_t k = 0; k <= ALL_FOLDS; k++)
		free(e->values[k]);
}

static void
free_target(void *state)
{
	struct target_state *st = state;

	dict_release(&st->classes);
	free(st->means);
	free(st);
}

static int
new_state(struct step *s, struct diag *d)
{
	struct target_state *st = MEM_NEW(struct target_state);

	st->n_outputs = 1;
	s->state = st;
	step_columns_renew(s);
	return (step_unknown(s, &st->unknown, d));
}

/* Take the levels, and of their rows of values only those of texts that stay
   different when they are saved. */
static void
take_levels(struct encoding *to, const struct target_levels *l)
{
	size_t m = to->n_outputs, id, known;

	for (uint32_t i = 0; i < l->levels.n; i++) {
		known = to->levels.n;
		id = levels_take(&to->levels, &l->levels, i);
		for (size_t k = 0; id == known && k <= ALL_FOLDS; k++)
			memmove(to->values[k] + (id + 1) * m,
			    to->values[k] + ((size_t)i + 1) * m,
			    m * sizeof(*to->values[k]));
	}
}

/* The outputs: the positive class of two, all of more, or one number. */
static uint32_t *
choose_channels(struct target_state *st, const struct target_fit *f)
{
	uint32_t *order = levels_order(&f->classes, f->type);

	if (f->classes.n <= 2) {
		st->n_outputs = 1;
		if (f->classes.n > 0)
			order[0] = levels_positive(&f->classes, f->type);
		return (order);
	}
	st->n_outputs = f->classes.n;
	for (size_t k = 0; k < st->n_outputs; k++)
		levels_take(&st->classes, &f->classes, order[k]);
	return (order);
}

static int
check_fit(const struct target_fit *f, struct diag *d)
{
	if (f->is_over)
		return (diag_set(d, "there are more than %zu levels or %d "
		    "classes of the target", LEVELS_MAX, TARGET_CLASSES_MAX));
	if (!f->has_target)
		return (diag_set(d, "there are no training rows"));
	return (0);
}

static int
finish_target(struct step *s, void *fit, struct diag *d)
{
	const struct target_fit *f = fit;
	struct target_encoder e;
	struct target_state *st;
	uint32_t *channels;

	if (check_fit(f, d) == -1 || new_state(s, d) == -1)
		return (-1);
	st = s->state;
	channels = choose_channels(st, f);
	target_encoder_init(&e, f, channels, st->n_outputs);
	e.smooth = json_is_number(json_object_get(s->params, "smooth")) ?
	    json_number_value(json_object_get(s->params, "smooth")) : NAN;
	st->means = mem_calloc(st->n_outputs, sizeof(*st->means));
	for (size_t i = 0; i < s->n_in; i++) {
		struct encoding *to = step_column(s, i);

		to->n_outputs = st->n_outputs;
		for (size_t k = 0; k <= ALL_FOLDS; k++)
			to->values[k] = target_means(&e, &f->cols[i], k,
			    k == ALL_FOLDS ? st->means : NULL);
		take_levels(to, &f->cols[i]);
		to->attachment = level_values_attach(s, &to->levels,
		    to->values[ALL_FOLDS] + to->n_outputs,
		    to->levels.n * to->n_outputs);
	}
	free(channels);
	return (0);
}

static int
declare_target(struct step *s, const struct schema *in, struct diag *d)
{
	const struct target_state *st = s->state;
	int r = 0;

	for (size_t i = 0; i < s->n_in && r == 0; i++) {
		if (st->n_outputs == 1) {
			r = step_declare_same(s, in, i, COL_FLOAT, d);
			continue;
		}
		for (uint32_t k = 0; k < st->n_outputs && r == 0; k++)
			r = step_declare_part(s, i, '=',
			    dict_get(&st->classes, k, NULL), COL_FLOAT, d);
	}
	return (r);
}

/* The encodings of row i, or NULL for missing ones. */
static int
find_values(const struct step *s, const struct apply_args *a, size_t k,
    size_t i, const double **out, struct diag *d)
{
	const struct target_state *st = s->state;
	const struct encoding *e = step_column(s, k);
	const struct column *c = step_input(s, a, k);
	size_t fold = ALL_FOLDS;
	uint32_t id;

	if (a->train != NULL && a->train[i])
		fold = target_fold(s->seed, a->in->first_row + i);
	if (e->values[fold] == NULL)	/* a fitted recipe knows no folds */
		fold = ALL_FOLDS;
	*out = e->values[fold];
	if (!c->valid[i])
		return (0);
	if ((id = level_find(&e->levels, c, i)) != DICT_NONE) {
		*out += ((size_t)id + 1) * st->n_outputs;
		return (0);
	}
	*out = st->unknown == UNKNOWN_MISSING ? NULL : st->means;
	return (level_unknown(s, a, k, i, st->unknown, d));
}

static int
apply_target(const struct step *s, const struct apply_args *a, struct diag *d)
{
	const struct target_state *st = s->state;
	struct column *out = a->out;
	const double *v;

	for (size_t k = 0; k < s->n_in; k++, out += st->n_outputs) {
		for (size_t i = 0; i < a->in->n_rows; i++) {
			if (find_values(s, a, k, i, &v, d) == -1)
				return (-1);
			for (size_t j = 0; j < st->n_outputs; j++)
				column_add_float(&out[j],
				    v != NULL ? v[j] : NAN);
		}
	}
	return (0);
}

static json_t *
save_encoding(const void *col)
{
	const struct encoding *e = col;

	if (e->attachment != NULL)
		return (json_pack("{s:s, s:o}",
		    "attachment", e->attachment->name, "missing",
		    doc_floats(e->values[ALL_FOLDS], e->n_outputs)));
	return (json_pack("{s:o, s:o, s:o}",
	    "levels", levels_to_json(&e->levels),
	    "missing", doc_floats(e->values[ALL_FOLDS], e->n_outputs),
	    "means", doc_floats(e->values[ALL_FOLDS] + e->n_outputs,
	    e->levels.n * e->n_outputs)));
}

static json_t *
save_target(const struct step *s)
{
	const struct target_state *st = s->state;
	json_t *o = step_columns_save(s);

	json_object_set_new(o, "classes", levels_to_json(&st->classes));
	json_object_set_new(o, "mean", doc_floats(st->means, st->n_outputs));
	return (o);
}

static int
load_encoding(const struct step *s, const json_t *entry, void *col,
    struct diag *d)
{
	static const char *const keys[2] = { "levels", "means" };
	const struct target_state *st = s->state;
	struct encoding *e = col;
	struct level_values means = { .levels = &e->levels };
	double *missing = NULL, *all;
	size_t m = st->n_outputs, n_missing;
	int r = -1;

	if (level_values_load(s, entry, keys, &means, d) == -1 ||
	    doc_get_floats(entry, "missing", &missing, &n_missing, d) == -1)
		goto out;
	e->attachment = means.attachment;
	if (n_missing != m || means.n != e->levels.n * m) {
		diag_set(d, "%zu means for %zu levels", means.n, e->levels.n);
		goto out;
	}
	all = mem_alloc(m + means.n, sizeof(*all));
	memcpy(all, missing, m * sizeof(*all));
	memcpy(all + m, means.values, means.n * sizeof(*all));
	e->values[ALL_FOLDS] = all;
	e->n_outputs = m;
	r = 0;
out:
	free(missing);
	free(means.values);
	return (r);
}

static int
load_target(struct step *s, const json_t *state, struct diag *d)
{
	struct target_state *st;

	if (new_state(s, d) == -1)
		return (-1);
	st = s->state;
	if (levels_get(state, "classes", &st->classes, d) == -1 ||
	    doc_get_floats(state, "mean", &st->means, &st->n_outputs, d) == -1)
		return (-1);
	if (st->n_outputs == 0 ||
	    st->n_outputs != (st->classes.n > 0 ? st->classes.n : 1))
		return (diag_set(d, "%zu means for %zu classes",
		    st->n_outputs, st->classes.n));
	return (step_columns_load(s, state, d));
}

const struct step_kind step_target_encode = {
	.name = "target-encode",
	.version = 1,
	.summary = "the target's mean on training rows of a level",
	.consumes = true,
	.recodes = true,
	.takes = has_levels,
	.takes_what = "a category",
	.parse = parse_target,
	.bind = bind_target,
	.fit = &target_fit_ops,
	.finish = finish_target,
	.declare = declare_target,
	.apply = apply_target,
	.column = {
		.size = sizeof(struct encoding),
		.save = save_encoding,
		.load = load_encoding,
		.release = release_encoding
	},
	.save = save_target,
	.load = load_target,
	.free_state = free_target
};
