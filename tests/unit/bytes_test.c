/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Compression and archives as libarchive writes them, whole and cut.
 */
#include <archive.h>
#include <archive_entry.h>
#include <unistd.h>

#include "bytes.h"
#include "check.h"
#include "digest.h"
#include "source_list.h"
#include "str.h"

static struct str text;		/* what is packed */

static void
add_member(struct archive *a, const char *name)
{
	struct archive_entry *e = archive_entry_new();

	archive_entry_set_pathname(e, name);
	archive_entry_set_size(e, (la_int64_t)text.len);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_perm(e, 0644);
	CHECK_INT(archive_write_header(a, e), ARCHIVE_OK);
	CHECK_INT(archive_write_data(a, text.buf, text.len), text.len);
	archive_entry_free(e);
}

/* The packed bytes; names NULL: one compressed stream. */
static void
pack(int format, int filter, const char *const *names, struct str *out)
{
	struct archive *a = archive_write_new();
	size_t size = 8 * text.len + 65536, used = 0;

	archive_write_set_format(a, format);
	archive_write_add_filter(a, filter);
	archive_write_set_bytes_in_last_block(a, 1);
	archive_write_open_memory(a, str_reserve(out, size), size, &used);
	if (names == NULL)
		add_member(a, "data");
	for (size_t i = 0; names != NULL && names[i] != NULL; i++)
		add_member(a, names[i]);
	CHECK_INT(archive_write_close(a), ARCHIVE_OK);
	archive_write_free(a);
	str_commit(out, used);
}

static int
read_all(struct bytes *b, struct str *out, struct diag *d)
{
	const char *p;
	size_t n;
	int r;

	str_clear(out);
	while ((r = bytes_next(b, &p, &n, d)) == 1)
		str_add(out, p, n);
	return (r);
}

static bool
is_text(const struct str *s)
{
	return (s->len == text.len && memcmp(s->buf, text.buf, s->len) == 0);
}

static void
check_filter(int filter)
{
	struct str packed = STR_INIT, got = STR_INIT;
	struct diag d = DIAG_INIT;
	struct bytes *b;
	char want[DIGEST_HEX + 1], hex[DIGEST_HEX + 1];
	uint64_t size;

	pack(ARCHIVE_FORMAT_RAW, filter, NULL, &packed);
	CHECK_INT(bytes_open_outside(outside_memory("m", packed.buf,
	    packed.len), NULL, &b, &d), 0);
	for (int pass = 0; pass < 2; pass++) {
		CHECK_INT(read_all(b, &got, &d), 0);
		CHECK(is_text(&got));
		CHECK_INT(bytes_rewind(b, &d), 0);
	}
	digest_bytes(packed.buf, packed.len, want);
	CHECK_INT(outside_digest(bytes_outside(b), &size, hex, &d), 0);
	CHECK_STR(hex, want);
	CHECK_INT(size, packed.len);
	bytes_close(b);
	for (size_t cut = 20; cut < packed.len; cut += packed.len / 7) {
		if (bytes_open_outside(outside_memory("m", packed.buf,
		    packed.len - cut), NULL, &b, &d) == -1)
			continue;
		CHECK_(read_all(b, &got, &d) == -1,
		    "filter %d, %zu bytes cut off", filter, cut);
		bytes_close(b);
	}
	str_release(&packed);
	str_release(&got);
}

/* What is read of n bytes: 0, or -1 where that failed. */
static int
read_packed(const struct str *packed, size_t n, struct str *got)
{
	struct diag d = DIAG_INIT;
	struct bytes *b;
	int r;

	str_clear(got);
	if (bytes_open_outside(outside_memory("m", packed->buf, n), NULL, &b,
	    &d) == -1)
		return (-1);
	r = read_all(b, got, &d);
	bytes_close(b);
	return (r);
}

/* A member behind the first one is read whole, is an error where it is cut,
   and so is text; libarchive takes all of these for the end. */
static void
check_behind(int filter)
{
	struct str packed = STR_INIT, got = STR_INIT, all = text;
	size_t one;

	text.len = 30;
	pack(ARCHIVE_FORMAT_RAW, filter, NULL, &packed);
	one = packed.len;
	pack(ARCHIVE_FORMAT_RAW, filter, NULL, &packed);
	CHECK_INT(read_packed(&packed, packed.len, &got), 0);
	CHECK(got.len == 60 && memcmp(got.buf + 30, text.buf, 30) == 0);
	for (size_t n = one + 1; n < packed.len; n++)
		CHECK_(read_packed(&packed, n, &got) == -1,
		    "filter %d, %zu bytes of a second member", filter,
		    n - one);
	for (size_t n = 1; n < 12; n++) {
		packed.len = one;
		str_add(&packed, "3,z\n4,zz\n5,zzz\n", n);
		CHECK_(read_packed(&packed, packed.len, &got) == -1,
		    "filter %d, %zu bytes of text behind", filter, n);
	}
	packed.len = one;
	str_add(&packed, "\0\0\0\0\0\0\0\0", 8);	/* as on tapes */
	if (filter == ARCHIVE_FILTER_GZIP)
		CHECK_INT(read_packed(&packed, packed.len, &got), 0);
	text = all;
	str_release(&packed);
	str_release(&got);
}

