/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Encodings of text: which there are, as iconv(3) and Python call them, and by
 * what a text shows its own.
 */
#ifndef ENCODING_H
#define ENCODING_H

#include <stdbool.h>
#include <stddef.h>

#include "diag.h"

#define ENCODING_NAME 32	/* bytes of a name, with its NUL */

/* The name by which iconv knows it; UTF-8, UTF-16 and UTF-32 are spelled so.
   The diag names one that is near. */
int encoding_find(const char *name, char out[ENCODING_NAME], struct diag *)
    MUST_CHECK;

/* The encoding whose byte-order mark a text begins with, or NULL. */
const char *encoding_of_mark(const char *p, size_t n);

/* UTF-16 without a mark, if most of its characters are ASCII: every second
   byte is NUL, and no other.  Else NULL. */
const char *encoding_of_zeros(const char *p, size_t n);

/* The bytes of a character at least. */
size_t encoding_unit(const char *name);

/* Windows-1252 in UTF-8, into room for 3 * n bytes; returns how many there
   are.  The five bytes it leaves open are control characters, as in HTML. */
size_t windows_1252_to_utf8(const char *p, size_t n, char *to);

#endif
