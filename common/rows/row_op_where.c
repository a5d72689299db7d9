/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * where: the rows for which an expression is true; one for which it is
 * missing is dropped, as by a WHERE in SQL.
 */
#include "expr.h"

#include "row_table.h"

static int
parse_where(struct row_op *op, const char *text, struct diag *d)
{
	struct expr *e;

	if (expr_parse(text, &e, d) == -1)
		return (-1);
	op->state = e;
	return (0);
}

static int
bind_where(struct row_op *op, const struct schema *in, struct diag *d)
{
	return (expr_bind_rule(op->state, in, d));
}

static int
keep_true(struct row_op *op, const struct batch *b, uint8_t *keep,
    struct diag *d)
{
	struct expr_scratch *scratch = expr_scratch_new(op->state);
	struct column truth;
	int r;

	column_init(&truth, COL_BOOL, 0);
	if ((r = expr_eval(op->state, b, scratch, &truth, d)) == 0) {
		for (size_t i = 0; i < truth.n; i++)
			keep[i] = truth.valid[i] && truth.bools[i];
	}
	column_release(&truth);
	expr_scratch_free(scratch);
	return (r);
}

static void
free_where(void *state)
{
	expr_free(state);
}

const struct row_op_kind row_where = {
	.name = "where",
	.summary = "only rows for which an expression is true",
	.parse = parse_where,
	.bind = bind_where,
	.keep = keep_true,
	.free_state = free_where
};
