/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "split_part.h"

#include "pass.h"

#define SMALL_STATE ((size_t)512 << 10)
#define STATES_BYTES ((size_t)128 << 20)

/* Neighbouring blocks that get one state. */
struct unit {
	uint64_t number;
	size_t first, end;	/* blocks */
};

/* The states of complete units, by height in the tree and number there. */
struct node {
	unsigned height;
	uint64_t number;
	void **fits;		/* one a fitter */
};

struct worker {
	struct block scratch;
	uint8_t *mask;
	bool has_rows;		/* saw a training row */
};

struct run {
	const struct pass *pass;
	struct fitter *fitters;
	size_t n;
	struct unit *units;
	size_t n_units;
	unsigned height;	/* of the root */
	struct worker *workers;

	pthread_mutex_t lock;	/* of all below */
	struct node *waiting;	/* for the neighbour */
	size_t n_waiting, cap_waiting;
	atomic_size_t failed_at;	/* the first block that failed */
	struct diag diag;
};

/* Remember the first error in the order of blocks. */
static void
note_failure(struct run *r, size_t block, const struct diag *d)
{
	pthread_mutex_lock(&r->lock);
	if (block < atomic_load(&r->failed_at)) {
		atomic_store(&r->failed_at, block);
		r->diag = *d;
	}
	pthread_mutex_unlock(&r->lock);
}

static int
add_block(struct run *r, size_t k, int worker, void **fits, struct diag *d)
{
	const struct pass *p = r->pass;
	struct worker *w = &r->workers[worker];
	struct fit_rows rows = { NULL, w->mask, k, worker, NULL };

	if (spool_get(p->spool, k, &w->scratch, &rows.batch, d) == -1 ||
	    split_mask(rows.batch, p->split_col, PART_TRAIN, w->mask, d) == -1)
		return (-1);
	w->has_rows |= memchr(w->mask, 1, rows.batch->n_rows) != NULL;
	if (p->prepare != NULL && p->prepare(p->ctx, &rows, d) == -1)
		return (-1);
	for (size_t i = 0; i < r->n; i++)
		r->fitters[i].ops->add(fits[i], r->fitters[i].what, &rows);
	return (0);
}

static void
free_fits(struct run *r, void **fits)
{
	for (size_t i = 0; i < r->n; i++)
		r->fitters[i].ops->free(fits[i]);
	free(fits);
}

/* Is there any unit under a node? */
static bool
has_units(const struct run *r, unsigned height, uint64_t number)
{
	size_t lo = 0, hi = r->n_units, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (r->units[mid].number >> height < number)
			lo = mid + 1;
		else
			hi = mid;
	}
	return (lo < r->n_units && r->units[lo].number >> height == number);
}

/* Take the neighbour out of those that wait, or join them. */
static bool
meet_neighbour(struct run *r, const struct node *node, struct node *other)
{
	bool found = false;

	pthread_mutex_lock(&r->lock);
	for (size_t i = 0; i < r->n_waiting && !found; i++) {
		*other = r->waiting[i];
		found = other->height == node->height &&
		    other->number == (node->number ^ 1);
		if (found)
			r->waiting[i] = r->waiting[--r->n_waiting];
	}
	if (!found) {
		r->waiting = mem_grow(r->waiting, &r->cap_waiting,
		    r->n_waiting + 1, sizeof(*r->waiting));
		r->waiting[r->n_waiting++] = *node;
	}
	pthread_mutex_unlock(&r->lock);
	return (found);
}

static void
merge_nodes(struct run *r, struct node *node, struct node *other)
{
	void **left = node->number & 1 ? other->fits : node->fits;
	void **right = node->number & 1 ? node->fits : other->fits;

	for (size_t i = 0; i < r->n; i++)
		r->fitters[i].ops->merge(left[i], r->fitters[i].what,
		    right[i]);
	free(right);
	node->fits = left;
}

/* Bring a unit's states up the tree as far as its neighbours are there: who
   comes second merges. */
static void
climb(struct run *r, uint64_t number, void **fits)
{
	struct node node = { 0, number, fits }, other;

	for (; node.height < r->height; node.height++, node.number /= 2) {
		if (!has_units(r, node.height, node.number ^ 1))
			continue;
		if (!meet_neighbour(r, &node, &other))
			return;
		merge_nodes(r, &node, &other);
	}
	for (size_t i = 0; i < r->n; i++)
		r->fitters[i].fit = node.fits[i];
	free(node.fits);
}

