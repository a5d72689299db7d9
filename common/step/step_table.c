/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stddef.h>
#include <string.h>

#include "nearest.h"

#include "step_table.h"

/* In the order of --list: cleaning, rows, encoding. */
const struct step_kind *const step_table[] = {
	&step_impute,
	&step_cast,
	&step_trim,
	&step_lower,
	&step_replace,
	&step_na,
	&step_clip,
	&step_drop,
	&step_keep,
	&step_rename,
	&step_derive,
	&step_expect,
	&step_where,
	&step_drop_missing,
	&step_dedupe,
	&step_expect_stream,
	&step_onehot,
	&step_ordinal,
	&step_hash,
	&step_target_encode,
	&step_count_encode,
	&step_scale,
	&step_bin,
	&step_date,
	NULL
};

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
