/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drop-missing: the rows that have a value in each of some columns. */
#include "row_table.h"

static int
keep_complete(struct row_op *op, const struct batch *b, uint8_t *keep,
    struct diag *d)
{
	(void)d;
	for (size_t k = 0; k < op->n_cols; k++) {
		const struct column *c = b->cols[op->cols[k]];

		for (size_t i = 0; i < b->n_rows && c->n_missing > 0; i++)
			keep[i] &= c->valid[i];
	}
	return (0);
}

const struct row_op_kind row_drop_missing = {
	.name = "drop-missing",
	.summary = "only rows without missing values",
	.parse = row_op_parse_selector,
	.keep = keep_complete
};
