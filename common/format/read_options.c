/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "read_options.h"

void
source_options_init(struct source_options *o)
{
	memset(o, 0, sizeof(*o));
	o->limit = UINT64_MAX;
	o->mem = (uint64_t)512 << 20;
}
