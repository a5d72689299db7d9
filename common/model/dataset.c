/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "dataset.h"

void
dataset_free(struct dataset *ds)
{
	if (ds == NULL)
		return;
	free(ds->cols);
	free(ds->y_train);
	free(ds->y_valid);
	free(ds->w_train);
	free(ds->w_valid);
	free(ds->parts);
	free(ds->first_train);
	free(ds->first_valid);
	free(ds);
}

void
dataset_cursor_init(struct dataset_cursor *cur, const struct dataset *ds)
{
	memset(cur, 0, sizeof(*cur));
	block_init(&cur->scratch, &spool_head(ds->spool)->schema);
	cur->view.schema = ds->features;
	cur->view.cols = mem_calloc(ds->features->n, sizeof(*cur->view.cols));
}

void
dataset_cursor_release(struct dataset_cursor *cur)
{
	block_release(&cur->scratch);
	free(cur->view.cols);
	memset(cur, 0, sizeof(*cur));
}

int
dataset_visit(const struct dataset *ds, size_t block,
    struct dataset_cursor *cur, struct diag *d)
{
	const struct batch *b;

	if (spool_get(ds->spool, block, &cur->scratch, &b, d) == -1)
		return (-1);
	for (size_t j = 0; j < ds->features->n; j++)
		cur->view.cols[j] = b->cols[ds->cols[j]];
	cur->view.n_rows = b->n_rows;
	cur->view.first_row = b->first_row;
	cur->parts = ds->parts + block * BATCH_ROWS;
	cur->first_train = ds->first_train[block];
	cur->first_valid = ds->first_valid[block];
	return (0);
}
