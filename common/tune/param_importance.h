/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How much each parameter counts: gradient boosted trees learn the ranks of
 * the trials' losses in the first objective, and a parameter counts as much as
 * their squared error grows when its values are shuffled (Breiman 2001),
 * as a share of all.  Trials with a share of the work count, too; how much
 * that was is known to the trees, but is no parameter.
 */
#ifndef PARAM_IMPORTANCE_H
#define PARAM_IMPORTANCE_H

#include "stream.h"
#include "trial.h"

#define PARAM_IMPORTANCE_FROM 10	/* trials */

/* out: (n parameters), of the sum 1; NaN where the trials are too few, or are
   all alike. */
int param_importance(const struct trials *, double *out, struct diag *)
    MUST_CHECK;

/* As a report: parameter, importance; that of most first. */
int param_importance_report(const struct trials *,
    const struct stream *about, struct stream **out, struct diag *)
    MUST_CHECK;

#endif
