/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "profile.h"

#include "tool_plan.h"

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
