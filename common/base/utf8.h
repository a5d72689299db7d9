/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * UTF-8 (RFC 3629): the shortest form only, no surrogates, up to U+10FFFF.
 */
#ifndef UTF8_H
#define UTF8_H

#include <stddef.h>

/* The length of the character that begins at p, of n > 0 bytes; 0 if the bytes
   are not valid UTF-8. */
size_t utf8_length(const unsigned char *p, size_t n);

#endif
