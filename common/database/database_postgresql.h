/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * PostgreSQL, written: see struct database_kind.
 */
#ifndef DATABASE_POSTGRESQL_H
#define DATABASE_POSTGRESQL_H

#include "database_table.h"

int postgresql_begin(const struct database_address *, const struct schema *,
    void **writer, struct diag *);
int postgresql_write(void *writer, const struct batch *, struct diag *);
int postgresql_commit(void *writer, struct diag *);
void postgresql_free(void *writer);

#endif
