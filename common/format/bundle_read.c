/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <archive.h>
#include <archive_entry.h>

#include "bounds.h"
#include "mem.h"

#include "bundle.h"
#include "bundle_check.h"
#include "known_name.h"

#define PIECE ((size_t)64 * 1024)

static int
fail(struct archive *a, struct diag *d)
{
	const char *why = archive_error_string(a);

	return (diag_set(d, "%s", why != NULL ? why : "it ends too early"));
}

/* The data of an entry. Memory grows with what is there, not with what the
   entry says: a short file must not ask for much. */
static int
read_data(struct archive *a, size_t n, struct str *out, struct diag *d)
{
	la_ssize_t got;

	while (out->len < n) {
		got = archive_read_data(a, str_reserve(out, PIECE), PIECE);
		if (got < 0)
			return (fail(a, d));
		if (got == 0 || (size_t)got > n - out->len)
			return (diag_set(d, "a member has not its size"));
		str_commit(out, (size_t)got);
	}
	return (0);
}

static int
check_entry(struct archive_entry *e, struct diag *d)
{
	const char *name = archive_entry_pathname(e);

	if (name == NULL || archive_entry_filetype(e) != AE_IFREG ||
	    archive_entry_hardlink(e) != NULL)
		return (diag_set(d, "a member is not a plain file"));
	if (archive_entry_size(e) < 0)
		return (diag_set(d, "a member has not its size"));
	return (0);
}

static int
read_manifest(const struct str *s, struct bundle *b, struct diag *d)
{
	json_t *manifest;

	if (doc_parse(str_get(s), s->len, &manifest, d) == -1)
		return (diag_prefix(d, BUNDLE_MANIFEST));
	json_decref(b->manifest);
	b->manifest = manifest;
	return (0);
}

/* Take the member over if the manifest, which came first, names it. */
static int
take_member(struct bundle *b, const char *name, struct str *s,
    struct diag *d)
{
	json_t *digests = json_object_get(b->manifest, "sha256");
	struct member *m;

	if (!bundle_is_name(name) || json_object_get(digests, name) == NULL)
		return (diag_set(d, "unexpected member \"%s\"", name));
	if (bundle_find(b, name) != NULL)
		return (diag_set(d, "two members \"%s\"", name));
	if (b->n == BUNDLE_MEMBERS_MAX)
		return (diag_set(d, "too many members"));
	b->members = mem_grow(b->members, &b->cap, b->n + 1, sizeof(*m));
	m = &b->members[b->n++];
	m->name = mem_strdup(name);
	m->n = s->len;
	m->p = str_detach(s);
	return (0);
}

static int
read_entry(struct archive *a, struct archive_entry *e, bool first,
    struct bundle *b, struct bundle_room *room, struct diag *d)
{
	struct str s = STR_INIT;
	const char *name;
	size_t n;
	int r;

	if (check_entry(e, d) == -1)
		return (-1);
	name = archive_entry_pathname(e);
	if (first && strcmp(name, BUNDLE_MANIFEST) != 0)
		return (diag_set(d, "it does not begin with a manifest"));
	n = (size_t)archive_entry_size(e);
	if (bundle_room_take(room, name, n, d) == -1)
		return (-1);
	if ((r = read_data(a, n, &s, d)) == 0)
		r = first ? read_manifest(&s, b, d) :
		    take_member(b, name, &s, d);
	str_release(&s);
	return (r);
}

/* A file that is cut between two members ends without the tar end mark, which
   libarchive forgives; the digests without a member tell. */
static int
read_entries(struct archive *a, struct bundle_room *room, struct bundle *b,
    struct diag *d)
{
	struct archive_entry *e;
	bool first = true;
	int r;

	while ((r = archive_read_next_header(a, &e)) == ARCHIVE_OK) {
		if (read_entry(a, e, first, b, room, d) == -1)
			return (-1);
		if (first && bundle_check_version(b->manifest, d) == -1)
			return (-1);
		first = false;
	}
	if (r != ARCHIVE_EOF)
		return (fail(a, d));
	if (first)
		return (diag_set(d, "it is empty"));
	return (bundle_check_digests(b, d));
}

