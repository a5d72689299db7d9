/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "known_name.h"
#include "mem.h"
#include "mlc_folder.h"
#include "numtext.h"
#include "outfile.h"
#include "report.h"
#include "run.h"
#include "sealed.h"

#include "catalog.h"

/* Rows, and of each column what is missing. */
static int
read_rows(struct stream *s, json_t *o, struct diag *d)
{
	const struct schema *schema = &s->head.schema;
	uint64_t *missing = mem_calloc(schema->n, sizeof(*missing));
	const struct batch *b;
	json_t *columns = json_array(), *c;
	int64_t rows = 0;
	int r;

	while ((r = stream_next(s, &b, d)) == 1) {
		rows += (int64_t)b->n_rows;
		for (size_t k = 0; k < schema->n; k++)
			missing[k] += b->cols[k]->n_missing;
	}
	for (size_t k = 0; k < schema->n; k++) {
		c = json_object();
		doc_set_text(c, "name", schema->fields[k].name);
		doc_set_text(c, "type", col_type_name(
		    schema->fields[k].type));
		json_object_set_new(c, "missing",
		    json_integer((json_int_t)missing[k]));
		json_array_append_new(columns, c);
	}
	json_object_set_new(o, "rows", json_integer(rows));
	json_object_set_new(o, "columns", columns);
	free(missing);
	return (r);
}

/* The digest that the reader took of the file's bytes. */
static const char *
digest_read(const struct stream *s)
{
	const json_t *first = json_array_get(s->tail, 0);

	return (doc_text(json_array_get(json_object_get(first, "sources"), 0),
	    "sha256"));
}

/* What is said of it, and what it is. */
static int
describe(const struct catalog_entry *e, struct stream *s, json_t *o,
    struct diag *d)
{
	char *real = realpath(e->path, NULL), hex[DIGEST_HEX + 1];
	json_t *tags = json_array();
	struct stat st;
	int r;

	doc_set_text(o, "name", e->name);
	doc_set_text(o, "path", real);
	free(real);
	if (stat(e->path, &st) == -1)
		r = diag_errno(d, "%s", e->path);
	else if (!S_ISREG(st.st_mode))
		r = diag_set(d, "%s: is no regular file", e->path);
	else
		r = read_rows(s, o, d);
	if (r == 0)
		r = digest_file(e->path, hex, d);
	if (r == 0 && digest_read(s) != NULL &&
	    strcmp(digest_read(s), hex) != 0)
		r = diag_set(d, "%s: changed while it was read", e->path);
	doc_set_text(o, "digest", r == 0 ? hex : NULL);
	json_object_set_new(o, "bytes", json_integer(st.st_size));
	doc_set_text(o, "owner", e->owner);
	doc_set_text(o, "note", e->note);
	doc_set_text(o, "licence", e->licence);
	for (size_t i = 0; i < e->n_tags; i++)
		json_array_append_new(tags, doc_stringn(e->tags[i],
		    strlen(e->tags[i])));
	json_object_set_new(o, "tags", tags);
	run_set_time(o, "modified", (int64_t)st.st_mtim.tv_sec * 1000000 +
	    st.st_mtim.tv_nsec / 1000);
	return (r);
}

static bool
same_member(const json_t *a, const json_t *b, const char *key)
{
	const json_t *x = json_object_get(a, key), *y = json_object_get(b,
	    key);

	return (x == y || json_equal(x, y));
}

/* What nobody said stays as it was; the copy, too, of the same bytes. */
static void
take_over(json_t *o, const json_t *last)
{
	static const char *const said[] = { "owner", "note", "licence" };

	for (size_t i = 0; i < 3; i++) {
		if (json_object_get(o, said[i]) == NULL)
			json_object_set(o, said[i], json_object_get(last,
			    said[i]));
	}
	if (json_array_size(json_object_get(o, "tags")) == 0)
		json_object_set(o, "tags", json_object_get(last, "tags"));
	if (json_object_get(o, "kept") == NULL && same_member(o, last,
	    "digest"))
		json_object_set(o, "kept", json_object_get(last, "kept"));
}

