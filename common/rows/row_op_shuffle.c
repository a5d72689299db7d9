/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * shuffle: all rows in an order that is drawn.  Rows are sorted by a draw that
 * follows from the seed and their number, so memory and threads do not matter.
 */
#include "rng.h"
#include "row_number.h"

#include "row_table.h"

static int
open_shuffle(struct row_op *op, struct stream *in, struct stream **out,
    struct diag *d)
{
	const struct op_options *o = op->options;
	uint64_t key = rng_key(o->seed, RNG_ROW_ORDER, o->tally->n);
	size_t col = in->head.schema.n;

	if (row_number_draw(in, key, &in, d) == -1)
		return (-1);
	*out = row_number_restore(in, col, o->mem);
	row_op_free(op);
	return (0);
}

const struct row_op_kind row_shuffle = {
	.name = "shuffle",
	.summary = "all rows in an order that is drawn",
	.open = open_shuffle
};
