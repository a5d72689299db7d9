/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "row_filter.h"

struct filtering {
	struct stage stage;
	struct row_filter filter;
	struct block kept;
	uint8_t *keep;
	size_t keep_cap;
	uint64_t row;		/* of the rows that go out */
};

static int
filtering_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct filtering *f = (struct filtering *)s;
	const struct batch *b;
	int r = stage_next(&f->stage, &b, d);

	if (r == 0 && f->filter.end != NULL)
		f->filter.end(f->filter.what);
	if (r != 1)
		return (r);
	f->keep = mem_grow(f->keep, &f->keep_cap, b->n_rows, 1);
	memset(f->keep, 1, b->n_rows);
	if (f->filter.keep(f->filter.what, b, f->keep, d) == -1)
		return (-1);
	block_clear(&f->kept);
	block_add_kept(&f->kept, b, f->keep);
	f->kept.view.source = b->source;
	*out = block_seal(&f->kept, f->row);
	f->row += (*out)->n_rows;
	if (f->filter.n_dropped != NULL)
		*f->filter.n_dropped += b->n_rows - (*out)->n_rows;
	return (1);
}

static void
filtering_close(struct stream *s)
{
	struct filtering *f = (struct filtering *)s;

	stage_release(&f->stage);
	if (f->filter.free != NULL)
		f->filter.free(f->filter.what);
	block_release(&f->kept);
	free(f->keep);
	free(f);
}

struct stream *
row_filter_open(struct stream *in, const struct row_filter *filter)
{
	static const struct stream_ops ops = {
		filtering_next, filtering_close
	};
	struct filtering *f = MEM_NEW(struct filtering);

	stage_init(&f->stage, &ops, in);
	f->filter = *filter;
	block_init(&f->kept, &f->stage.stream.head.schema);
	return (&f->stage.stream);
}