static bool
is_same(const json_t *o, const json_t *last)
{
	static const char *const keys[] = { "digest", "path", "owner", "note",
		"licence", "tags", "kept", "columns" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (!same_member(o, last, keys[i]))
			return (false);
	}
	return (true);
}

/* 1 it is written, 0 somebody else took the number. */
static int
write_version(const char *store, json_t *o, int64_t version, struct diag *d)
{
	char previous[DIGEST_HEX + 1] = "", *path;
	struct str text = STR_INIT;
	int r;

	json_object_set_new(o, "version", json_integer(version));
	path = mlc_folder_path(store, "data/%s/%lld.json", doc_text(o,
	    "name"), (long long)version);
	sealed_write(o, previous, &text);
	r = outfile_put_new(path, &text, d);
	str_release(&text);
	free(path);
	return (r);
}

static void
sign(json_t *o)
{
	char *who = line_file_user(), *host = line_file_host();

	doc_set_text(o, "who", who);
	doc_set_text(o, "host", host);
	run_set_time(o, "added", run_clock());
	free(who);
	free(host);
}

/* The next version, unless the last one is the same. */
static int
add_version(const char *store, json_t **o, struct diag *d)
{
	const char *name = doc_text(*o, "name");
	json_t *last = NULL;
	int64_t next;
	int r = 0;

	while (r == 0) {
		if (known_data_next(store, name, &next, d) == -1)
			return (-1);
		if (next > 1 && known_data_read(store, name, &last, d) == -1)
			return (-1);
		if (last != NULL)
			take_over(*o, last);
		if (last != NULL && is_same(*o, last)) {
			json_decref(*o);
			*o = last;
			return (0);
		}
		json_decref(last);
		last = NULL;
		r = write_version(store, *o, next, d);
	}
	return (r);
}

int
catalog_add(const char *store, const struct catalog_entry *e,
    struct stream *rows, json_t **out, struct diag *d)
{
	char *folder, hex[DIGEST_HEX + 1];
	int r;

	if (mlc_folder_check_name(e->name, d) == -1)
		return (-1);
	*out = json_object();
	folder = mlc_folder_path(store, "data/%s", e->name);
	r = describe(e, rows, *out, d);
	if (r == 0)
		r = store_make_folders(folder, d);
	if (r == 0 && e->copy) {
		r = store_put_file(store, e->path, hex, d);
		doc_set_text(*out, "kept", hex);
	}
	sign(*out);
	if (r == 0)
		r = add_version(store, out, d);
	free(folder);
	if (r == -1) {
		json_decref(*out);
		*out = NULL;
	}
	return (r);
}

/* Versions of one data set, from `from` on. */
static int
list_versions(const char *store, const char *name, bool all, json_t *out,
    struct diag *d)
{
	struct str full = STR_INIT;
	json_t *o;
	int64_t next;
	int r = known_data_next(store, name, &next, d);

	for (int64_t v = all ? 1 : next - 1; r == 0 && v >= 1 && v < next;
	    v++) {
		str_clear(&full);
		str_addf(&full, "%s@%lld", name, (long long)v);
		r = known_data_read(store, full.buf, &o, d);
		if (r == 0)
			json_array_append_new(out, o);
	}
	str_release(&full);
	return (r);
}

int
catalog_list(const char *store, bool all, json_t **out, struct diag *d)
{
	char *folder = mlc_folder_path(store, "data"), **names;
	size_t n;
	int r = line_files_list_ending(folder, "", &names, &n, d);

	*out = json_array();
	for (size_t i = 0; i < n && r == 0; i++)
		r = list_versions(store, names[i], all, *out, d);
	line_files_free(names, n);
	free(folder);
	if (r == -1)
		json_decref(*out);
	return (r);
}

static bool
has_word(const char *text, const char *word)
{
	return (text != NULL && strcasestr(text, word) != NULL);
}

bool
catalog_matches(const json_t *v, const char *word)
{
	static const char *const keys[] = { "name", "note", "owner",
		"licence", "path" };
	const json_t *tags = json_object_get(v, "tags");
	const json_t *columns = json_object_get(v, "columns");

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (has_word(doc_text(v, keys[i]), word))
			return (true);
	}
	for (size_t i = 0; i < json_array_size(tags); i++) {
		if (has_word(json_string_value(json_array_get(tags, i)),
		    word))
			return (true);
	}
	for (size_t i = 0; i < json_array_size(columns); i++) {
		if (has_word(doc_text(json_array_get(columns, i), "name"),
		    word))
			return (true);
	}
	return (false);
}

