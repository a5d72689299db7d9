/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables and queries of databases as streams of typed rows, and rows to tables:
 * a kind of database a file, listed in database_table.c.
 *
 *	sqlite:FILE?table=NAME		sqlite:FILE?query=SQL
 *	postgresql://...?table=NAME	postgresql://...?query=SQL
 *
 * All behind "query=" is SQL, as it stands.  A query is one statement that
 * reads; it runs in one transaction that can do nothing else.  A password in
 * an address is refused, as addresses are seen and kept.
 *
 * A database gives names and types; NULL is missing.  The head of the stream
 * has a read step, its lineage the address and the tail the number of rows.
 */
#ifndef DATABASE_H
#define DATABASE_H

#include <stdbool.h>

#include "stream.h"

/* Does a name begin like the address of a database? */
bool database_is_address(const char *name);

/* Of an address; what goes wrong is told with its name. */
int database_open(const char *address, struct stream **out, struct diag *)
    MUST_CHECK;

/*
 * Rows to a table, all in one transaction: all of them or none.
 *
 *	...?table=NAME[&mode=append|replace|upsert][&key=COL,...]
 *
 * append (the default) makes the table where there is none, replace makes it
 * anew, upsert replaces the rows that have the same key, which has to be unique
 * in the table.  A table that is there has its own types, and the columns of
 * the rows by name.
 */
struct database_writer;

int database_write_open(const char *address, const struct schema *,
    struct database_writer **out, struct diag *) MUST_CHECK;
int database_write(struct database_writer *, const struct batch *,
    struct diag *) MUST_CHECK;
/* Commit. */
int database_write_end(struct database_writer *, struct diag *) MUST_CHECK;
/* What was not committed is rolled back. */
void database_write_free(struct database_writer *);

#endif
