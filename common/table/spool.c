/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "mem.h"
#include "tempfile.h"

#include "spool.h"

struct spooled {
	struct block *block;	/* NULL when it is in the file */
	off_t at;
	uint64_t first_row;
	uint64_t place;
	size_t source;
};

struct spool {
	struct head head;
	json_t *tail;
	struct spooled *blocks;
	size_t n, cap;
	uint64_t n_rows;
	size_t block_rows;	/* of all but the last of a source */
	uint64_t mem_used, mem_limit;
	struct tempfile file;	/* what did not fit */
};

/* One raw array of a column: in memory and in the file alike. */
struct part {
	void *p;
	size_t n;
};

#define N_PARTS 4

/* The arrays of a column with c->n rows; returns how many. */
static size_t
column_parts(const struct column *c, struct part *parts)
{
	size_t k = 0, size = column_value_size(c), used;

	parts[k++] = (struct part){ c->valid, c->n };
	if (c->type != COL_STRING && c->type != COL_SPARSE) {
		parts[k++] = (struct part){ c->fixed, c->n * size };
		return (k);
	}
	used = c->off[c->n];
	parts[k++] = (struct part){ c->off, (c->n + 1) * 4 };
	if (c->type == COL_STRING) {
		parts[k++] = (struct part){ c->bytes, used };
	} else {
		parts[k++] = (struct part){ c->index, used * 4 };
		parts[k++] = (struct part){ c->value, used * 4 };
	}
	return (k);
}

/* Layout of a block: n_rows, then each column's parts with string lengths
   implied by the offsets before them. */
static int
write_block(struct spool *sp, const struct batch *b, struct diag *d)
{
	struct part parts[N_PARTS];
	uint64_t n = b->n_rows;
	size_t k;

	if (tempfile_write(&sp->file, &n, sizeof(n), d) == -1)
		return (-1);
	for (size_t i = 0; i < b->schema->n; i++) {
		k = column_parts(b->cols[i], parts);
		for (size_t j = 0; j < k; j++) {
			if (tempfile_write(&sp->file, parts[j].p, parts[j].n,
			    d) == -1)
				return (-1);
		}
	}
	return (0);
}

static int
read_column(const struct spool *sp, struct column *c, size_t n, off_t *at,
    struct diag *d)
{
	struct part parts[N_PARTS];
	size_t k, first = 0;

	column_clear(c);
	column_reserve(c, n);
	c->n = n;
	if (c->type == COL_STRING || c->type == COL_SPARSE) {
		if (tempfile_read(&sp->file, c->valid, n, at, d) == -1 ||
		    tempfile_read(&sp->file, c->off, (n + 1) * 4, at,
		    d) == -1)
			return (-1);
		first = 2;
		k = c->off[n];
		c->n = 0;
		column_reserve_data(c, k);
		c->n = n;
	}
	k = column_parts(c, parts);
	for (size_t j = first; j < k; j++) {
		if (tempfile_read(&sp->file, parts[j].p, parts[j].n, at,
		    d) == -1)
			return (-1);
	}
	column_count_missing(c);
	return (0);
}

/* The place after those that are taken; a source begins a group. */
static uint64_t
next_place(const struct spool *sp, size_t source)
{
	const struct spooled *last;

	if (sp->n == 0)
		return (0);
	last = &sp->blocks[sp->n - 1];
	if (last->source == source)
		return (last->place + 1);
	return ((last->place / SPOOL_GROUP + 1) * SPOOL_GROUP);
}

/* The rows as a block of its own: what is filled, or a small copy of it. */
static struct block *
take_block(const struct spool *sp, struct block *fill)
{
	struct block *b = MEM_NEW(struct block);

	block_init(b, &sp->head.schema);
	b->view.source = fill->view.source;
	if (fill->view.n_rows < sp->block_rows / 2) {
		block_add_rows(b, &fill->view, 0, fill->view.n_rows);
		block_seal(b, fill->view.first_row);
	} else {
		struct block taken = *fill;

		*fill = *b;
		*b = taken;
	}
	return (b);
}

/* Take the filled block over, or write it and leave it empty. */
static int
keep_block(struct spool *sp, struct block *fill, struct diag *d)
{
	size_t n_rows = fill->view.n_rows, bytes;
	struct spooled *slot;

	block_seal(fill, sp->n_rows);
	bytes = batch_bytes(&fill->view) +
	    fill->n_cols * sizeof(struct column);
	sp->blocks = mem_grow(sp->blocks, &sp->cap, sp->n + 1,
	    sizeof(*sp->blocks));
	slot = &sp->blocks[sp->n];
	*slot = (struct spooled){ .at = sp->file.size,
	    .first_row = sp->n_rows,
	    .source = fill->view.source,
	    .place = next_place(sp, fill->view.source) };
	if (sp->file.size == 0 && sp->mem_used + bytes <= sp->mem_limit) {
		slot->block = take_block(sp, fill);
		sp->mem_used += bytes;
	} else {
		if (write_block(sp, &fill->view, d) == -1)
			return (-1);
	}
	sp->n++;
	sp->n_rows += n_rows;
	block_clear(fill);
	return (0);
}

