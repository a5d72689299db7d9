/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A request as it comes in: its head is checked, its body is gathered within
 * bounds and unpacked, then exchange_run answers it.  What is refused is
 * answered at once, in the middle of a body too.
 *
 * These are the callbacks of libmicrohttpd; their ctx is a struct
 * http_requests.
 */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include <stdatomic.h>

#include <microhttpd.h>

#include "connections.h"
#include "exchange.h"

/* What the requests of a server share. */
struct http_requests {
	struct serving *serving;
	struct connections *connections;
	uint64_t max_body, max_bodies;	/* bytes; see http_server.h */
	bool is_tls;
	atomic_size_t held;		/* bytes of bodies */
};

/* The first line has come: the state of the request. */
void *http_request_begin(void *ctx, const char *url, struct MHD_Connection *);

/* Called for the head, for each piece of the body, and at its end with no more
   bytes. */
enum MHD_Result http_request_access(void *ctx, struct MHD_Connection *,
    const char *url, const char *method, const char *version,
    const char *data, size_t *n, void **state);

void http_request_end(void *ctx, struct MHD_Connection *, void **state,
    enum MHD_RequestTerminationCode);

#endif
