/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifdef HAVE_sqlite3

#include <stdlib.h>

#include "convert.h"
#include "mem.h"
#include "numtext.h"
#include "sql_text.h"

#include "database_sqlite.h"

static const char *const types[N_COL_TYPES] = {
	[COL_BOOL] = "BOOLEAN", [COL_INT] = "INTEGER", [COL_FLOAT] = "REAL",
	[COL_STRING] = "TEXT", [COL_TIME] = "TIMESTAMP"
};

struct sqlite_writer {
	sqlite3 *db;
	sqlite3_stmt *insert;
};

static int
fail(const struct sqlite_writer *w, struct diag *d)
{
	return (diag_set(d, "%s", sqlite3_errmsg(w->db)));
}

static int
run(struct sqlite_writer *w, const char *sql, struct diag *d)
{
	return (sqlite3_exec(w->db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 :
	    fail(w, d));
}

/* Of another file, or in it, nothing has to be dropped. */
static int
make_table(struct sqlite_writer *w, const struct database_address *a,
    const struct schema *s, struct diag *d)
{
	struct str sql = STR_INIT;
	int r = 0;

	if (a->mode == MODE_REPLACE) {
		str_addz(&sql, "DROP TABLE IF EXISTS ");
		sql_add_table(&sql, a->table);
		r = run(w, sql.buf, d);
	}
	str_clear(&sql);
	if (r == 0)
		r = sql_add_create(&sql, a, s, types, d);
	if (r == 0)
		r = run(w, sql.buf, d);
	str_release(&sql);
	return (r);
}

static int
prepare_insert(struct sqlite_writer *w, const struct database_address *a,
    const struct schema *s, struct diag *d)
{
	struct str sql = STR_INIT;
	int r = 0;

	str_addz(&sql, "INSERT INTO ");
	sql_add_table(&sql, a->table);
	str_addz(&sql, " (");
	sql_add_columns(&sql, s);
	str_addz(&sql, ") VALUES (");
	for (size_t i = 0; i < s->n; i++)
		str_addz(&sql, i == 0 ? "?" : ", ?");
	str_addc(&sql, ')');
	if (a->mode == MODE_UPSERT)
		sql_add_conflict(&sql, a, s);
	if (sqlite3_prepare_v2(w->db, sql.buf, -1, &w->insert, NULL) !=
	    SQLITE_OK)
		r = fail(w, d);
	str_release(&sql);
	return (r);
}

int
sqlite_begin(const struct database_address *a, const struct schema *s,
    void **writer, struct diag *d)
{
	struct sqlite_writer *w = MEM_NEW(struct sqlite_writer);

	*writer = w;
	if (sqlite3_open_v2(a->place, &w->db, SQLITE_OPEN_READWRITE |
	    SQLITE_OPEN_CREATE, NULL) != SQLITE_OK)
		return (fail(w, d));
	sqlite3_busy_timeout(w->db, SQLITE_WAIT_MS);
	if (run(w, "BEGIN IMMEDIATE", d) == -1 ||
	    make_table(w, a, s, d) == -1)
		return (-1);
	return (prepare_insert(w, a, s, d));
}

static int
bind_text(struct sqlite_writer *w, int at, const char *p, size_t n)
{
	return (sqlite3_bind_text64(w->insert, at, p, n, SQLITE_TRANSIENT,
	    SQLITE_UTF8));
}

static int
bind_value(struct sqlite_writer *w, int at, const struct column *c, size_t i)
{
	char scratch[NUMTEXT_MAX];
	const char *p;
	size_t n;

	if (!c->valid[i])
		return (sqlite3_bind_null(w->insert, at));
	switch (c->type) {
	case COL_BOOL:
		return (sqlite3_bind_int(w->insert, at, c->bools[i]));
	case COL_INT:
		return (sqlite3_bind_int64(w->insert, at, c->ints[i]));
	case COL_FLOAT:
		return (sqlite3_bind_double(w->insert, at, c->floats[i]));
	default:
		p = column_text(c, i, scratch, &n);
		return (bind_text(w, at, p, n));
	}
}

int
sqlite_write(void *writer, const struct batch *b, struct diag *d)
{
	struct sqlite_writer *w = writer;

	for (size_t i = 0; i < b->n_rows; i++) {
		for (size_t k = 0; k < b->schema->n; k++) {
			if (bind_value(w, (int)k + 1, b->cols[k], i) !=
			    SQLITE_OK)
				return (fail(w, d));
		}
		if (sqlite3_step(w->insert) != SQLITE_DONE)
			return (diag_set(d, "row %llu: %s",
			    (unsigned long long)(b->first_row + i + 1),
			    sqlite3_errmsg(w->db)));
		sqlite3_reset(w->insert);
	}
	return (0);
}

int
sqlite_commit(void *writer, struct diag *d)
{
	return (run(writer, "COMMIT", d));
}

void
sqlite_free(void *writer)
{
	struct sqlite_writer *w = writer;

	sqlite3_finalize(w->insert);
	sqlite3_close(w->db);	/* rolls back what was not committed */
	free(w);
}

#endif
