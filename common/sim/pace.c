/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "mem.h"

#include "pace.h"

#define SECOND 1000000000u

struct pace {
	struct stage stage;
	struct arrivals arrivals;
	const struct batch *in;	/* NULL: the next one is to be asked for */
	size_t at;		/* the next row of it */
	uint64_t begin, due;	/* nanoseconds; due is of that row */
	struct block block;
};

/* Nanoseconds of the monotonic clock. */
static uint64_t
now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return ((uint64_t)t.tv_sec * SECOND + (uint64_t)t.tv_nsec);
}

static void
wait_until(uint64_t until)
{
	const struct timespec t = { .tv_sec = (time_t)(until / SECOND),
	    .tv_nsec = (long)(until % SECOND) };

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) ==
	    EINTR)
		;
}

static void
set_due(struct pace *p)
{
	p->due = p->begin + (uint64_t)(arrivals_next(&p->arrivals) * SECOND);
}

static int
pace_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct pace *p = (struct pace *)s;
	size_t first;
	uint64_t now;
	int r;

	if (p->in == NULL) {
		if ((r = stage_next(&p->stage, &p->in, d)) != 1)
			return (r);
		p->at = 0;
	}
	if (p->begin == 0) {
		p->begin = now_ns();
		set_due(p);
	}
	wait_until(p->due);
	now = now_ns();
	for (first = p->at; p->at < p->in->n_rows && p->due <= now; p->at++)
		set_due(p);
	block_clear(&p->block);
	block_add_rows(&p->block, p->in, first, p->at - first);
	*out = block_seal(&p->block, p->in->first_row + first);
	if (p->at == p->in->n_rows)
		p->in = NULL;
	return (1);
}

static void
pace_close(struct stream *s)
{
	struct pace *p = (struct pace *)s;

	block_release(&p->block);
	stage_release(&p->stage);
	free(p);
}

struct stream *
pace_stream(struct stream *in, const struct arrivals *a)
{
	static const struct stream_ops ops = { pace_next, pace_close };
	struct pace *p = MEM_NEW(struct pace);

	stage_init(&p->stage, &ops, in);
	p->arrivals = *a;
	block_init(&p->block, &p->stage.stream.head.schema);
	return (&p->stage.stream);
}
