/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "named.h"

#include "learner.h"
#include "learner_table.h"

#define LEARNER_ROW(name) &name##_learner,

const struct learner *const learner_table[] = { LEARNERS(LEARNER_ROW) NULL };

const struct learner *
learner_find(const char *name, struct diag *d)
{
	return (named_find(learner_table, name, "algorithm", d));
}
