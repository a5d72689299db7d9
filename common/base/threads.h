/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A pool of threads that work through numbered blocks.
 *
 * Blocks are handed out as workers come for them, so the order in which they
 * run is not fixed: equal results for any number of threads come from blocks
 * of fixed size whose results the caller merges in the order of the blocks.
 *
 * A pool that is busy (a nested or a concurrent call) runs the new blocks in
 * the calling thread, so it may be shared and cannot deadlock.  The threads
 * block all signals.  Nothing here can fail: where the system gives fewer
 * threads, there are fewer.
 */
#ifndef THREADS_H
#define THREADS_H

#include <stddef.h>

struct threads;

/* n workers, the caller of threads_for being one; NULL for n <= 1. */
struct threads *threads_new(int n);
void threads_free(struct threads *);

/* Workers: what the worker numbers stay below. 1 for NULL. */
int threads_count(const struct threads *);

/*
 * Call fn(ctx, block, worker) once for each block 0 .. n_blocks - 1 and return
 * when all are done.  Of the calls that run at one time no two have the same
 * worker number, 0 .. threads_count - 1, so scratch memory in ctx can be one
 * piece a worker.  With NULL the blocks run in order, as worker 0.
 */
void threads_for(struct threads *, size_t n_blocks,
    void (*fn)(void *ctx, size_t block, int worker), void *ctx);

/* The processors that this process may use. */
int threads_default(void);

#endif
