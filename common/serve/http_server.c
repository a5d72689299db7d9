/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <microhttpd.h>

#include "mem.h"

#include "http_request.h"
#include "http_server.h"
#include "listener.h"

#define CONNECTION_MEMORY ((size_t)32 << 10)
#define SECOND UINT64_C(1000000000)

/* At the end: how long no request must have come. */
#define QUIET (SECOND / 4)
/* Descriptors for all but connections, and connections that were cut. */
#define DESCRIPTORS_OTHER 32
#define DESCRIPTORS_THREAD 4

struct http_server {
	struct MHD_Daemon *daemon;
	struct listener listener;
	struct connections connections;
	struct http_requests requests;
};

static void
on_connection(void *ctx, struct MHD_Connection *c, void **state,
    enum MHD_ConnectionNotificationCode what)
{
	struct http_server *h = ctx;
	int fd;

	if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
		connections_remove(&h->connections, *state);
		return;
	}
	fd = MHD_get_connection_info(c,
	    MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
	*state = connections_add(&h->connections, fd, MHD_get_connection_info(
	    c, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr);
}

/* Room for a share of those that were cut and are not closed yet. */
static size_t
with_slack(size_t n)
{
	return (n + n / 8 + 8);
}

/* How many connections the limit of open files, raised, has room for. */
static size_t
fit_descriptors(const struct http_options *o)
{
	size_t n = (size_t)o->max_connections;
	size_t other = DESCRIPTORS_OTHER +
	    (size_t)o->n_threads * DESCRIPTORS_THREAD;
	struct rlimit l;

	if (getrlimit(RLIMIT_NOFILE, &l) == -1)
		return (n);
	if (l.rlim_cur < other + with_slack(n)) {
		l.rlim_cur = other + with_slack(n) < l.rlim_max ?
		    other + with_slack(n) : l.rlim_max;
		if (setrlimit(RLIMIT_NOFILE, &l) == -1 &&
		    getrlimit(RLIMIT_NOFILE, &l) == -1)
			return (n);
	}
	while (n > 1 && other + with_slack(n) > l.rlim_cur)
		n -= n / 16 + 1;
	return (n);
}

/* A thread of the pool gets its share of MHD's limit, and would stop taking
   connections there: the limit is ours, and theirs is out of reach. */
static struct MHD_Daemon *
start_daemon(struct http_server *h, const struct http_options *o,
    size_t n_connections)
{
	struct http_requests *r = &h->requests;
	unsigned pool = o->n_threads > 1 ? (unsigned)o->n_threads : 0;
	unsigned limit = (unsigned)(with_slack(n_connections) *
	    (pool > 0 ? pool : 1));

	return (MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC,
	    0, NULL, NULL, http_request_access, r,
	    MHD_OPTION_LISTEN_SOCKET, h->listener.fd,
	    MHD_OPTION_THREAD_POOL_SIZE, pool,
	    MHD_OPTION_CONNECTION_LIMIT, limit,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY,
	    MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)o->timeout,
	    MHD_OPTION_URI_LOG_CALLBACK, http_request_begin, r,
	    MHD_OPTION_NOTIFY_COMPLETED, http_request_end, r,
	    MHD_OPTION_NOTIFY_CONNECTION, on_connection, h,
	    MHD_OPTION_END));
}

int
http_server_start(const struct http_options *o, struct serving *serving,
    struct http_server **out, struct diag *d)
{
	struct http_server *h = MEM_NEW(struct http_server);
	struct connection_limits limits = {
		.max = fit_descriptors(o),
		.max_per_address = (size_t)o->max_per_address,
		.head_time = (uint64_t)o->timeout * SECOND,
		.body_time = (uint64_t)o->body_time * SECOND
	};

	h->requests.serving = serving;
	h->requests.connections = &h->connections;
	h->requests.max_body = o->max_body;
	h->requests.max_bodies = o->max_bodies;
	if (listener_open(&h->listener, o->listen, d) == -1) {
		free(h);
		return (-1);
	}
	connections_init(&h->connections, &limits);
	h->daemon = start_daemon(h, o, limits.max);
	if (h->daemon == NULL) {
		diag_errno(d, "%s: cannot serve", o->listen);
		close(h->listener.fd);
		listener_release(&h->listener);
		connections_release(&h->connections);
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

void
http_server_watch(struct http_server *h)
{
	connections_watch(&h->connections);
}

/* Those who have connected, and wait in the queue of the socket, have sent a
   request. Then it is closed, so that others know at once. Returns for how
   long it can be that there is a connection which is not known yet. */
static uint64_t
close_listener(struct http_server *h)
{
	uint64_t settling = QUIET / 10;
	int fd = MHD_quiesce_daemon(h->daemon), client;
	struct sockaddr_storage a;
	socklen_t n;

	if (fd == MHD_INVALID_SOCKET)
		return (0);
	while (n = sizeof(a), (client = accept4(fd, (struct sockaddr *)&a, &n,
	    SOCK_CLOEXEC | SOCK_NONBLOCK)) != -1) {
		MHD_add_connection(h->daemon, client, (struct sockaddr *)&a,
		    n);
		settling = QUIET;
	}
	close(fd);
	listener_release(&h->listener);
	return (settling);
}

void
http_server_stop(struct http_server *h, unsigned grace)
{
	const struct timespec pause = { .tv_nsec = 5000000 };
	uint64_t end = clock_now() + grace * SECOND, settled;

	atomic_store(&h->requests.serving->stopping, true);
	settled = clock_now() + close_listener(h);
	while (clock_now() < settled ||
	    (!connections_are_quiet(&h->connections, QUIET) &&
	    clock_now() < end))
		nanosleep(&pause, NULL);
	MHD_stop_daemon(h->daemon);
	connections_release(&h->connections);
	free(h);
}
