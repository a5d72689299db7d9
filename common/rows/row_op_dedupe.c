/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dedupe: the first of equal rows.  It remembers the distinct rows (of the
 * columns it compares), so its memory grows with them.
 */
#include <stdlib.h>

#include "mem.h"
#include "row_set.h"

#include "row_table.h"

static int
parse_dedupe(struct row_op *op, const char *arg, struct diag *d)
{
	return (arg == NULL ? 0 : row_op_parse_selector(op, arg, d));
}

/* Without a selector all columns of any role are compared. */
static int
bind_dedupe(struct row_op *op, const struct schema *in, struct diag *d)
{
	(void)d;
	if (op->select == NULL) {
		op->n_cols = in->n;
		op->cols = mem_alloc(in->n, sizeof(*op->cols));
		for (size_t i = 0; i < in->n; i++)
			op->cols[i] = i;
	}
	return (0);
}

static int
keep_new(struct row_op *op, const struct batch *b, uint8_t *keep,
    struct diag *d)
{
	(void)d;
	if (op->state == NULL)
		op->state = row_set_new(b->schema, op->cols, op->n_cols);
	for (size_t i = 0; i < b->n_rows; i++)
		keep[i] = row_set_add(op->state, b, i);
	return (0);
}

static void
free_dedupe(void *state)
{
	row_set_free(state);
}

const struct row_op_kind row_dedupe = {
	.name = "dedupe",
	.summary = "the first of equal rows",
	.parse = parse_dedupe,
	.bind = bind_dedupe,
	.keep = keep_new,
	.free_state = free_dedupe
};