static int
add_batch(struct spool *sp, struct block *fill, const struct batch *b,
    struct diag *d)
{
	size_t first = 0, n;

	if (b->source != fill->view.source && fill->view.n_rows > 0 &&
	    keep_block(sp, fill, d) == -1)
		return (-1);
	fill->view.source = b->source;
	while (first < b->n_rows) {
		for (size_t i = 0; i < fill->n_cols; i++)
			column_reserve(&fill->cols[i], sp->block_rows);
		n = sp->block_rows - fill->view.n_rows;
		if (n > b->n_rows - first)
			n = b->n_rows - first;
		block_add_rows(fill, b, first, n);
		first += n;
		if (fill->view.n_rows == sp->block_rows &&
		    keep_block(sp, fill, d) == -1)
			return (-1);
	}
	return (0);
}

int
spool_new(struct stream *s, uint64_t mem_limit, struct spool **out,
    struct diag *d)
{
	struct spool *sp = MEM_NEW(struct spool);
	const struct batch *b;
	struct block fill;
	int r;

	tempfile_init(&sp->file);
	sp->mem_limit = mem_limit;
	head_copy(&sp->head, &s->head);
	sp->block_rows = batch_rows(sp->head.schema.row_values);
	block_init(&fill, &sp->head.schema);
	while ((r = stream_next(s, &b, d)) == 1) {
		if ((r = add_batch(sp, &fill, b, d)) == -1)
			break;
	}
	if (r == 0 && fill.view.n_rows > 0)
		r = keep_block(sp, &fill, d);
	block_release(&fill);
	if (r == -1) {
		spool_free(sp);
		return (-1);
	}
	sp->tail = json_incref(s->tail);
	*out = sp;
	return (0);
}

void
spool_free(struct spool *sp)
{
	if (sp == NULL)
		return;
	for (size_t i = 0; i < sp->n; i++) {
		if (sp->blocks[i].block != NULL)
			block_release(sp->blocks[i].block);
		free(sp->blocks[i].block);
	}
	free(sp->blocks);
	tempfile_release(&sp->file);
	head_release(&sp->head);
	json_decref(sp->tail);
	free(sp);
}

size_t
spool_n_blocks(const struct spool *sp)
{
	return (sp->n);
}

uint64_t
spool_n_rows(const struct spool *sp)
{
	return (sp->n_rows);
}

uint64_t
spool_place(const struct spool *sp, size_t k)
{
	return (sp->blocks[k].place);
}

uint64_t
spool_first_row(const struct spool *sp, size_t k)
{
	return (sp->blocks[k].first_row);
}

const struct head *
spool_head(const struct spool *sp)
{
	return (&sp->head);
}

const json_t *
spool_tail(const struct spool *sp)
{
	return (sp->tail);
}

int
spool_get(const struct spool *sp, size_t k, struct block *scratch,
    const struct batch **out, struct diag *d)
{
	off_t at = sp->blocks[k].at;
	uint64_t n;

	if (sp->blocks[k].block != NULL) {
		*out = &sp->blocks[k].block->view;
		return (0);
	}
	if (tempfile_read(&sp->file, &n, sizeof(n), &at, d) == -1)
		return (-1);
	for (size_t i = 0; i < scratch->n_cols; i++) {
		if (read_column(sp, &scratch->cols[i], n, &at, d) == -1)
			return (-1);
	}
	scratch->view.source = sp->blocks[k].source;
	*out = block_seal(scratch, sp->blocks[k].first_row);
	return (0);
}

struct spool_stream {
	struct stream stream;
	const struct spool *spool;
	struct block scratch;
	size_t k;
};

static int
spool_stream_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct spool_stream *ss = (struct spool_stream *)s;

	if (ss->k == ss->spool->n)
		return (0);
	if (spool_get(ss->spool, ss->k, &ss->scratch, out, d) == -1)
		return (-1);
	ss->k++;
	return (1);
}

static void
spool_stream_close(struct stream *s)
{
	struct spool_stream *ss = (struct spool_stream *)s;

	block_release(&ss->scratch);
	stream_release(s);
	free(ss);
}

struct stream *
spool_stream(const struct spool *sp)
{
	static const struct stream_ops ops = {
		spool_stream_next, spool_stream_close
	};
	struct spool_stream *ss = MEM_NEW(struct spool_stream);

	ss->stream.ops = &ops;
	head_copy(&ss->stream.head, &sp->head);
	ss->stream.tail = json_incref(sp->tail);
	ss->spool = sp;
	block_init(&ss->scratch, &sp->head.schema);
	return (&ss->stream);
}
