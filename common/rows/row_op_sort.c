/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sort: all rows in the order of some columns. */
#include <stdlib.h>

#include "mem.h"
#include "row_sort.h"

#include "row_table.h"

static int
parse_sort(struct row_op *op, const char *arg, struct diag *d)
{
	(void)d;
	op->state = mem_strdup(arg);
	return (0);
}

static int
open_sort(struct row_op *op, struct stream *in, struct stream **out,
    struct diag *d)
{
	struct order_key *keys;
	size_t n;

	if (order_parse(op->state, &in->head.schema, &keys, &n, d) == -1) {
		stream_close(in);
		return (-1);
	}
	*out = row_sort_open(in, keys, n, op->options->mem);
	row_op_free(op);
	return (0);
}

static void
free_sort(void *state)
{
	free(state);
}

const struct row_op_kind row_sort = {
	.name = "sort",
	.summary = "all rows in the order of some columns",
	.parse = parse_sort,
	.open = open_sort,
	.free_state = free_sort
};
