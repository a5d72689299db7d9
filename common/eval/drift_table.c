/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "nearest.h"

#include "drift_table.h"

#define DRIFT_ROW(name) &drift_def_##name,

const struct drift_test *const drift_table[] = { DRIFT_TESTS(DRIFT_ROW) NULL };

const struct drift_test *
drift_test_find(const char *name, struct diag *d)
{
	struct nearest near;

	nearest_init(&near, name);
	for (size_t i = 0; drift_table[i] != NULL; i++) {
		if (strcmp(drift_table[i]->name, name) == 0)
			return (drift_table[i]);
		nearest_offer(&near, drift_table[i]->name);
	}
	diag_set(d, "no test of drift \"%s\"", name);
	nearest_tell(&near, d);
	return (NULL);
}