static void
check_archive(int format, int filter)
{
	static const char *const names[] = { "a.csv", "d/b.csv", "c.txt",
		"__MACOSX/._a.csv", "d/.DS_Store", NULL };
	struct str packed = STR_INIT, got = STR_INIT;
	struct diag d = DIAG_INIT;
	struct source_list l;
	struct str want = STR_INIT;

	pack(format, filter, names, &packed);
	source_list_init(&l, 1 << 20);
	CHECK_INT(source_list_add_memory(&l, "m", packed.buf, packed.len,
	    &d), 0);
	CHECK_INT(l.n, 3);
	for (size_t i = l.n; i-- > 0;) {
		str_clear(&want);
		str_addf(&want, "m:%s", names[i]);
		CHECK_STR(bytes_name(l.v[i]), want.buf);
		CHECK_INT(read_all(l.v[i], &got, &d), 0);
		CHECK(is_text(&got));
	}
	source_list_release(&l);
	str_release(&packed);
	str_release(&got);
	str_release(&want);
}

#define MOST 60000		/* what a pipe takes at once */

static void
pipe_to_stdin(void)
{
	int fds[2];

	CHECK_INT(pipe(fds), 0);
	CHECK_INT(write(fds[1], text.buf, MOST), MOST);
	close(fds[1]);
	CHECK_INT(dup2(fds[0], STDIN_FILENO), STDIN_FILENO);
	close(fds[0]);
}

static void
test_pipe(void)
{
	struct diag d = DIAG_INIT;
	struct outside *o;
	struct bytes *b;
	const char *p;
	size_t n;

	pipe_to_stdin();
	CHECK_INT(outside_open("-", &o, &d), 0);
	CHECK_INT(bytes_open_outside(o, NULL, &b, &d), 0);
	CHECK_INT(bytes_peek(b, 10, &p, &n, &d), 0);
	CHECK(n >= 10 && memcmp(p, text.buf, 10) == 0);
	CHECK_STR(bytes_name(b), "standard input");
	bytes_close(b);
}

/* In memory, and in a file beyond 1000 bytes. */
static void
test_kept(void)
{
	struct str got = STR_INIT;
	struct diag d = DIAG_INIT;
	struct outside *o;
	struct bytes *b;

	pipe_to_stdin();
	CHECK_INT(outside_open("-", &o, &d), 0);
	outside_keep(o, 1000);
	CHECK_INT(bytes_open_outside(o, NULL, &b, &d), 0);
	for (int pass = 0; pass < 3; pass++) {
		CHECK_INT(read_all(b, &got, &d), 0);
		CHECK_INT(got.len, MOST);
		CHECK(memcmp(got.buf, text.buf, MOST) == 0);
		CHECK_INT(bytes_rewind(b, &d), 0);
	}
	bytes_close(b);
	str_release(&got);
}

/* How many there are, or -1. */
static int
list_members(const struct str *packed)
{
	struct diag d = DIAG_INIT;
	struct source_list l;
	int n;

	source_list_init(&l, 1 << 20);
	n = source_list_add_memory(&l, "m", packed->buf, packed->len, &d) == 0 ?
	    (int)l.n : -1;
	source_list_release(&l);
	return (n);
}

/* Text behind an archive is an error, as libarchive takes no notice of it;
   zeros are none. */
static void
check_behind_archive(int format)
{
	static const char *const names[] = { "a", "b", NULL };
	struct str packed = STR_INIT;
	size_t one;

	pack(format, ARCHIVE_FILTER_NONE, names, &packed);
	one = packed.len;
	CHECK_INT(list_members(&packed), 2);
	for (size_t n = 1; n < 12; n++) {
		packed.len = one;
		str_add(&packed, "3,z\n4,zz\n5,zzz\n", n);
		CHECK_(list_members(&packed) == -1,
		    "format %d, %zu bytes of text behind", format, n);
	}
	packed.len = one;
	str_add(&packed, "\0\0\0\0\0\0\0\0", 8);
	CHECK_INT(list_members(&packed), 2);
	str_release(&packed);
}

int
main(void)
{
	static const int filters[] = { ARCHIVE_FILTER_GZIP,
		ARCHIVE_FILTER_ZSTD, ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_BZIP2,
		ARCHIVE_FILTER_LZ4 };
	size_t all;

	for (int i = 0; i < 40000; i++)
		str_addf(&text, "%d,%d\n", i, i * 7919 % 1013);
	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++) {
		check_filter(filters[i]);
		check_behind(filters[i]);
	}
	check_archive(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
	check_archive(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_ZSTD);
	check_archive(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE);
	all = text.len;
	text.len = 5000;
	check_behind_archive(ARCHIVE_FORMAT_ZIP);
	check_behind_archive(ARCHIVE_FORMAT_7ZIP);
	check_behind_archive(ARCHIVE_FORMAT_CPIO_SVR4_NOCRC);
	text.len = all;
	test_pipe();
	test_kept();
	str_release(&text);
	return (check_done());
}
