/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of this layer know of each other.
 */
#ifndef REMOTE_CLIENT_H
#define REMOTE_CLIENT_H

#include "remote.h"
#include "remote_address.h"

struct remote_client {
	int n_holders;
	struct libcurl curl;	/* loaded with the first remote */
};

/* Takes the address over. */
int remote_open_at(struct remote_client *, struct remote_address *,
    struct remote **out, struct diag *) MUST_CHECK;

#endif
