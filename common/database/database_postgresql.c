/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * PostgreSQL, by COPY in its binary form (documentation, "COPY", File
 * Formats): the query is described, then copied with each column as a type
 * that is read here.
 *
 *	bool				bool
 *	int2, int4, int8		int
 *	float4, float8, numeric		float
 *	date, timestamp, timestamptz	time; infinite ones are refused
 *	bytea				refused
 *	others				string, as the server writes them
 */
#include "database_table.h"

#ifndef HAVE_libpq

const struct database_kind database_postgresql = {
	.prefix = "postgresql://",
	.package = "libpq-dev"
};

#else

#include <stdlib.h>
#include <string.h>

#include "libpq.h"
#include "mem.h"
#include "sql_text.h"

#include "database_postgresql.h"

#define SIGNATURE "PGCOPY\n\377\r\n"	/* and a NUL */
#define SIGNATURE_BYTES 11
#define EPOCH_DAYS 10957		/* 2000-01-01 */
#define DAY_US ((int64_t)86400 * 1000000)

/* Object ids of types, which are fixed (pg_type.dat). */
enum type_id {
	ID_BOOL = 16, ID_BYTEA = 17, ID_INT8 = 20, ID_INT2 = 21, ID_INT4 = 23,
	ID_FLOAT4 = 700, ID_FLOAT8 = 701, ID_DATE = 1082,
	ID_TIMESTAMP = 1114, ID_TIMESTAMPTZ = 1184, ID_NUMERIC = 1700
};

struct pg_column {
	char *name;
	Oid id;
	enum col_type type;
};

struct pg_cursor {
	struct libpq pq;
	struct pg_column *cols;
	size_t n_cols;
	char *message;		/* rows of the copy, of libpq */
	const unsigned char *p, *end;
	uint64_t row;
	size_t text;		/* bytes of this batch */
	bool began, ended;
};

static char *
make_query(const struct database_address *a)
{
	struct str sql = STR_INIT;

	if (a->query != NULL)
		return (mem_strdup(a->query));
	str_addz(&sql, "SELECT * FROM ");
	sql_add_table(&sql, a->table);
	return (str_detach(&sql));
}

static enum col_type
type_of(Oid id)
{
	switch (id) {
	case ID_BOOL:
		return (COL_BOOL);
	case ID_INT2:
	case ID_INT4:
	case ID_INT8:
		return (COL_INT);
	case ID_FLOAT4:
	case ID_FLOAT8:
	case ID_NUMERIC:
		return (COL_FLOAT);
	case ID_DATE:
	case ID_TIMESTAMP:
	case ID_TIMESTAMPTZ:
		return (COL_TIME);
	default:
		return (COL_STRING);
	}
}

static int
take_columns(struct pg_cursor *c, const PGresult *r, struct schema *out,
    struct diag *d)
{
	c->n_cols = (size_t)c->pq.PQnfields(r);
	if (c->n_cols == 0)
		return (diag_set(d, "a query reads rows"));
	c->cols = mem_calloc(c->n_cols, sizeof(*c->cols));
	for (size_t k = 0; k < c->n_cols; k++) {
		c->cols[k].name = mem_strdup(c->pq.PQfname(r, (int)k));
		c->cols[k].id = c->pq.PQftype(r, (int)k);
		c->cols[k].type = type_of(c->cols[k].id);
		if (c->cols[k].id == ID_BYTEA)
			return (diag_set(d, "column \"%s\" is bytea: leave it "
			    "out or take encode(\"%s\", 'hex')",
			    c->cols[k].name, c->cols[k].name));
		if (schema_add_new(out, c->cols[k].name, c->cols[k].type,
		    d) == -1)
			return (-1);
	}
	return (0);
}

static int
describe(struct pg_cursor *c, const char *sql, struct schema *out,
    struct diag *d)
{
	struct libpq *pq = &c->pq;
	PGresult *r = pq->PQprepare(pq->connection, "", sql, 0, NULL);
	int status;

	if (libpq_check(pq, r, d) == -1)
		return (-1);
	r = pq->PQdescribePrepared(pq->connection, "");
	status = pq->PQresultStatus(r) == PGRES_COMMAND_OK ?
	    take_columns(c, r, out, d) : libpq_fail(pq, d);
	pq->PQclear(r);
	return (status);
}

