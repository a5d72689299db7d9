/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "mem.h"

#include "gbdt_pass.h"

struct worker {
	struct dataset_cursor cursor;
	struct diag diag;
	size_t failed_at;	/* block; SIZE_MAX: none */
};

struct walk {
	const struct dataset *ds;
	void (*fn)(void *, const struct dataset_cursor *, int);
	void *ctx;
	struct worker *workers;
};

static void
visit_block(void *ctx, size_t block, int worker)
{
	struct walk *p = ctx;
	struct worker *w = &p->workers[worker];
	struct diag d = DIAG_INIT;

	if (dataset_visit(p->ds, block, &w->cursor, &d) == 0) {
		p->fn(p->ctx, &w->cursor, worker);
	} else if (block < w->failed_at) {
		w->diag = d;
		w->failed_at = block;
	}
}

int
gbdt_pass(const struct dataset *ds, void (*fn)(void *,
    const struct dataset_cursor *, int), void *ctx, struct diag *d)
{
	struct walk p = { ds, fn, ctx, NULL };
	size_t failed_at = SIZE_MAX;
	int n_workers = crew_threads(ds->crew);

	p.workers = mem_calloc((size_t)n_workers, sizeof(*p.workers));
	for (int i = 0; i < n_workers; i++) {
		dataset_cursor_init(&p.workers[i].cursor, ds);
		p.workers[i].failed_at = SIZE_MAX;
	}
	crew_for(ds->crew, spool_n_blocks(ds->spool), visit_block, &p);
	for (int i = 0; i < n_workers; i++) {
		if (p.workers[i].failed_at < failed_at) {
			failed_at = p.workers[i].failed_at;
			*d = p.workers[i].diag;
		}
		dataset_cursor_release(&p.workers[i].cursor);
	}
	free(p.workers);
	return (failed_at == SIZE_MAX ? 0 : -1);
}
