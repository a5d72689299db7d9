/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include "threads.h"
struct threads *threads_new(int n) { (void)n; return (NULL); }
void threads_free(struct threads *t) { (void)t; }
int threads_count(const struct threads *t) { (void)t; return (1); }
int threads_default(void) { return (1); }
void
threads_for(struct threads *t, size_t n_blocks,
    void (*fn)(void *ctx, size_t block, int worker), void *ctx)
{
	(void)t;
	for (size_t k = 0; k < n_blocks; k++)
		fn(ctx, k, 0);
}
