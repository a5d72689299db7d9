/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <iconv.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "nearest.h"

#include "encoding.h"

/* Names that people give, and what iconv calls them; the others are to find a
   near one by. */
static const struct {
	const char *name, *iconv;
} names[] = {
	{ "utf-8", "UTF-8" }, { "utf8", "UTF-8" }, { "utf-8-sig", "UTF-8" },
	{ "utf-16", "UTF-16" }, { "utf16", "UTF-16" },
	{ "utf-32", "UTF-32" }, { "utf32", "UTF-32" },
	{ "utf-16-le", "UTF-16LE" }, { "utf-16-be", "UTF-16BE" },
	{ "utf-32-le", "UTF-32LE" }, { "utf-32-be", "UTF-32BE" },
	{ "latin-1", "ISO-8859-1" }, { "ansi", "WINDOWS-1252" },
	{ "ascii", "ASCII" }, { "big5", "BIG5" }, { "cp437", "CP437" },
	{ "cp850", "CP850" }, { "cp932", "CP932" }, { "cp949", "CP949" },
	{ "cp1250", "CP1250" }, { "cp1251", "CP1251" },
	{ "cp1252", "CP1252" }, { "euc-jp", "EUC-JP" },
	{ "euc-kr", "EUC-KR" }, { "gb18030", "GB18030" },
	{ "gb2312", "GB2312" }, { "gbk", "GBK" },
	{ "iso-8859-1", "ISO-8859-1" }, { "iso-8859-15", "ISO-8859-15" },
	{ "iso-8859-2", "ISO-8859-2" }, { "koi8-r", "KOI8-R" },
	{ "koi8-u", "KOI8-U" }, { "latin1", "ISO-8859-1" },
	{ "latin2", "ISO-8859-2" }, { "latin9", "ISO-8859-15" },
	{ "macintosh", "MACINTOSH" }, { "mac-roman", "MACINTOSH" },
	{ "shift-jis", "SHIFT-JIS" }, { "sjis", "SHIFT-JIS" },
	{ "utf-16be", "UTF-16BE" }, { "utf-16le", "UTF-16LE" },
	{ "utf-32be", "UTF-32BE" }, { "utf-32le", "UTF-32LE" },
	{ "windows-1250", "CP1250" }, { "windows-1251", "CP1251" },
	{ "windows-1252", "CP1252" }, { "windows-1254", "CP1254" }
};
#define N_NAMES (sizeof(names) / sizeof(names[0]))

/* A suffix as //IGNORE would lose text. */
static bool
has_iconv(const char *name)
{
	iconv_t cd;

	if (strchr(name, '/') != NULL || name[0] == '\0' ||
	    (cd = iconv_open("UTF-8", name)) == (iconv_t)-1)
		return (false);
	iconv_close(cd);
	return (true);
}

/* With hyphens for Python's underscores. */
static const char *
find_name(const char *name, char spelled[ENCODING_NAME])
{
	size_t n = strlen(name);

	if (n >= ENCODING_NAME)
		return (NULL);
	for (size_t i = 0; i <= n; i++)
		spelled[i] = name[i] == '_' ? '-' : name[i];
	for (size_t i = 0; i < N_NAMES; i++) {
		if (strcasecmp(names[i].name, spelled) == 0)
			return (names[i].iconv);
	}
	return (has_iconv(name) ? name : spelled);
}

int
encoding_find(const char *name, char out[ENCODING_NAME], struct diag *d)
{
	char spelled[ENCODING_NAME];
	const char *found = find_name(name, spelled);
	struct nearest near;

	if (found != NULL && has_iconv(found)) {
		memcpy(out, found, strlen(found) + 1);
		return (0);
	}
	nearest_init(&near, name);
	for (size_t i = 0; i < N_NAMES; i++)
		nearest_offer(&near, names[i].name);
	diag_set(d, "no encoding \"%s\" (iconv -l lists them)", name);
	nearest_tell(&near, d);
	return (-1);
}

const char *
encoding_of_mark(const char *p, size_t n)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *name;
	} marks[] = {		/* UTF-32LE's begins as UTF-16LE's */
		{ "\xff\xfe\0\0", 4, "UTF-32LE" },
		{ "\0\0\xfe\xff", 4, "UTF-32BE" },
		{ "\xff\xfe", 2, "UTF-16LE" }, { "\xfe\xff", 2, "UTF-16BE" },
		{ "\xef\xbb\xbf", 3, "UTF-8" }
	};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (n >= marks[i].n &&
		    memcmp(p, marks[i].bytes, marks[i].n) == 0)
			return (marks[i].name);
	}
	return (NULL);
}

const char *
encoding_of_zeros(const char *p, size_t n)
{
	size_t zeros[2] = { 0, 0 };

	for (size_t i = 0; i < n; i++)
		zeros[i % 2] += p[i] == '\0';
	if (zeros[0] + zeros[1] < 2 || (zeros[0] > 0 && zeros[1] > 0) ||
	    4 * (zeros[0] + zeros[1]) < n)
		return (NULL);
	return (zeros[0] > 0 ? "UTF-16BE" : "UTF-16LE");
}

size_t
encoding_unit(const char *name)
{
	return (strncmp(name, "UTF-16", 6) == 0 ? 2 :
	    strncmp(name, "UTF-32", 6) == 0 ? 4 : 1);
}

/* https://encoding.spec.whatwg.org/index-windows-1252.txt */
static const uint16_t from_0x80[32] = {
	0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f,
	0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178
};

size_t
windows_1252_to_utf8(const char *p, size_t n, char *to)
{
	char *start = to;
	uint32_t c;

	for (size_t i = 0; i < n; i++) {
		c = (unsigned char)p[i];
		if (c >= 0x80 && c < 0xa0)
			c = from_0x80[c - 0x80];
		if (c < 0x80) {
			*to++ = (char)c;
		} else if (c < 0x800) {
			*to++ = (char)(0xc0 | c >> 6);
			*to++ = (char)(0x80 | (c & 0x3f));
		} else {
			*to++ = (char)(0xe0 | c >> 12);
			*to++ = (char)(0x80 | (c >> 6 & 0x3f));
			*to++ = (char)(0x80 | (c & 0x3f));
		}
	}
	return ((size_t)(to - start));
}
