/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "row_long.h"

#define SHOWN 4096		/* bytes of the text */

bool
piece_is_long(const struct piece *p)
{
	return (p->n == 1 && p->records[0].n >= LONG_RECORD);
}

/* What is trimmed or recoded takes the usual way. */
void
piece_hide_long(struct piece *p, const struct piece_plan *plan)
{
	const struct schema *s = &plan->spec->schema;
	struct cell *c;

	if (!piece_is_long(p) || p->has_odd || plan->layout->trim ||
	    plan->spec->trim)
		return;
	for (size_t j = 0; j < s->n; j++) {
		if (plan->map[j] == COLUMN_NONE ||
		    s->fields[j].type != COL_STRING)
			continue;
		c = &p->cells[plan->map[j]];
		if (c->n < LONG_RECORD / 2)
			continue;
		p->long_col = j;
		p->long_text = *c;
		c->n = SHOWN;
		return;
	}
}

void
piece_take_long(struct piece *p, struct row_texts *in)
{
	const struct cell *text = &p->long_text;
	struct column *c;
	char *memory;

	if (p->long_col == COLUMN_NONE || p->failed ||
	    p->rows != &p->block.view || p->rows->n_rows != 1)
		return;
	c = &p->block.cols[p->long_col];
	if (!c->valid[0])
		return;
	memory = texts_take(in, text->p, text->n);
	if (memory == NULL)
		memory = cell_store_take(&p->store, text->p, text->n);
	column_take_string(c, memory, text->n);
}
