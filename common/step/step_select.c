/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "nearest.h"
#include "numtext.h"
#include "recipe.h"
#include "relation.h"
#include "select_fit.h"
#include "select_l1.h"
#include "step_table.h"

#include "step_select.h"

enum method { METHOD_F, METHOD_CHI2, METHOD_MI, METHOD_L1 };

static const char *const method_names[] = {
	"f", "chi2", "mi", "l1", NULL
};

static double (*const measures[])(const struct relation *) = {
	relation_f, relation_chi2, relation_mi
};

/* "METHOD=K" */
static int
parse_select(struct step *s, const char *arg, struct diag *d)
{
	size_t n = strcspn(arg, "=");
	struct str name = STR_INIT;
	int64_t k;
	int method;

	str_add(&name, arg, n);
	method = nearest_lookup(method_names, str_get(&name), "method", d);
	str_release(&name);
	if (method == -1)
		return (-1);
	if (arg[n] == '\0' || parse_int(arg + n + 1, strlen(arg + n + 1),
	    &k) == -1 || k < 1)
		return (diag_set(d, "wants how many features: \"%s=10\"",
		    method_names[method]));
	json_object_set_new(s->params, "method",
	    json_string(method_names[method]));
	json_object_set_new(s->params, "most", json_integer(k));
	return (0);
}

static bool
is_candidate(const struct field *f)
{
	return (f->role == ROLE_FEATURE && is_numeric_type(f->type) &&
	    f->width == 0);
}

static int
bind_select(struct step *s, const struct schema *in, struct diag *d)
{
	const char **names = mem_alloc(in->n, sizeof(*names));
	size_t n = 0, target;

	for (size_t i = 0; i < in->n; i++) {
		if (is_candidate(&in->fields[i]))
			names[n++] = in->fields[i].name;
	}
	step_set_inputs(s, names, n);
	for (size_t k = 0; k < n; k++)
		s->in_cols[k] = schema_find(in, names[k]);
	free(names);
	if (step_need_target(in, &target, d) == -1)
		return (-1);
	return (n > 0 ? 0 : diag_set(d, "there are no numeric features"));
}

/* Of an int, whether it is two classes: then its values become 0 and 1. */
static bool
make_classes(struct select_fit *f)
{
	size_t w = f->width;
	double *y = f->values + w - 1, first = f->n > 0 ? y[0] : 0, other;
	bool has_other = false;

	for (size_t i = 0; i < f->n; i++) {
		if (y[i * w] == first || (has_other && y[i * w] == other))
			continue;
		if (has_other)
			return (false);
		has_other = true;
		other = y[i * w];
	}
	for (size_t i = 0; i < f->n; i++)
		y[i * w] = y[i * w] != first;
	return (true);
}

static size_t
count_classes(struct select_fit *f, enum col_type target)
{
	if (target == COL_STRING)
		return (f->classes.n);
	return ((target == COL_INT || target == COL_BOOL) &&
	    make_classes(f) ? 2 : 0);
}

/* Input k, where it is not missing, into r; x and y have room. */
static void
take_column(const struct select_fit *f, size_t k, double *x, double *y,
    struct relation *r)
{
	r->n = 0;
	for (size_t i = 0; i < f->n; i++) {
		x[r->n] = f->values[i * f->width + k];
		y[r->n] = f->values[(i + 1) * f->width - 1];
		r->n += isfinite(x[r->n]) != 0;
	}
}

static int
check_chi2(const struct step *s, const struct relation *r, size_t k,
    struct diag *d)
{
	if (r->n_classes == 0)
		return (diag_set(d, "chi2 is of classes: the target is a "
		    "number"));
	for (size_t i = 0; i < r->n; i++) {
		if (r->x[i] < 0)
			return (diag_set(d, "chi2 is of counts: \"%s\" has "
			    "the value %g", s->in[k], r->x[i]));
	}
	return (0);
}