/* The query stands on lines of its own: its last may end in a comment. */
static int
begin_copy(struct pg_cursor *c, const char *query, struct diag *d)
{
	struct str sql = STR_INIT;
	size_t n = strlen(query);
	int r;

	while (n > 0 && strchr(" \t\r\n;", query[n - 1]) != NULL)
		n--;
	str_addz(&sql, "COPY (SELECT ");
	for (size_t k = 0; k < c->n_cols; k++) {
		if (k > 0)
			str_addz(&sql, ", ");
		sql_add_name(&sql, c->cols[k].name);
		if (c->cols[k].type == COL_STRING)
			str_addz(&sql, "::text");
		if (c->cols[k].type == COL_FLOAT)
			str_addz(&sql, "::float8");
	}
	str_addz(&sql, " FROM (\n");
	str_add(&sql, query, n);
	str_addz(&sql, "\n) AS q) TO STDOUT (FORMAT binary)");
	r = libpq_run(&c->pq, sql.buf, PGRES_COPY_OUT, d);
	str_release(&sql);
	return (r);
}

static void
close_postgresql(void *cursor)
{
	struct pg_cursor *c = cursor;

	if (c->message != NULL)
		c->pq.PQfreemem(c->message);
	libpq_close(&c->pq);
	for (size_t k = 0; k < c->n_cols; k++)
		free(c->cols[k].name);
	free(c->cols);
	free(c);
}

static int
open_postgresql(const struct database_address *a, struct schema *schema,
    void **cursor, struct diag *d)
{
	struct pg_cursor *c = MEM_NEW(struct pg_cursor);
	char *query;
	int r;

	*cursor = c;
	if (libpq_connect(&c->pq, a->place, d) == -1 ||
	    libpq_run(&c->pq, "BEGIN READ ONLY", PGRES_COMMAND_OK, d) == -1)
		return (-1);
	query = make_query(a);
	r = describe(c, query, schema, d);
	if (r == 0)
		r = begin_copy(c, query, d);
	free(query);
	return (r);
}

/* The number of n bytes, the highest first. */
static uint64_t
get_number(const unsigned char *p, size_t n)
{
	uint64_t v = 0;

	while (n-- > 0)
		v = v << 8 | *p++;
	return (v);
}

static int
damaged(struct diag *d)
{
	return (diag_set(d, "the server's rows are damaged"));
}

/* The next message of the copy: 0 at its end. */
static int
next_message(struct pg_cursor *c, struct diag *d)
{
	int n;

	c->pq.PQfreemem(c->message);
	c->message = NULL;
	n = c->pq.PQgetCopyData(c->pq.connection, &c->message, 0);
	if (n > 0) {
		c->p = (const unsigned char *)c->message;
		c->end = c->p + n;
		return (1);
	}
	if (n == -2)
		return (libpq_fail(&c->pq, d));
	n = libpq_check(&c->pq, c->pq.PQgetResult(c->pq.connection), d);
	if (n == 0 && !c->ended)
		return (damaged(d));
	return (n);
}

/* The head of the copy stands before its first row. */
static int
skip_head(struct pg_cursor *c, struct diag *d)
{
	uint64_t more;

	if (c->end - c->p < SIGNATURE_BYTES + 8 ||
	    memcmp(c->p, SIGNATURE, SIGNATURE_BYTES) != 0)
		return (damaged(d));
	more = get_number(c->p + SIGNATURE_BYTES + 4, 4);
	c->p += SIGNATURE_BYTES + 8;
	if (more > (uint64_t)(c->end - c->p))
		return (damaged(d));
	c->p += more;
	c->began = true;
	return (0);
}

