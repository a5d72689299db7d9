/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The head of a request, as strictly as RFC 9112 has it: what two readers
 * could take for different requests is refused, so that no request hides in
 * another one's body behind a proxy.
 */
#ifndef HTTP_HEAD_H
#define HTTP_HEAD_H

#include <stdbool.h>
#include <stdint.h>

#include <microhttpd.h>

#include "diag.h"

struct http_head {
	bool has_body;
	bool is_chunked;
	bool is_gzip;		/* the body */
	bool awaits_continue;	/* the client has not sent the body yet */
	uint64_t length;	/* 0: not told */
	/* Headers seen. */
	unsigned n_host, n_length, n_coding, n_transfer;
};

/* Returns 0, or the status with which it is refused, the diag filled. The
   connection is then to be closed. */
int http_head_read(struct MHD_Connection *, const char *version,
    struct http_head *, struct diag *) MUST_CHECK;

#endif
