/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <archive.h>
#include <archive_entry.h>

#include "digest.h"
#include "mem.h"
#include "outfile.h"

#include "bundle.h"
#include "bundle_check.h"

static void
fill_manifest(struct bundle *b)
{
	json_t *digests = json_object();
	char hex[DIGEST_HEX + 1];

	if (json_object_get(b->manifest, "mlc_model") == NULL)
		json_object_set_new(b->manifest, "mlc_model",
		    json_integer(BUNDLE_FIRST));
	json_object_set_new(b->manifest, "sha256", digests);
	for (size_t i = 0; i < b->n; i++) {
		digest_bytes(b->members[i].p, b->members[i].n, hex);
		json_object_set_new(digests, b->members[i].name,
		    json_string(hex));
	}
	bundle_digest_manifest(b->manifest, hex);
	json_object_set_new(digests, BUNDLE_MANIFEST, json_string(hex));
}

static la_ssize_t
append(struct archive *a, void *to, const void *p, size_t n)
{
	(void)a;
	str_add(to, p, n);
	return ((la_ssize_t)n);
}

static int
fail(struct archive *a, struct diag *d)
{
	const char *why = archive_error_string(a);

	return (diag_set(d, "cannot make the archive: %s",
	    why != NULL ? why : "unknown reason"));
}

/* No time and no owner: equal members give equal bytes. */
static int
add_entry(struct archive *a, const char *name, const char *p, size_t n,
    struct diag *d)
{
	struct archive_entry *e;
	int ok;

	if ((e = archive_entry_new()) == NULL)
		mem_die();
	archive_entry_set_pathname(e, name);
	archive_entry_set_size(e, (la_int64_t)n);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_perm(e, 0644);
	archive_entry_set_mtime(e, 0, 0);
	ok = archive_write_header(a, e) == ARCHIVE_OK &&
	    archive_write_data(a, p, n) == (la_ssize_t)n;
	archive_entry_free(e);
	return (ok ? 0 : fail(a, d));
}

/* What would not be read is not written. */
static int
check_size(const struct bundle *b, const struct str *manifest, size_t n,
    struct diag *d)
{
	struct bundle_room room;
	int r;

	if (b->n > BUNDLE_MEMBERS_MAX)
		return (diag_set(d, "too many members for a model file"));
	bundle_room_init(&room, n);
	r = bundle_room_take(&room, BUNDLE_MANIFEST, manifest->len, d);
	for (size_t i = 0; r == 0 && i < b->n; i++)
		r = bundle_room_take(&room, b->members[i].name,
		    b->members[i].n, d);
	return (r == 0 ? 0 : diag_prefix(d, "the model cannot be written"));
}

static int
add_members(struct archive *a, const struct bundle *b,
    const struct str *manifest, struct diag *d)
{
	int r = add_entry(a, BUNDLE_MANIFEST, manifest->buf, manifest->len, d);

	for (size_t i = 0; r == 0 && i < b->n; i++)
		r = add_entry(a, b->members[i].name, b->members[i].p,
		    b->members[i].n, d);
	if (r == 0 && archive_write_close(a) != ARCHIVE_OK)
		return (fail(a, d));
	return (r);
}

/* One thread: how many compress decides where zstd cuts its blocks. */
static int
make_archive(const struct bundle *b, struct str *out, struct diag *d)
{
	struct archive *a = archive_write_new();
	struct str manifest = STR_INIT;
	int r;

	if (a == NULL)
		return (diag_set(d, "cannot make an archive"));
	doc_write(b->manifest, &manifest);
	str_addc(&manifest, '\n');
	if (archive_write_set_format_ustar(a) != ARCHIVE_OK ||
	    archive_write_add_filter_zstd(a) != ARCHIVE_OK ||
	    archive_write_set_bytes_in_last_block(a, 1) != ARCHIVE_OK ||
	    archive_write_open(a, out, NULL, append, NULL) != ARCHIVE_OK)
		r = fail(a, d);
	else
		r = add_members(a, b, &manifest, d);
	archive_write_free(a);
	if (r == 0)
		r = check_size(b, &manifest, out->len, d);
	str_release(&manifest);
	return (r);
}

int
bundle_write(struct bundle *b, const char *path, struct diag *d)
{
	struct str s = STR_INIT;
	struct outfile o;
	int r;

	fill_manifest(b);
	if ((r = make_archive(b, &s, d)) == 0 &&
	    (r = outfile_open(&o, path, d)) == 0) {
		if ((r = outfile_write(&o, s.buf, s.len, d)) == 0)
			r = outfile_commit(&o, d);
		outfile_abort(&o);
	}
	str_release(&s);
	return (r);
}