static void
run_unit(void *ctx, size_t index, int worker)
{
	struct run *r = ctx;
	const struct unit *u = &r->units[index];
	size_t stride = r->pass->stride > 0 ? r->pass->stride : 1;
	void **fits = mem_alloc(r->n, sizeof(*fits));
	struct diag d = DIAG_INIT;
	int status = 0;

	for (size_t i = 0; i < r->n; i++)
		fits[i] = r->fitters[i].ops->new(r->fitters[i].what);
	for (size_t k = u->first; k < u->end && status == 0; k += stride) {
		if (k > atomic_load(&r->failed_at))
			break;
		status = add_block(r, k, worker, fits, &d);
		if (status == -1)
			note_failure(r, k, &d);
	}
	if (atomic_load(&r->failed_at) == SIZE_MAX)
		climb(r, u->number, fits);
	else
		free_fits(r, fits);
}

/* Units of the blocks that are looked at. */
static void
list_units(struct run *r)
{
	const struct pass *p = r->pass;
	size_t n = spool_n_blocks(p->spool), cap = 0;
	size_t unit = r->n == 0 ? 1 : p->unit > 0 ? p->unit : SPOOL_GROUP;
	uint64_t end = p->end_place > 0 ? p->end_place : UINT64_MAX, at;

	for (size_t k = 0; k < n; k += p->stride > 0 ? p->stride : 1) {
		at = spool_place(p->spool, k);
		if (at < p->first_place || at >= end)
			continue;
		if (r->n_units == 0 ||
		    r->units[r->n_units - 1].number != at / unit) {
			r->units = mem_grow(r->units, &cap, r->n_units + 1,
			    sizeof(*r->units));
			r->units[r->n_units++] = (struct unit){ at / unit, k,
			    k };
		}
		r->units[r->n_units - 1].end = k + 1;
	}
	while (r->n_units > 0 &&
	    r->units[r->n_units - 1].number >> r->height > 0)
		r->height++;
}

static void
start(struct run *r)
{
	int n_workers = crew_threads(r->pass->crew);

	atomic_init(&r->failed_at, SIZE_MAX);
	pthread_mutex_init(&r->lock, NULL);
	r->workers = mem_calloc((size_t)n_workers, sizeof(*r->workers));
	for (int i = 0; i < n_workers; i++) {
		block_init(&r->workers[i].scratch,
		    &spool_head(r->pass->spool)->schema);
		r->workers[i].mask = mem_alloc(BATCH_ROWS, 1);
	}
	for (size_t i = 0; i < r->n; i++)
		r->fitters[i].fit = NULL;
	list_units(r);
}

/* What is fitted on no row of many would make nonsense of all of them. */
static int
check(const struct run *r, struct diag *d)
{
	bool has_rows = r->n == 0 || r->n_units == 0;

	if (atomic_load(&r->failed_at) != SIZE_MAX) {
		*d = r->diag;
		return (-1);
	}
	for (int i = 0; i < crew_threads(r->pass->crew); i++)
		has_rows |= r->workers[i].has_rows;
	if (!has_rows)
		return (diag_set(d, "no row is marked as train: nothing to "
		    "learn from"));
	return (0);
}

static void
finish(struct run *r, int status)
{
	for (size_t i = 0; i < r->n; i++) {
		struct fitter *f = &r->fitters[i];

		if (status == 0 && f->fit == NULL)
			f->fit = f->ops->new(f->what);
		if (status == -1 && f->fit != NULL) {
			f->ops->free(f->fit);
			f->fit = NULL;
		}
	}
	for (size_t i = 0; i < r->n_waiting; i++)
		free_fits(r, r->waiting[i].fits);
	for (int i = 0; i < crew_threads(r->pass->crew); i++) {
		block_release(&r->workers[i].scratch);
		free(r->workers[i].mask);
	}
	pthread_mutex_destroy(&r->lock);
	free(r->waiting);
	free(r->workers);
	free(r->units);
}

int
pass_run(const struct pass *p, struct fitter *fitters, size_t n,
    struct diag *d)
{
	struct run r = { .pass = p, .fitters = fitters, .n = n };
	int status;

	start(&r);
	crew_for(p->crew, r.n_units, run_unit, &r);
	status = check(&r, d);
	finish(&r, status);
	return (status);
}

size_t
pass_unit(const struct spool *sp, size_t bytes)
{
	size_t n = spool_n_blocks(sp), unit;

	unit = bytes <= SMALL_STATE ? 1 : SPOOL_GROUP;
	if (n > 0)
		n = (size_t)spool_place(sp, n - 1) + 1;
	while (n / unit > STATES_BYTES / (bytes + 1))
		unit *= 2;
	return (unit);
}
