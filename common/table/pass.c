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

struct worker {
	struct block scratch;
	uint8_t *mask;
	bool has_rows;		/* saw a training row */
};

struct run {
	const struct pass *pass;
	const struct fitter *fitters;
	size_t n;
	uint64_t first_unit;	/* that the spool's is in the table */
	struct unit *units;
	uint64_t *numbers;	/* of the units */
	size_t n_units;
	struct worker *workers;
	struct merge_tree *tree;

	pthread_mutex_t lock;	/* of what follows */
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
run_unit(void *ctx, size_t index, int worker)
{
	struct run *r = ctx;
	const struct unit *u = &r->units[index];
	size_t stride = r->pass->stride > 0 ? r->pass->stride : 1;
	struct merge_node node = { 0, u->number,
	    mem_alloc(r->n, sizeof(void *)) };
	struct diag d = DIAG_INIT;
	int status = 0;

	for (size_t i = 0; i < r->n; i++)
		node.fits[i] = r->fitters[i].ops->new(r->fitters[i].what);
	for (size_t k = u->first; k < u->end && status == 0; k += stride) {
		if (k > atomic_load(&r->failed_at))
			break;
		status = add_block(r, k, worker, node.fits, &d);
		if (status == -1)
			note_failure(r, k, &d);
	}
	if (atomic_load(&r->failed_at) == SIZE_MAX)
		merge_tree_add(r->tree, &node);
	else
		merge_node_free(r->tree, &node);
}

/* Units of the blocks that are looked at. */
static void
list_units(struct run *r)
{
	const struct pass *p = r->pass;
	size_t n = spool_n_blocks(p->spool), cap = 0;
	size_t unit = r->n == 0 ? 1 : p->unit > 0 ? p->unit : SPOOL_GROUP;
	uint64_t at;

	for (size_t k = 0; k < n; k += p->stride > 0 ? p->stride : 1) {
		at = spool_place(p->spool, k) + r->first_unit * unit;
		if (r->n_units == 0 ||
		    r->units[r->n_units - 1].number != at / unit) {
			r->units = mem_grow(r->units, &cap, r->n_units + 1,
			    sizeof(*r->units));
			r->units[r->n_units++] = (struct unit){ at / unit, k,
			    k };
		}
		r->units[r->n_units - 1].end = k + 1;
	}
	r->numbers = mem_alloc(r->n_units, sizeof(*r->numbers));
	for (size_t i = 0; i < r->n_units; i++)
		r->numbers[i] = r->units[i].number;
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
	list_units(r);
}

/* Was a training row seen? */
static bool
has_trained(const struct run *r)
{
	bool any = false;

	for (int i = 0; i < crew_threads(r->pass->crew); i++)
		any |= r->workers[i].has_rows;
	return (any);
}

static void
finish(struct run *r)
{
	for (int i = 0; i < crew_threads(r->pass->crew); i++) {
		block_release(&r->workers[i].scratch);
		free(r->workers[i].mask);
	}
	pthread_mutex_destroy(&r->lock);
	free(r->workers);
	free(r->units);
	free(r->numbers);
}

static int
run_units(struct run *r, struct diag *d)
{
	crew_for(r->pass->crew, r->n_units, run_unit, r);
	if (atomic_load(&r->failed_at) == SIZE_MAX)
		return (0);
	*d = r->diag;
	return (-1);
}

int
pass_no_rows(struct diag *d)
{
	return (diag_set(d, "no row is marked as train: nothing to learn "
	    "from"));
}

int
pass_run(const struct pass *p, struct fitter *fitters, size_t n,
    struct diag *d)
{
	struct merge_tree tree;
	struct run r = { .pass = p, .fitters = fitters, .n = n,
	    .tree = &tree };
	int status;

	start(&r);
	merge_tree_init(&tree, fitters, n, &(struct merge_units){
	    .numbers = r.numbers, .n = r.n_units });
	status = run_units(&r, d);
	/* What is fitted on no row of many would make nonsense of all. */
	if (status == 0 && n > 0 && r.n_units > 0 && !has_trained(&r))
		status = pass_no_rows(d);
	for (size_t i = 0; i < n; i++)
		fitters[i].fit = NULL;
	if (status == 0)
		merge_tree_take(&tree, fitters);
	for (size_t i = 0; i < n && status == 0; i++) {
		if (fitters[i].fit == NULL)
			fitters[i].fit = fitters[i].ops->new(fitters[i].what);
	}
	merge_tree_release(&tree);
	finish(&r);
	return (status);
}

int
pass_run_part(const struct pass *p, struct merge_tree *tree, bool *has_rows,
    struct diag *d)
{
	struct run r = { .pass = p, .fitters = tree->fitters, .n = tree->n,
	    .tree = tree, .first_unit = tree->units.first };
	int status;

	start(&r);
	status = run_units(&r, d);
	*has_rows = has_trained(&r);
	finish(&r);
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
