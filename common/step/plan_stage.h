/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The stages that a plan is made of; for plan.c.  Each takes the stream and
 * its steps over, also on failure, and is itself a stream.
 */
#ifndef PLAN_STAGE_H
#define PLAN_STAGE_H

#include "plan.h"

/* One row operation. */
int stage_filter(struct stream *, struct step *, const struct plan_options *,
    struct stream **out, struct diag *) MUST_CHECK;

/* Neighbouring steps: fit what is to be fitted, then apply. */
int stage_apply(struct stream *, struct step **, size_t n,
    const struct plan_options *, struct stream **out, struct diag *)
    MUST_CHECK;

/* A new row of the tally; returns its index. */
size_t plan_tally_add(struct plan_tally *, const char *label);

#endif
