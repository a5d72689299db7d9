/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
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

/* Connections are taken by a thread of ours: MHD_quiesce_daemon and the threads
   of the pool may take the socket out of an epoll set both, which aborts. */
struct http_server {
	struct MHD_Daemon *daemon;
	struct listener listener;
	pthread_t acceptor;
	int ending;		/* an eventfd: no more are taken */
	atomic_uint_fast64_t last_taken;	/* when, by clock_now */
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

	return (MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC |
	    MHD_USE_NO_LISTEN_SOCKET,
	    0, NULL, NULL, http_request_access, r,
	    MHD_OPTION_THREAD_POOL_SIZE, pool,
	    MHD_OPTION_CONNECTION_LIMIT, limit,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY,
	    MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)o->timeout,
	    MHD_OPTION_URI_LOG_CALLBACK, http_request_begin, r,
	    MHD_OPTION_NOTIFY_COMPLETED, http_request_end, r,
	    MHD_OPTION_NOTIFY_CONNECTION, on_connection, h,
	    MHD_OPTION_END));
}

/* All that wait in the queue. Where there is no descriptor for one, it goes on
   waiting. */
static void
take_all(struct http_server *h)
{
	const struct timespec pause = { .tv_nsec = 10000000 };
	struct sockaddr_storage a;
	socklen_t n;
	int fd;

	while (n = sizeof(a), (fd = accept4(h->listener.fd,
	    (struct sockaddr *)&a, &n, SOCK_CLOEXEC | SOCK_NONBLOCK)) != -1 ||
	    errno == EINTR || errno == ECONNABORTED) {
		if (fd == -1)
			continue;
		atomic_store(&h->last_taken, clock_now());
		MHD_add_connection(h->daemon, fd, (struct sockaddr *)&a, n);
	}
	if (errno != EAGAIN)
		nanosleep(&pause, NULL);
}

static void *
accept_connections(void *arg)
{
	struct http_server *h = arg;
	struct pollfd fds[] = {
		{ .fd = h->listener.fd, .events = POLLIN },
		{ .fd = h->ending, .events = POLLIN }
	};

	while (fds[1].revents == 0) {
		if (poll(fds, 2, -1) > 0 && fds[0].revents != 0)
			take_all(h);
	}
	return (NULL);
}

/* Whatever is there of it. */
static void
release(struct http_server *h)
{
	if (h->daemon != NULL)
		MHD_stop_daemon(h->daemon);
	if (h->ending != -1)
		close(h->ending);
	connections_release(&h->connections);
	free(h);
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
	h->ending = eventfd(0, EFD_CLOEXEC);
	h->daemon = start_daemon(h, o, limits.max);
	if (h->ending == -1 || h->daemon == NULL ||
	    pthread_create(&h->acceptor, NULL, accept_connections, h) != 0) {
		diag_errno(d, "%s: cannot serve", o->listen);
		close(h->listener.fd);
		listener_release(&h->listener);
		release(h);
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
   request. Then it is closed, so that others know at once. Returns when all
   connections are known. */
static uint64_t
close_listener(struct http_server *h)
{
	uint64_t settled = clock_now() + QUIET / 10, last;

	eventfd_write(h->ending, 1);
	pthread_join(h->acceptor, NULL);
	take_all(h);
	close(h->listener.fd);
	listener_release(&h->listener);
	last = atomic_load(&h->last_taken);
	return (last > 0 && last + QUIET > settled ? last + QUIET : settled);
}

void
http_server_stop(struct http_server *h, unsigned grace)
{
	const struct timespec pause = { .tv_nsec = 5000000 };
	uint64_t end = clock_now() + grace * SECOND, settled;

	atomic_store(&h->requests.serving->stopping, true);
	settled = close_listener(h);
	while (clock_now() < settled ||
	    (!connections_are_quiet(&h->connections, QUIET) &&
	    clock_now() < end))
		nanosleep(&pause, NULL);
	release(h);
}
