/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One request over HTTP and the body of its answer, taken piece by piece: what
 * is not taken waits at the server.  Redirects are followed, some of them, and
 * never from https to http.
 */
#ifndef TRANSFER_H
#define TRANSFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "libcurl.h"

#define TRANSFER_END UINT64_MAX

/* What is asked for; borrowed during transfer_begin. */
struct request {
	const char *url;
	const char *user, *password;	/* NULL: none, or of ~/.netrc */
	const char *token;		/* NULL, or a bearer's */
	const char *session;		/* NULL, or that of S3's credentials */
	const char *sigv4;		/* NULL, or "aws:amz:REGION:s3" */
	bool is_signed;			/* an answer elsewhere is no answer */
	uint64_t from, to;		/* bytes before to; TRANSFER_END */
	const char *if_match;		/* NULL, or the entity tag ... */
	const char *if_unmodified;	/* ... or the date that it has */
	long timeout;			/* seconds without a byte */
};

/* What the last answer says. */
struct reply {
	long status;			/* 0: none came */
	bool is_old;			/* HTTP/1, whose body may end by the
					   end of the connection alone */
	bool is_chunked;
	bool has_length;
	uint64_t length;		/* of the body */
	bool has_range;			/* the body's place in the whole: */
	uint64_t first, total;
	char *etag, *modified, *region;	/* NULL */
	char *reason;
	long retry_after;		/* seconds; 0: not said */
};

struct transfer;

/* The easy handle of libcurl fails for want of memory only. */
struct transfer *transfer_begin(struct libcurl *, const struct request *);
/* Until there are bytes of the body, or no more come. */
void transfer_wait(struct transfer *);
/* Until all of a body of at most a megabyte waits. */
void transfer_finish(struct transfer *);
const struct reply *transfer_reply(const struct transfer *);
/* Up to n bytes; 0 where no more come. */
size_t transfer_read(struct transfer *, void *to, size_t n);
/* Of one that gives no more: did it end as it had to? If it did not, would it
   the next time, perhaps? */
bool transfer_is_whole(const struct transfer *);
bool transfer_is_transient(const struct transfer *);
/* What went wrong. */
const char *transfer_error(const struct transfer *);
void transfer_free(struct transfer *);

#endif
