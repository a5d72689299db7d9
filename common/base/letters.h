/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Letters in UTF-8, independent of the locale: case of the Latin (with
 * accents, up to U+017F), Greek and Cyrillic alphabets; other characters, and
 * the few letters whose other case has another length (such as sharp s), stay
 * as they are.  Bytes that are not UTF-8 pass through.
 */
#ifndef LETTERS_H
#define LETTERS_H

#include <stdbool.h>
#include <stddef.h>

/* What surrounds a field or a word in one line. */
static inline bool
is_blank(char c)
{
	return (c == ' ' || c == '\t');
}

static inline bool
is_white_space(char c)
{
	return (c == ' ' || (c >= '\t' && c <= '\r'));
}

/* The text without white space at its ends. */
const char *letters_trim(const char *p, size_t *n);

/* Both write n bytes to out, which may be p. */
void letters_lower(const char *p, size_t n, char *out);
void letters_upper(const char *p, size_t n, char *out);

/* The bytes of the character at p, at least 1 and at most n. */
size_t letters_width(const char *p, size_t n);
/* How many characters. */
size_t letters_count(const char *p, size_t n);

#endif
