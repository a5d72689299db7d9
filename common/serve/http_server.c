/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <microhttpd.h>

#include "mem.h"
#include "numtext.h"

#include "http_server.h"
#include "listener.h"

#define CONNECTIONS_MAX 4096u
#define JSON_LENGTH "Inference-Header-Content-Length"
#define CONNECTION_MEMORY ((size_t)32 << 10)

struct http_server {
	struct MHD_Daemon *daemon;
	struct serving *serving;
	struct listener listener;
	size_t max_body;
	atomic_size_t running;	/* requests begun and not completed */
	atomic_bool stopping;
};

/* A request while its body comes in. */
struct request {
	struct str body;
	bool too_long;
};

static enum MHD_Result
send_reply(const struct http_server *h, struct MHD_Connection *c,
    struct exchange *ex, int status)
{
	struct MHD_Response *r;
	enum MHD_Result result;
	size_t n = ex->reply.len;
	char text[NUMTEXT_MAX + 1];

	r = MHD_create_response_from_buffer(n, str_detach(&ex->reply),
	    MHD_RESPMEM_MUST_FREE);
	if (r == NULL)
		return (MHD_NO);
	MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_TYPE,
	    ex->reply_type);
	if (ex->reply_json > 0) {
		text[format_int(text, (int64_t)ex->reply_json)] = '\0';
		MHD_add_response_header(r, JSON_LENGTH, text);
	}
	if (ex->allow != NULL)
		MHD_add_response_header(r, MHD_HTTP_HEADER_ALLOW, ex->allow);
	if (atomic_load_explicit(&h->stopping, memory_order_relaxed))
		MHD_add_response_header(r, MHD_HTTP_HEADER_CONNECTION,
		    "close");
	result = MHD_queue_response(c, (unsigned)status, r);
	MHD_destroy_response(r);
	return (result);
}

static enum MHD_Result
refuse_long(const struct http_server *h, struct MHD_Connection *c,
    struct exchange *ex)
{
	struct diag d;

	diag_set(&d, "the body is longer than %zu bytes", h->max_body);
	return (send_reply(h, c, ex, exchange_refuse(ex, 413, &d)));
}

static bool
announces_too_much(const struct http_server *h, struct MHD_Connection *c)
{
	const char *text = MHD_lookup_connection_value(c, MHD_HEADER_KIND,
	    MHD_HTTP_HEADER_CONTENT_LENGTH);
	int64_t n;

	return (text != NULL && parse_int(text, strlen(text), &n) == 0 &&
	    n > 0 && (uint64_t)n > h->max_body);
}

/* A piece of the body. Of one that is too long nothing is kept. */
static void
add_piece(const struct http_server *h, struct request *r, const char *p,
    size_t n)
{
	if (r->too_long || n > h->max_body - r->body.len) {
		r->too_long = true;
		str_release(&r->body);
		return;
	}
	str_add(&r->body, p, n);
}

static enum MHD_Result
answer(const struct http_server *h, struct MHD_Connection *c,
    struct exchange *ex, const struct request *r)
{
	if (r->too_long)
		return (refuse_long(h, c, ex));
	ex->content_type = MHD_lookup_connection_value(c, MHD_HEADER_KIND,
	    MHD_HTTP_HEADER_CONTENT_TYPE);
	ex->body = str_get(&r->body);
	ex->n_body = r->body.len;
	ex->json_length = MHD_lookup_connection_value(c, MHD_HEADER_KIND,
	    JSON_LENGTH);
	return (send_reply(h, c, ex, exchange_run(ex)));
}

/* Called for the head of a request, for each piece of its body, and at its
   end with no more bytes. */
static enum MHD_Result
on_request(void *ctx, struct MHD_Connection *c, const char *url,
    const char *method, const char *version, const char *data, size_t *n,
    void **state)
{
	struct http_server *h = ctx;
	struct request *r = *state;
	struct exchange ex = {
		.serving = h->serving, .method = method, .path = url,
		.reply = STR_INIT
	};

	(void)version;
	if (r == NULL) {
		*state = MEM_NEW(struct request);
		atomic_fetch_add(&h->running, 1);
		return (announces_too_much(h, c) ? refuse_long(h, c, &ex) :
		    MHD_YES);
	}
	if (*n > 0) {
		add_piece(h, r, data, *n);
		*n = 0;
		return (MHD_YES);
	}
	return (answer(h, c, &ex, r));
}

static void
on_completed(void *ctx, struct MHD_Connection *c, void **state,
    enum MHD_RequestTerminationCode why)
{
	struct http_server *h = ctx;
	struct request *r = *state;

	(void)c, (void)why;
	if (r == NULL)
		return;
	str_release(&r->body);
	free(r);
	*state = NULL;
	atomic_fetch_sub(&h->running, 1);
}

static struct MHD_Daemon *
start_daemon(struct http_server *h, const struct http_options *o)
{
	unsigned pool = o->n_threads > 1 ? (unsigned)o->n_threads : 0;

	return (MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC,
	    0, NULL, NULL, on_request, h,
	    MHD_OPTION_LISTEN_SOCKET, h->listener.fd,
	    MHD_OPTION_THREAD_POOL_SIZE, pool,
	    MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS_MAX,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY,
	    MHD_OPTION_CONNECTION_TIMEOUT, o->timeout,
	    MHD_OPTION_NOTIFY_COMPLETED, on_completed, h,
	    MHD_OPTION_END));
}

int
http_server_start(const struct http_options *o, struct serving *serving,
    struct http_server **out, struct diag *d)
{
	struct http_server *h = MEM_NEW(struct http_server);

	h->serving = serving;
	h->max_body = o->max_body;
	if (listener_open(&h->listener, o->listen, d) == -1) {
		free(h);
		return (-1);
	}
	h->daemon = start_daemon(h, o);
	if (h->daemon == NULL) {
		diag_errno(d, "%s: cannot serve", o->listen);
		close(h->listener.fd);
		listener_release(&h->listener);
		free(h);
		return (-1);
	}
	*out = h;
	return (0);
}

const char *
http_server_address(const struct http_server *h)
{
	return (h->listener.address);
}

/* Until no request runs, or the time is over. */
static void
wait_for_requests(struct http_server *h, unsigned grace)
{
	const struct timespec pause = { .tv_nsec = 5000000 };
	uint64_t end = clock_now() + (uint64_t)grace * 1000000000;

	while (atomic_load(&h->running) > 0 && clock_now() < end)
		nanosleep(&pause, NULL);
}

void
http_server_stop(struct http_server *h, unsigned grace)
{
	int fd;

	atomic_store(&h->stopping, true);
	fd = MHD_quiesce_daemon(h->daemon);
	wait_for_requests(h, grace);
	MHD_stop_daemon(h->daemon);
	if (fd != MHD_INVALID_SOCKET)
		close(fd);
	listener_release(&h->listener);
	free(h);
}
