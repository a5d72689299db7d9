/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "clock.h"
#include "mem.h"
#include "numtext.h"

#include "gunzip.h"
#include "http_head.h"
#include "http_request.h"

#define JSON_LENGTH "Inference-Header-Content-Length"
#define TRY_AGAIN "too many requests at once: try again"
/* A client that was refused while it sends is read from so long, lest its
   system throws the answer away; in TLS the answer waits for the end. */
#define LINGER (2 * UINT64_C(1000000000))

/* A request, from its first line on. */
struct request {
	struct http_head head;
	struct str body;
	size_t held;		/* of it: what counts as held */
	bool began, bad_path;
	uint64_t refused_at;	/* 0: it was not */
	/* How, where the answer has to wait for the end of the request. */
	int status;
	struct str answer;
	const char *answer_type;
	size_t dropped;		/* bytes since then */
};

static struct connection *
connection_of(struct MHD_Connection *c)
{
	const union MHD_ConnectionInfo *i = MHD_get_connection_info(c,
	    MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return (i->socket_context);
}

static void
move(struct http_requests *h, struct MHD_Connection *c,
    enum connection_stage stage)
{
	connections_move(h->connections, connection_of(c), stage);
}

static void
add_headers(struct MHD_Response *r, const struct exchange *ex, bool close_it)
{
	char text[NUMTEXT_MAX + 1];

	MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_TYPE,
	    ex->reply_type);
	if (ex->reply_json > 0) {
		text[format_int(text, (int64_t)ex->reply_json)] = '\0';
		MHD_add_response_header(r, JSON_LENGTH, text);
	}
	if (ex->answered_by.len > 0)
		MHD_add_response_header(r, "Mlc-Model",
		    str_get(&ex->answered_by));
	if (ex->n_warnings > 0) {
		text[format_int(text, (int64_t)ex->n_warnings)] = '\0';
		MHD_add_response_header(r, "Mlc-Warnings", text);
	}
	if (ex->allow != NULL)
		MHD_add_response_header(r, MHD_HTTP_HEADER_ALLOW, ex->allow);
	if (ex->challenge != NULL)
		MHD_add_response_header(r, MHD_HTTP_HEADER_WWW_AUTHENTICATE,
		    ex->challenge);
	if (close_it)
		MHD_add_response_header(r, MHD_HTTP_HEADER_CONNECTION,
		    "close");
}

static enum MHD_Result
send_reply(struct http_requests *h, struct MHD_Connection *c,
    struct exchange *ex, int status, bool close_it)
{
	struct MHD_Response *r;
	enum MHD_Result result;
	size_t n = ex->reply.len;

	r = MHD_create_response_from_buffer(n, str_detach(&ex->reply),
	    MHD_RESPMEM_MUST_FREE);
	if (r == NULL)
		return (MHD_NO);
	add_headers(r, ex, close_it || atomic_load_explicit(
	    &h->serving->stopping, memory_order_relaxed));
	str_release(&ex->answered_by);
	move(h, c, STAGE_REPLY);
	result = MHD_queue_response(c, (unsigned)status, r);
	MHD_destroy_response(r);
	return (result);
}

/* The library replies when a request is whole, and one that is too large may
   never be: the answer goes past it. Then the socket is shut for writing, and
   what still comes is dropped. */
static void
reply_at_once(struct MHD_Connection *c, const struct exchange *ex, int status)
{
	const union MHD_ConnectionInfo *i = MHD_get_connection_info(c,
	    MHD_CONNECTION_INFO_CONNECTION_FD);
	struct str text = STR_INIT;
	ssize_t ignored;

	str_addf(&text, "HTTP/1.1 %d %s\r\nConnection: close\r\n"
	    "Content-Type: %s\r\nContent-Length: %zu\r\n", status,
	    MHD_get_reason_phrase_for((unsigned)status), ex->reply_type,
	    ex->reply.len);
	if (ex->challenge != NULL)
		str_addf(&text, "WWW-Authenticate: %s\r\n", ex->challenge);
	str_addz(&text, "\r\n");
	str_add(&text, ex->reply.buf, ex->reply.len);
	ignored = send(i->connect_fd, text.buf, text.len,
	    MSG_NOSIGNAL | MSG_DONTWAIT);
	(void)ignored;
	shutdown(i->connect_fd, SHUT_WR);
	str_release(&text);
}

