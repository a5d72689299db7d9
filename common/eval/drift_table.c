/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "nearest.h"

#include "drift_table.h"

const struct drift_test *const drift_table[] = {
	&drift_def_psi,
	&drift_def_ks,
	&drift_def_jensen_shannon,
	&drift_def_wasserstein,
	&drift_def_chi_square,
	&drift_def_missing,
	&drift_def_unseen,
	&drift_def_out_of_range,
	&drift_def_wrong_type,
	NULL
};

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
