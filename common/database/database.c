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

static const struct database_kind *
find_kind(const char *address)
{
	for (size_t i = 0; database_table[i] != NULL; i++) {
		const char *prefix = database_table[i]->prefix;

		if (strncmp(address, prefix, strlen(prefix)) == 0)
			return (database_table[i]);
	}
	return (NULL);
}

bool
database_is_address(const char *name)
{
	return (find_kind(name) != NULL);
}

static void
release_address(struct database_address *a)
{
	free(a->place);
	free(a->table);
	free(a->query);
}

/* Where a parameter of this name begins; NULL. */
static const char *
find_parameter(const char *address, const char *name)
{
	const char *p = strchr(address, '?');
	size_t n = strlen(name);

	for (; p != NULL; p = strchr(p + 1, '&')) {
		if (strncmp(p + 1, name, n) == 0 && p[1 + n] == '=')
			return (p);
		if (strncmp(p + 1, "query=", 6) == 0)
			return (NULL);	/* the rest is SQL */
	}
	return (NULL);
}

/* "//user:secret@host/" or "?password=secret" */
static bool
has_secret(const char *address)
{
	const char *host = strstr(address, "://"), *at;
	size_t n;

	if (find_parameter(address, "password") != NULL)
		return (true);
	if (host == NULL)
		return (false);
	n = strcspn(host + 3, "/?");
	at = memchr(host + 3, '@', n);
	return (at != NULL &&
	    memchr(host + 3, ':', (size_t)(at - host - 3)) != NULL);
}

/* place?a=1&table=NAME, place?query=SQL */
static int
parse_address(const struct database_kind *kind, const char *text,
    struct database_address *a, struct diag *d)
{
	const char *query = find_parameter(text, "query");
	const char *table = find_parameter(text, "table");
	const char *end = query != NULL ? query : table;
	bool is_url = strstr(kind->prefix, "://") != NULL;
	size_t skip = is_url ? 0 : strlen(kind->prefix);

	memset(a, 0, sizeof(*a));
	if ((query == NULL) == (table == NULL))
		return (diag_set(d, "wants ?table=NAME or ?query=SQL"));
	a->place = mem_strndup(text + skip, (size_t)(end - text) - skip);
	if (query != NULL)
		a->query = mem_strdup(query + 1 + strlen("query="));
	else
		a->table = mem_strdup(table + 1 + strlen("table="));
	if (a->place[0] == '\0' || (a->query != NULL && a->query[0] == '\0') ||
	    (a->table != NULL && a->table[0] == '\0'))
		return (diag_set(d, "wants a place and ?table=NAME or "
		    "?query=SQL"));
	return (0);
}

static void
set_head(struct database *b, const char *address)
{
	json_t *source = json_object(), *record = json_object();
	struct head *h = &b->stream.head;
	struct read_spec spec;

	json_object_set_new(source, "name",
	    doc_stringn(address, strlen(address)));
	json_object_set_new(source, "format", json_stringn(b->kind->prefix,
	    strcspn(b->kind->prefix, ":")));
	json_object_set_new(record, "sources", json_pack("[o]", source));
	lineage_add(h, record);
	read_spec_init(&spec);
	schema_copy(&spec.schema, &h->schema);
	head_add_step(h, read_spec_to_json(&spec));
	read_spec_release(&spec);
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

static int
open_cursor(struct database *b, const char *address, struct diag *d)
{
	struct database_address parts;
	int r = -1;

	if (b->kind->open == NULL)
		diag_set(d, "mlc was built without it (Debian: %s)",
		    b->kind->package);
	else if ((r = parse_address(b->kind, address, &parts, d)) == 0)
		r = b->kind->open(&parts, &b->stream.head.schema, &b->cursor,
		    d);
	if (b->kind->open != NULL)
		release_address(&parts);
	return (r);
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

int
database_open(const char *address, struct stream **out, struct diag *d)
{
	static const struct stream_ops ops = { next, close_stream };
	const struct database_kind *kind = find_kind(address);
	struct database *b;

	if (has_secret(address))
		return (diag_set(d, "%s...: a password in an address is seen "
		    "by others: use PGPASSWORD, ~/.pgpass or PGSERVICE",
		    kind->prefix));
	b = MEM_NEW(struct database);
	stream_init(&b->stream, &ops);
	b->kind = kind;
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
