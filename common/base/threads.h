/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef THREADS_H
#define THREADS_H
#include <stddef.h>
struct threads;
struct threads *threads_new(int n);
void threads_free(struct threads *);
int threads_count(const struct threads *);	/* NULL: 1 */
void threads_for(struct threads *, size_t n_blocks,
    void (*fn)(void *ctx, size_t block, int worker), void *ctx);
int threads_default(void);
#endif
