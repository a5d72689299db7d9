/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "named.h"

#include "step_table.h"

#define STEP_ROW(name) &step_##name,

const struct step_kind *const step_table[] = { STEPS(STEP_ROW) NULL };

const struct step_kind *
step_kind_find(const char *name, struct diag *d)
{
	return (named_find(step_table, name, "step", d));
}
