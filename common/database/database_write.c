/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "mem.h"

#include "database_table.h"

#include "database.h"

struct database_writer {
	const struct database_kind *kind;
	char *name;
	struct schema schema;
	struct database_address address;
	void *writer;
};

static int
begin(struct database_writer *w, struct diag *d)
{
	if (database_parse(w->kind, w->name, &w->address, d) == -1)
		return (-1);
	if (w->address.table == NULL)
		return (diag_set(d, "rows are written to ?table=NAME"));
	for (size_t i = 0, col; i < w->address.n_key; i++) {
		if (schema_need(&w->schema, w->address.key[i], &col, d) == -1)
			return (-1);
	}
	return (w->kind->begin(&w->address, &w->schema, &w->writer, d));
}

int
database_write_open(const char *address, const struct schema *schema,
    struct database_writer **out, struct diag *d)
{
	struct database_writer *w;

	if (database_check(address, d) == -1)
		return (-1);
	w = MEM_NEW(struct database_writer);
	w->kind = database_find(address);
	w->name = mem_strdup(address);
	schema_copy(&w->schema, schema);
	if (begin(w, d) == -1) {
		diag_prefix(d, "%s", address);
		database_write_free(w);
		return (-1);
	}
	*out = w;
	return (0);
}

int
database_write(struct database_writer *w, const struct batch *b,
    struct diag *d)
{
	return (w->kind->write(w->writer, b, d) == 0 ? 0 :
	    diag_prefix(d, "%s", w->name));
}

int
database_write_end(struct database_writer *w, struct diag *d)
{
	return (w->kind->commit(w->writer, d) == 0 ? 0 :
	    diag_prefix(d, "%s", w->name));
}

void
database_write_free(struct database_writer *w)
{
	if (w == NULL)
		return;
	if (w->writer != NULL)
		w->kind->free(w->writer);
	database_address_release(&w->address);
	schema_release(&w->schema);
	free(w->name);
	free(w);
}
