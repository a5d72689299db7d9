/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "stream_op.h"

struct op_counts *
op_tally_add(struct op_tally *t, const char *label)
{
	struct op_tally_row *r = MEM_NEW(struct op_tally_row);

	r->label = mem_strdup(label);
	t->rows = mem_grow(t->rows, &t->cap, t->n + 1, sizeof(*t->rows));
	t->rows[t->n++] = r;
	return (&r->counts);
}

void
op_tally_release(struct op_tally *t)
{
	for (size_t i = 0; i < t->n; i++) {
		free(t->rows[i]->label);
		free(t->rows[i]);
	}
	free(t->rows);
	memset(t, 0, sizeof(*t));
}
