/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "mem.h"
#include "split_part.h"

#include "group_pass.h"

#define GROUPS_MAX 16
#define GROUPS_BYTES ((size_t)128 << 20)

struct worker {
	struct dataset_cursor cursor;
	uint32_t *rows;		/* (BATCH_ROWS) */
};

struct run {
	const struct group_pass *pass;
	struct worker *workers;
	struct diag *diags;	/* (n_groups) */
};

size_t
group_pass_count(const struct dataset *ds, size_t bytes)
{
	size_t n = spool_n_blocks(ds->spool);

	if (n > GROUPS_MAX)
		n = GROUPS_MAX;
	if (n > GROUPS_BYTES / (bytes + 1))
		n = GROUPS_BYTES / (bytes + 1);
	return (n > 0 ? n : 1);
}

static int
visit_block(struct run *r, size_t k, size_t group, int number)
{
	const struct group_pass *pass = r->pass;
	const struct dataset *ds = pass->ds;
	struct worker *w = &r->workers[number];
	struct train_rows t = { .batch = &w->cursor.view, .rows = w->rows };

	if (dataset_visit(ds, k, &w->cursor, &r->diags[group]) == -1)
		return (-1);
	for (size_t i = 0; i < t.batch->n_rows; i++) {
		w->rows[t.n] = (uint32_t)i;
		t.n += w->cursor.parts[i] == PART_TRAIN;
	}
	t.y = ds->y_train + w->cursor.first_train;
	if (ds->w_train != NULL)
		t.w = ds->w_train + w->cursor.first_train;
	if (t.n > 0)
		pass->add(pass->ctx, group, number, &t);
	return (0);
}

static void
visit_group(void *ctx, size_t group, int number)
{
	struct run *r = ctx;
	size_t stride = r->pass->stride, n_groups = r->pass->n_groups;
	size_t n = spool_n_blocks(r->pass->ds->spool);
	size_t n_visited = (n + stride - 1) / stride;
	size_t end = (group + 1) * n_visited / n_groups;

	for (size_t k = group * n_visited / n_groups; k < end; k++) {
		if (visit_block(r, k * stride, group, number) == -1)
			return;
	}
}

int
group_pass_run(const struct group_pass *pass, struct diag *d)
{
	const struct dataset *ds = pass->ds;
	size_t n_workers = (size_t)crew_threads(ds->crew);
	struct run r = { .pass = pass };
	int status = 0;

	r.workers = mem_calloc(n_workers, sizeof(*r.workers));
	r.diags = mem_calloc(pass->n_groups, sizeof(*r.diags));
	for (size_t i = 0; i < n_workers; i++) {
		dataset_cursor_init(&r.workers[i].cursor, ds);
		r.workers[i].rows = mem_alloc(BATCH_ROWS, sizeof(uint32_t));
	}
	crew_for(ds->crew, pass->n_groups, visit_group, &r);
	for (size_t g = 0; g < pass->n_groups && status == 0; g++) {
		if (r.diags[g].text[0] != '\0')
			status = diag_set(d, "%s", r.diags[g].text);
	}
	for (size_t i = 0; i < n_workers; i++) {
		dataset_cursor_release(&r.workers[i].cursor);
		free(r.workers[i].rows);
	}
	free(r.workers);
	free(r.diags);
	return (status);
}
