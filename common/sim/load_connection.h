/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One connection of a load: it connects when it has something to send, sends
 * it, and takes the answer, never waiting.  Nothing here can fail; what goes
 * wrong is how a request ends.
 */
#ifndef LOAD_CONNECTION_H
#define LOAD_CONNECTION_H

#include <sys/socket.h>

#include "http_answer.h"
#include "load.h"

struct load_connection {
	int fd;			/* -1: closed */
	bool is_connected;
	bool was_used;		/* an answer came over it */
	bool is_retry;		/* the request is sent a second time */
	bool waits_to_send;	/* epoll tells when it may */
	struct http_answer answer;
	const char *p;		/* the request; NULL: idle */
	size_t n, sent;
	uint32_t rows;
	uint64_t from;		/* ns: what it is measured from */
	uint64_t until;		/* ns: when it is given up */
};

struct load_address {
	struct sockaddr_storage at;
	socklen_t n;
	int epoll;
};

/* What became of the request of a connection after it was given something to
   do; its end, or that there is none yet. */
enum load_step {
	STEP_ANSWERED = LOAD_ANSWERED,
	STEP_NOT_CONNECTED = LOAD_NOT_CONNECTED,
	STEP_TIMED_OUT = LOAD_TIMED_OUT,
	STEP_BROKEN = LOAD_BROKEN,
	STEP_GOES_ON,
	STEP_RESENT		/* and goes on */
};

void load_connection_init(struct load_connection *);
void load_connection_release(struct load_connection *);

/* p, n, rows, from and until are set: begin. */
enum load_step load_connection_send(struct load_connection *,
    const struct load_address *);
/* The socket has something to tell. */
enum load_step load_connection_event(struct load_connection *,
    const struct load_address *, char *scratch, size_t scratch_size);
/* Give the request up. */
void load_connection_close(struct load_connection *);

#endif
