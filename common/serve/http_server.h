/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The HTTP server, by libmicrohttpd: a pool of threads, each with its own
 * epoll, that answer requests with exchange_run.
 *
 * It has no say over signals: the caller blocks those it waits for before the
 * server starts, so that no thread of the pool takes them.
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include <stddef.h>

#include "exchange.h"

struct http_options {
	const char *listen;	/* see listener.h */
	size_t max_body;	/* bytes; longer ones get 413 */
	unsigned timeout;	/* seconds without a byte from a client */
	int n_threads;
};

struct http_server;

/* The serving is borrowed. */
int http_server_start(const struct http_options *, struct serving *,
    struct http_server **out, struct diag *) MUST_CHECK;

/* Where it listens: "http://127.0.0.1:8080", or "unix:PATH". */
const char *http_server_address(const struct http_server *);

/* Take no more connections, finish the requests that run, within grace
   seconds, and free. */
void http_server_stop(struct http_server *, unsigned grace);

#endif
