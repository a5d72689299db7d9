/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The references: the decoder of one character for whole texts, glibc's iconv
   for encodings, there and back. */
#include <iconv.h>
#include <stdlib.h>

#include "check.h"
#include "encoding.h"
#include "rng.h"
#include "source.h"
#include "str.h"
#include "utf8.h"

#define LONG 150000		/* over twice what recode.c reads at once */

static bool
is_text_slowly(const char *p, size_t n)
{
	size_t k;

	for (; n > 0; p += k, n -= k) {
		k = utf8_length((const unsigned char *)p, n);
		if (k == 0 || *p == '\0')
			return (false);
	}
	return (true);
}

/* One odd byte, or a character, anywhere in a text of any length. */
static void
test_is_text(void)
{
	static const char *const odd[] = { "\x80", "\xc3\xa9", "\xc3", "\xff",
	    "\xe2\x82\xac", "\xe2\x82", "\xf0\x9f\x98\x80", "\xed\xa0\x80",
	    "\xc0\x80", "\x7f", "\x01" };
	char text[300];
	struct rng r;

	rng_init(&r, 1);
	for (int i = 0; i < 200000; i++) {
		const char *c = odd[rng_below(&r, 11)];
		size_t n = 1 + (size_t)rng_below(&r, 290), at;

		memset(text, 'a', sizeof(text));
		at = (size_t)rng_below(&r, n);
		memcpy(text + at, c, strlen(c));
		if (i % 7 == 0)
			text[rng_below(&r, n)] = '\0';
		CHECK(utf8_is_text(text, n) == is_text_slowly(text, n));
	}
}

/* From one encoding to another; the length, or SIZE_MAX. */
static size_t
by_iconv(const char *to, const char *from, const char *p, size_t n, char *out,
    size_t cap)
{
	iconv_t cd = iconv_open(to, from);
	char *in = (char *)(uintptr_t)p, *at = out;
	size_t r = iconv(cd, &in, &n, &at, &cap);

	iconv_close(cd);
	return (r == (size_t)-1 ? SIZE_MAX : (size_t)(at - out));
}

static void
test_windows_1252(void)
{
	char c, got[3], want[8];
	size_t n, n_open = 0;

	for (int i = 0; i < 256; i++) {
		c = (char)i;
		n = by_iconv("UTF-8", "WINDOWS-1252", &c, 1, want,
		    sizeof(want));
		n_open += n == SIZE_MAX;
		if (n == SIZE_MAX)
			continue;
		CHECK_INT(windows_1252_to_utf8(&c, 1, got), n);
		CHECK(memcmp(got, want, n) == 0);
	}
	CHECK_INT(n_open, 5);
	c = '\x81';
	CHECK_INT(windows_1252_to_utf8(&c, 1, got), 2);
	CHECK(memcmp(got, "\xc2\x81", 2) == 0);
}

static void
test_names(void)
{
	char name[ENCODING_NAME];
	struct diag d = DIAG_INIT;

	CHECK_INT(encoding_find("UTF8", name, &d), 0);
	CHECK_STR(name, "UTF-8");
	CHECK_INT(encoding_find("utf_16_le", name, &d), 0);
	CHECK_STR(name, "UTF-16LE");
	CHECK_INT(encoding_find("iso8859_15", name, &d), 0);
	CHECK_INT(encoding_find("koi8_r", name, &d), 0);
	CHECK_INT(encoding_find("", name, &d), -1);
	CHECK_INT(encoding_find("utf-8//TRANSLIT", name, &d), -1);
	CHECK_INT(encoding_find("a name that is longer than any of them",
	    name, &d), -1);
	CHECK_INT(encoding_find("shiftjis", name, &d), -1);
	CHECK_STR(d.text, "no encoding \"shiftjis\" (iconv -l lists them) "
	    "(did you mean \"shift-jis\"?)");
}

static void
test_marks(void)
{
	CHECK_STR(encoding_of_mark("\xff\xfe" "a\0", 4), "UTF-16LE");
	CHECK_STR(encoding_of_mark("\xff\xfe\0\0", 4), "UTF-32LE");
	CHECK_STR(encoding_of_mark("\xef\xbb\xbf", 3), "UTF-8");
	CHECK(encoding_of_mark("\xef\xbb", 2) == NULL);
	CHECK_STR(encoding_of_zeros("\0a\0\n\0\x31", 6), "UTF-16BE");
	CHECK_STR(encoding_of_zeros("a\0\n\0\x31\0", 6), "UTF-16LE");
	CHECK(encoding_of_zeros("a,b\n1,\0\n", 8) == NULL);
	CHECK(encoding_of_zeros("a\0\0b\0", 5) == NULL);
}

static struct source_options options;

