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

#include "threads.h"

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
struct threads {
	int n;			/* workers, with the caller */
	int n_spins;
	pthread_t *ids;		/* n - 1 */
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
run_blocks(struct threads *t, const struct job *job, int worker)
{
	size_t k;

	while ((k = atomic_fetch_add(&t->next, 1)) < job->n_blocks)
		job->fn(job->ctx, k, worker);
}

/* Until the serial is another one: briefly awake, then asleep. */
static void
await_serial(struct threads *t, unsigned seen)
{
	for (int i = 0; i < t->n_spins; i++) {
		if (atomic_load(&t->serial) != seen)
			return;
		pause_briefly();
	}
	pthread_mutex_lock(&t->lock);
	t->n_asleep++;
	while (atomic_load(&t->serial) == seen)
		pthread_cond_wait(&t->wake, &t->lock);
	t->n_asleep--;
	pthread_mutex_unlock(&t->lock);
}

/* The last one to leave wakes the caller, who may be asleep. */
static void
leave_job(struct threads *t)
{
	if (atomic_fetch_sub(&t->n_joined, 1) > 1)
		return;
	pthread_mutex_lock(&t->lock);
	pthread_cond_signal(&t->idle);
	pthread_mutex_unlock(&t->lock);
}

static void *
work(void *arg)
{
	struct threads *t = arg;
	struct job job;
	bool joined, stop;
	unsigned seen;
	int worker;

	pthread_mutex_lock(&t->lock);
	worker = ++t->n_started;
	pthread_mutex_unlock(&t->lock);
	for (seen = 0;;) {
		await_serial(t, seen);
		pthread_mutex_lock(&t->lock);
		seen = atomic_load(&t->serial);
		stop = t->stop;
		joined = t->open;
		job = t->job;
		if (joined)
			atomic_fetch_add(&t->n_joined, 1);
		pthread_mutex_unlock(&t->lock);
		if (joined) {
			run_blocks(t, &job, worker);
			leave_job(t);
		}
		if (stop)
			return (NULL);
	}
}

/* Signals are for the main thread: workers are started with all blocked. */
static void
start_workers(struct threads *t, int n)
{
	sigset_t all, old;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	for (t->n = 1; t->n < n; t->n++) {
		if (pthread_create(&t->ids[t->n - 1], NULL, work, t) != 0)
			break;
	}
	pthread_sigmask(SIG_SETMASK, &old, NULL);
}

struct threads *
threads_new(int n)
{
	struct threads *t;
	void *p;

	if (n <= 1)
		return (NULL);
	if (posix_memalign(&p, CACHE_LINE, sizeof(*t)) != 0)
		return (NULL);
	t = p;
	*t = (struct threads){ .n_spins = n <= threads_default() ? N_SPINS : 0 };
	atomic_flag_clear(&t->busy);
	atomic_init(&t->serial, 0);
	atomic_init(&t->n_joined, 0);
	atomic_init(&t->next, 0);
	pthread_mutex_init(&t->lock, NULL);
	pthread_cond_init(&t->wake, NULL);
	pthread_cond_init(&t->idle, NULL);
	t->ids = mem_calloc((size_t)n - 1, sizeof(*t->ids));
	start_workers(t, n);
	return (t);
}

/* Let the workers look at the state again.  The lock is held. */
static void
announce(struct threads *t)
{
	atomic_fetch_add(&t->serial, 1);
	if (t->n_asleep > 0)
		pthread_cond_broadcast(&t->wake);
}

void
threads_free(struct threads *t)
{
	if (t == NULL)
		return;
	pthread_mutex_lock(&t->lock);
	t->stop = true;
	announce(t);
	pthread_mutex_unlock(&t->lock);
	for (int i = 0; i < t->n - 1; i++)
		pthread_join(t->ids[i], NULL);
	pthread_cond_destroy(&t->wake);
	pthread_cond_destroy(&t->idle);
	pthread_mutex_destroy(&t->lock);
	free(t->ids);
	free(t);
}

int
threads_count(const struct threads *t)
{
	return (t != NULL ? t->n : 1);
}

static void
open_job(struct threads *t, const struct job *job)
{
	pthread_mutex_lock(&t->lock);
	t->job = *job;
	t->open = true;
	atomic_store(&t->next, 0);
	announce(t);
	pthread_mutex_unlock(&t->lock);
}

/* No one joins any more; wait for those who are still at work. */
static void
close_job(struct threads *t)
{
	pthread_mutex_lock(&t->lock);
	t->open = false;
	pthread_mutex_unlock(&t->lock);
	for (int i = 0; i < t->n_spins; i++) {
		if (atomic_load(&t->n_joined) == 0)
			return;
		pause_briefly();
	}
	pthread_mutex_lock(&t->lock);
	while (atomic_load(&t->n_joined) > 0)
		pthread_cond_wait(&t->idle, &t->lock);
	pthread_mutex_unlock(&t->lock);
}

void
threads_for(struct threads *t, size_t n_blocks,
    void (*fn)(void *ctx, size_t block, int worker), void *ctx)
{
	struct job job = { fn, ctx, n_blocks };

	if (t == NULL || n_blocks <= 1 ||
	    atomic_flag_test_and_set(&t->busy)) {
		for (size_t k = 0; k < n_blocks; k++)
			fn(ctx, k, 0);
		return;
	}
	open_job(t, &job);
	run_blocks(t, &job, 0);
	close_job(t);
	atomic_flag_clear(&t->busy);
}

int
threads_default(void)
{
	cpu_set_t set;
	long n;

	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		return (CPU_COUNT(&set));
	n = sysconf(_SC_NPROCESSORS_ONLN);	/* more than a cpu_set_t has */
	return (n > 0 && n < INT16_MAX ? (int)n : 1);
}
