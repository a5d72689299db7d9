/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SQLite.  Its values have types, its columns do not: a column is what all
 * values of a first run of the query are, and a second run gives the rows,
 * both in one transaction.
 *
 *	integers		int, or bool where it is declared BOOL... and
 *				they are 0 and 1
 *	integers and reals	float
 *	texts			string, or time where it is declared DATE... or
 *				TIMESTAMP... and all are times in ISO 8601
 *	texts and numbers	string
 *	blobs			refused
 */
#include "database_table.h"

#ifndef HAVE_sqlite3

const struct database_kind database_sqlite = {
	.prefix = "sqlite:",
	.package = "libsqlite3-dev"
};

#else

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mem.h"
#include "numtext.h"

#include "database_sqlite.h"

struct kinds {
	bool ints, reals, texts, blobs;
	bool not_bool;		/* a value that is neither 0 nor 1 */
	bool not_time;		/* a text that is no time */
};

struct sqlite_cursor {
	sqlite3 *db;
	sqlite3_stmt *query;
	int n_cols;
	enum col_type *types;
	uint64_t row;
	size_t text;		/* bytes of this batch */
};

static int
fail(const struct sqlite_cursor *c, struct diag *d)
{
	return (diag_set(d, "%s", sqlite3_errmsg(c->db)));
}

