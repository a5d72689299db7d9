/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "nearest.h"

#include "learner.h"
#include "learner_table.h"

#define LEARNER_ROW(name) &name##_learner,

const struct learner *const learner_table[] = { LEARNERS(LEARNER_ROW) NULL };

const struct learner *
learner_find(const char *name, struct diag *d)
{
	struct nearest near;

	nearest_init(&near, name);
	for (size_t i = 0; learner_table[i] != NULL; i++) {
		if (strcmp(learner_table[i]->name, name) == 0)
			return (learner_table[i]);
		nearest_offer(&near, learner_table[i]->name);
	}
	diag_set(d, "no algorithm \"%s\"", name);
	nearest_tell(&near, d);
	return (NULL);
}
