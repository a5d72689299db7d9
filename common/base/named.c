/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "foreign_words.h"
#include "nearest.h"
#include "str.h"

#include "named.h"

/* The table's type is the caller's, so an entry is copied out as bytes. */
static const void *
entry_at(const void *table, size_t i)
{
	const void *entry;

	memcpy(&entry, (const char *)table + i * sizeof(entry), sizeof(entry));
	return (entry);
}

/* What there is instead: our word for it, what is near, or all names. */
static void
tell_names(const void *table, const char *name, const char *kind,
    const struct nearest *near, struct diag *d)
{
	const char *ours, *between = " (there are ";
	struct str s = STR_INIT;
	const void *entry;

	diag_set(d, "no %s \"%s\"", kind, name);

	for (size_t k = 0; (ours = foreign_word(name, k)) != NULL; k++) {
		for (size_t i = 0; (entry = entry_at(table, i)) != NULL; i++) {
			if (strcmp(*(const char *const *)entry, ours) == 0) {
				diag_set(d, "no %s \"%s\" (in mlc: %s)", kind,
				    name, ours);
				return;
			}
		}
	}
	nearest_tell(near, d);
	if (near->best != NULL)
		return;
	for (size_t i = 0; (entry = entry_at(table, i)) != NULL; i++) {
		str_addf(&s, "%s%s", between, *(const char *const *)entry);
		between = ", ";
	}
	diag_set(d, "no %s \"%s\"%s)", kind, name, str_get(&s));
	str_release(&s);
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
	tell_names(table, name, kind, &near, d);
	return (NULL);
}
