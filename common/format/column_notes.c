/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "mem.h"

#include "column_notes.h"

void
column_notes_init(struct column_notes *c, size_t n_cols)
{
	c->bad = mem_calloc(n_cols, sizeof(*c->bad));
	c->absent = mem_calloc(n_cols, sizeof(*c->absent));
	dict_init(&c->unknown);
}

void
column_notes_release(struct column_notes *c)
{
	free(c->bad);
	free(c->absent);
	dict_release(&c->unknown);
}

void
unknown_column_add(struct dict *names, const char *name, size_t n)
{
	if (names->n < UNKNOWN_COLUMNS_MAX)
		dict_add(names, name, n);
}

size_t
column_notes_missed(const struct column_notes *c, const struct schema *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += c->absent[i] > 0 && role_is_feature(s->fields[i].role);
	return (n);
}
