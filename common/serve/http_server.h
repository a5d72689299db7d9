/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The HTTP server, by libmicrohttpd: a pool of threads, each with its own
 * epoll, that answer requests with exchange_run.
 *
 * Everything that clients can make it hold is bounded: connections, in all
 * and by address (connections.h), the time of a head and of a body, the bytes
 * of a body and of all bodies together.
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include <stddef.h>
#include <stdint.h>

#include "exchange.h"

struct http_options {
	const char *listen;	/* see listener.h */
	const char *tls_cert, *tls_key;	/* files of PEM, or NULL: no TLS */
	bool allow_plain;	/* without TLS for other machines, too */
	uint64_t max_body;	/* bytes; longer ones get 413 */
	uint64_t max_bodies;	/* of all that are held; beyond: 503 */
	int64_t max_connections, max_per_address;
	int64_t timeout;	/* seconds without a byte, or for a head */
	int64_t body_time;	/* seconds */
	int n_threads;
};

#define HTTP_OPTIONS_DEFAULT {						\
	.max_body = (uint64_t)16 << 20, .max_bodies = (uint64_t)256 << 20, \
	.max_connections = 4096, .max_per_address = 2048,		\
	.timeout = 30, .body_time = 60					\
}

struct http_server;

/* The serving is borrowed. Raises the soft limit of open files as far as that
   many connections need, and takes fewer where the hard one is lower. */
int http_server_start(const struct http_options *, struct serving *,
    struct http_server **out, struct diag *) MUST_CHECK;

/* Where it listens: "http://127.0.0.1:8080", or "unix:PATH". */
const char *http_server_address(const struct http_server *);

/* To be called once a second or so: the times of heads and bodies. */
void http_server_watch(struct http_server *);

/* Be not ready, take no more connections, answer the requests that were sent,
   within grace seconds, and free. */
void http_server_stop(struct http_server *, unsigned grace);

#endif
