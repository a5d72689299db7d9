/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pthread.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <microhttpd.h>

#include "clock.h"
#include "mem.h"

#include "http_request.h"
#include "http_server.h"
#include "listener.h"
#include "secret.h"

#define CONNECTION_MEMORY ((size_t)32 << 10)
#define SECOND UINT64_C(1000000000)

/* At the end: how long no request must have come. */
#define QUIET (SECOND / 4)
/* Descriptors for all but connections, and connections that were cut. */
#define DESCRIPTORS_OTHER 32
#define DESCRIPTORS_THREAD 4

#define TLS_PRIORITIES "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"

/* How often a thread that has nothing to do looks whether the end has come. */
#define LOOK_MS 50

/* The library's own pool is not used: MHD_quiesce_daemon and the threads of a
   pool may both take the listening socket out of an epoll set, upon which the
   process is aborted, and MHD_add_connection from another thread can wait for
   a lock that it holds.  So each daemon here is used by its thread alone. */
struct http_worker {
	struct http_server *server;
	struct MHD_Daemon *daemon;
	pthread_t thread;
};

struct http_server {
	struct listener listener;
	struct str cert, key;	/* of TLS, or empty */
	struct connections connections;
	struct http_requests requests;
	struct http_worker *workers;
	size_t n_workers;	/* that run */
	atomic_bool ending, ends;	/* no more connections; all */
	atomic_size_t n_accepting;	/* workers */
	atomic_bool is_closed;	/* the listening socket */
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

/* A daemon stops taking connections at its limit: ours is for all of them,
   and theirs is out of reach. */
static struct MHD_Daemon *
start_daemon(struct http_server *h, const struct http_options *o)
{
	struct http_requests *r = &h->requests;
	const struct MHD_OptionItem plain[] = { { MHD_OPTION_END, 0, NULL } };
	const struct MHD_OptionItem tls[] = {
		{ MHD_OPTION_HTTPS_MEM_CERT, 0, h->cert.buf },
		{ MHD_OPTION_HTTPS_MEM_KEY, 0, h->key.buf },
		{ MHD_OPTION_HTTPS_PRIORITIES, 0,
		    (char *)(uintptr_t)TLS_PRIORITIES },
		{ MHD_OPTION_END, 0, NULL }
	};

	return (MHD_start_daemon(MHD_USE_EPOLL |
	    (r->is_tls ? MHD_USE_TLS : 0), 0, NULL, NULL,
	    http_request_access, r,
	    MHD_OPTION_LISTEN_SOCKET, h->listener.fd,
	    MHD_OPTION_CONNECTION_LIMIT,
	    (unsigned)with_slack(h->connections.limits.max),
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY,
	    MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)o->timeout,
	    MHD_OPTION_URI_LOG_CALLBACK, http_request_begin, r,
	    MHD_OPTION_NOTIFY_COMPLETED, http_request_end, r,
	    MHD_OPTION_NOTIFY_CONNECTION, on_connection, h,
	    MHD_OPTION_ARRAY, r->is_tls ? tls : plain,
	    MHD_OPTION_END));
}

/* Those who have connected, and wait in the queue of the socket, have sent a
   request: the last worker that stops accepting takes them. Then the socket
   is closed, so that others know at once. */
static void
stop_accepting(struct http_worker *w)
{
	struct http_server *h = w->server;
	int fd = MHD_quiesce_daemon(w->daemon), client;
	struct sockaddr_storage a;
	socklen_t n;

	if (atomic_fetch_sub(&h->n_accepting, 1) > 1)
		return;
	while (n = sizeof(a), (client = accept4(fd, (struct sockaddr *)&a, &n,
	    SOCK_CLOEXEC | SOCK_NONBLOCK)) != -1)
		MHD_add_connection(w->daemon, client, (struct sockaddr *)&a,
		    n);
	close(fd);
	atomic_store(&h->is_closed, true);
}

