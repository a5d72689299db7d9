/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Requests for a server of models, made before the first is sent, so that
 * making them costs no time while it is measured: rows as JSON, some in each
 * request, and when each is due.  The caller owns the struct.
 */
#ifndef LOAD_REQUESTS_H
#define LOAD_REQUESTS_H

#include "arrivals.h"
#include "stream.h"

struct load_target {
	char *host, *port;
	char *authority;	/* HOST:PORT as it was written */
	char *path;
};

/* "http://HOST[:PORT][/PATH]"; a path that is missing is /invocations. */
int load_target_parse(const char *url, struct load_target *, struct diag *)
    MUST_CHECK;
void load_target_release(struct load_target *);

struct load_request {
	size_t at, n;		/* its bytes */
	uint32_t rows;
	uint64_t due;		/* ns after the beginning */
};

struct load_requests {
	struct str bytes;
	struct load_request *v;
	size_t n, cap;
};

struct load_making {
	const struct load_target *target;
	uint64_t rows;		/* in each request */
	struct arrivals arrivals;	/* rate 0: all are due at once */
	/* Of rows that have a time: requests as far apart as these, so many
	   times as fast; rows of one time are one request.  0: not. */
	double speed;
	size_t time_col;	/* is not sent then; else COLUMN_NONE */
	const uint8_t *left_out;	/* columns that are not sent; or NULL */
	uint64_t mem;		/* bytes that they may take */
};

/* From all rows of the stream, which stays the caller's. */
int load_requests_make(struct stream *, const struct load_making *,
    struct load_requests *out, struct diag *) MUST_CHECK;
void load_requests_release(struct load_requests *);

#endif
