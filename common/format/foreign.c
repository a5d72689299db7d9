/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "bundle_check.h"
#include "jsondoc.h"

#include "foreign.h"

#define WORKBOOK "a workbook: save its sheet as CSV"

#define PICKLE "a pickle of Python: write the table as CSV or Arrow"
#define R_DATA "data of R: write the table by write.csv"
#define SPSS "an SPSS file: write it as CSV"
#define IMAGE "an image, not rows"

struct mark {
	size_t at;
	const char *bytes;
	size_t n;
	const char *words;
};

static const struct mark marks[] = {
	{ 0, "PARE", 4, "an encrypted Parquet file: write it as CSV" },
	{ 0, "ORC", 3, "an ORC file: write it as Arrow or CSV" },
	{ 0, "Obj\1", 4, "an Avro file: write it as JSON lines or CSV" },
	{ 0, "FEA1", 4, "a Feather file of version 1: write it as version 2" },
	{ 0, "\x93NUMPY", 6, "a NumPy array: write it by numpy.savetxt" },
	{ 0, "\x80\2", 2, PICKLE }, { 0, "\x80\3", 2, PICKLE },
	{ 0, "\x80\4", 2, PICKLE }, { 0, "\x80\5", 2, PICKLE },
	{ 0, "RDX2\n", 5, R_DATA }, { 0, "RDX3\n", 5, R_DATA },
	{ 0, "X\n\0\0\0", 5, R_DATA },
	{ 0, "<stata_dta>", 11, "a Stata file: write it as CSV" },
	{ 0, "$FL2", 4, SPSS }, { 0, "$FL3", 4, SPSS },
	{ 12, "\xc2\xea\x81\x60", 4, "a SAS table: write it as CSV" },
	{ 0, "HEADER RECORD***", 16, "a SAS transport file: write it as CSV" },
	{ 0, "MATLAB 5.0", 10, "a MATLAB file: write it as CSV" },
	{ 0, "\x89HDF\r\n", 6, "an HDF5 file: write it as CSV" },
	{ 0, "SQLite format 3", 15, "an SQLite database: its tables are "
	    "sqlite:FILE?table=NAME" },
	{ 8, "DUCK", 4, "a DuckDB database: write a query as CSV, as with "
	    "duckdb -csv" },
	{ 0, "\xd0\xcf\x11\xe0\xa1\xb1", 6, WORKBOOK },
	{ 0, "%PDF-", 5, "a PDF document, not rows" },
	{ 0, "\x89PNG", 4, IMAGE }, { 0, "\xff\xd8\xff", 3, IMAGE },
	{ 0, "GIF8", 4, IMAGE },
	{ 0, "\xff\6\0\0sNaPpY", 10, "compressed by snappy: unpack it "
	    "first" },
	{ 0, "\x1f\x9d", 2, "compressed by compress: unpack it by gzip -d" },
	{ 0, "LZIP", 4, "compressed by lzip: unpack it first" },
	{ 0, "version https://git-lfs", 23, "the pointer that git-lfs keeps "
	    "in place of a file: fetch that by git lfs pull" },
	{ 0, "/annex/objects/", 15, "the pointer that git-annex keeps in "
	    "place of a file: fetch that by git annex get" }
};

static bool
is_space(char c)
{
	return (c != '\0' && strchr(" \t\r\n", c) != NULL);
}

static bool
has_control(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if ((unsigned char)p[i] < ' ' && !is_space(p[i]))
			return (true);
	}
	return (false);
}

/* A header may begin with a few letters like those: "ORCID,name". */
const char *
foreign_bytes(const char *p, size_t n)
{
	const struct mark *m = marks;

	for (; m < marks + sizeof(marks) / sizeof(marks[0]); m++) {
		if (n >= m->at + m->n &&
		    memcmp(p + m->at, m->bytes, m->n) == 0 &&
		    (m->n > 4 || has_control(p, n)))
			return (m->words);
	}
	return (NULL);
}

/* Does the text begin with the word, in letters of any case? */
static bool
has_word(const char *p, size_t n, const char *word)
{
	size_t k = strlen(word);

	return (n >= k && strncasecmp(p, word, k) == 0);
}

static bool
is_markup(const char *p, size_t n)
{
	static const char *const words[] = { "<!doctype", "<html", "<head",
	    "<body", "<table", "<?xml", "<!--", NULL };
	size_t i = 0;

	while (words[i] != NULL && !has_word(p, n, words[i]))
		i++;
	return (words[i] != NULL);
}

/* "[[1, 2]", "[" alone in its line, or "[1, 2]" as a line. */
static bool
is_json_arrays(const char *p, size_t n)
{
	const char *end = memchr(p, '\n', n);
	size_t i = 1, line = end != NULL ? (size_t)(end - p) : n;
	struct diag ignored;
	json_t *o = NULL;

	if (n < 2 || *p != '[')
		return (false);
	while (i < n && is_space(p[i]))
		i++;
	if (i > line || (i < n && p[i] == '['))
		return (true);
	if (doc_parse(p, line, &o, &ignored) == -1)
		return (false);
	json_decref(o);
	return (true);
}

const char *
foreign_text(const char *p, size_t n)
{
	const char *end = p + n;

	if (n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		p += 3;
	while (p < end && is_space(*p))
		p++;
	n = (size_t)(end - p);
	if (is_markup(p, n))
		return ("HTML or XML, not rows: is it a page that says why "
		    "there is no file?");
	if (is_json_arrays(p, n))
		return ("JSON of arrays, whose columns have no names: jq -r "
		    "'.[]|@csv' makes rows for --no-header");
	if (has_word(p, n, "{'") || has_word(p, n, "[{'"))
		return ("text as Python shows it: write it by json.dump");
	return (NULL);
}

/* Does a name end so, at the beginning or after a slash or dot? */
static bool
has_name(char *const *names, size_t n, const char *name)
{
	size_t k = strlen(name), m;

	for (size_t i = 0; i < n; i++) {
		m = strlen(names[i]);
		if (m >= k && strcmp(names[i] + m - k, name) == 0 &&
		    (m == k || strchr("/.", names[i][m - k - 1]) != NULL))
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
	if (has_name(names, n, "npy"))
		return ("an archive of NumPy arrays: write them by "
		    "numpy.savetxt");
	if (has_name(names, n, "data.pkl"))
		return ("a file of PyTorch, not rows");
	return (NULL);
}

int
foreign_refuse(const char *name, const char *words, struct diag *d)
{
	return (words == NULL ? 0 : diag_set(d, "%s: is %s", name, words));
}
