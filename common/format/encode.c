/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <archive.h>
#include <archive_entry.h>

#include "mem.h"

#include "encode.h"

struct encode {
	struct archive *archive;
	struct outfile *out;
	bool failed;		/* to write, or nothing is to be written */
	struct diag diag;	/* of the failure */
};

static const char *const endings[] = {
	".gz", ".zst", ".xz", ".bz2", ".lz4", NULL
};
static int (*const add_filter[])(struct archive *) = {
	archive_write_add_filter_gzip, archive_write_add_filter_zstd,
	archive_write_add_filter_xz, archive_write_add_filter_bzip2,
	archive_write_add_filter_lz4
};

const char *const *
encode_endings(void)
{
	return (endings);
}

/* The place of the path's ending in endings, where NULL is the last. */
static size_t
find_ending(const char *path)
{
	size_t i = 0, n = strlen(path), m;

	for (; endings[i] != NULL; i++) {
		m = strlen(endings[i]);
		if (n > m && strcmp(path + n - m, endings[i]) == 0)
			break;
	}
	return (i);
}

size_t
encode_stem(const char *path)
{
	const char *ending = endings[find_ending(path)];

	return (strlen(path) - (ending != NULL ? strlen(ending) : 0));
}

static int
fail(struct encode *e, struct diag *d)
{
	const char *why = archive_error_string(e->archive);

	if (e->diag.text[0] != '\0')
		return (diag_set(d, "%s", e->diag.text));
	return (diag_set(d, "cannot compress: %s",
	    why != NULL ? why : "unknown reason"));
}

/* A failure is kept and not told to libarchive, which then would not release
   its compressor. */
static la_ssize_t
write_callback(struct archive *a, void *ctx, const void *p, size_t n)
{
	struct encode *e = ctx;

	(void)a;
	if (!e->failed)
		e->failed = outfile_write_through(e->out, p, n, &e->diag) ==
		    -1;
	return ((la_ssize_t)n);
}

static int
encode_write(void *ctx, const char *p, size_t n, struct diag *d)
{
	struct encode *e = ctx;

	return (archive_write_data(e->archive, p, n) == (la_ssize_t)n &&
	    !e->failed ? 0 : fail(e, d));
}

static int
encode_end(void *ctx, struct diag *d)
{
	struct encode *e = ctx;

	return (archive_write_close(e->archive) == ARCHIVE_OK &&
	    !e->failed ? 0 : fail(e, d));
}

/* What libarchive has left to write goes nowhere. */
static void
encode_free(void *ctx)
{
	struct encode *e = ctx;

	e->failed = true;
	archive_write_free(e->archive);
	free(e);
}

/* One stream without a name and a time. */
static int
begin(struct encode *e, int (*add)(struct archive *), struct diag *d)
{
	struct archive *a = e->archive;
	struct archive_entry *entry = archive_entry_new();
	int ok;

	if (entry == NULL)
		mem_die();
	archive_entry_set_filetype(entry, AE_IFREG);
	ok = archive_write_set_format_raw(a) == ARCHIVE_OK &&
	    add(a) == ARCHIVE_OK &&
	    archive_write_set_bytes_in_last_block(a, 1) == ARCHIVE_OK &&
	    (add != archive_write_add_filter_gzip ||
	    archive_write_set_options(a, "gzip:!timestamp") == ARCHIVE_OK) &&
	    archive_write_open(a, e, NULL, write_callback, NULL) ==
	    ARCHIVE_OK && archive_write_header(a, entry) == ARCHIVE_OK;
	archive_entry_free(entry);
	return (ok ? 0 : fail(e, d));
}

int
encode_open(struct outfile *o, const char *path, struct diag *d)
{
	static const struct outfile_filter filter = {
		encode_write, encode_end, encode_free
	};
	size_t i = path == NULL ? 0 : find_ending(path);
	struct encode *e;

	if (outfile_open(o, path, d) == -1)
		return (-1);
	if (path == NULL || endings[i] == NULL)
		return (0);
	e = MEM_NEW(struct encode);
	if ((e->archive = archive_write_new()) == NULL)
		mem_die();
	e->out = o;
	outfile_set_filter(o, &filter, e);
	if (begin(e, add_filter[i], d) == 0)
		return (0);
	outfile_abort(o);
	return (-1);
}