static int
add_time(struct column *to, const struct pg_cursor *c,
    const struct pg_column *col, const unsigned char *p, struct diag *d)
{
	const int64_t shift = EPOCH_DAYS * DAY_US;
	int64_t v;

	if (col->id == ID_DATE) {
		v = (int32_t)get_number(p, 4);
		v = v == INT32_MAX || v == INT32_MIN ? INT64_MAX : v * DAY_US;
	} else {
		v = (int64_t)get_number(p, 8);
	}
	if (v == INT64_MIN || v > INT64_MAX - shift)
		return (diag_set(d, "row %llu: column \"%s\": infinity is no "
		    "time", (unsigned long long)c->row, col->name));
	column_add_int(to, v + shift);
	return (0);
}

/* The bytes of a value; 0: any number. */
static size_t
size_of(const struct pg_column *col)
{
	switch (col->type) {
	case COL_BOOL:
		return (1);
	case COL_INT:
		return (col->id == ID_INT2 ? 2 : col->id == ID_INT4 ? 4 : 8);
	case COL_TIME:
		return (col->id == ID_DATE ? 4 : 8);
	case COL_FLOAT:
		return (8);
	default:
		return (0);
	}
}

static int
add_value(struct pg_cursor *c, const struct pg_column *col,
    const unsigned char *p, size_t n, struct column *to, struct diag *d)
{
	uint64_t bits;
	double v;

	if (size_of(col) != 0 && size_of(col) != n)
		return (damaged(d));
	switch (col->type) {
	case COL_BOOL:
		column_add_bool(to, p[0] != 0);
		return (0);
	case COL_INT:
		bits = get_number(p, n);
		column_add_int(to, n == 2 ? (int16_t)bits : n == 4 ?
		    (int32_t)bits : (int64_t)bits);
		return (0);
	case COL_FLOAT:
		bits = get_number(p, n);
		memcpy(&v, &bits, sizeof(v));
		column_add_float(to, v);
		return (0);
	case COL_TIME:
		return (add_time(to, c, col, p, d));
	default:
		c->text += n;
		return (database_add_text(to, (const char *)p, n, c->row,
		    col->name, d));
	}
}

/* 1, or 0 at the mark behind the last row. */
static int
add_row(struct pg_cursor *c, struct column *cols, struct diag *d)
{
	uint64_t n;

	if (c->end - c->p < 2)
		return (damaged(d));
	n = get_number(c->p, 2);
	c->p += 2;
	if (n == UINT16_MAX) {
		c->ended = true;
		c->p = c->end;
		return (0);
	}
	if (n != c->n_cols)
		return (damaged(d));
	c->row++;
	for (size_t k = 0; k < c->n_cols; k++) {
		if (c->end - c->p < 4)
			return (damaged(d));
		n = get_number(c->p, 4);
		c->p += 4;
		if (n == UINT32_MAX) {
			column_add_missing(&cols[k]);
			continue;
		}
		if (n > (uint64_t)(c->end - c->p))
			return (damaged(d));
		if (add_value(c, &c->cols[k], c->p, n, &cols[k], d) == -1)
			return (-1);
		c->p += n;
	}
	return (1);
}

static int
read_postgresql(void *cursor, struct column *cols, size_t max_rows, size_t *n,
    struct diag *d)
{
	struct pg_cursor *c = cursor;
	int r;

	*n = 0;
	c->text = 0;
	while (*n < max_rows && c->text < DATABASE_TEXT && !c->ended) {
		if (c->p == c->end && (r = next_message(c, d)) != 1)
			return (r);
		if (!c->began && skip_head(c, d) == -1)
			return (-1);
		if (c->p == c->end)
			continue;
		if ((r = add_row(c, cols, d)) == -1)
			return (-1);
		*n += r == 1;
	}
	/* The end of the copy tells whether it was whole. */
	while (c->ended && c->pq.connection != NULL && (r = next_message(c,
	    d)) != 0) {
		if (r == -1)
			return (-1);
		c->p = c->end;
	}
	if (c->ended && c->pq.connection != NULL) {
		c->pq.PQfinish(c->pq.connection);
		c->pq.connection = NULL;
	}
	return (0);
}

const struct database_kind database_postgresql = {
	.prefix = "postgresql://",
	.package = "libpq-dev",
	.open = open_postgresql,
	.read = read_postgresql,
	.close = close_postgresql,
	.begin = postgresql_begin,
	.write = postgresql_write,
	.commit = postgresql_commit,
	.free = postgresql_free
};

#endif
