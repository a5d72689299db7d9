/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "mem.h"
#include "pace.h"

#include "load_connection.h"

#define SCRATCH ((size_t)64 * 1024)
#define N_EVENTS 256
#define SECOND 1000000000u
#define LOOK_AFTER (SECOND / 20)	/* for those that are given up */

struct load {
	const struct load_requests *requests;
	const struct load_options *o;
	struct load_address to;
	struct load_connection *connections;
	size_t *idle;		/* connections without a request */
	size_t n_idle;
	size_t next;		/* request to be sent */
	uint64_t round;		/* how often all were sent */
	uint64_t period;	/* ns from a round to the next */
	uint64_t begin;
	int timer;
	char *scratch;
	struct load_result *result;
};

static int
resolve(struct load *l, struct diag *d)
{
	const struct addrinfo want = { .ai_socktype = SOCK_STREAM,
	    .ai_flags = AI_NUMERICSERV };
	struct addrinfo *found;
	int r = getaddrinfo(l->o->target->host, l->o->target->port, &want,
	    &found);

	if (r != 0)
		return (diag_set(d, "%s: %s", l->o->target->authority,
		    gai_strerror(r)));
	memcpy(&l->to.at, found->ai_addr, found->ai_addrlen);
	l->to.n = found->ai_addrlen;
	freeaddrinfo(found);
	return (0);
}

static int
begin_load(struct load *l, struct diag *d)
{
	struct epoll_event e = { .events = EPOLLIN };
	size_t n = l->o->n_connections;
	const struct load_requests *q = l->requests;

	l->to.epoll = epoll_create1(EPOLL_CLOEXEC);
	l->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	if (l->to.epoll == -1 || l->timer == -1 ||
	    epoll_ctl(l->to.epoll, EPOLL_CTL_ADD, l->timer, &e) == -1)
		return (diag_errno(d, "epoll"));
	l->connections = mem_calloc(n, sizeof(*l->connections));
	l->idle = mem_alloc(n, sizeof(*l->idle));
	for (size_t k = 0; k < n; k++) {
		load_connection_init(&l->connections[k]);
		l->idle[l->n_idle++] = n - 1 - k;
	}
	l->scratch = mem_alloc(SCRATCH, 1);
	/* A mean gap lies between the last one and the first one again. */
	l->period = q->v[q->n - 1].due;
	l->period += q->n > 1 ? l->period / (q->n - 1) : SECOND;
	return (resolve(l, d));
}

static void
end_load(struct load *l)
{
	for (size_t k = 0; l->connections != NULL &&
	    k < l->o->n_connections; k++)
		load_connection_release(&l->connections[k]);
	free(l->connections);
	free(l->idle);
	free(l->scratch);
	if (l->timer != -1)
		close(l->timer);
	if (l->to.epoll != -1)
		close(l->to.epoll);
}

/* When the next request is due, in ns of the clock; UINT64_MAX: there is
   none. */
static uint64_t
next_due(const struct load *l, uint64_t now)
{
	uint64_t due = now - l->begin;

	if (l->round > 0 && l->o->duration == 0)
		return (UINT64_MAX);
	if (l->o->is_open)
		due = l->round * l->period + l->requests->v[l->next].due;
	if (l->o->duration > 0 && due >= l->o->duration)
		return (UINT64_MAX);
	return (l->begin + due);
}

/* What became of a connection's request, if it came to an end. */
static void
take_step(struct load *l, struct load_connection *c, enum load_step step)
{
	struct load_result *r = l->result;

	if (step == STEP_RESENT)
		r->resent++;
	if (step == STEP_RESENT || step == STEP_GOES_ON)
		return;
	r->ends[step]++;
	r->bytes += c->answer.n_bytes;
	if (step == STEP_ANSWERED) {
		latency_add(&r->latency, pace_now() - c->from);
		r->statuses[c->answer.status / 100 % 6]++;
		if (c->answer.status / 100 == 2)
			r->rows += c->rows;
	}
	c->p = NULL;
	l->idle[l->n_idle++] = (size_t)(c - l->connections);
}

/* Send what is due, as long as a connection is free. */
static void
send_due(struct load *l)
{
	const struct load_request *q;
	struct load_connection *c;
	uint64_t now = pace_now(), due;

	while (l->n_idle > 0 && (due = next_due(l, now)) <= now) {
		q = &l->requests->v[l->next++];
		c = &l->connections[l->idle[--l->n_idle]];
		c->p = l->requests->bytes.buf + q->at;
		c->n = q->n;
		c->rows = q->rows;
		c->from = due;
		c->until = now + l->o->timeout;
		if (l->next == l->requests->n) {
			l->next = 0;
			l->round++;
		}
		take_step(l, c, load_connection_send(c, &l->to));
		now = pace_now();
	}
}

static void
give_up_late(struct load *l, uint64_t now)
{
	for (size_t k = 0; k < l->o->n_connections; k++) {
		struct load_connection *c = &l->connections[k];

		if (c->p == NULL || c->until > now)
			continue;
		load_connection_close(c);
		take_step(l, c, STEP_TIMED_OUT);
	}
}

/* Wait until something comes or a request is due. */
static void
wait_for_events(struct load *l, uint64_t due)
{
	struct epoll_event events[N_EVENTS];
	struct itimerspec at = { .it_value = { 0, 0 } };
	uint64_t ticks;
	int n;

	if (l->n_idle > 0 && due != UINT64_MAX) {
		at.it_value.tv_sec = (time_t)(due / SECOND);
		at.it_value.tv_nsec = (long)(due % SECOND);
		(void)timerfd_settime(l->timer, TFD_TIMER_ABSTIME, &at, NULL);
	}
	n = epoll_wait(l->to.epoll, events, N_EVENTS,
	    LOOK_AFTER / (SECOND / 1000));
	for (int k = 0; k < n; k++) {
		struct load_connection *c = events[k].data.ptr;

		if (c == NULL)
			(void)!read(l->timer, &ticks, sizeof(ticks));
		else
			take_step(l, c, load_connection_event(c, &l->to,
			    l->scratch, SCRATCH));
	}
}

int
load_run(const struct load_requests *requests, const struct load_options *o,
    struct load_result *out, struct diag *d)
{
	struct load l = { .requests = requests, .o = o, .result = out,
	    .timer = -1, .to.epoll = -1 };
	uint64_t due, now, looked;
	int r;

	*out = (struct load_result){ .rows = 0 };
	latency_init(&out->latency);
	r = begin_load(&l, d);
	l.begin = looked = pace_now();
	while (r == 0) {
		send_due(&l);
		now = pace_now();
		due = next_due(&l, now);
		if (due == UINT64_MAX && l.n_idle == o->n_connections)
			break;
		wait_for_events(&l, due);
		if (pace_now() - looked > LOOK_AFTER) {
			looked = pace_now();
			give_up_late(&l, looked);
		}
	}
	out->seconds = (double)(pace_now() - l.begin) / SECOND;
	end_load(&l);
	return (r);
}

void
load_result_release(struct load_result *r)
{
	latency_release(&r->latency);
}

uint64_t
load_failures(const struct load_result *r)
{
	uint64_t n = r->ends[LOAD_ANSWERED] - r->statuses[2];

	for (int k = LOAD_NOT_CONNECTED; k < N_LOAD_ENDS; k++)
		n += r->ends[k];
	return (n);
}
