/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Answers of an HTTP/1.1 server, read as their bytes come: only the status,
 * and where an answer ends (RFC 9112, section 6.3): by Content-Length, by
 * chunks, at once for 1xx, 204 and 304, else with the connection.
 */
#ifndef HTTP_ANSWER_H
#define HTTP_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "str.h"

#define HTTP_LINE_MAX 65536	/* bytes of one line of a head */

enum http_place {
	HTTP_STATUS_LINE,
	HTTP_HEADER,
	HTTP_BODY,		/* left bytes more */
	HTTP_BODY_TO_END,	/* of the connection */
	HTTP_CHUNK_LINE,
	HTTP_CHUNK,		/* left bytes more, and a line end */
	HTTP_CHUNK_END,
	HTTP_TRAILER,
	HTTP_DONE
};

struct http_answer {
	enum http_place place;
	int status;
	bool closes;		/* the server ends the connection behind it */
	bool is_chunked, has_length;
	uint64_t length, left;
	uint64_t n_bytes;	/* of it, so far */
	struct str line;
};

void http_answer_init(struct http_answer *);
void http_answer_release(struct http_answer *);
/* Begin the next one. */
void http_answer_clear(struct http_answer *);

/* Take bytes, up to the end of the answer: how many were taken, and -1 where
   they are no HTTP. */
ptrdiff_t http_answer_take(struct http_answer *, const char *p, size_t n);

/* The connection ended: is the answer whole? */
bool http_answer_ends(const struct http_answer *);

#endif
