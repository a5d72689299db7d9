/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "lineage.h"
#include "mem.h"
#include "read_spec.h"
#include "utf8.h"

#include "database_table.h"

#include "database.h"

struct database {
	struct stream stream;
	const struct database_kind *kind;
	void *cursor;
	char *name;
	struct block rows;
	uint64_t n_rows;
};

bool
database_is_address(const char *name)
{
	return (database_find(name) != NULL);
}

static void
set_head(struct database *b, const char *address)
{
	json_t *source = json_object(), *record = json_object();
	struct head *h = &b->stream.head;

	json_object_set_new(source, "name",
	    doc_stringn(address, strlen(address)));
	json_object_set_new(source, "format", json_stringn(b->kind->prefix,
	    strcspn(b->kind->prefix, ":")));
	json_object_set_new(record, "sources", json_pack("[o]", source));
	lineage_add(h, record);
	head_begin_recipe(h);
}

static int
next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct database *b = (struct database *)s;
	size_t rows = 0;

	block_clear(&b->rows);
	if (b->kind->read(b->cursor, b->rows.cols, BATCH_ROWS, &rows, d) == -1)
		return (diag_prefix(d, "%s", b->name));
	if (rows == 0) {
		json_array_append_new(s->tail, json_pack("{s:I}", "out",
		    (json_int_t)b->n_rows));
		return (0);
	}
	*out = block_seal(&b->rows, b->n_rows);
	b->n_rows += rows;
	return (1);
}

static void
close_stream(struct stream *s)
{
	struct database *b = (struct database *)s;

	if (b->cursor != NULL)
		b->kind->close(b->cursor);
	block_release(&b->rows);
	free(b->name);
	stream_release(s);
	free(b);
}

int
database_add_text(struct column *c, const char *p, size_t n, uint64_t row,
    const char *name, struct diag *d)
{
	if (n > STRING_MAX || !utf8_is_text(p, n))
		return (diag_set(d, "row %llu: column \"%s\": %s",
		    (unsigned long long)row, name, n > STRING_MAX ?
		    "the text is too long" : "the text is not UTF-8"));
	column_add_string(c, p, n);
	return (0);
}

static int
open_cursor(struct database *b, const char *address, struct diag *d)
{
	struct database_address parts;
	int r = database_parse(b->kind, address, &parts, d);

	if (r == 0 && parts.mode != MODE_APPEND)
		r = diag_set(d, "mode= is of tables that are written to");
	if (r == 0)
		r = b->kind->open(&parts, &b->stream.head.schema, &b->cursor,
		    d);
	database_address_release(&parts);
	return (r);
}

int
database_open(const char *address, struct stream **out, struct diag *d)
{
	static const struct stream_ops ops = { next, close_stream };
	struct database *b;

	if (database_check(address, d) == -1)
		return (-1);
	b = MEM_NEW(struct database);
	stream_init(&b->stream, &ops);
	b->kind = database_find(address);
	b->name = mem_strdup(address);
	block_init(&b->rows, &b->stream.head.schema);
	if (open_cursor(b, address, d) == -1) {
		close_stream(&b->stream);
		return (diag_prefix(d, "%s", address));
	}
	block_release(&b->rows);
	block_init(&b->rows, &b->stream.head.schema);
	set_head(b, address);
	*out = &b->stream;
	return (0);
}
