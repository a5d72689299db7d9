/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is to become of simulated rows, in this order: times of events; drift
 * and seasons; labels of what the rows then are; what is wrong in their
 * record; labels that are not known yet.
 */
#ifndef SIM_PLAN_H
#define SIM_PLAN_H

#include "event_time.h"
#include "fault.h"
#include "sim_label.h"
#include "simulator.h"

struct sim_plan {
	struct event_options events;
	struct fault_asks faults;
	struct label_asks labels;
	uint64_t seed;
};

void sim_plan_init(struct sim_plan *);
void sim_plan_release(struct sim_plan *);

/* n rows as a new table, with no recipe but the read step. The simulator and
   what the plan borrows have to outlive the stream. */
int sim_plan_stream(const struct sim_plan *, const struct simulator *,
    uint64_t n, struct stream **out, struct diag *) MUST_CHECK;

#endif
