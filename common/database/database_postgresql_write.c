/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows go by COPY in its text form, which the server reads as whatever type a
 * column has.  For an upsert they go to a temporary table first; of rows of one
 * key the last counts.
 */
#ifdef HAVE_libpq

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "convert.h"
#include "libpq.h"
#include "mem.h"
#include "numtext.h"
#include "sql_text.h"

#include "database_postgresql.h"

#define PIECE ((size_t)1 << 20)		/* bytes, about, of a message */
#define ROWS_TABLE "mlc_rows"
#define ROW_NUMBER "mlc_row"

static const char *const types[N_COL_TYPES] = {
	[COL_BOOL] = "boolean", [COL_INT] = "bigint",
	[COL_FLOAT] = "double precision", [COL_STRING] = "text",
	[COL_TIME] = "timestamp with time zone"
};

struct pg_writer {
	struct libpq pq;
	struct str text;		/* rows that wait */
	struct str upsert;		/* what follows the copy; or empty */
};

/* Run what the string says and clear it. */
static int
run(struct pg_writer *w, struct str *sql, ExecStatusType wanted,
    struct diag *d)
{
	int r = libpq_run(&w->pq, sql->buf, wanted, d);

	str_clear(sql);
	return (r);
}

static int
make_table(struct pg_writer *w, const struct database_address *a,
    const struct schema *s, struct str *sql, struct diag *d)
{
	if (a->mode == MODE_REPLACE) {
		str_addz(sql, "DROP TABLE IF EXISTS ");
		sql_add_table(sql, a->table);
		if (run(w, sql, PGRES_COMMAND_OK, d) == -1)
			return (-1);
	}
	if (sql_add_create(sql, a, s, types, d) == -1)
		return (-1);
	return (run(w, sql, PGRES_COMMAND_OK, d));
}

/* A table with the columns and their types, and a number for each row. */
static int
make_rows_table(struct pg_writer *w, const struct database_address *a,
    const struct schema *s, struct str *sql, struct diag *d)
{
	str_addz(sql, "CREATE TEMPORARY TABLE " ROWS_TABLE
	    " ON COMMIT DROP AS SELECT ");
	sql_add_columns(sql, s);
	str_addz(sql, " FROM ");
	sql_add_table(sql, a->table);
	str_addz(sql, " WITH NO DATA");
	if (run(w, sql, PGRES_COMMAND_OK, d) == -1)
		return (-1);
	str_addz(sql, "ALTER TABLE " ROWS_TABLE " ADD " ROW_NUMBER
	    " bigserial");
	return (run(w, sql, PGRES_COMMAND_OK, d));
}

static void
add_key(struct str *sql, const struct database_address *a)
{
	for (size_t i = 0; i < a->n_key; i++) {
		if (i > 0)
			str_addz(sql, ", ");
		sql_add_name(sql, a->key[i]);
	}
}

static void
set_upsert(struct str *sql, const struct database_address *a,
    const struct schema *s)
{
	str_addz(sql, "INSERT INTO ");
	sql_add_table(sql, a->table);
	str_addz(sql, " (");
	sql_add_columns(sql, s);
	str_addz(sql, ") SELECT DISTINCT ON (");
	add_key(sql, a);
	str_addz(sql, ") ");
	sql_add_columns(sql, s);
	str_addz(sql, " FROM " ROWS_TABLE " ORDER BY ");
	add_key(sql, a);
	str_addz(sql, ", " ROW_NUMBER " DESC");
	sql_add_conflict(sql, a, s);
}

