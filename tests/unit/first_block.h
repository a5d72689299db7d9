/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The features of the first block of a data set, for tests of learners. */
#ifndef FIRST_BLOCK_H
#define FIRST_BLOCK_H

#include <stdlib.h>

#include "dataset.h"
#include "mem.h"

struct first_block {
	struct block scratch;
	struct batch view;
};

static inline void
first_block_init(struct first_block *f, const struct dataset *ds)
{
	const struct batch *b;
	struct diag d;

	block_init(&f->scratch, &spool_head(ds->spool)->schema);
	if (spool_get(ds->spool, 0, &f->scratch, &b, &d) == -1)
		BUG("%s", d.text);
	f->view = (struct batch){ .schema = ds->features,
	    .n_rows = b->n_rows };
	f->view.cols = mem_calloc(ds->features->n, sizeof(*f->view.cols));
	for (size_t j = 0; j < ds->features->n; j++)
		f->view.cols[j] = b->cols[ds->cols[j]];
}

static inline void
first_block_release(struct first_block *f)
{
	block_release(&f->scratch);
	free(f->view.cols);
}

#endif
