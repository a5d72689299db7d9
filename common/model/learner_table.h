/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The learners there are, in the order of --list.  A new one is a file,
   model_NAME.c, and a row here. */
#ifndef LEARNER_TABLE_H
#define LEARNER_TABLE_H

#include "learner.h"

#define LEARNERS(ROW) \
	ROW(linear) \
	ROW(logistic) \
	ROW(gbdt) \
	ROW(sgd) \
	ROW(forest) \
	ROW(isolation) \
	ROW(kmeans) \
	ROW(baseline)

#define LEARNER_DECLARE(name) extern const struct learner name##_learner;
LEARNERS(LEARNER_DECLARE)

#endif
