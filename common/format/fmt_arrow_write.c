/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The Arrow IPC stream: https://arrow.apache.org/docs/format/Columnar.html
 *
 * float is Float64, int Int64, string Utf8, time Timestamp(us, UTC), a vector
 * FixedSizeList of float32, a sparse row List of Struct(index, value).  The
 * head is the schema's metadata "mlc"; the tail that of a record batch without
 * rows, which comes last.  Values go from the columns to the output as they
 * are in memory; only bitmaps are built.
 */
#include <stdlib.h>
#include <string.h>

#include "fmt_arrow_flat.h"
#include "fmt_arrow_ids.h"
#include "fmt_arrow_schema.h"
#include "mem.h"

#include "fmt_write.h"

#define ALIGNMENT ((size_t)64)	/* of buffers in a body */
#define PADDED(n) (((n) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT)

struct node {
	int64_t n, n_missing;
};

struct extent {
	int64_t at, n;
};

/* A buffer of the body, where it is in memory. */
struct piece {
	const void *p;
	size_t n;
};

struct writer {
	struct outfile *out;
	struct schema schema;
	struct flat flat;
	struct str bits;	/* the bitmaps of one batch */
	struct node *nodes;
	struct extent *extents;
	struct piece *pieces;	/* one an extent */
	size_t n_nodes, cap_nodes, n_pieces, cap_pieces, cap_extents;
	size_t body;		/* bytes */
};

/* The length in front tells how far the body is from here. */
static int
write_metadata(struct writer *w, size_t root, struct diag *d)
{
	size_t n;
	const uint8_t *p = flat_finish(&w->flat, root, &n);
	uint32_t prefix[2] = { 0xffffffff, (uint32_t)n };

	if (n > INT32_MAX)
		return (diag_set(d, "the stream's head is too large for "
		    "Arrow"));
	if (outfile_write(w->out, prefix, sizeof(prefix), d) == -1)
		return (-1);
	return (outfile_write(w->out, p, n, d));
}

static int
write_message(struct writer *w, uint8_t type, size_t header, size_t metadata,
    struct diag *d)
{
	struct flat *f = &w->flat;

	flat_table(f);
	flat_i64(f, MESSAGE_BODY, (int64_t)w->body);
	flat_ref(f, MESSAGE_HEADER, header);
	if (metadata != 0)
		flat_ref(f, MESSAGE_METADATA, metadata);
	flat_i16(f, MESSAGE_VERSION, ARROW_V5);
	flat_u8(f, MESSAGE_HEADER_TYPE, type);
	return (write_metadata(w, flat_table_end(f), d));
}

static void
arrow_free(struct writer *w)
{
	schema_release(&w->schema);
	flat_release(&w->flat);
	str_release(&w->bits);
	free(w->nodes);
	free(w->extents);
	free(w->pieces);
	free(w);
}

static int
arrow_begin(struct outfile *out, const struct head *h, struct writer **to,
    struct diag *d)
{
	struct writer *w = MEM_NEW(struct writer);

	w->out = out;
	schema_copy(&w->schema, &h->schema);
	flat_init(&w->flat);
	if (write_message(w, HEADER_SCHEMA, arrow_add_schema(&w->flat, h), 0,
	    d) == -1) {
		arrow_free(w);
		return (-1);
	}
	*to = w;
	return (0);
}

static void
push_node(struct writer *w, size_t n, size_t n_missing)
{
	w->nodes = mem_grow(w->nodes, &w->cap_nodes, w->n_nodes + 1,
	    sizeof(*w->nodes));
	w->nodes[w->n_nodes++] = (struct node){ (int64_t)n,
	    (int64_t)n_missing };
}

static void
push_buffer(struct writer *w, const void *p, size_t n)
{
	size_t i = w->n_pieces++;

	w->pieces = mem_grow(w->pieces, &w->cap_pieces, i + 1,
	    sizeof(*w->pieces));
	w->extents = mem_grow(w->extents, &w->cap_extents, i + 1,
	    sizeof(*w->extents));
	w->pieces[i] = (struct piece){ p, n };
	w->extents[i] = (struct extent){ (int64_t)w->body, (int64_t)n };
	w->body += PADDED(n);
}

/* Eight bytes of 0 or 1 to eight bits, the first one lowest. */
static uint8_t
pack_eight(const uint8_t *v)
{
	uint64_t x;

	memcpy(&x, v, sizeof(x));
	return ((uint8_t)(x * 0x0102040810204080u >> 56));
}

/* A bitmap of n bytes that are 0 or 1. There is room in w->bits, so that
   pieces may point into it. */
static void
push_bits(struct writer *w, const uint8_t *v, size_t n)
{
	size_t bytes = (n + 7) / 8;
	uint8_t *to = (uint8_t *)str_reserve(&w->bits, bytes);

	for (size_t i = 0; i < n / 8; i++)
		to[i] = pack_eight(v + 8 * i);
	if (n % 8 > 0)
		to[bytes - 1] = 0;
	for (size_t i = n / 8 * 8; i < n; i++)
		to[bytes - 1] |= (uint8_t)((v[i] != 0) << i % 8);
	push_buffer(w, to, bytes);
	str_commit(&w->bits, bytes);
}

