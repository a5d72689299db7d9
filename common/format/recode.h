/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bytes in another encoding, read as UTF-8 (iconv).
 *
 * Where they mean nothing in that encoding there is a byte 0xff, which is
 * nowhere in UTF-8: the readers of rows find it as they find any byte that is
 * no text, and tell line and column.
 */
#ifndef RECODE_H
#define RECODE_H

#include "bytes.h"

struct recode;

/* The bytes stay the caller's and have to live as long. */
int recode_new(struct bytes *, const char *encoding, struct recode **out,
    struct diag *) MUST_CHECK;
void recode_free(struct recode *);

/* As bytes_read. */
int recode_read(struct recode *, void *to, size_t n, size_t *got,
    struct diag *) MUST_CHECK;

#endif
