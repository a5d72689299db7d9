/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read_spec.h"

#include "sim_plan.h"

#define START 1767225600000000	/* 2026-01-01 */

void
sim_plan_init(struct sim_plan *p)
{
	*p = (struct sim_plan){ .events = { .start = START,
	    .label_delay = -1 } };
}

void
sim_plan_release(struct sim_plan *p)
{
	fault_asks_release(&p->faults);
	label_asks_release(&p->labels);
}

static int
add_faults(const struct sim_plan *p, enum fault_part part,
    const struct sim_table *t, struct stream **s, struct diag *d)
{
	const struct fault_options o = { .asks = &p->faults, .part = part,
	    .table = t, .seed = p->seed };

	return (fault_stream(*s, &o, s, d));
}

int
sim_plan_stream(const struct sim_plan *p, const struct simulator *sim,
    uint64_t n, struct stream **out, struct diag *d)
{
	const struct sim_table *t = simulator_table(sim);
	struct event_options events = p->events;
	struct stream *s = simulator_stream(sim, n);

	events.n_rows = n;
	events.seed = p->seed;
	if ((events.name != NULL &&
	    event_time_stream(s, &events, &s, d) == -1) ||
	    add_faults(p, FAULTS_OF_WORLD, t, &s, d) == -1 ||
	    (p->labels.n > 0 &&
	    sim_label_stream(s, &p->labels, p->seed, &s, d) == -1) ||
	    add_faults(p, FAULTS_OF_RECORD, t, &s, d) == -1 ||
	    (events.label_delay >= 0 &&
	    event_label_stream(s, &events, &s, d) == -1))
		return (-1);
	head_begin_recipe(&s->head);
	*out = s;
	return (0);
}
