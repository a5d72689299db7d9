/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "block_codec.h"
#include "bounds.h"
#include "fmt_arrow_ids.h"

#include "fmt_arrow_body.h"

#define ALIGNED(n) (((n) + 63) / 64 * 64)

int
arrow_damaged(struct diag *d)
{
	return (diag_set(d, "the Arrow data is damaged"));
}

/* Where buffer i is in the body. */
static int
find_buffer(const struct arrow_batch *b, size_t i, struct span *out,
    struct diag *d)
{
	int64_t at = flat_at_int(&b->buffers, i, 16, 0);
	int64_t n = flat_at_int(&b->buffers, i, 16, 1);

	if (at < 0 || n < 0 || (uint64_t)at > b->body.n ||
	    (uint64_t)n > b->body.n - (uint64_t)at)
		return (arrow_damaged(d));
	out->p = b->body.p + at;
	out->n = (size_t)n;
	return (0);
}

/* The length in front of a compressed buffer; -1 where it is as it is. */
static int
announced(const struct span *s, int64_t *n, struct diag *d)
{
	*n = 0;
	if (s->n == 0)
		return (0);
	if (s->n < sizeof(*n))
		return (arrow_damaged(d));
	memcpy(n, s->p, sizeof(*n));
	return (*n < -1 ? arrow_damaged(d) : 0);
}

/* Room for all that the buffers announce, so that it need not move. */
static int
make_room(struct arrow_batch *b, struct diag *d)
{
	uint64_t bound = BOUND_BODY_FREE + (uint64_t)b->body.n *
	    BOUND_BODY_RATIO, total = 0;
	struct span s;
	int64_t n;

	for (size_t i = 0; i < b->buffers.n; i++) {
		if (find_buffer(b, i, &s, d) == -1 ||
		    announced(&s, &n, d) == -1)
			return (-1);
		if (n > 0 && ((uint64_t)n > bound ||
		    (total += ALIGNED((uint64_t)n)) > bound))
			return (diag_set(d, "a compressed Arrow batch that "
			    "announces over %u times its %zu bytes",
			    BOUND_BODY_RATIO, b->body.n));
	}
	str_clear(b->room);
	str_reserve(b->room, (size_t)total);
	return (0);
}

int
arrow_batch_init(struct arrow_batch *b, const struct flat_table *t,
    struct span body, struct str *room, struct diag *d)
{
	int64_t n = flat_get_int(t, BATCH_LENGTH, 8, 0);
	struct flat_table packed = flat_get_table(t, BATCH_COMPRESSION);

	memset(b, 0, sizeof(*b));
	b->body = body;
	b->room = room;
	b->codec = -1;
	if (packed.at != 0)
		b->codec = flat_get_int(&packed, COMPRESSION_CODEC, 1, 0);
	b->nodes = flat_get_vector(t, BATCH_NODES, 16);
	b->buffers = flat_get_vector(t, BATCH_BUFFERS, 16);
	b->variadic = flat_get_vector(t, BATCH_VARIADIC, 8);
	if (t->at == 0 || t->buf->bad || n < 0 || n > UINT32_MAX)
		return (arrow_damaged(d));
	b->n_rows = (size_t)n;
	return (packed.at != 0 ? make_room(b, d) : 0);
}

int
arrow_take_node(struct arrow_batch *b, size_t *n, bool *missing,
    struct diag *d)
{
	int64_t v;

	if (b->node == b->nodes.n)
		return (arrow_damaged(d));
	v = flat_at_int(&b->nodes, b->node, 16, 0);
	*missing = flat_at_int(&b->nodes, b->node, 16, 1) != 0;
	b->node++;
	if (v < 0 || v > UINT32_MAX)
		return (arrow_damaged(d));
	*n = (size_t)v;
	return (0);
}

/* s is what is in the body, and becomes what it holds. */
static int
unpack(struct arrow_batch *b, struct span *s, struct diag *d)
{
	struct span in = *s;
	int64_t n;

	if (announced(s, &n, d) == -1)
		return (-1);
	if (s->n == 0)
		return (0);
	in.p += sizeof(n);
	in.n -= sizeof(n);
	if (n == -1) {
		*s = in;
		return (0);
	}
	s->p = (uint8_t *)str_reserve(b->room, ALIGNED((size_t)n));
	s->n = (size_t)n;
	str_commit(b->room, ALIGNED((size_t)n));
	return (block_unpack(b->codec == CODEC_LZ4 ? BLOCK_LZ4_FRAME :
	    b->codec == CODEC_ZSTD ? BLOCK_ZSTD : -1, in.p, in.n,
	    (struct block_out){ (uint8_t *)(uintptr_t)s->p, s->n, "Arrow" },
	    d));
}

int
arrow_take_buffer(struct arrow_batch *b, uint64_t count, size_t bytes,
    struct span *out, struct diag *d)
{
	uint64_t need;

	*out = (struct span){ NULL, 0 };
	if (b->buffer == b->buffers.n)
		return (arrow_damaged(d));
	if (b->skip) {
		b->buffer++;
		return (0);
	}
	if (find_buffer(b, b->buffer++, out, d) == -1 ||
	    (b->codec != -1 && unpack(b, out, d) == -1))
		return (-1);
	if (__builtin_mul_overflow(count, bytes, &need) || need > out->n)
		return (arrow_damaged(d));
	return (0);
}

int
arrow_take_blocks(struct arrow_batch *b, size_t *n, struct diag *d)
{
	int64_t v;

	if (b->variadic_at == b->variadic.n)
		return (arrow_damaged(d));
	v = flat_at_int(&b->variadic, b->variadic_at++, 8, 0);
	if (v < 0 || (uint64_t)v > b->buffers.n - b->buffer)
		return (arrow_damaged(d));
	*n = (size_t)v;
	return (0);
}
