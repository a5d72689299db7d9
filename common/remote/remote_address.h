/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Addresses of files elsewhere, and with whose credentials they are asked for.
 */
#ifndef REMOTE_ADDRESS_H
#define REMOTE_ADDRESS_H

#include "str.h"
#include "transfer.h"

#define SHA256_DIGITS 64

struct remote_address {
	char *url;
	char *name;		/* for messages and lineage: no secrets */
	char *sha256;		/* NULL, or what its bytes have to have */
	char *user, *password, *token, *session, *sigv4;	/* NULL */
	bool is_s3;
	char *bucket_url;	/* of S3 */
	char *bucket, *key;
};

/* To be released in any case. */
int remote_address_parse(struct remote_address *, const char *address,
    struct diag *) MUST_CHECK;
void remote_address_release(struct remote_address *);

/* A request for a URL of the address, all of it. */
struct request remote_address_request(const struct remote_address *,
    const char *url);

/* As it stands in the query of a URL. */
void remote_address_encode(struct str *, const char *text, const char *keep);

#endif
