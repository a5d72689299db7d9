/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "mem.h"
#include "profile.h"

#include "tool_plan.h"

int
step_list_add(struct step_list *l, const struct step_kind *kind,
    const char *arg, struct diag *d)
{
	struct step *s;

	if (step_new(kind, arg, 0, &s, d) == -1)
		return (-1);
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = s;
	return (0);
}

int
take_step(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	const struct step_kind *kind = step_kind_find(o->name, d);

	return (kind == NULL ? -1 : step_list_add(value, kind, arg, d));
}

static bool
has_option(const struct option_def *o, const char *name)
{
	for (; o->kind != OPTION_END; o++) {
		if (strcmp(o->name, name) == 0)
			return (true);
	}
	return (false);
}

void
list_steps(const struct option_def *options, struct str *out)
{
	for (size_t i = 0; step_table[i] != NULL; i++) {
		if (has_option(options, step_table[i]->name))
			str_addf(out, "%-14s %s\n", step_table[i]->name,
			    step_table[i]->summary);
	}
}

struct stream *
tool_plan(const struct tool *t, struct stream *in, struct step **steps,
    size_t n, struct plan_options *o)
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
	if (plan_run(in, steps, n, o, &out, &d) == -1)
		tool_die(t, &d);
	o->observer = NULL;
	o->observed_steps = NULL;
	if (observer.fit != NULL) {
		profile_finish(observer.fit, n_steps, &profile);
		profile_fit.free(observer.fit);
		out->head.profile = profile_to_json(&profile);
		profile_release(&profile);
	}
	return (out);
}
