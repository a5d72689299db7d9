/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What only some may know: files of keys and tokens, and the tokens that a
 * client has to have (RFC 6750).
 *
 * Tokens are kept as digests, and one that is shown is compared, by its digest,
 * with all bytes of all of them: how long that takes tells nothing.
 */
#ifndef SECRET_H
#define SECRET_H

#include <stdbool.h>

#include "digest.h"
#include "str.h"

#define TOKEN_MIN 16		/* characters of a token, at least */

/* A whole file of at most 1 MiB; wiped by secret_release. */
int secret_read(const char *path, struct str *out, struct diag *) MUST_CHECK;
void secret_release(struct str *);

struct tokens {
	char (*digests)[DIGEST_HEX + 1];
	size_t n;		/* 0: everybody may ask */
};

void tokens_init(struct tokens *);
void tokens_release(struct tokens *);

/* Add those of a text, with white space between them; "#" begins a comment. */
int tokens_add(struct tokens *, const char *text, struct diag *) MUST_CHECK;
int tokens_add_file(struct tokens *, const char *path, struct diag *)
    MUST_CHECK;

/* By a header Authorization, or NULL: "Bearer TOKEN". */
bool tokens_admit(const struct tokens *, const char *authorization);

#endif
