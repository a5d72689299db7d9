/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "recut.h"

struct recut {
	struct stage stage;
	const uint8_t *parts;
	size_t at;		/* the position of the split column */
	struct block kept;	/* the rows that stay, in the old columns */
	struct column column;	/* the new one */
	struct batch view;
	uint64_t n;		/* rows given out */
	uint8_t *keep;
	size_t keep_cap;
};

/* The rows of a batch that stay, and their parts. */
static void
keep_rows(struct recut *r, const struct batch *b)
{
	const uint8_t *parts = r->parts + b->first_row;

	r->keep = mem_grow(r->keep, &r->keep_cap, b->n_rows, 1);
	block_clear(&r->kept);
	column_clear(&r->column);
	for (size_t i = 0; i < b->n_rows; i++) {
		const char *name;

		r->keep[i] = parts[i] != PART_NONE;
		if (!r->keep[i])
			continue;
		name = split_part_name((enum split_part)parts[i]);
		column_add_string(&r->column, name, strlen(name));
	}
	block_add_kept(&r->kept, b, r->keep);
}

static int
recut_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct recut *r = (struct recut *)s;
	const struct batch *b;
	int ret;

	do {
		if ((ret = stage_next(&r->stage, &b, d)) != 1)
			return (ret);
		keep_rows(r, b);
	} while (r->column.n == 0);
	for (size_t k = 0; k < r->kept.n_cols; k++)
		r->view.cols[k] = &r->kept.cols[k];
	r->view.cols[r->at] = &r->column;
	r->view.n_rows = r->column.n;
	r->view.first_row = r->n;
	r->view.source = b->source;
	r->n += r->column.n;
	*out = &r->view;
	return (1);
}

static void
recut_close(struct stream *s)
{
	struct recut *r = (struct recut *)s;

	block_release(&r->kept);
	column_release(&r->column);
	free(r->view.cols);
	free(r->keep);
	stage_release(&r->stage);
	free(r);
}

struct stream *
recut(const struct spool *spool, const uint8_t *parts)
{
	static const struct stream_ops ops = { recut_next, recut_close };
	struct recut *r = MEM_NEW(struct recut);
	struct schema *s = &r->stage.stream.head.schema;
	struct diag d = DIAG_INIT;

	stage_init(&r->stage, &ops, spool_stream(spool));
	r->parts = parts;
	r->at = schema_find_role(s, ROLE_SPLIT);
	if (r->at == COLUMN_NONE) {
		r->at = s->n;
		if (schema_add_numbered(s, "split", COL_STRING, &d) == -1)
			BUG("%s", d.text);
		schema_set_role(s, r->at, ROLE_SPLIT);
	}
	block_init(&r->kept, &spool_head(spool)->schema);
	column_init(&r->column, COL_STRING, 0);
	r->view.schema = s;
	r->view.cols = mem_alloc(s->n, sizeof(*r->view.cols));
	return (&r->stage.stream);
}