/* All cells of a text, a bar behind each; all are text. */
static int
read_cells(const char *p, size_t n, struct str *out, struct diag *d)
{
	const struct batch *b;
	struct stream *s;
	size_t len;
	int r;

	str_clear(out);
	d->text[0] = '\0';
	if (source_open_memory("in", p, n, &options, &s, d) == -1)
		return (-1);
	while ((r = stream_next(s, &b, d)) == 1) {
		for (size_t i = 0; i < b->n_rows; i++) {
			for (size_t j = 0; j < b->schema->n; j++) {
				const char *v;

				if (b->cols[j]->type != COL_STRING ||
				    b->cols[j]->valid[i] == 0)
					continue;
				v = column_string(b->cols[j], i, &len);
				CHECK(utf8_is_text(v, len));
				str_add(out, v, len);
				str_addc(out, '|');
			}
		}
	}
	stream_close(s);
	return (r);
}

/* Characters of three bytes in UTF-8 and two elsewhere, so that every way of
   cutting one comes where a piece that was read ends. */
static void
check_there_and_back(const char *encoding, size_t shift)
{
	struct str text = STR_INIT, got = STR_INIT, want = STR_INIT;
	char *coded = malloc(4 * LONG + 100);
	struct diag d = DIAG_INIT;
	size_t n;

	for (size_t i = 0; i < shift; i++)
		str_addc(&want, 'x');
	while (want.len < LONG)
		str_addz(&want, want.len % 2 ? "\xe6\x9d\xb1" : "\xe4\xba\xac");
	str_addf(&text, "a\n%s\n", str_get(&want));
	str_addc(&want, '|');
	n = by_iconv(encoding, "UTF-8", text.buf, text.len, coded,
	    4 * LONG + 100);
	CHECK(n != SIZE_MAX);
	CHECK_INT(encoding_find(encoding, options.read.dialect.encoding, &d),
	    0);
	CHECK_INT(read_cells(coded, n, &got, &d), 0);
	CHECK_INT(got.len, want.len);
	CHECK(got.len == want.len && memcmp(got.buf, want.buf, want.len) == 0);
	free(coded);
	str_release(&text);
	str_release(&got);
	str_release(&want);
}

static void
test_there_and_back(void)
{
	static const char *const encodings[] = { "UTF-16LE", "UTF-16BE",
	    "UTF-32LE", "GB18030", "SHIFT-JIS", "EUC-JP", "BIG5",
	    "ISO-2022-JP", "UTF-8" };

	source_options_init(&options);
	options.read.dialect.header = HEADER_YES;
	for (size_t i = 0; i < sizeof(encodings) / sizeof(encodings[0]); i++) {
		for (size_t shift = 0; shift < 4; shift++)
			check_there_and_back(encodings[i], shift);
	}
}

/* Any bytes in any encoding give text, or values that are bad. */
static void
test_any_bytes(void)
{
	static const char *const encodings[] = { "auto", "UTF-8", "UTF-16LE",
	    "UTF-16BE", "UTF-32BE", "GB18030", "SHIFT-JIS", "EUC-KR",
	    "KOI8-R", "WINDOWS-1252", "ISO-2022-JP", "UTF-7" };
	struct str got = STR_INIT;
	struct diag d;
	struct rng r;
	char text[400];
	size_t n;

	rng_init(&r, 2);
	source_options_init(&options);
	options.read.on_bad = BAD_NULL;
	for (int i = 0; i < 20000; i++) {
		const char *e = encodings[rng_below(&r, 12)];

		memcpy(options.read.dialect.encoding, e, strlen(e) + 1);
		n = (size_t)rng_below(&r, sizeof(text));
		for (size_t k = 0; k < n; k++)
			text[k] = (char)(rng_below(&r, 3) > 0 ?
			    "ab,\n1"[rng_below(&r, 5)] :
			    (int)rng_below(&r, 256));
		if (read_cells(text, n, &got, &d) == -1)
			CHECK(d.text[0] != '\0');
	}
	str_release(&got);
}

/* A text that ends within a character: the last value is bad, and no other. */
static void
test_cut(void)
{
	struct str got = STR_INIT;
	struct diag d;

	source_options_init(&options);
	memcpy(options.read.dialect.encoding, "UTF-16LE", 9);
	CHECK_INT(read_cells("a\0\n\0b\0\n\0c\0\xac", 11, &got, &d), -1);
	CHECK_STR(d.text, "in:3: column \"a\": not UTF-16LE: \"c\ufffd\"");
	memcpy(options.read.dialect.encoding, "SHIFT-JIS", 10);
	CHECK_INT(read_cells("a\nb\n\x93\x8c\n\x93", 8, &got, &d), -1);
	CHECK_STR(d.text, "in:4: column \"a\": not SHIFT-JIS: \"\ufffd\"");
	options.read.on_bad = BAD_NULL;
	CHECK_INT(read_cells("a\nb\n\x93\x8c\n\x93", 8, &got, &d), 0);
	CHECK_STR(str_get(&got), "b|\u6771|");
	str_release(&got);
}

int
main(void)
{
	test_is_text();
	test_windows_1252();
	test_names();
	test_marks();
	test_there_and_back();
	test_any_bytes();
	test_cut();
	return (check_done());
}
