/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files of other machines as bytes.
 *
 *	http://HOST/PATH	https://HOST/PATH	s3://BUCKET/KEY
 *	source:NAME[/PATH]
 *
 * The last is an address and credentials of $MLC_SOURCES or of
 * ~/.config/mlc/sources.
 *
 * "#sha256=HEX" behind one says what its bytes have to be.
 *
 * A body that is shorter than the server said is never an end: what was lost
 * is asked for again, some times and with longer and longer waits, from where
 * it broke and only while the server says that the file is the same; else it is
 * an error.  So is an answer of which the end could not be seen.
 *
 * No credentials are in an address: they are in the profile, in ~/.netrc, for
 * S3 in AWS_ACCESS_KEY_ID and the like or in ~/.aws/credentials.
 *
 * One thread at a time for all remotes of a client.
 */
#ifndef REMOTE_H
#define REMOTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "diag.h"
#include "str.h"

/* Connections, for many files. Remotes hold it, too. */
struct remote_client;
struct remote_client *remote_client_new(void);
void remote_client_free(struct remote_client *);

bool remote_is_address(const char *name);
/* Append an address as others may see it: values of parameters like "token" and
   "X-Amz-Signature" are left out. */
void remote_public_name(const char *address, struct str *out);

struct remote;
int remote_open(struct remote_client *, const char *address,
    struct remote **out, struct diag *) MUST_CHECK;
void remote_free(struct remote *);

/* As others may see it. */
const char *remote_name(const struct remote *);
/* NULL, or what the digest of the bytes has to be. */
const char *remote_sha256(const struct remote *);
/* May it be read at any place? Then its size is known. */
bool remote_is_random(const struct remote *);
uint64_t remote_size(const struct remote *);
/* What the server tells this version from others by: an entity tag, a date, or
   "". */
const char *remote_version(const struct remote *);

/* The next up to n bytes; *got is 0 only at the end. */
int remote_read(struct remote *, void *to, size_t n, size_t *got,
    struct diag *) MUST_CHECK;
/* The n bytes at a place of one that is random. */
int remote_read_at(struct remote *, uint64_t at, void *to, size_t n,
    struct diag *) MUST_CHECK;
/* Let the connection go until it is read again. */
void remote_pause(struct remote *);

/* "s3://BUCKET/PREFIX/": is it a folder? The addresses in it, in their order:
   *names is a heap array of *n heap strings. */
bool remote_is_folder(const char *address);
int remote_list(struct remote_client *, const char *address, char ***names,
    size_t *n, struct diag *) MUST_CHECK;

#endif