static void *
run_worker(void *arg)
{
	struct http_worker *w = arg;

	while (!atomic_load(&w->server->ending))
		MHD_run_wait(w->daemon, LOOK_MS);
	stop_accepting(w);
	while (!atomic_load(&w->server->ends))
		MHD_run_wait(w->daemon, LOOK_MS);
	return (NULL);
}

static int
start_workers(struct http_server *h, const struct http_options *o)
{
	size_t n = (size_t)o->n_threads;
	struct http_worker *w;

	h->workers = mem_calloc(n, sizeof(*h->workers));
	atomic_store(&h->n_accepting, n);
	for (; h->n_workers < n; h->n_workers++) {
		w = &h->workers[h->n_workers];
		w->server = h;
		w->daemon = start_daemon(h, o);
		if (w->daemon == NULL)
			return (-1);
		if (pthread_create(&w->thread, NULL, run_worker, w) != 0) {
			MHD_quiesce_daemon(w->daemon);
			MHD_stop_daemon(w->daemon);
			return (-1);
		}
	}
	return (0);
}

static int
read_tls(struct http_server *h, const struct http_options *o, struct diag *d)
{
	h->requests.is_tls = o->tls_cert != NULL;
	if (o->tls_cert == NULL)
		return (0);
	if (MHD_is_feature_supported(MHD_FEATURE_TLS) != MHD_YES)
		return (diag_set(d, "this libmicrohttpd has no TLS"));
	if (secret_read(o->tls_cert, &h->cert, d) == -1)
		return (-1);
	return (secret_read(o->tls_key, &h->key, d));
}

/* Where everybody on the way could read and change what is said. */
static int
check_plain(const struct http_server *h, const struct http_options *o,
    struct diag *d)
{
	if (h->listener.is_local || h->requests.is_tls || o->allow_plain)
		return (0);
	return (diag_set(d, "%s: other machines may ask there, which wants "
	    "--tls-cert and --tls-key, or --allow-plain", o->listen));
}

/* No thread of theirs is left. */
static void
release(struct http_server *h)
{
	for (size_t i = 0; i < h->n_workers; i++)
		MHD_stop_daemon(h->workers[i].daemon);
	if (h->listener.fd != -1 && !atomic_load(&h->is_closed))
		close(h->listener.fd);
	listener_release(&h->listener);
	connections_release(&h->connections);
	str_release(&h->cert);
	secret_release(&h->key);
	free(h->workers);
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
	h->listener.fd = -1;
	connections_init(&h->connections, &limits);
	if (read_tls(h, o, d) == -1 ||
	    listener_open(&h->listener, o->listen,
	    h->requests.is_tls ? "https" : "http", d) == -1 ||
	    check_plain(h, o, d) == -1) {
		release(h);
		return (-1);
	}
	if (start_workers(h, o) == -1) {
		if (h->requests.is_tls && h->n_workers == 0)
			diag_set(d, "%s and %s: no certificate and its key",
			    o->tls_cert, o->tls_key);
		else
			diag_errno(d, "%s: cannot serve", o->listen);
		atomic_fetch_sub(&h->n_accepting,
		    (size_t)o->n_threads - h->n_workers);
		http_server_stop(h, 0);
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

void
http_server_stop(struct http_server *h, unsigned grace)
{
	const struct timespec pause = { .tv_nsec = 5000000 };
	uint64_t end = clock_now() + grace * SECOND;
	bool quiet = h->n_workers == 0;

	atomic_store(&h->requests.serving->stopping, true);
	atomic_store(&h->ending, true);
	while (!quiet) {
		nanosleep(&pause, NULL);
		quiet = atomic_load(&h->is_closed) && (clock_now() >= end ||
		    connections_are_quiet(&h->connections, QUIET));
	}
	atomic_store(&h->ends, true);
	for (size_t i = 0; i < h->n_workers; i++)
		pthread_join(h->workers[i].thread, NULL);
	release(h);
}
