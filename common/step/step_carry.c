/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * carry: copies of columns as they are, to be there for slices when later
 * steps have changed them.  A copy is called as schema_find_carried finds it
 * and has the role ignore, so that neither patterns nor learners take it.
 */
#include <stdlib.h>

#include "step_columns.h"

#include "step_table.h"

static int
declare_carry(struct step *s, const struct schema *in, struct diag *d)
{
	struct str name = STR_INIT;
	int r = 0;

	for (size_t k = 0; k < s->n_in && r == 0; k++) {
		struct field f = in->fields[s->in_cols[k]];

		str_clear(&name);
		str_addf(&name, "%s%s", f.name, CARRIED_SUFFIX);
		f.name = (char *)(uintptr_t)str_get(&name);
		f.role = ROLE_IGNORE;
		if (schema_find(in, f.name) != COLUMN_NONE)
			r = diag_set(d, "there is a column \"%s\" already",
			    f.name);
		else
			r = step_add_output(s, k, &f, d);
	}
	str_release(&name);
	return (r);
}

const struct step_kind step_carry = {
	.name = "carry",
	.version = 1,
	.summary = "raw copies of columns, for slices",
	.idempotent = true,
	.parse = step_parse_selector,
	.declare = declare_carry,
	.column.apply = step_apply_copy
};
