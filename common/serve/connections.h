/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The connections of a server, in the order in which they came to the stage
 * that they are in, and the bounds on them all.
 *
 * A server that is full does not turn new clients away: the connection that
 * has waited longest for its client gives way.  So clients that are slow on
 * purpose, however many, only push out each other.  A connection is cut by
 * shutting its socket down; the thread that it belongs to then closes it.
 *
 * All functions may be called from any thread.
 */
#ifndef CONNECTIONS_H
#define CONNECTIONS_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

enum connection_stage {
	STAGE_HEAD,		/* idle, or a head comes in */
	STAGE_BODY,
	STAGE_WORK,		/* at work for it: never cut */
	STAGE_REPLY
};

struct connection {
	struct connection *before, *after;
	int fd;
	enum connection_stage stage;
	uint64_t since;		/* on the stage, by clock_now */
	bool is_cut;
	unsigned char address[16];	/* IPv4: mapped; unix: zeros */
	bool has_address;
};

struct connection_limits {
	size_t max, max_per_address;
	uint64_t head_time, body_time;	/* nanoseconds */
};

struct connections {
	pthread_mutex_t lock;
	struct connection_limits limits;
	struct connection *oldest, *newest;
	size_t n, n_cut;
};

void connections_init(struct connections *, const struct connection_limits *);
/* There are none any more. */
void connections_release(struct connections *);

/* Room is made for it. */
struct connection *connections_add(struct connections *, int fd,
    const struct sockaddr *);
void connections_remove(struct connections *, struct connection *);
void connections_move(struct connections *, struct connection *,
    enum connection_stage);

/* Cut those whose head or body takes too long. */
void connections_watch(struct connections *);

/* Are there none, or has none had a request for so many nanoseconds? */
bool connections_are_quiet(struct connections *, uint64_t duration);

#endif
