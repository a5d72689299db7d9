/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who works on a job: the threads of this process, and which of how many
 * machines it is.  Everything that can be shared out takes a crew; NULL is one
 * thread of one machine.
 *
 * The threads work through numbered blocks.  Blocks are handed out as threads
 * come for them, so the order in which they run is not fixed: equal results
 * for any number of threads come from blocks of fixed size whose results the
 * caller merges in the order of the blocks (see pass.h).
 *
 * A crew that is busy (a nested or a concurrent call) runs the new blocks in
 * the calling thread, so it may be shared and cannot deadlock.  The threads
 * block all signals.  Nothing here can fail: where the system gives fewer
 * threads, there are fewer.
 */
#ifndef CREW_H
#define CREW_H

#include <stddef.h>

struct crew;

/* n threads, the caller of crew_for being one of them. */
struct crew *crew_new(int n);
void crew_free(struct crew *);

/* What the worker numbers stay below, at least 1. */
int crew_threads(const struct crew *);

/* This machine among those at work: 0 of 1 as long as there is no other. */
int crew_rank(const struct crew *);
int crew_size(const struct crew *);

/*
 * Call fn(ctx, block, worker) once for each block 0 .. n_blocks - 1 and return
 * when all are done.  Of the calls that run at one time no two have the same
 * worker number, 0 .. crew_threads - 1, so scratch memory in ctx can be one
 * piece a worker.  With one thread the blocks run in order, as worker 0.
 */
void crew_for(struct crew *, size_t n_blocks,
    void (*fn)(void *ctx, size_t block, int worker), void *ctx);

/* The processors that this process may use. */
int crew_default(void);

#endif
