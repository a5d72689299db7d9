/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "load_connection.h"

void
load_connection_init(struct load_connection *c)
{
	*c = (struct load_connection){ .fd = -1 };
	http_answer_init(&c->answer);
}

void
load_connection_close(struct load_connection *c)
{
	if (c->fd != -1)
		close(c->fd);
	c->fd = -1;
	c->is_connected = c->was_used = c->waits_to_send = false;
}

void
load_connection_release(struct load_connection *c)
{
	load_connection_close(c);
	http_answer_release(&c->answer);
}

/* Let epoll tell when it may be read, and written too. */
static bool
watch(struct load_connection *c, const struct load_address *a, int op,
    bool to_send)
{
	struct epoll_event e = { .events = EPOLLIN | (to_send ? EPOLLOUT : 0),
	    .data.ptr = c };

	c->waits_to_send = to_send;
	return (epoll_ctl(a->epoll, op, c->fd, &e) == 0);
}

static bool
start_connecting(struct load_connection *c, const struct load_address *a)
{
	int on = 1;

	c->fd = socket(a->at.ss_family, SOCK_STREAM | SOCK_NONBLOCK |
	    SOCK_CLOEXEC, 0);
	if (c->fd == -1)
		return (false);
	(void)setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if ((connect(c->fd, (const struct sockaddr *)&a->at, a->n) == -1 &&
	    errno != EINPROGRESS) || !watch(c, a, EPOLL_CTL_ADD, true)) {
		load_connection_close(c);
		return (false);
	}
	return (true);
}

/* The connection ended, or what came is no answer. */
static enum load_step
fail(struct load_connection *c, const struct load_address *a)
{
	bool again = c->was_used && !c->is_retry && c->answer.n_bytes == 0;
	bool connected = c->is_connected;

	load_connection_close(c);
	if (!again)
		return (connected ? STEP_BROKEN : STEP_NOT_CONNECTED);
	c->is_retry = true;
	c->sent = 0;
	return (start_connecting(c, a) ? STEP_RESENT : STEP_NOT_CONNECTED);
}

static enum load_step
send_more(struct load_connection *c, const struct load_address *a)
{
	ssize_t k;

	while (c->sent < c->n) {
		k = send(c->fd, c->p + c->sent, c->n - c->sent, MSG_NOSIGNAL);
		if (k > 0)
			c->sent += (size_t)k;
		else if (k == -1 && errno == EINTR)
			continue;
		else if (k == -1 && errno == EAGAIN)
			break;
		else
			return (fail(c, a));
	}
	if (c->waits_to_send != (c->sent < c->n))
		(void)watch(c, a, EPOLL_CTL_MOD, c->sent < c->n);
	return (STEP_GOES_ON);
}

enum load_step
load_connection_send(struct load_connection *c, const struct load_address *a)
{
	http_answer_clear(&c->answer);
	c->sent = 0;
	c->is_retry = false;
	if (c->is_connected)
		return (send_more(c, a));
	return (start_connecting(c, a) ? STEP_GOES_ON : STEP_NOT_CONNECTED);
}

/* Is it connected now? */
static bool
take_connection(struct load_connection *c)
{
	int error = 0;
	socklen_t n = sizeof(error);

	c->is_connected = getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error,
	    &n) == 0 && error == 0;
	return (c->is_connected);
}

/* Bytes of the answer. */
static enum load_step
take(struct load_connection *c, const struct load_address *a,
    const char *p, size_t n)
{
	ptrdiff_t k = http_answer_take(&c->answer, p, n);

	/* What is behind an answer was not asked for. */
	if (k == -1 || (c->answer.place == HTTP_DONE && (size_t)k < n))
		return (fail(c, a));
	if (c->answer.place != HTTP_DONE)
		return (STEP_GOES_ON);
	c->was_used = true;
	if (c->answer.closes || c->sent < c->n)
		load_connection_close(c);
	return (STEP_ANSWERED);
}

enum load_step
load_connection_event(struct load_connection *c, const struct load_address *a,
    char *scratch, size_t scratch_size)
{
	enum load_step step = STEP_GOES_ON;
	ssize_t k;

	if (c->fd == -1)
		return (STEP_GOES_ON);
	if (!c->is_connected && !take_connection(c))
		return (fail(c, a));
	if (c->p != NULL && c->sent < c->n)
		step = send_more(c, a);
	if (step != STEP_GOES_ON || c->fd == -1)
		return (step);
	k = recv(c->fd, scratch, scratch_size, 0);
	if (k == -1 && (errno == EAGAIN || errno == EINTR))
		return (STEP_GOES_ON);
	if (c->p == NULL) {	/* it is not kept, or talks unasked */
		load_connection_close(c);
		return (STEP_GOES_ON);
	}
	if (k > 0)
		return (take(c, a, scratch, (size_t)k));
	if (k == 0 && c->answer.n_bytes > 0 && http_answer_ends(&c->answer)) {
		load_connection_close(c);
		return (STEP_ANSWERED);
	}
	return (fail(c, a));
}
