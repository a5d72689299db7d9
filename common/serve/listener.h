/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The socket that requests come to: ADDR:PORT, [ADDR]:PORT for IPv6, or
 * unix:PATH; or "systemd", the one that it
 * has opened for us (sd_listen_fds(3)).  Port 0 is any free one.
 *
 * A socket that nobody listens on is replaced, and nothing else; closing
 * removes it.
 */
#ifndef LISTENER_H
#define LISTENER_H

#include <stdbool.h>
#include <sys/types.h>

#include "diag.h"

struct listener {
	int fd;
	char *address;		/* "http://127.0.0.1:8080", "unix:/run/x" */
	char *path;		/* of a unix socket, else NULL */
	ino_t inode;		/* of its file */
	bool is_local;		/* no other machine gets there */
};

/* scheme: of the address, "http". */
int listener_open(struct listener *, const char *where, const char *scheme,
    struct diag *) MUST_CHECK;
/* Free all but the descriptor, which the server closes. */
void listener_release(struct listener *);

#endif
