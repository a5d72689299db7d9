/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SQLite, written: see struct database_kind.
 */
#ifndef DATABASE_SQLITE_H
#define DATABASE_SQLITE_H

#include <sqlite3.h>

#include "database_table.h"

#define SQLITE_WAIT_MS 10000	/* while others write */

int sqlite_begin(const struct database_address *, const struct schema *,
    void **writer, struct diag *);
int sqlite_write(void *writer, const struct batch *, struct diag *);
int sqlite_commit(void *writer, struct diag *);
void sqlite_free(void *writer);

#endif
