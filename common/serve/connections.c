/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "clock.h"
#include "mem.h"

#include "connections.h"

void
connections_init(struct connections *c, const struct connection_limits *limits)
{
	memset(c, 0, sizeof(*c));
	c->limits = *limits;
	pthread_mutex_init(&c->lock, NULL);
}

void
connections_release(struct connections *c)
{
	pthread_mutex_destroy(&c->lock);
}

static void
note_address(struct connection *x, const struct sockaddr *a)
{
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };

	if (a != NULL && a->sa_family == AF_INET) {
		memcpy(x->address, mapped, sizeof(mapped));
		memcpy(x->address + 12, &((const struct sockaddr_in *)
		    (const void *)a)->sin_addr, 4);
		x->has_address = true;
	} else if (a != NULL && a->sa_family == AF_INET6) {
		memcpy(x->address, &((const struct sockaddr_in6 *)
		    (const void *)a)->sin6_addr, 16);
		x->has_address = true;
	}
}

static bool
same_address(const struct connection *a, const struct connection *b)
{
	return (b->has_address && a->has_address &&
	    memcmp(a->address, b->address, sizeof(a->address)) == 0);
}

/* The lock is held, here and in what follows. */
static void
cut(struct connections *c, struct connection *x)
{
	shutdown(x->fd, SHUT_RDWR);
	x->is_cut = true;
	c->n_cut++;
}

static bool
may_be_cut(const struct connection *x)
{
	return (!x->is_cut && x->stage != STAGE_WORK);
}

/* The oldest gives way, of all or of those with the address. */
static void
cut_oldest(struct connections *c, const struct connection *like)
{
	for (struct connection *x = c->oldest; x != NULL; x = x->after) {
		if (may_be_cut(x) && (like == NULL || same_address(x, like))) {
			cut(c, x);
			return;
		}
	}
}

static size_t
count_like(const struct connections *c, const struct connection *like)
{
	size_t n = 0;

	for (const struct connection *x = c->oldest; x != NULL; x = x->after)
		n += !x->is_cut && same_address(x, like);
	return (n);
}

static void
take_out(struct connections *c, struct connection *x)
{
	*(x->before != NULL ? &x->before->after : &c->oldest) = x->after;
	*(x->after != NULL ? &x->after->before : &c->newest) = x->before;
}

static void
put_last(struct connections *c, struct connection *x)
{
	x->since = clock_now();
	x->before = c->newest;
	x->after = NULL;
	*(c->newest != NULL ? &c->newest->after : &c->oldest) = x;
	c->newest = x;
}

struct connection *
connections_add(struct connections *c, int fd, const struct sockaddr *a)
{
	struct connection *x = MEM_NEW(struct connection);

	x->fd = fd;
	x->stage = STAGE_HEAD;
	note_address(x, a);
	pthread_mutex_lock(&c->lock);
	if (c->n - c->n_cut >= c->limits.max)
		cut_oldest(c, NULL);
	else if (c->n - c->n_cut >= c->limits.max_per_address &&
	    count_like(c, x) >= c->limits.max_per_address)
		cut_oldest(c, x);
	put_last(c, x);
	c->n++;
	pthread_mutex_unlock(&c->lock);
	return (x);
}

void
connections_remove(struct connections *c, struct connection *x)
{
	pthread_mutex_lock(&c->lock);
	take_out(c, x);
	c->n--;
	c->n_cut -= x->is_cut;
	pthread_mutex_unlock(&c->lock);
	free(x);
}

void
connections_move(struct connections *c, struct connection *x,
    enum connection_stage stage)
{
	pthread_mutex_lock(&c->lock);
	take_out(c, x);
	x->stage = stage;
	put_last(c, x);
	pthread_mutex_unlock(&c->lock);
}

void
connections_watch(struct connections *c)
{
	uint64_t now = clock_now(), age;

	pthread_mutex_lock(&c->lock);
	for (struct connection *x = c->oldest; x != NULL; x = x->after) {
		age = now > x->since ? now - x->since : 0;
		if (may_be_cut(x) &&
		    ((x->stage == STAGE_HEAD && age > c->limits.head_time) ||
		    (x->stage == STAGE_BODY && age > c->limits.body_time)))
			cut(c, x);
	}
	pthread_mutex_unlock(&c->lock);
}

/* A request may have come that nobody has read yet. */
static bool
is_idle(const struct connection *x)
{
	int n = 0;

	return (x->is_cut || (x->stage == STAGE_HEAD &&
	    ioctl(x->fd, FIONREAD, &n) == 0 && n == 0));
}

bool
connections_are_quiet(struct connections *c, uint64_t duration)
{
	uint64_t now = clock_now();
	bool quiet = true;

	pthread_mutex_lock(&c->lock);
	if (c->newest != NULL && c->newest->since + duration > now)
		quiet = false;
	for (struct connection *x = c->oldest; quiet && x != NULL; x = x->after)
		quiet = is_idle(x);
	pthread_mutex_unlock(&c->lock);
	return (quiet);
}
