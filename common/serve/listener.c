/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "mem.h"
#include "numtext.h"
#include "str.h"

#include "listener.h"

#define BACKLOG 511
#define FIRST_INHERITED 3
#define SOCKET_FLAGS (SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK)

/* Is this a socket on which nobody listens? */
static bool
is_stale(const struct sockaddr_un *a)
{
	struct stat st;
	int fd;
	bool refused;

	if (lstat(a->sun_path, &st) == -1 || !S_ISSOCK(st.st_mode) ||
	    (fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) == -1)
		return (false);
	refused = connect(fd, (const struct sockaddr *)a, sizeof(*a)) == -1 &&
	    errno == ECONNREFUSED;
	close(fd);
	return (refused);
}

/* Returns -1 with errno. */
static int
bind_path(int fd, const struct sockaddr_un *a, ino_t *inode)
{
	const struct sockaddr *sa = (const struct sockaddr *)a;
	struct stat st;

	if (bind(fd, sa, sizeof(*a)) == -1) {
		if (errno != EADDRINUSE)
			return (-1);
		if (!is_stale(a)) {
			errno = EADDRINUSE;
			return (-1);
		}
		if (unlink(a->sun_path) == -1 ||
		    bind(fd, sa, sizeof(*a)) == -1)
			return (-1);
	}
	if (lstat(a->sun_path, &st) == -1)
		return (-1);
	*inode = st.st_ino;
	return (0);
}

static int
open_unix(struct listener *l, const char *path, struct diag *d)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	struct str address = STR_INIT;

	if (*path == '\0' || strlen(path) >= sizeof(a.sun_path))
		return (diag_set(d, "not a path for a socket: \"%s\"", path));
	memcpy(a.sun_path, path, strlen(path) + 1);
	l->fd = socket(AF_UNIX, SOCKET_FLAGS, 0);
	if (l->fd == -1)
		return (diag_errno(d, "unix:%s", path));
	if (bind_path(l->fd, &a, &l->inode) == -1)
		return (diag_errno(d, "unix:%s", path));
	l->path = mem_strdup(path);
	str_addf(&address, "unix:%s", path);
	l->address = str_detach(&address);
	l->is_local = true;
	return (0);
}

static bool
is_local(const struct sockaddr *a)
{
	const struct sockaddr_in *v4 = (const void *)a;
	const struct sockaddr_in6 *v6 = (const void *)a;

	if (a->sa_family == AF_INET)
		return (ntohl(v4->sin_addr.s_addr) >> 24 == 127);
	if (a->sa_family == AF_INET6)
		return (IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr));
	return (a->sa_family == AF_UNIX);
}

/* What was bound to, as a URL. */
static void
describe(struct listener *l, const char *scheme)
{
	struct sockaddr_storage a = { .ss_family = AF_UNSPEC };
	socklen_t size = sizeof(a);
	char host[NI_MAXHOST], port[NI_MAXSERV];
	struct str s = STR_INIT;

	if (getsockname(l->fd, (struct sockaddr *)&a, &size) == -1 ||
	    getnameinfo((struct sockaddr *)&a, size, host, sizeof(host),
	    port, sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV) != 0)
		str_addf(&s, "%s://?", scheme);
	else if (a.ss_family == AF_UNIX)
		str_addf(&s, "unix:%s", port);
	else
		str_addf(&s, a.ss_family == AF_INET6 ? "%s://[%s]:%s" :
		    "%s://%s:%s", scheme, host, port);
	l->address = str_detach(&s);
	l->is_local = is_local((const struct sockaddr *)&a);
}

/* The first of those that systemd has opened for this process. */
static int
open_inherited(struct listener *l, const char *scheme, struct diag *d)
{
	const char *pid = getenv("LISTEN_PID"), *n = getenv("LISTEN_FDS");
	int64_t for_pid = 0, n_fds = 0;

	if (pid == NULL || n == NULL ||
	    parse_int(pid, strlen(pid), &for_pid) == -1 ||
	    parse_int(n, strlen(n), &n_fds) == -1 ||
	    for_pid != (int64_t)getpid() || n_fds < 1)
		return (diag_set(d, "systemd: there is no socket from it "
		    "(LISTEN_PID, LISTEN_FDS)"));
	if (fcntl(FIRST_INHERITED, F_SETFD, FD_CLOEXEC) == -1 ||
	    fcntl(FIRST_INHERITED, F_SETFL, O_RDWR | O_NONBLOCK) == -1)
		return (diag_errno(d, "systemd: its socket"));
	l->fd = FIRST_INHERITED;
	describe(l, scheme);
	return (0);
}

static int
bind_to(struct listener *l, const struct addrinfo *a)
{
	int on = 1;

	l->fd = socket(a->ai_family, SOCKET_FLAGS, 0);
	if (l->fd == -1)
		return (-1);
	if (setsockopt(l->fd, SOL_SOCKET, SO_REUSEADDR, &on,
	    sizeof(on)) == -1)
		return (-1);
	return (bind(l->fd, a->ai_addr, a->ai_addrlen));
}

static int
open_inet(struct listener *l, const char *where, const char *scheme,
    struct diag *d)
{
	const struct addrinfo hints = {
		.ai_flags = AI_PASSIVE | AI_NUMERICSERV,
		.ai_socktype = SOCK_STREAM
	};
	struct addrinfo *found = NULL;
	const char *colon = strrchr(where, ':');
	size_t n = colon != NULL ? (size_t)(colon - where) : 0;
	int64_t port;
	char *host;
	int r;

	if (n == 0)
		return (diag_set(d, "not ADDR:PORT or unix:PATH: \"%s\"",
		    where));
	if (parse_int(colon + 1, strlen(colon + 1), &port) == -1 ||
	    port < 0 || port > UINT16_MAX)
		return (diag_set(d, "%s: a port is a number from 0 to %d",
		    where, UINT16_MAX));
	host = *where == '[' && n > 2 && where[n - 1] == ']' ?
	    mem_strndup(where + 1, n - 2) : mem_strndup(where, n);
	r = getaddrinfo(host, colon + 1, &hints, &found);
	free(host);
	if (r != 0)
		return (diag_set(d, "%s: %s", where, gai_strerror(r)));
	r = bind_to(l, found);
	if (r == -1)
		diag_errno(d, "%s", where);
	freeaddrinfo(found);
	if (r == 0)
		describe(l, scheme);
	return (r);
}

int
listener_open(struct listener *l, const char *where, const char *scheme,
    struct diag *d)
{
	int r;

	*l = (struct listener){ .fd = -1 };
	if (strncmp(where, "unix:", 5) == 0)
		r = open_unix(l, where + 5, d);
	else if (strcmp(where, "systemd") == 0)
		r = open_inherited(l, scheme, d);
	else
		r = open_inet(l, where, scheme, d);
	if (r == 0 && listen(l->fd, BACKLOG) == -1)
		r = diag_errno(d, "%s", where);
	if (r == -1) {
		if (l->fd != -1)
			close(l->fd);
		l->fd = -1;
		listener_release(l);
	}
	return (r);
}

void
listener_release(struct listener *l)
{
	struct stat st;

	/* The name may be someone else's by now. */
	if (l->path != NULL && lstat(l->path, &st) == 0 &&
	    S_ISSOCK(st.st_mode) && st.st_ino == l->inode)
		unlink(l->path);
	free(l->path);
	free(l->address);
	l->path = l->address = NULL;
}
