/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "profile.h"

#include "tool_plan.h"

static int
add_step(struct step_list *l, const struct step_kind *kind, const char *arg,
    struct diag *d)
{
	struct step *s;

	if (step_new(kind, arg, 0, &s, d) == -1)
		return (-1);
	step_list_add(l, s);
	return (0);
}

int
op_list_add_rows(struct op_list *l, const struct row_op_kind *kind,
    const char *arg, struct diag *d)
{
	struct row_op *op;

	if (row_op_new(kind, arg, &op, d) == -1)
		return (-1);
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = (struct op){ .rows = op };
	return (0);
}

/* A step joins those that stand right before it. */
int
op_list_add_step(struct op_list *l, const struct step_kind *kind,
    const char *arg, struct diag *d)
{
	if (l->n == 0 || l->v[l->n - 1].rows != NULL) {
		l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
		l->v[l->n++] = (struct op){ .rows = NULL };
	}
	return (add_step(&l->v[l->n - 1].steps, kind, arg, d));
}

int
take_step(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	const struct step_kind *kind = step_kind_find(o->name, d);

	return (kind == NULL ? -1 : add_step(value, kind, arg, d));
}

static const struct row_op_kind *
find_row_op(const char *name)
{
	for (size_t i = 0; row_table[i] != NULL; i++) {
		if (strcmp(row_table[i]->name, name) == 0)
			return (row_table[i]);
	}
	return (NULL);
}

/* Where a step and an operation on rows have one name, it is of rows. */
int
take_op(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	const struct row_op_kind *rows = find_row_op(o->name);
	const struct step_kind *kind;

	if (rows != NULL)
		return (op_list_add_rows(value, rows, arg, d));
	kind = step_kind_find(o->name, d);
	return (kind == NULL ? -1 : op_list_add_step(value, kind, arg, d));
}

static void
list_op(const struct option_def *o, const char *name, const char *summary,
    bool is_step, struct str *out)
{
	while (o->kind != OPTION_END && strcmp(o->name, name) != 0)
		o++;
	if (o->kind != OPTION_END && (is_step ? o->call != take_op ||
	    find_row_op(name) == NULL : o->call != take_step))
		str_addf(out, "%-16s %s\n", name, summary);
}

void
list_ops(const struct option_def *options, struct str *out)
{
	for (size_t i = 0; step_table[i] != NULL; i++)
		list_op(options, step_table[i]->name, step_table[i]->summary,
		    true, out);
	for (size_t i = 0; row_table[i] != NULL; i++)
		list_op(options, row_table[i]->name, row_table[i]->summary,
		    false, out);
}

struct stream *
tool_plan(const struct tool *t, struct stream *in, struct step_list *steps,
    struct plan_options *o)
{
	struct fitter observer = { .ops = &profile_fit };
	struct diag d = DIAG_INIT;
	struct profile profile;
	struct stream *out;
	size_t n_steps = 0;

	if (in->head.profile == NULL) {
		o->observer = &observer;
		o->observed_steps = &n_steps;
	}
	if (plan_run(in, steps->v, steps->n, o, &out, &d) == -1)
		tool_die(t, &d);
	free(steps->v);
	o->observer = NULL;
	o->observed_steps = NULL;
	if (observer.fit != NULL) {
		profile_finish(observer.fit, n_steps, &profile);
		profile_fit.free(observer.fit);
		if (out != NULL)
			out->head.profile = profile_to_json(&profile);
		profile_release(&profile);
	}
	return (out);
}

struct stream *
tool_run_ops(const struct tool *t, struct stream *in, struct op_list *l,
    struct plan_options *o)
{
	struct diag d = DIAG_INIT;

	for (size_t i = 0; i < l->n && o->states != NULL; i++) {
		if (l->v[i].rows != NULL)
			tool_usage(t, "--%s changes which rows there are: on "
			    "shards nothing can be fitted around it: do it "
			    "before mlc-split --shards",
			    l->v[i].rows->kind->name);
	}
	for (size_t i = 0; i < l->n; i++) {
		if (l->v[i].rows == NULL)
			in = tool_plan(t, in, &l->v[i].steps, o);
		else if (row_op_open(l->v[i].rows, in, &o->op, &in, &d) == -1)
			tool_die(t, &d);
	}
	free(l->v);
	return (in);
}
