/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SHA-256 (FIPS 180-4), by libnettle: incremental, as lower-case hex.
 */
#ifndef DIGEST_H
#define DIGEST_H

#include <stddef.h>

#include <nettle/sha2.h>

#include "diag.h"

#define DIGEST_HEX 64

struct digest {
	struct sha256_ctx ctx;
};

void digest_init(struct digest *);
void digest_update(struct digest *, const void *p, size_t n);
/* hex has room for DIGEST_HEX + 1 bytes; the digest is to be initialised
   again before it is used again. */
void digest_final(struct digest *, char *hex);

/* Of a whole file. */
int digest_file(const char *path, char *hex, struct diag *) MUST_CHECK;

void digest_bytes(const void *p, size_t n, char *hex);

#endif
