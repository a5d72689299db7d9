/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The learners that learner_table.c lists, one a file.
 */
#ifndef LEARNER_TABLE_H
#define LEARNER_TABLE_H

#include "learner.h"

extern const struct learner linear_learner;	/* model_linear.c */
extern const struct learner logistic_learner;	/* model_logistic.c */
extern const struct learner gbdt_learner;	/* model_gbdt.c */
extern const struct learner baseline_learner;	/* model_baseline.c */

#endif
