/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "database_table.h"

const struct database_kind *const database_table[] = {
	&database_sqlite, &database_postgresql, NULL
};
