/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "row_filter.h"
#include "split_part.h"

#include "held_out.h"

static int
keep_held_out(void *split_col, const struct batch *b, uint8_t *keep,
    struct diag *d)
{
	if (split_parts(b, (size_t)(uintptr_t)split_col, keep, d) == -1)
		return (-1);
	for (size_t i = 0; i < b->n_rows; i++)
		keep[i] = keep[i] == PART_VALID || keep[i] == PART_TEST;
	return (0);
}

struct stream *
held_out_open(struct stream *in)
{
	struct row_filter f = { .keep = keep_held_out };
	size_t col = schema_find_role(&in->head.schema, ROLE_SPLIT);

	f.what = (void *)(uintptr_t)col;
	return (row_filter_open(in, &f));
}
