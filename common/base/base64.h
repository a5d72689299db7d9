/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Base64 (RFC 4648, section 4): bytes as text, padded, without line ends.
 */
#ifndef BASE64_H
#define BASE64_H

#include "diag.h"
#include "str.h"

/* How many characters n bytes take. */
size_t base64_length(size_t n);

/* Append n bytes as text. */
void base64_add(struct str *, const void *p, size_t n);

/* Append the bytes of a text, which is whole; nothing but base64 may be in
   it, and no bits that are not used may be set. */
int base64_read(struct str *, const char *p, size_t n, struct diag *)
    MUST_CHECK;

#endif
