/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "split_part.h"

#include "fit.h"

#define GROUP_BLOCKS 8		/* 65536 rows; part of the results: keep */
#define GROUPS_AT_ONCE 8	/* bounds memory, no part of the results */

struct worker {
	struct block scratch;
	uint8_t *train;
};

struct run {
	const struct fit_input *in;
	struct fitter *fitters;
	size_t n;
	size_t first_group;
	struct worker *workers;
	void **fits[GROUPS_AT_ONCE];	/* n accumulators each */
	struct diag diags[GROUPS_AT_ONCE];
	int failed[GROUPS_AT_ONCE];
	bool has_rows[GROUPS_AT_ONCE];	/* to be fitted on, in any group */
};

static int
fit_block(struct run *r, size_t k, int worker, size_t slot, struct diag *d)
{
	const struct fit_input *in = r->in;
	struct worker *w = &r->workers[worker];
	const struct batch *b;

	if (spool_get(in->spool, k, &w->scratch, &b, d) == -1 ||
	    split_mask(b, in->split_col, PART_TRAIN, w->train, d) == -1)
		return (-1);
	if (memchr(w->train, 1, b->n_rows) != NULL)
		r->has_rows[slot] = true;
	if (in->prepare != NULL &&
	    in->prepare(in->ctx, worker, b, w->train, &b, d) == -1)
		return (-1);
	for (size_t i = 0; i < r->n; i++)
		r->fitters[i].ops->add(r->fits[slot][i], r->fitters[i].what,
		    b, w->train);
	return (0);
}

static void
fit_group(void *ctx, size_t slot, int worker)
{
	struct run *r = ctx;
	size_t first = (r->first_group + slot) * GROUP_BLOCKS;
	size_t end = first + GROUP_BLOCKS;

	if (end > spool_n_blocks(r->in->spool))
		end = spool_n_blocks(r->in->spool);
	for (size_t i = 0; i < r->n; i++)
		r->fits[slot][i] = r->fitters[i].ops->new(r->fitters[i].what);
	for (size_t k = first; k < end; k++) {
		if (fit_block(r, k, worker, slot, &r->diags[slot]) == -1) {
			r->failed[slot] = 1;
			return;
		}
	}
}

/* Merge the groups of one round into the results, in their order. */
static int
merge_round(struct run *r, size_t n_slots, struct diag *d)
{
	int failed = 0;

	for (size_t s = 0; s < n_slots; s++) {
		if (r->failed[s] && !failed) {
			*d = r->diags[s];
			failed = 1;
		}
		for (size_t i = 0; i < r->n; i++) {
			struct fitter *f = &r->fitters[i];

			if (f->fit == NULL)
				f->fit = r->fits[s][i];
			else
				f->ops->merge(f->fit, f->what,
				    r->fits[s][i]);
		}
	}
	return (failed ? -1 : 0);
}

static int
run_groups(struct run *r, struct diag *d)
{
	size_t n_blocks = spool_n_blocks(r->in->spool), n;
	size_t n_groups = (n_blocks + GROUP_BLOCKS - 1) / GROUP_BLOCKS;

	for (size_t g = 0; g < n_groups; g += n) {
		n = n_groups - g < GROUPS_AT_ONCE ? n_groups - g :
		    GROUPS_AT_ONCE;
		r->first_group = g;
		crew_for(r->in->crew, n, fit_group, r);
		if (merge_round(r, n, d) == -1)
			return (-1);
	}
	for (size_t i = 0; i < r->n; i++) {
		if (r->fitters[i].fit == NULL)
			r->fitters[i].fit =
			    r->fitters[i].ops->new(r->fitters[i].what);
	}
	return (0);
}

/* What is fitted on no row of many would make nonsense of all of them. */
static int
check_rows(const struct run *r, struct diag *d)
{
	if (spool_n_blocks(r->in->spool) == 0 ||
	    memchr(r->has_rows, true, sizeof(r->has_rows)) != NULL)
		return (0);
	return (diag_set(d, "no row is marked as train: nothing to learn "
	    "from"));
}

int
fit_run(const struct fit_input *in, struct fitter *fitters, size_t n,
    struct diag *d)
{
	struct run *r = MEM_NEW(struct run);
	int n_workers = crew_threads(in->crew), ret;

	r->in = in;
	r->fitters = fitters;
	r->n = n;
	r->workers = mem_calloc((size_t)n_workers, sizeof(*r->workers));
	for (int i = 0; i < n_workers; i++) {
		block_init(&r->workers[i].scratch,
		    &spool_head(in->spool)->schema);
		r->workers[i].train = mem_alloc(BATCH_ROWS, 1);
	}
	for (size_t i = 0; i < GROUPS_AT_ONCE; i++)
		r->fits[i] = mem_alloc(n, sizeof(*r->fits[i]));
	for (size_t i = 0; i < n; i++)
		fitters[i].fit = NULL;
	ret = run_groups(r, d);
	if (ret == 0)
		ret = check_rows(r, d);
	for (size_t i = 0; i < n && ret == -1; i++) {
		if (fitters[i].fit != NULL)
			fitters[i].ops->free(fitters[i].fit);
		fitters[i].fit = NULL;
	}
	for (int i = 0; i < n_workers; i++) {
		block_release(&r->workers[i].scratch);
		free(r->workers[i].train);
	}
	for (size_t i = 0; i < GROUPS_AT_ONCE; i++)
		free(r->fits[i]);
	free(r->workers);
	free(r);
	return (ret);
}
