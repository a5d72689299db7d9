/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The kinds of databases.  A new one is a file and a row of the table.
 */
#ifndef DATABASE_TABLE_H
#define DATABASE_TABLE_H

#include "batch.h"

#define DATABASE_TEXT ((size_t)16 << 20)

/* An address in its parts. One of table and query is there. */
struct database_address {
	char *place;		/* what stands before '?', without "sqlite:"; of
				   a URL with its scheme and the parameters
				   that are not ours */
	char *table;		/* NULL */
	char *query;		/* NULL */
	/* Of tables that are written to: */
	enum database_mode { MODE_APPEND, MODE_REPLACE, MODE_UPSERT } mode;
	char **key;		/* (n_key): of upsert */
	size_t n_key;
};

struct database_kind {
	const char *prefix;	/* "sqlite:" */
	const char *package;	/* of Debian, without which it is not built */
	/* Begin a query: columns to schema, a cursor to *cursor. NULL: not
	   built. */
	int (*open)(const struct database_address *, struct schema *,
	    void **cursor, struct diag *);
	/* Append at most so many rows to the columns, and none after one with
	   which they have DATABASE_TEXT bytes of text; *n = 0 only behind the
	   last. */
	int (*read)(void *cursor, struct column *cols, size_t max_rows,
	    size_t *n, struct diag *);
	void (*close)(void *cursor);

	/* Begin a transaction and make the table ready; its rows; commit; and
	   free, which rolls back what was not committed. */
	int (*begin)(const struct database_address *, const struct schema *,
	    void **writer, struct diag *);
	int (*write)(void *writer, const struct batch *, struct diag *);
	int (*commit)(void *writer, struct diag *);
	void (*free)(void *writer);
};

/* The kind of an address, or NULL. */
const struct database_kind *database_find(const char *address);
/* Refuse what must not stand in an address. */
int database_check(const char *address, struct diag *) MUST_CHECK;
/* Its parts, to be released also after a failure. */
int database_parse(const struct database_kind *, const char *address,
    struct database_address *, struct diag *) MUST_CHECK;
void database_address_release(struct database_address *);

/* Append a text of a row (from 1), which has to be UTF-8. */
int database_add_text(struct column *, const char *p, size_t n, uint64_t row,
    const char *name, struct diag *) MUST_CHECK;

extern const struct database_kind database_sqlite;
extern const struct database_kind database_postgresql;

/* NULL-terminated. */
extern const struct database_kind *const database_table[];

#endif
