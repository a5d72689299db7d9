/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * UTF-8 (RFC 3629): the shortest form only, no surrogates, up to U+10FFFF.
 */
#ifndef UTF8_H
#define UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* The length of the character that begins at p, of n > 0 bytes; 0 if the bytes
   are not valid UTF-8. */
size_t utf8_length(const unsigned char *p, size_t n);

/* How many bytes from p on are valid UTF-8 with no NUL among them: n, or where
   the first stand that are not. Fast where most are ASCII. */
size_t utf8_text_length(const char *p, size_t n);

/* Are they all? */
bool utf8_is_text(const char *p, size_t n);

#endif
