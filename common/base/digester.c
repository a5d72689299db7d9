/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "mem.h"
#include "str.h"

#include "digester.h"

#define MANY (4u << 20)		/* bytes before there is a thread */
#define PIECE (512u << 10)	/* that it is given at one time */
#define MOST (8u << 20)		/* of a long row it is given parts */
#define STACK (128u << 10)

struct digester {
	struct digest digest;
	uint64_t n;
	struct str filling;
	bool has_thread;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct str given;	/* the thread's while it is not empty */
	bool stop;
};

struct digester *
digester_new(void)
{
	struct digester *g = MEM_NEW(struct digester);

	digest_init(&g->digest);
	pthread_mutex_init(&g->lock, NULL);
	pthread_cond_init(&g->changed, NULL);
	return (g);
}

static void *
work(void *ctx)
{
	struct digester *g = ctx;

	pthread_mutex_lock(&g->lock);
	while (!g->stop || g->given.len > 0) {
		if (g->given.len == 0) {
			pthread_cond_wait(&g->changed, &g->lock);
			continue;
		}
		pthread_mutex_unlock(&g->lock);
		digest_update(&g->digest, g->given.buf, g->given.len);
		pthread_mutex_lock(&g->lock);
		str_clear(&g->given);
		pthread_cond_signal(&g->changed);
	}
	pthread_mutex_unlock(&g->lock);
	return (NULL);
}

static void
start(struct digester *g)
{
	pthread_attr_t how;
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	pthread_attr_init(&how);
	pthread_attr_setstacksize(&how, STACK);
	g->has_thread = pthread_create(&g->thread, &how, work, g) == 0;
	pthread_attr_destroy(&how);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

/* Hand over what there is, when the thread is done with what it has. */
static void
give(struct digester *g)
{
	struct str empty;

	pthread_mutex_lock(&g->lock);
	while (g->given.len > 0)
		pthread_cond_wait(&g->changed, &g->lock);
	empty = g->given;
	g->given = g->filling;
	g->filling = empty;
	pthread_cond_signal(&g->changed);
	pthread_mutex_unlock(&g->lock);
}

void
digester_update(struct digester *g, const void *p, size_t n)
{
	if (!g->has_thread && g->n < MANY && g->n + n >= MANY)
		start(g);
	g->n += n;
	if (!g->has_thread) {
		digest_update(&g->digest, p, n);
		return;
	}
	for (size_t k; n > 0; n -= k, p = (const char *)p + k) {
		k = n < MOST ? n : MOST;
		str_add(&g->filling, p, k);
		if (g->filling.len >= PIECE)
			give(g);
	}
}

/* The thread ends with what it was given. */
static void
stop(struct digester *g)
{
	if (!g->has_thread)
		return;
	if (g->filling.len > 0)
		give(g);
	pthread_mutex_lock(&g->lock);
	g->stop = true;
	pthread_cond_signal(&g->changed);
	pthread_mutex_unlock(&g->lock);
	pthread_join(g->thread, NULL);
	g->has_thread = false;
}

void
digester_final(struct digester *g, char *hex)
{
	stop(g);
	digest_final(&g->digest, hex);
}

void
digester_free(struct digester *g)
{
	if (g == NULL)
		return;
	str_clear(&g->filling);
	stop(g);
	pthread_mutex_destroy(&g->lock);
	pthread_cond_destroy(&g->changed);
	str_release(&g->filling);
	str_release(&g->given);
	free(g);
}