static void
push_valid(struct writer *w, const struct column *c)
{
	push_node(w, c->n, c->n_missing);
	if (c->n_missing > 0)
		push_bits(w, c->valid, c->n);
	else
		push_buffer(w, NULL, 0);
}

/* A column without a memory of its own has no offsets, but Arrow wants one. */
static size_t
push_offsets(struct writer *w, const struct column *c)
{
	static const uint32_t zero;
	const uint32_t *off = c->n > 0 ? c->off : &zero;

	push_buffer(w, off, (c->n + 1) * sizeof(*off));
	return (off[c->n]);
}

static void
push_sparse(struct writer *w, const struct column *c)
{
	size_t n = push_offsets(w, c);

	push_node(w, n, 0);		/* the structs */
	push_buffer(w, NULL, 0);
	push_node(w, n, 0);
	push_buffer(w, NULL, 0);
	push_buffer(w, c->index, n * sizeof(*c->index));
	push_node(w, n, 0);
	push_buffer(w, NULL, 0);
	push_buffer(w, c->value, n * sizeof(*c->value));
}

static void
push_column(struct writer *w, const struct column *c)
{
	size_t n;

	push_valid(w, c);
	switch (c->type) {
	case COL_BOOL:
		push_bits(w, c->bools, c->n);
		break;
	case COL_INT:
	case COL_TIME:
		push_buffer(w, c->ints, c->n * sizeof(*c->ints));
		break;
	case COL_FLOAT:
		push_buffer(w, c->floats, c->n * sizeof(*c->floats));
		break;
	case COL_STRING:
		n = push_offsets(w, c);
		push_buffer(w, c->bytes, n);
		break;
	case COL_VECTOR:
		n = c->n * c->width;
		push_node(w, n, 0);
		push_buffer(w, NULL, 0);
		push_buffer(w, c->vector, n * sizeof(*c->vector));
		break;
	case COL_SPARSE:
		push_sparse(w, c);
		break;
	case N_COL_TYPES:
		BUG("no such type");
	}
}

static int
check_size(const struct column *c, const struct field *f, struct diag *d)
{
	bool has_offsets = c->type == COL_STRING || c->type == COL_SPARSE;

	if (c->n > 0 && has_offsets && c->off[c->n] > INT32_MAX)
		return (diag_set(d, "column \"%s\": more than 2 GiB in one "
		    "batch", f->name));
	return (0);
}

static int
write_body(struct writer *w, struct diag *d)
{
	static const char zeros[ALIGNMENT];

	for (size_t i = 0; i < w->n_pieces; i++) {
		const struct piece *p = &w->pieces[i];

		if (outfile_write(w->out, p->p, p->n, d) == -1 ||
		    outfile_write(w->out, zeros, PADDED(p->n) - p->n, d) == -1)
			return (-1);
	}
	return (0);
}

/* metadata may be 0; it is of the builder, which was cleared before. */
static int
write_batch(struct writer *w, size_t n_rows, size_t metadata, struct diag *d)
{
	struct flat *f = &w->flat;
	size_t nodes, buffers;

	nodes = flat_structs(f, w->nodes, w->n_nodes, sizeof(*w->nodes));
	buffers = flat_structs(f, w->extents, w->n_pieces,
	    sizeof(*w->extents));
	flat_table(f);
	flat_i64(f, BATCH_LENGTH, (int64_t)n_rows);
	flat_ref(f, BATCH_NODES, nodes);
	flat_ref(f, BATCH_BUFFERS, buffers);
	if (write_message(w, HEADER_BATCH, flat_table_end(f), metadata, d) ==
	    -1)
		return (-1);
	return (write_body(w, d));
}

static void
clear_batch(struct writer *w, size_t n_rows)
{
	flat_clear(&w->flat);
	w->n_nodes = w->n_pieces = w->body = 0;
	str_clear(&w->bits);
	str_reserve(&w->bits, w->schema.n * 2 * ((n_rows + 7) / 8));
}

static int
arrow_write(struct writer *w, const struct batch *b, struct diag *d)
{
	clear_batch(w, b->n_rows);
	for (size_t j = 0; j < w->schema.n; j++) {
		if (check_size(b->cols[j], &w->schema.fields[j], d) == -1)
			return (-1);
		push_column(w, b->cols[j]);
	}
	return (write_batch(w, b->n_rows, 0, d));
}

/* A batch without rows carries the tail. */
static int
write_tail(struct writer *w, const json_t *tail, struct diag *d)
{
	struct block none;
	size_t metadata;

	clear_batch(w, 0);
	metadata = arrow_add_metadata(&w->flat, tail);
	block_init(&none, &w->schema);
	for (size_t j = 0; j < w->schema.n; j++)
		push_column(w, &none.cols[j]);
	block_release(&none);
	return (write_batch(w, 0, metadata, d));
}

static int
arrow_end(struct writer *w, const json_t *tail, struct diag *d)
{
	static const uint32_t end[2] = { 0xffffffff, 0 };

	if (json_array_size(tail) > 0 && write_tail(w, tail, d) == -1)
		return (-1);
	return (outfile_write(w->out, end, sizeof(end), d));
}

const struct format_writer arrow_writer = {
	.begin = arrow_begin,
	.write = arrow_write,
	.end = arrow_end,
	.free = arrow_free,
};