/* Turn a request away, and close. */
static enum MHD_Result
refuse(struct http_requests *h, struct MHD_Connection *c, struct request *r,
    struct exchange *ex, int status, const struct diag *d)
{
	exchange_refuse(ex, status, d);
	if (!r->began && (!r->head.has_body || r->head.awaits_continue))
		return (send_reply(h, c, ex, status, true));
	r->refused_at = clock_now();
	/* Nothing goes past TLS. */
	if (h->is_tls) {
		r->status = status;
		r->answer = ex->reply;
		r->answer_type = ex->reply_type;
		return (MHD_YES);
	}
	reply_at_once(c, ex, status);
	str_release(&ex->reply);
	return (MHD_YES);
}

static enum MHD_Result
refuse_long(struct http_requests *h, struct MHD_Connection *c,
    struct request *r, struct exchange *ex)
{
	struct diag d;

	diag_set(&d, "the body is longer than %llu bytes",
	    (unsigned long long)h->max_body);
	return (refuse(h, c, r, ex, 413, &d));
}

static enum MHD_Result
refuse_full(struct http_requests *h, struct MHD_Connection *c,
    struct request *r, struct exchange *ex)
{
	struct diag d;

	diag_set(&d, TRY_AGAIN);
	return (refuse(h, c, r, ex, 503, &d));
}

/* Does it fit in with all the others? */
static bool
hold(struct http_requests *h, struct request *r, size_t n)
{
	size_t before = atomic_fetch_add(&h->held, n);

	r->held += n;
	return (before + n <= h->max_bodies);
}

static void
drop_body(struct http_requests *h, struct request *r)
{
	str_release(&r->body);
	atomic_fetch_sub(&h->held, r->held);
	r->held = 0;
}

static enum MHD_Result
on_head(struct http_requests *h, struct MHD_Connection *c, struct request *r,
    struct exchange *ex, const char *version)
{
	struct diag d = DIAG_INIT;
	int status = http_head_read(c, version, &r->head, &d);

	if (status == 0 && r->bad_path) {
		diag_set(&d, "a space or a control character in the path");
		status = 400;
	}
	if (status == 0 && !exchange_admits(ex, MHD_lookup_connection_value(c,
	    MHD_HEADER_KIND, MHD_HTTP_HEADER_AUTHORIZATION), &d))
		status = 401;
	if (status != 0)
		return (refuse(h, c, r, ex, status, &d));
	if (r->head.length > h->max_body)
		return (refuse_long(h, c, r, ex));
	r->began = true;
	move(h, c, STAGE_BODY);
	return (MHD_YES);
}

struct addition {
	struct str *to;
	const char *p;
	size_t n;
};

static void
add_bytes(void *ctx)
{
	struct addition *a = ctx;

	str_add(a->to, a->p, a->n);
}

/* A piece of the body. */
static enum MHD_Result
on_piece(struct http_requests *h, struct MHD_Connection *c, struct request *r,
    struct exchange *ex, const char *p, size_t n)
{
	struct addition a = { &r->body, p, n };

	if (r->refused_at > 0) {
		r->dropped += n;
		return ((r->status == 0 && r->dropped > h->max_body) ||
		    clock_now() - r->refused_at > LINGER ? MHD_NO : MHD_YES);
	}
	if (n > h->max_body - r->body.len) {
		drop_body(h, r);
		return (refuse_long(h, c, r, ex));
	}
	if (!hold(h, r, n) || mem_try(add_bytes, &a) == -1) {
		drop_body(h, r);
		return (refuse_full(h, c, r, ex));
	}
	return (MHD_YES);
}

struct unpacking {
	const struct str *from;
	size_t max;
	struct str to;
	struct diag *diag;
	int status;
};

static void
unpack(void *ctx)
{
	struct unpacking *u = ctx;

	u->status = gunzip(str_get(u->from), u->from->len, u->max, &u->to,
	    u->diag);
}