/* Is the file what it was? Its bytes are looked at only where its size and time
   are not those that it had. */
static const char *
find_state(const json_t *v)
{
	const char *path = doc_text(v, "path");
	bool kept = json_object_get(v, "kept") != NULL;
	char hex[DIGEST_HEX + 1], text[NUMTEXT_MAX];
	struct stat st;
	struct diag d;
	size_t n;

	if (path == NULL || stat(path, &st) == -1)
		return (kept ? "kept" : "gone");
	n = format_time(text, (int64_t)st.st_mtim.tv_sec * 1000000 +
	    st.st_mtim.tv_nsec / 1000);
	text[n] = '\0';
	if (st.st_size == json_integer_value(json_object_get(v, "bytes")) &&
	    (doc_is(v, "modified", text) || (digest_file(path, hex, &d) ==
	    0 && doc_is(v, "digest", hex))))
		return ("here");
	return (kept ? "kept" : "changed");
}

static void
join_words(const json_t *list, struct column *c)
{
	struct str s = STR_INIT;

	for (size_t i = 0; i < json_array_size(list); i++)
		str_addf(&s, "%s%s", i > 0 ? "," : "", json_string_value(
		    json_array_get(list, i)));
	report_text(c, s.len > 0 ? s.buf : NULL);
	str_release(&s);
}

static void
add_version_row(struct column *c, const json_t *v)
{
	static const char *const texts[] = { "note", "path", "digest" };

	report_text(c++, doc_text(v, "name"));
	column_add_int(c++, json_integer_value(json_object_get(v,
	    "version")));
	column_add_int(c++, json_integer_value(json_object_get(v, "rows")));
	column_add_int(c++, (int64_t)json_array_size(json_object_get(v,
	    "columns")));
	column_add_int(c++, json_integer_value(json_object_get(v, "bytes")));
	report_text(c++, doc_text(v, "added"));
	report_text(c++, find_state(v));
	report_text(c++, doc_text(v, "owner"));
	report_text(c++, doc_text(v, "licence"));
	join_words(json_object_get(v, "tags"), c++);
	for (size_t i = 0; i < 3; i++)
		report_text(c++, doc_text(v, texts[i]));
}

struct stream *
catalog_report(const json_t *versions)
{
	static const struct report_field fields[] = {
		{ "name", COL_STRING, 0 }, { "version", COL_INT, 0 },
		{ "rows", COL_INT, 0 }, { "columns", COL_INT, 0 },
		{ "bytes", COL_INT, 1 }, { "added", COL_STRING, 1 },
		{ "state", COL_STRING, 0 }, { "owner", COL_STRING, 0 },
		{ "licence", COL_STRING, 1 }, { "tags", COL_STRING, 0 },
		{ "note", COL_STRING, 1 }, { "path", COL_STRING, 1 },
		{ "digest", COL_STRING, 1 }
	};
	struct stream *s = report_new(fields, 13, NULL);

	for (size_t i = 0; i < json_array_size(versions); i++)
		add_version_row(report_block(s)->cols,
		    json_array_get(versions, i));
	return (s);
}

struct stream *
catalog_columns(const json_t *version)
{
	static const struct report_field fields[] = {
		{ "column", COL_STRING, 0 }, { "type", COL_STRING, 0 },
		{ "missing", COL_INT, 0 }
	};
	struct stream *s = report_new(fields, 3, NULL);
	const json_t *columns = json_object_get(version, "columns");
	struct column *c = report_block(s)->cols;

	for (size_t i = 0; i < json_array_size(columns); i++) {
		const json_t *o = json_array_get(columns, i);

		report_text(&c[0], doc_text(o, "name"));
		report_text(&c[1], doc_text(o, "type"));
		column_add_int(&c[2], json_integer_value(json_object_get(o,
		    "missing")));
	}
	return (s);
}
