/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "mem.h"

#include "crew.h"

/*
 * Learners come back with the next job within microseconds, and waking a
 * sleeper costs tens of them: look this often before going to sleep.
 */
#define N_SPINS 2000

#define CACHE_LINE 64

struct job {
	void (*fn)(void *ctx, size_t block, int worker);
	void *ctx;
	size_t n_blocks;
};

/*
 * A job is open while its caller works on it.  Workers join an open job under
 * the lock; the caller closes it, and then waits for those who joined and for
 * nobody else: a worker that wakes up late delays no one.
 */
struct crew {
	int n;			/* threads, with the caller */
	int rank, size;
	int n_spins;
	pthread_t *ids;		/* (n - 1) */
	atomic_flag busy;

	pthread_mutex_t lock;
	pthread_cond_t wake;	/* workers wait here for a job */
	pthread_cond_t idle;	/* the caller waits here for the workers */
	struct job job;
	bool open, stop;
	int n_asleep;
	int n_started;		/* to number the workers */
	atomic_uint serial;	/* of the job, and of the end of the pool */
	atomic_int n_joined;

	_Alignas(CACHE_LINE) atomic_size_t next;	/* block to hand out */
};

static void
pause_briefly(void)
{
#if defined(__x86_64__) || defined(__i386__)
	__builtin_ia32_pause();
#else
	sched_yield();
#endif
}

static void
run_blocks(struct crew *c, const struct job *job, int worker)
{
	size_t k;

	while ((k = atomic_fetch_add(&c->next, 1)) < job->n_blocks)
		job->fn(job->ctx, k, worker);
}

/* Until the serial is another one: briefly awake, then asleep. */
static void
await_serial(struct crew *c, unsigned seen)
{
	for (int i = 0; i < c->n_spins; i++) {
		if (atomic_load(&c->serial) != seen)
			return;
		pause_briefly();
	}
	pthread_mutex_lock(&c->lock);
	c->n_asleep++;
	while (atomic_load(&c->serial) == seen)
		pthread_cond_wait(&c->wake, &c->lock);
	c->n_asleep--;
	pthread_mutex_unlock(&c->lock);
}

/* The last one to leave wakes the caller, who may be asleep. */
static void
leave_job(struct crew *c)
{
	if (atomic_fetch_sub(&c->n_joined, 1) > 1)
		return;
	pthread_mutex_lock(&c->lock);
	pthread_cond_signal(&c->idle);
	pthread_mutex_unlock(&c->lock);
}

static void *
work(void *arg)
{
	struct crew *c = arg;
	struct job job;
	bool joined, stop;
	unsigned seen;
	int worker;

	pthread_mutex_lock(&c->lock);
	worker = ++c->n_started;
	pthread_mutex_unlock(&c->lock);
	for (seen = 0;;) {
		await_serial(c, seen);
		pthread_mutex_lock(&c->lock);
		seen = atomic_load(&c->serial);
		stop = c->stop;
		joined = c->open;
		job = c->job;
		if (joined)
			atomic_fetch_add(&c->n_joined, 1);
		pthread_mutex_unlock(&c->lock);
		if (joined) {
			run_blocks(c, &job, worker);
			leave_job(c);
		}
		if (stop)
			return (NULL);
	}
}

/* Signals are for the main thread: workers are started with all blocked. */
static void
start_workers(struct crew *c, int n)
{
	sigset_t all, old;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	for (c->n = 1; c->n < n; c->n++) {
		if (pthread_create(&c->ids[c->n - 1], NULL, work, c) != 0)
			break;
	}
	pthread_sigmask(SIG_SETMASK, &old, NULL);
}

struct crew *
crew_new(int n)
{
	struct crew *c;
	void *p;

	if (posix_memalign(&p, CACHE_LINE, sizeof(*c)) != 0)
		return (NULL);
	c = p;
	*c = (struct crew){ .rank = 0, .size = 1,
	    .n_spins = n <= crew_default() ? N_SPINS : 0 };
	atomic_flag_clear(&c->busy);
	atomic_init(&c->serial, 0);
	atomic_init(&c->n_joined, 0);
	atomic_init(&c->next, 0);
	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->wake, NULL);
	pthread_cond_init(&c->idle, NULL);
	c->ids = mem_calloc(n > 1 ? (size_t)n - 1 : 0, sizeof(*c->ids));
	start_workers(c, n);
	return (c);
}

/* Let the workers look at the state again.  The lock is held. */
static void
announce(struct crew *c)
{
	atomic_fetch_add(&c->serial, 1);
	if (c->n_asleep > 0)
		pthread_cond_broadcast(&c->wake);
}

void
crew_free(struct crew *c)
{
	if (c == NULL)
		return;
	pthread_mutex_lock(&c->lock);
	c->stop = true;
	announce(c);
	pthread_mutex_unlock(&c->lock);
	for (int i = 0; i < c->n - 1; i++)
		pthread_join(c->ids[i], NULL);
	pthread_cond_destroy(&c->wake);
	pthread_cond_destroy(&c->idle);
	pthread_mutex_destroy(&c->lock);
	free(c->ids);
	free(c);
}

int
crew_threads(const struct crew *c)
{
	return (c != NULL ? c->n : 1);
}

int
crew_rank(const struct crew *c)
{
	return (c != NULL ? c->rank : 0);
}

int
crew_size(const struct crew *c)
{
	return (c != NULL ? c->size : 1);
}

static void
open_job(struct crew *c, const struct job *job)
{
	pthread_mutex_lock(&c->lock);
	c->job = *job;
	c->open = true;
	atomic_store(&c->next, 0);
	announce(c);
	pthread_mutex_unlock(&c->lock);
}

/* No one joins any more; wait for those who are still at work. */
static void
close_job(struct crew *c)
{
	pthread_mutex_lock(&c->lock);
	c->open = false;
	pthread_mutex_unlock(&c->lock);
	for (int i = 0; i < c->n_spins; i++) {
		if (atomic_load(&c->n_joined) == 0)
			return;
		pause_briefly();
	}
	pthread_mutex_lock(&c->lock);
	while (atomic_load(&c->n_joined) > 0)
		pthread_cond_wait(&c->idle, &c->lock);
	pthread_mutex_unlock(&c->lock);
}

void
crew_for(struct crew *c, size_t n_blocks,
    void (*fn)(void *ctx, size_t block, int worker), void *ctx)
{
	struct job job = { fn, ctx, n_blocks };

	if (crew_threads(c) == 1 || n_blocks <= 1 ||
	    atomic_flag_test_and_set(&c->busy)) {
		for (size_t k = 0; k < n_blocks; k++)
			fn(ctx, k, 0);
		return;
	}
	open_job(c, &job);
	run_blocks(c, &job, 0);
	close_job(c);
	atomic_flag_clear(&c->busy);
}

int
crew_default(void)
{
	cpu_set_t set;
	long n;

	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		return (CPU_COUNT(&set));
	n = sysconf(_SC_NPROCESSORS_ONLN);	/* more than a cpu_set_t has */
	return (n > 0 && n < INT16_MAX ? (int)n : 1);
}