/* Of what was compressed. Returns 0, or a status. */
static int
unpack_body(struct http_requests *h, struct request *r, struct diag *d)
{
	struct unpacking u = { &r->body, h->max_body, STR_INIT, d, 0 };
	bool has_room = mem_try(unpack, &u) == 0;

	drop_body(h, r);
	r->body = u.to;
	if (u.status == 0 && !(has_room && hold(h, r, u.to.len))) {
		diag_set(d, TRY_AGAIN);
		return (503);
	}
	return (u.status);
}

static enum MHD_Result
on_whole(struct http_requests *h, struct MHD_Connection *c, struct request *r,
    struct exchange *ex)
{
	struct diag d = DIAG_INIT;
	int status;

	if (r->refused_at > 0 && r->status == 0)
		return (MHD_NO);
	if (r->refused_at > 0) {
		ex->reply = r->answer;
		ex->reply_type = r->answer_type;
		r->answer = (struct str)STR_INIT;
		return (send_reply(h, c, ex, r->status, true));
	}
	move(h, c, STAGE_WORK);
	if (r->head.is_gzip && r->body.len > 0 &&
	    (status = unpack_body(h, r, &d)) != 0) {
		exchange_refuse(ex, status, &d);
		return (send_reply(h, c, ex, status, false));
	}
	ex->content_type = MHD_lookup_connection_value(c, MHD_HEADER_KIND,
	    MHD_HTTP_HEADER_CONTENT_TYPE);
	ex->explains = MHD_lookup_connection_value_n(c,
	    MHD_GET_ARGUMENT_KIND, "explain", 7, &ex->n_reasons, NULL) ==
	    MHD_YES;
	ex->accept = MHD_lookup_connection_value(c, MHD_HEADER_KIND,
	    MHD_HTTP_HEADER_ACCEPT);
	ex->traceparent = MHD_lookup_connection_value(c, MHD_HEADER_KIND,
	    "traceparent");
	ex->body = str_get(&r->body);
	ex->n_body = r->body.len;
	ex->json_length = MHD_lookup_connection_value(c, MHD_HEADER_KIND,
	    JSON_LENGTH);
	status = exchange_run(ex);
	return (send_reply(h, c, ex, status, false));
}

/* The path of "http://host/path", the form that proxies are asked in. */
static const char *
path_of(const char *url)
{
	static const char scheme[] = "http://";

	if (strncasecmp(url, scheme, sizeof(scheme) - 1) != 0)
		return (url);
	url = strchr(url + sizeof(scheme) - 1, '/');
	return (url != NULL ? url : "/");
}

enum MHD_Result
http_request_access(void *ctx, struct MHD_Connection *c, const char *url,
    const char *method, const char *version, const char *data, size_t *n,
    void **state)
{
	struct http_requests *h = ctx;
	struct request *r = *state;
	struct exchange ex = {
		.serving = h->serving, .method = method, .path = path_of(url),
		.reply = STR_INIT,
		.client = MHD_get_connection_info(c,
		    MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr
	};
	size_t given = *n;

	if (!r->began && r->refused_at == 0)
		return (on_head(h, c, r, &ex, version));
	if (given == 0)
		return (on_whole(h, c, r, &ex));
	*n = 0;
	return (on_piece(h, c, r, &ex, data, given));
}

/* In what the others get of its path, a NUL is the end. */
void *
http_request_begin(void *ctx, const char *url, struct MHD_Connection *c)
{
	struct request *r = MEM_NEW(struct request);

	(void)ctx, (void)c;
	r->bad_path = strstr(url, "%00") != NULL;
	for (; *url != '\0'; url++) {
		if ((unsigned char)*url <= ' ' || *url == 0x7f)
			r->bad_path = true;
	}
	return (r);
}

void
http_request_end(void *ctx, struct MHD_Connection *c, void **state,
    enum MHD_RequestTerminationCode why)
{
	struct http_requests *h = ctx;
	struct request *r = *state;

	(void)why;
	if (r == NULL)
		return;
	drop_body(h, r);
	str_release(&r->answer);
	free(r);
	*state = NULL;
	move(h, c, STAGE_HEAD);
}