static int
begin_rows(struct pg_writer *w, const struct database_address *a,
    const struct schema *s, struct diag *d)
{
	struct str sql = STR_INIT;
	int r = make_table(w, a, s, &sql, d);

	if (r == 0 && a->mode == MODE_UPSERT) {
		r = make_rows_table(w, a, s, &sql, d);
		set_upsert(&w->upsert, a, s);
	}
	if (r == 0) {
		str_addz(&sql, "COPY ");
		if (a->mode == MODE_UPSERT)
			str_addz(&sql, ROWS_TABLE);
		else
			sql_add_table(&sql, a->table);
		str_addz(&sql, " (");
		sql_add_columns(&sql, s);
		str_addz(&sql, ") FROM STDIN");
		r = run(w, &sql, PGRES_COPY_IN, d);
	}
	str_release(&sql);
	return (r);
}

int
postgresql_begin(const struct database_address *a, const struct schema *s,
    void **writer, struct diag *d)
{
	struct pg_writer *w = MEM_NEW(struct pg_writer);

	*writer = w;
	if (libpq_connect(&w->pq, a->place, d) == -1 ||
	    libpq_run(&w->pq, "BEGIN", PGRES_COMMAND_OK, d) == -1)
		return (-1);
	return (begin_rows(w, a, s, d));
}

/* What stands between tabs: backslashes before what would end it. */
static void
add_escaped(struct str *to, const char *p, size_t n)
{
	char *q = str_reserve(to, 2 * n), *begin = q;

	for (size_t i = 0; i < n; i++) {
		char c = p[i];

		if (c == '\\' || c == '\t' || c == '\n' || c == '\r') {
			*q++ = '\\';
			c = c == '\t' ? 't' : c == '\n' ? 'n' : c == '\r' ?
			    'r' : c;
		}
		*q++ = c;
	}
	str_commit(to, (size_t)(q - begin));
}

static void
add_value(struct str *to, const struct column *c, size_t i)
{
	char scratch[NUMTEXT_MAX];
	const char *p;
	size_t n;

	if (!c->valid[i]) {
		str_addz(to, "\\N");
	} else if (c->type == COL_FLOAT && isinf(c->floats[i])) {
		str_addz(to, c->floats[i] > 0 ? "Infinity" : "-Infinity");
	} else {
		p = column_text(c, i, scratch, &n);
		add_escaped(to, p, n);
	}
}

static int
send_rows(struct pg_writer *w, struct diag *d)
{
	int r = 1;

	if (w->text.len > 0)
		r = w->pq.PQputCopyData(w->pq.connection, w->text.buf,
		    (int)w->text.len);
	str_clear(&w->text);
	return (r == 1 ? 0 : libpq_fail(&w->pq, d));
}

int
postgresql_write(void *writer, const struct batch *b, struct diag *d)
{
	struct pg_writer *w = writer;

	for (size_t i = 0; i < b->n_rows; i++) {
		for (size_t k = 0; k < b->schema->n; k++) {
			if (k > 0)
				str_addc(&w->text, '\t');
			add_value(&w->text, b->cols[k], i);
		}
		str_addc(&w->text, '\n');
		if (w->text.len >= PIECE && send_rows(w, d) == -1)
			return (-1);
	}
	return (0);
}

int
postgresql_commit(void *writer, struct diag *d)
{
	struct pg_writer *w = writer;
	struct libpq *pq = &w->pq;

	if (send_rows(w, d) == -1)
		return (-1);
	if (pq->PQputCopyEnd(pq->connection, NULL) != 1)
		return (libpq_fail(pq, d));
	if (libpq_check(pq, pq->PQgetResult(pq->connection), d) == -1)
		return (-1);
	pq->PQclear(pq->PQgetResult(pq->connection));	/* NULL: its end */
	if (w->upsert.len > 0 &&
	    libpq_run(pq, w->upsert.buf, PGRES_COMMAND_OK, d) == -1)
		return (-1);
	return (libpq_run(pq, "COMMIT", PGRES_COMMAND_OK, d));
}

void
postgresql_free(void *writer)
{
	struct pg_writer *w = writer;

	libpq_close(&w->pq);		/* which rolls back */
	str_release(&w->text);
	str_release(&w->upsert);
	free(w);
}

#endif
