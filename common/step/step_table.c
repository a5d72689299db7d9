/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stddef.h>
#include <string.h>

#include "nearest.h"

#include "step_table.h"

#define STEP_ROW(name) &step_##name,

const struct step_kind *const step_table[] = { STEPS(STEP_ROW) NULL };

const struct step_kind *
step_kind_find(const char *name, struct diag *d)
{
	struct nearest near;

	nearest_init(&near, name);
	for (size_t i = 0; step_table[i] != NULL; i++) {
		if (strcmp(step_table[i]->name, name) == 0)
			return (step_table[i]);
		nearest_offer(&near, step_table[i]->name);
	}
	diag_set(d, "no step \"%s\"", name);
	nearest_tell(&near, d);
	return (NULL);
}
