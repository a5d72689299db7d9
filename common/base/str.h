/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A growing byte string, always followed by a NUL that is not counted in len.
 * The caller owns the struct; STR_INIT needs no allocation.  Nothing here can
 * fail.
 */
#ifndef STR_H
#define STR_H

#include <stddef.h>

#include "diag.h"

struct str {
	char *buf;		/* NULL only while nothing was ever added */
	size_t len;
	size_t cap;
};

#define STR_INIT { NULL, 0, 0 }

void str_init(struct str *);
void str_release(struct str *);
void str_clear(struct str *);

void str_add(struct str *, const void *bytes, size_t n);
void str_addz(struct str *, const char *s);
void str_addc(struct str *, char c);
/* The text between quotes; a quote in it is doubled. */
void str_add_quoted(struct str *, const char *text, char quote);
void str_addf(struct str *, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Room for n more bytes; returns where they go.  Then str_commit(n' <= n). */
char *str_reserve(struct str *, size_t n);
void str_commit(struct str *, size_t n);

/* The string, "" when empty. Valid until the next change. */
const char *str_get(const struct str *);

/* Hand the heap string over to the caller and be empty. */
char *str_detach(struct str *);

#endif
