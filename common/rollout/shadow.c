/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "mem.h"
#include "request_tensors.h"

#include "shadow.h"

#define LOWEST 19

struct shadow {
	struct served_model *of;
	struct log_file *log;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t filled;
	struct request_body queue[SHADOW_BODIES];	/* with copies */
	size_t first, n, n_bytes;
	bool ends;
	atomic_uint_fast64_t scored, failed, dropped;
};

/* Wait for a body and take it, to be freed; false at the end. */
static bool
take_body(struct shadow *s, struct request_body *out)
{
	bool got;

	pthread_mutex_lock(&s->lock);
	while (s->n == 0 && !s->ends)
		pthread_cond_wait(&s->filled, &s->lock);
	got = !s->ends;
	if (got) {
		*out = s->queue[s->first];
		s->first = (s->first + 1) % SHADOW_BODIES;
		s->n--;
		s->n_bytes -= out->n;
	}
	pthread_mutex_unlock(&s->lock);
	return (got);
}

struct shadow_work {
	struct shadow *shadow;
	const struct request_body *body;
	struct scorer *scorer;
	bool scored;
};

static void
score_body(void *ctx)
{
	struct shadow_work *w = ctx;
	const struct batch *scored;
	struct diag ignored;

	w->scorer = scorer_take(version_take(w->shadow->of));
	w->scored = w->body->read(&w->scorer->table, w->body, &ignored) == 0 &&
	    scorer_score(w->scorer, &scored, &ignored) == 0;
	if (w->scored)
		request_log_add(w->shadow->log, w->scorer, scored);
}

static void *
run_shadow(void *arg)
{
	struct shadow *s = arg;
	struct infer_request infer;
	struct request_body b;
	bool whole;

	/* Of this thread alone, on Linux. */
	setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), LOWEST);
	while (take_body(s, &b)) {
		struct shadow_work w = { s, &b, NULL, false };

		b.infer = &infer;
		whole = mem_try(score_body, &w) == 0;
		if (w.scorer != NULL)
			scorer_give(w.scorer, whole, b.n);
		atomic_fetch_add(w.scored ? &s->scored : &s->failed, 1);
		free((char *)(uintptr_t)b.p);
	}
	return (NULL);
}

static void
release(struct shadow *s)
{
	for (size_t i = 0; i < s->n; i++)
		free((char *)(uintptr_t)s->queue[(s->first + i) %
		    SHADOW_BODIES].p);
	pthread_cond_destroy(&s->filled);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

int
shadow_add(struct registry *r, const char *arg, struct log_file *log,
    struct diag *d)
{
	struct served_beside b;
	struct shadow *s;

	if (registry_add_beside(r, (struct part){ arg, strlen(arg) },
	    SERVED_SHADOW, &b, d) == -1)
		return (-1);
	s = MEM_NEW(struct shadow);
	s->of = b.model;
	s->log = log;
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->filled, NULL);
	errno = pthread_create(&s->thread, NULL, run_shadow, s);
	if (errno != 0) {
		diag_errno(d, "no thread for a shadow");
		release(s);
		return (-1);
	}
	b.champion->shadow = s;
	return (0);
}

void
shadow_free(struct shadow *s)
{
	if (s == NULL)
		return;
	pthread_mutex_lock(&s->lock);
	s->ends = true;
	pthread_cond_signal(&s->filled);
	pthread_mutex_unlock(&s->lock);
	pthread_join(s->thread, NULL);
	release(s);
}

/* In its place, unless there is none, or somebody else is at it. */
static bool
put_body(struct shadow *s, const struct request_body *b)
{
	bool fits;

	if (pthread_mutex_trylock(&s->lock) != 0)
		return (false);
	fits = s->n < SHADOW_BODIES && s->n_bytes + b->n <= SHADOW_BYTES;
	if (fits) {
		s->queue[(s->first + s->n) % SHADOW_BODIES] = *b;
		s->n++;
		s->n_bytes += b->n;
		pthread_cond_signal(&s->filled);
	}
	pthread_mutex_unlock(&s->lock);
	return (fits);
}

void
shadow_offer(struct shadow *s, const struct request_body *b)
{
	struct request_body copy = *b;
	char *bytes = mem_dup(b->p, b->n, 1);

	copy.p = bytes;
	if (put_body(s, &copy))
		return;
	free(bytes);
	atomic_fetch_add(&s->dropped, 1);
}

void
shadow_report(const struct shadow *s, struct shadow_report *out)
{
	*out = (struct shadow_report){ atomic_load(&s->scored),
	    atomic_load(&s->failed), atomic_load(&s->dropped) };
}
