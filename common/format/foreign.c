/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdbool.h>
#include <string.h>

#include "bundle_check.h"

#include "foreign.h"

#define WORKBOOK "a workbook: save its sheet as CSV"

struct mark {
	const char *start;
	size_t n;
	const char *words;
};

const char *
foreign_bytes(const char *p, size_t n)
{
	static const struct mark marks[] = {
		{ "PAR1", 4, "a Parquet file: write it as Arrow or CSV" },
		{ "SQLite format 3", 15, "an SQLite database: write a query "
		    "as CSV, as with sqlite3 -csv -header" },
		{ "\x89HDF\r\n", 6, "an HDF5 file: write it as CSV" },
		{ "\xd0\xcf\x11\xe0\xa1\xb1", 6, WORKBOOK },
		{ "%PDF-", 5, "a PDF document, not rows" },
	};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (n >= marks[i].n &&
		    memcmp(p, marks[i].start, marks[i].n) == 0)
			return (marks[i].words);
	}
	return (NULL);
}

static bool
has_name(char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(names[i], name) == 0)
			return (true);
	}
	return (false);
}

const char *
foreign_members(char *const *names, size_t n)
{
	if (n > 0 && strcmp(names[0], BUNDLE_MANIFEST) == 0 &&
	    has_name(names, n, "recipe.json"))
		return ("a model file, not rows");
	if (has_name(names, n, "[Content_Types].xml") ||
	    has_name(names, n, "META-INF/manifest.xml"))
		return (WORKBOOK);
	return (NULL);
}
