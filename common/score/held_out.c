/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "mem.h"
#include "scored_stream.h"
#include "split_part.h"

#include "trainer.h"

/* The rows of a spool that are held out from training: valid and test. */
struct held_out {
	struct stream stream;
	struct stream *in;	/* over the spool */
	size_t split_col;
	uint8_t keep[BATCH_ROWS];
	struct block kept;
	uint64_t row;
};

static int
held_out_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct held_out *h = (struct held_out *)s;
	const struct batch *b;
	int r = stream_next(h->in, &b, d);

	if (r == 0) {
		json_decref(s->tail);
		s->tail = json_deep_copy(h->in->tail);
	}
	if (r != 1)
		return (r);
	if (split_parts(b, h->split_col, h->keep, d) == -1)
		return (-1);
	for (size_t i = 0; i < b->n_rows; i++)
		h->keep[i] = h->keep[i] == PART_VALID ||
		    h->keep[i] == PART_TEST;
	block_clear(&h->kept);
	block_add_kept(&h->kept, b, h->keep);
	*out = block_seal(&h->kept, h->row);
	h->row += (*out)->n_rows;
	return (1);
}

static void
held_out_close(struct stream *s)
{
	struct held_out *h = (struct held_out *)s;

	stream_close(h->in);
	block_release(&h->kept);
	stream_release(s);
	free(h);
}

int
trained_held_out(const struct trained *t, struct stream **out,
    struct diag *d)
{
	static const struct stream_ops ops = { held_out_next, held_out_close };
	const struct scored_options o = { .processed = true };
	const struct head *head = spool_head(t->spool);
	size_t split_col = schema_find_role(&head->schema, ROLE_SPLIT);
	struct held_out *h;

	*out = NULL;
	if (split_col == COLUMN_NONE)
		return (0);
	h = MEM_NEW(struct held_out);
	h->stream.ops = &ops;
	h->stream.tail = json_array();
	head_copy(&h->stream.head, head);
	h->in = spool_stream(t->spool);
	h->split_col = split_col;
	block_init(&h->kept, &h->stream.head.schema);
	return (scored_stream(t->predictor, &h->stream, &o, out, d));
}
