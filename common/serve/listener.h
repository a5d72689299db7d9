/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The socket that requests come to: ADDR:PORT, [ADDR]:PORT for IPv6, or
 * unix:PATH.  Port 0 is any free one.
 *
 * A socket's file that nobody listens on is replaced; closing removes it.
 */
#ifndef LISTENER_H
#define LISTENER_H

#include "diag.h"

struct listener {
	int fd;
	char *address;		/* "http://127.0.0.1:8080", "unix:/run/x" */
	char *path;		/* of a unix socket, else NULL */
};

int listener_open(struct listener *, const char *where, struct diag *)
    MUST_CHECK;
/* Free all but the descriptor, which the server closes. */
void listener_release(struct listener *);

#endif
