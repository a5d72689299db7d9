/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SQL that SQLite and PostgreSQL both read, appended to a string.
 */
#ifndef SQL_TEXT_H
#define SQL_TEXT_H

#include "database_table.h"
#include "str.h"

/* A name in double quotes; and one that may have its schema before it, as
   "sales.orders". */
void sql_add_name(struct str *, const char *name);
void sql_add_table(struct str *, const char *name);

/* All columns, with commas between. */
void sql_add_columns(struct str *, const struct schema *);

/* " ON CONFLICT (key) DO UPDATE SET ..." of the columns that are no key. */
void sql_add_conflict(struct str *, const struct database_address *,
    const struct schema *);

/* CREATE TABLE where there is none, with the key as its primary one.  types
   are by column type; a column that has none there is refused. */
int sql_add_create(struct str *, const struct database_address *,
    const struct schema *, const char *const types[N_COL_TYPES],
    struct diag *) MUST_CHECK;

#endif
