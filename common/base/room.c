/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "mem.h"
#include "tempfile.h"

#include "room.h"

#define TICK_NS 1000000		/* at some GB a second, few MB are touched */

struct piece {
	void *p;
	size_t size;
	bool mapped;
};

struct room {
	uint64_t limit, on_heap;
	struct piece *v;
	size_t n, cap;
	pthread_mutex_t lock;	/* of the pieces, for the thread */
	pthread_cond_t ended;
	pthread_t thread;
	bool has_thread, ends;
};

struct room *
room_new(uint64_t heap_limit)
{
	struct room *r = MEM_NEW(struct room);

	r->limit = heap_limit;
	(void)pthread_mutex_init(&r->lock, NULL);
	(void)pthread_cond_init(&r->ended, NULL);
	return (r);
}

void
room_free(struct room *r)
{
	if (r == NULL)
		return;
	if (r->has_thread) {
		(void)pthread_mutex_lock(&r->lock);
		r->ends = true;
		(void)pthread_cond_signal(&r->ended);
		(void)pthread_mutex_unlock(&r->lock);
		(void)pthread_join(r->thread, NULL);
	}
	(void)pthread_cond_destroy(&r->ended);
	(void)pthread_mutex_destroy(&r->lock);
	free(r->v);
	free(r);
}

/* Are more pages of files resident than there should be?  Yes if unknown. */
static bool
is_over(int statm)
{
	unsigned long long of_files;
	char text[128];
	ssize_t n = pread(statm, text, sizeof(text) - 1, 0);

	text[n > 0 ? n : 0] = '\0';
	return (sscanf(text, "%*u %*u %llu", &of_files) != 1 ||
	    of_files * (uint64_t)sysconf(_SC_PAGESIZE) > ROOM_RESIDENT);
}

/* The mapping is shared: what was written stays, in the file's pages. */
static void
let_go(const struct room *r)
{
	for (size_t i = 0; i < r->n; i++) {
		if (r->v[i].mapped)
			(void)madvise(r->v[i].p, r->v[i].size, MADV_DONTNEED);
	}
}

static void *
keep_few(void *arg)
{
	struct room *r = arg;
	struct timespec t;
	int statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);

	(void)pthread_mutex_lock(&r->lock);
	while (!r->ends) {
		(void)clock_gettime(CLOCK_REALTIME, &t);
		t.tv_nsec += TICK_NS;
		t.tv_sec += t.tv_nsec / 1000000000;
		t.tv_nsec %= 1000000000;
		(void)pthread_cond_timedwait(&r->ended, &r->lock, &t);
		if (is_over(statm))
			let_go(r);
	}
	(void)pthread_mutex_unlock(&r->lock);
	if (statm != -1)
		(void)close(statm);
	return (NULL);
}

/* A thread that takes no signals. */
static bool
start_thread(struct room *r)
{
	sigset_t all, before;

	if (r->has_thread)
		return (true);
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	r->has_thread = pthread_create(&r->thread, NULL, keep_few, r) == 0;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return (r->has_thread);
}

static void *
map_file(struct room *r, size_t size)
{
	struct diag d = DIAG_INIT;
	struct tempfile f;
	void *p = MAP_FAILED;

	tempfile_init(&f);
	if (start_thread(r) && tempfile_reserve(&f, size, &d) == 0)
		p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, f.fd,
		    0);
	tempfile_release(&f);
	return (p != MAP_FAILED ? p : NULL);
}

static void
append_piece(struct room *r, struct piece p)
{
	(void)pthread_mutex_lock(&r->lock);
	r->v = mem_grow(r->v, &r->cap, r->n + 1, sizeof(*r->v));
	r->v[r->n++] = p;
	(void)pthread_mutex_unlock(&r->lock);
}

void *
room_alloc(struct room *r, size_t n, size_t size)
{
	struct piece piece = { NULL, 0, false };

	if (r == NULL || __builtin_mul_overflow(n, size, &piece.size) ||
	    piece.size < ROOM_SMALL)
		return (mem_alloc(n, size));
	if (r->on_heap + piece.size > r->limit)
		piece.p = map_file(r, piece.size);
	piece.mapped = piece.p != NULL;
	if (!piece.mapped) {
		piece.p = mem_alloc(n, size);
		r->on_heap += piece.size;
	}
	append_piece(r, piece);
	return (piece.p);
}

void
room_release(struct room *r, void *p)
{
	struct piece found = { p, 0, false };

	for (size_t i = r != NULL ? r->n : 0; i-- > 0 && p != NULL;) {
		if (r->v[i].p != p)
			continue;
		found = r->v[i];
		(void)pthread_mutex_lock(&r->lock);
		r->v[i] = r->v[--r->n];
		(void)pthread_mutex_unlock(&r->lock);
		break;
	}
	if (found.mapped) {
		(void)munmap(p, found.size);
		return;
	}
	if (r != NULL)
		r->on_heap -= found.size;
	free(p);
}

void *
room_grow(struct room *r, void *p, size_t *cap, size_t need, size_t size)
{
	size_t had = *cap;
	void *out;

	if (need <= had)
		return (p);
	*cap = need + had / 2;
	out = room_alloc(r, *cap, size);
	if (had > 0)
		memcpy(out, p, had * size);
	room_release(r, p);
	return (out);
}