/* Bytes of the zstd frame at p, which libarchive has read (RFC 8878, 3.1.1):
   it would read others behind it, of zeros too, as if they were padding. */
static size_t
frame_length(const unsigned char *p, size_t n)
{
	static const size_t dictionary[] = { 0, 1, 2, 4 };
	static const size_t content[] = { 0, 2, 4, 8 };
	unsigned flags = p[4], block = 0;
	size_t at = 5 + dictionary[flags & 3] + content[flags >> 6] +
	    ((flags & 0x20) == 0 || flags >> 6 == 0);

	while ((block & 1) == 0 && at + 3 <= n) {
		block = p[at] | (unsigned)p[at + 1] << 8 |
		    (unsigned)p[at + 2] << 16;
		at += 3 + ((block >> 1 & 3) == 1 ? 1 : block >> 3);
	}
	return (at + (flags & 4));
}

static int
read_archive(const char *p, size_t n, struct bundle *b, struct diag *d)
{
	struct archive *a = archive_read_new();
	struct bundle_room room;
	int r;

	bundle_room_init(&room, n);
	if (a == NULL)
		return (diag_set(d, "cannot read an archive"));
	if (archive_read_support_filter_zstd(a) != ARCHIVE_OK ||
	    archive_read_support_format_tar(a) != ARCHIVE_OK ||
	    archive_read_set_options(a, "tar:read_concatenated_archives") !=
	    ARCHIVE_OK ||
	    archive_read_open_memory(a, p, n) != ARCHIVE_OK)
		r = fail(a, d);
	else
		r = read_entries(a, &room, b, d);
	if (r == 0 && frame_length((const unsigned char *)p, n) != n)
		r = diag_set(d, "something follows its end");
	archive_read_free(a);
	return (r);
}

int
bundle_parse(const char *p, size_t n, const char *name, struct bundle *out,
    struct diag *d)
{
	int64_t version = 0;
	struct diag ignored;

	if (n < 4 || memcmp(p, "\x28\xb5\x2f\xfd", 4) != 0)
		return (diag_set(d, "%s: not an mlc model file", name));
	bundle_init(out);
	if (read_archive(p, n, out, d) == 0) {
		digest_bytes(p, n, out->sha);
		return (0);
	}
	if (doc_opt_int(out->manifest, "mlc_model", &version, &ignored) == 0 &&
	    version > BUNDLE_VERSION)
		diag_prefix(d, "%s", name);
	else
		diag_prefix(d, "%s: the model file is damaged", name);
	bundle_release(out);
	return (-1);
}

/* A pipe or a device might never end, and a server would wait for it. */
static int
open_regular(const char *path, FILE **out, struct diag *d)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;

	if (fd == -1)
		return (diag_errno(d, "%s", path));
	if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode)) {
		close(fd);
		return (diag_set(d, "%s: not a regular file", path));
	}
	*out = fdopen(fd, "rb");
	if (*out == NULL) {
		close(fd);
		return (diag_errno(d, "%s", path));
	}
	return (0);
}

static int
read_file(const char *path, struct str *out, struct diag *d)
{
	FILE *f;
	size_t got;
	int r = 0;

	if (open_regular(path, &f, d) == -1)
		return (-1);
	do {
		got = fread(str_reserve(out, PIECE), 1, PIECE, f);
		str_commit(out, got);
	} while (got == PIECE && out->len <= BUNDLE_MEMBER_MAX);
	if (ferror(f))
		r = diag_errno(d, "%s", path);
	else if (out->len > BUNDLE_MEMBER_MAX)
		r = diag_set(d, "%s: too large for a model file", path);
	fclose(f);
	return (r);
}

int
bundle_read(const char *path, struct bundle *out, struct diag *d)
{
	struct str s = STR_INIT;
	char *file;
	int r = known_model(path, &file, d);

	if (r == 0)
		r = read_file(file, &s, d);
	if (r == 0)
		r = bundle_parse(str_get(&s), s.len, path, out, d);
	str_release(&s);
	free(file);
	return (r);
}