static int
open_file(struct sqlite_cursor *c, const char *path, struct diag *d)
{
	if (sqlite3_open_v2(path, &c->db, SQLITE_OPEN_READONLY, NULL) !=
	    SQLITE_OK)
		return (fail(c, d));
	sqlite3_busy_timeout(c->db, SQLITE_WAIT_MS);
	return (sqlite3_exec(c->db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK ?
	    0 : fail(c, d));
}

static int
prepare(struct sqlite_cursor *c, const struct database_address *a,
    struct diag *d)
{
	char *sql = a->query != NULL ? sqlite3_mprintf("%s", a->query) :
	    sqlite3_mprintf("SELECT * FROM \"%w\"", a->table);
	const char *rest = NULL;
	int r = 0;

	if (sql == NULL)
		mem_die();
	if (sqlite3_prepare_v2(c->db, sql, -1, &c->query, &rest) != SQLITE_OK)
		r = fail(c, d);
	else if (c->query == NULL || rest[strspn(rest, " \t\r\n;")] != '\0')
		r = diag_set(d, "a query is one statement");
	else if (!sqlite3_stmt_readonly(c->query) ||
	    (c->n_cols = sqlite3_column_count(c->query)) == 0)
		r = diag_set(d, "a query reads rows and changes nothing");
	sqlite3_free(sql);
	return (r);
}

static void
note_value(struct kinds *k, sqlite3_stmt *q, int col)
{
	const char *text;
	int64_t time;

	switch (sqlite3_column_type(q, col)) {
	case SQLITE_INTEGER:
		k->ints = true;
		k->not_bool |= sqlite3_column_int64(q, col) >> 1 != 0;
		break;
	case SQLITE_FLOAT:
		k->reals = true;
		break;
	case SQLITE_TEXT:
		k->texts = true;
		text = (const char *)sqlite3_column_text(q, col);
		if (!k->not_time)
			k->not_time = parse_time(text,
			    (size_t)sqlite3_column_bytes(q, col), &time) == -1;
		break;
	case SQLITE_BLOB:
		k->blobs = true;
		break;
	default:
		break;
	}
}

static bool
is_declared(sqlite3_stmt *q, int col, const char *word)
{
	const char *type = sqlite3_column_decltype(q, col);

	return (type != NULL && strncasecmp(type, word, strlen(word)) == 0);
}

/* A column without a value is what it is declared as, or a string. */
static enum col_type
choose_type(const struct kinds *k, sqlite3_stmt *q, int col)
{
	bool none = !k->ints && !k->reals && !k->texts;

	if (k->texts || none) {
		if (!k->ints && !k->reals && !k->not_time &&
		    (is_declared(q, col, "date") ||
		    is_declared(q, col, "timestamp")))
			return (COL_TIME);
		if (none && is_declared(q, col, "int"))
			return (COL_INT);
		return (none && is_declared(q, col, "real") ? COL_FLOAT :
		    COL_STRING);
	}
	if (k->reals)
		return (COL_FLOAT);
	return (!k->not_bool && is_declared(q, col, "bool") ? COL_BOOL :
	    COL_INT);
}

static int
step(struct sqlite_cursor *c, struct diag *d)
{
	int r = sqlite3_step(c->query);

	if (r == SQLITE_ROW)
		return (1);
	return (r == SQLITE_DONE ? 0 : fail(c, d));
}

static int
find_types(struct sqlite_cursor *c, struct schema *out, struct diag *d)
{
	struct kinds *kinds = mem_calloc((size_t)c->n_cols, sizeof(*kinds));
	int r;

	c->types = mem_calloc((size_t)c->n_cols, sizeof(*c->types));
	while ((r = step(c, d)) == 1) {
		for (int k = 0; k < c->n_cols; k++)
			note_value(&kinds[k], c->query, k);
	}
	for (int k = 0; r == 0 && k < c->n_cols; k++) {
		const char *name = sqlite3_column_name(c->query, k);

		c->types[k] = choose_type(&kinds[k], c->query, k);
		if (kinds[k].blobs)
			r = diag_set(d, "column \"%s\" has blobs: leave it out "
			    "or take hex(\"%s\")", name, name);
		else
			r = schema_add_new(out, name, c->types[k], d);
	}
	free(kinds);
	if (r == 0 && sqlite3_reset(c->query) != SQLITE_OK)
		r = fail(c, d);
	return (r);
}

static void
close_sqlite(void *cursor)
{
	struct sqlite_cursor *c = cursor;

	sqlite3_finalize(c->query);
	sqlite3_close(c->db);
	free(c->types);
	free(c);
}

static int
open_sqlite(const struct database_address *a, struct schema *schema,
    void **cursor, struct diag *d)
{
	struct sqlite_cursor *c = MEM_NEW(struct sqlite_cursor);

	*cursor = c;
	if (open_file(c, a->place, d) == -1 || prepare(c, a, d) == -1)
		return (-1);
	return (find_types(c, schema, d));
}

static int
add_value(struct sqlite_cursor *c, int k, struct column *to, struct diag *d)
{
	const char *text;
	int64_t time;
	size_t n;

	if (sqlite3_column_type(c->query, k) == SQLITE_NULL) {
		column_add_missing(to);
		return (0);
	}
	switch (c->types[k]) {
	case COL_BOOL:
		column_add_bool(to, sqlite3_column_int(c->query, k) != 0);
		return (0);
	case COL_INT:
		column_add_int(to, sqlite3_column_int64(c->query, k));
		return (0);
	case COL_FLOAT:
		column_add_float(to, sqlite3_column_double(c->query, k));
		return (0);
	default:
		break;
	}
	if ((text = (const char *)sqlite3_column_text(c->query, k)) == NULL)
		return (fail(c, d));
	n = (size_t)sqlite3_column_bytes(c->query, k);
	c->text += n;
	if (c->types[k] == COL_STRING)
		return (database_add_text(to, text, n, c->row,
		    sqlite3_column_name(c->query, k), d));
	if (parse_time(text, n, &time) == -1)
		BUG("sqlite: a value changed within a transaction");
	column_add_int(to, time);
	return (0);
}

static int
read_sqlite(void *cursor, struct column *cols, size_t max_rows, size_t *n,
    struct diag *d)
{
	struct sqlite_cursor *c = cursor;
	int r;

	c->text = 0;
	for (*n = 0; *n < max_rows && c->text < DATABASE_TEXT; ++*n) {
		if (c->query == NULL || (r = step(c, d)) == 0) {
			sqlite3_finalize(c->query);	/* or it ran again */
			c->query = NULL;
			return (0);
		}
		if (r == -1)
			return (-1);
		c->row++;
		for (int k = 0; k < c->n_cols; k++) {
			if (add_value(c, k, &cols[k], d) == -1)
				return (-1);
		}
	}
	return (0);
}

const struct database_kind database_sqlite = {
	.prefix = "sqlite:",
	.package = "libsqlite3-dev",
	.open = open_sqlite,
	.read = read_sqlite,
	.close = close_sqlite,
	.begin = sqlite_begin,
	.write = sqlite_write,
	.commit = sqlite_commit,
	.free = sqlite_free
};

#endif
