/* SPDX-License-Identifier: GPL-3.0-or-later */
/* count: how many rows there are of each combination of values, or in all. */
#include "group.h"

#include "row_table.h"

static int
parse_count(struct row_op *op, const char *arg, struct diag *d)
{
	return (arg == NULL ? 0 : row_op_parse_selector(op, arg, d));
}

static int
open_count(struct row_op *op, struct stream *in, struct stream **out,
    struct diag *d)
{
	const struct group_options o = { .keys = op->select,
	    .mem = op->options->mem };

	if (group_open(in, &o, out, d) == -1)
		return (-1);
	row_op_free(op);
	return (0);
}

const struct row_op_kind row_count = {
	.name = "count",
	.summary = "how many rows there are of some columns' values",
	.parse = parse_count,
	.open = open_count
};