/* What each input tells; -1 where nothing can be said. */
static int
score_inputs(const struct step *s, struct select_fit *f,
    enum col_type target, double *scores, struct diag *d)
{
	const char *name = json_string_value(json_object_get(s->params,
	    "method"));
	double *x = mem_alloc(f->n, sizeof(*x));
	double *y = mem_alloc(f->n, sizeof(*y));
	struct relation r = { x, y, 0, count_classes(f, target) };
	int method = nearest_lookup(method_names, name, "method", d), ret = 0;

	if (method == METHOD_L1 && s->n_in > SELECT_L1_MAX)
		ret = diag_set(d, "l1 is of at most %d features, not %zu",
		    SELECT_L1_MAX, s->n_in);
	else if (method == METHOD_L1 && f->n > 0)
		select_l1(f, r.n_classes, (size_t)json_integer_value(
		    json_object_get(s->params, "most")), scores);
	for (size_t k = 0; k < s->n_in && ret == 0 &&
	    method != METHOD_L1; k++) {
		take_column(f, k, x, y, &r);
		if (method == METHOD_CHI2)
			ret = check_chi2(s, &r, k, d);
		if (ret == 0)
			scores[k] = measures[method](&r);
		if (isnan(scores[k]))
			scores[k] = -1;
	}
	free(x);
	free(y);
	return (ret);
}

/* Does input k come before input j? */
static bool
is_better(const double *scores, size_t k, size_t j)
{
	return (scores[k] != scores[j] ? scores[k] > scores[j] : k < j);
}

/* A step keep of the best inputs, and of what was no input. */
static int
add_keep(const struct step *s, const double *scores,
    const struct schema *in, struct step_list *out, struct diag *d)
{
	const char **names = mem_alloc(in->n, sizeof(*names));
	size_t most = (size_t)json_integer_value(json_object_get(s->params,
	    "most")), n = 0;
	json_t *by = json_object();
	struct step *keep;
	int r;

	for (size_t k = 0; k < s->n_in; k++) {
		size_t before = 0;

		for (size_t j = 0; j < s->n_in; j++)
			before += is_better(scores, j, k);
		if (before >= most)
			continue;
		names[n++] = s->in[k];
		json_object_set_new(by, s->in[k], doc_float(scores[k]));
	}
	for (size_t i = 0; i < in->n; i++) {
		if (in->fields[i].role != ROLE_TARGET &&
		    !is_candidate(&in->fields[i]))
			names[n++] = in->fields[i].name;
	}
	r = step_new(&step_keep, "", s->seed, &keep, d);
	if (r == 0) {
		free(keep->label);
		keep->label = mem_strdup(s->label);
		free(keep->select);
		keep->select = NULL;
		step_set_inputs(keep, names, n);
		json_object_set(keep->params, "method",
		    json_object_get(s->params, "method"));
		json_object_set(keep->params, "scores", by);
		step_list_add(out, keep);
	}
	json_decref(by);
	free(names);
	return (r);
}

static int
expand_select(const struct step *s, const void *fit,
    const struct recipe *before, struct step_list *out, struct diag *d)
{
	const struct schema *in = recipe_schema(before);
	enum col_type target =
	    in->fields[schema_find_role(in, ROLE_TARGET)].type;
	struct select_fit *f = (struct select_fit *)(uintptr_t)fit;
	double *scores = mem_calloc(s->n_in, sizeof(*scores));
	int r;

	select_fit_finish(f, s->seed);
	r = score_inputs(s, f, target, scores, d);
	if (r == 0)
		r = add_keep(s, scores, in, out, d);
	free(scores);
	return (r);
}

const struct step_kind step_select = {
	.name = "select",
	.version = 1,
	.summary = "the numeric features that tell most of the target",
	.parse = parse_select,
	.bind = bind_select,
	.fit = &select_fit_ops,
	.expand = expand_select
};
