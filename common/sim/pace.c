/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "mem.h"

#include "pace.h"

#define SECOND 1000000000u

struct pace {
	struct stage stage;
	struct pace_options o;
	const struct batch *in;	/* NULL: the next one is to be asked for */
	size_t at;		/* the next row of it */
	bool has_due;		/* due is of that row */
	uint64_t begin, due;	/* ns */
	int64_t first_time;
	struct block block;
};

uint64_t
pace_now(void)
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

/* When the next row is due; one without a time comes with the one before. */
static uint64_t
find_due(struct pace *p)
{
	const struct column *time;
	double ns;

	if (p->has_due)
		return (p->due);
	p->has_due = true;
	if (p->o.speed <= 0) {
		p->due = p->begin + (uint64_t)(arrivals_next(&p->o.arrivals) *
		    SECOND);
		return (p->due);
	}
	time = p->in->cols[p->o.time_col];
	if (!time->valid[p->at])
		return (p->due);
	if (p->first_time == INT64_MIN)
		p->first_time = time->ints[p->at];
	ns = ((double)time->ints[p->at] - (double)p->first_time) * 1e3 /
	    p->o.speed;
	p->due = p->begin + (ns > 0 ? (uint64_t)ns : 0);
	return (p->due);
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
	if (p->begin == 0)
		p->due = p->begin = pace_now();
	wait_until(find_due(p));
	now = pace_now();
	for (first = p->at; p->at < p->in->n_rows && find_due(p) <= now;
	    p->at++)
		p->has_due = false;
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
pace_stream(struct stream *in, const struct pace_options *o)
{
	static const struct stream_ops ops = { pace_next, pace_close };
	struct pace *p = MEM_NEW(struct pace);

	stage_init(&p->stage, &ops, in);
	p->o = *o;
	p->first_time = INT64_MIN;
	block_init(&p->block, &p->stage.stream.head.schema);
	return (&p->stage.stream);
}
