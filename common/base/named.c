/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "nearest.h"

#include "named.h"

/* The table's type is the caller's, so an entry is copied out as bytes. */
static const void *
entry_at(const void *table, size_t i)
{
	const void *entry;

	memcpy(&entry, (const char *)table + i * sizeof(entry), sizeof(entry));
	return (entry);
}

const void *
named_find(const void *table, const char *name, const char *kind,
    struct diag *d)
{
	const void *entry;
	struct nearest near;

	nearest_init(&near, name);
	for (size_t i = 0; (entry = entry_at(table, i)) != NULL; i++) {
		const char *have = *(const char *const *)entry;

		if (strcmp(have, name) == 0)
			return (entry);
		nearest_offer(&near, have);
	}
	diag_set(d, "no %s \"%s\"", kind, name);
	nearest_tell(&near, d);
	return (NULL);
}
