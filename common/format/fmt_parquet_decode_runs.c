/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Levels, indexes and integers in runs and differences. */
#include <string.h>

#include "fmt_parquet_decode.h"

#define BLOCK_MAX ((uint64_t)1 << 20)

void
parquet_runs_begin(struct parquet_runs *r, const uint8_t *p, size_t n,
    unsigned bits)
{
	*r = (struct parquet_runs){ .p = p, .end = p + n, .bits = bits };
}

/* The head of the next run; false where there is none. */
static bool
next_run(struct parquet_runs *r)
{
	struct thrift t;
	uint64_t head, bytes = (r->bits + 7) / 8;

	if (r->is_packed)
		r->p += (r->bit + 7) / 8;
	r->is_packed = false;
	t = (struct thrift){ .p = r->p, .end = r->end };
	head = thrift_varint(&t);
	if (t.failed)
		return (false);
	r->p = t.p;
	r->left = head >> 1;
	if (head & 1) {
		r->is_packed = true;
		r->bit = 0;
		if (r->left > UINT32_MAX)
			return (false);
		r->left *= 8;
		/* The last values of a page may be left away. */
		if (r->bits > 0 && r->left > (uint64_t)(r->end - r->p) * 8 /
		    r->bits)
			r->left = (uint64_t)(r->end - r->p) * 8 / r->bits;
		return (true);
	}
	if (bytes > (uint64_t)(r->end - r->p))
		return (false);
	r->value = 0;
	memcpy(&r->value, r->p, bytes);
	r->p += bytes;
	return (true);
}

static void
take_packed(struct parquet_runs *r, uint32_t *out, size_t n)
{
	uint64_t mask = ((uint64_t)1 << r->bits) - 1, v, bit = r->bit;
	const uint8_t *p = r->p;
	unsigned bits = r->bits;

	for (size_t i = 0; i < n; i++, bit += bits) {
		memcpy(&v, p + bit / 8, sizeof(v));
		out[i] = (uint32_t)(v >> bit % 8 & mask);
	}
	r->bit = bit;
}

size_t
parquet_runs_take(struct parquet_runs *r, uint32_t *out, size_t n)
{
	size_t done = 0, k;

	while (done < n) {
		while (r->left == 0) {
			if (!next_run(r))
				return (done);
		}
		k = n - done < r->left ? n - done : (size_t)r->left;
		if (r->is_packed) {
			take_packed(r, out + done, k);
		} else {
			for (size_t i = 0; i < k; i++)
				out[done + i] = r->value;
		}
		r->left -= k;
		done += k;
	}
	return (done);
}

int
parquet_delta_begin(struct parquet_delta *c, const uint8_t *p, size_t n)
{
	*c = (struct parquet_delta){ .in = { .p = p, .end = p + n },
	    .is_first = true };
	c->per_block = thrift_varint(&c->in);
	c->n_minis = thrift_varint(&c->in);
	c->n_left = thrift_varint(&c->in);
	c->value = thrift_zigzag(&c->in);
	if (c->in.failed || c->per_block == 0 || c->per_block > BLOCK_MAX ||
	    c->n_minis == 0 || c->per_block % c->n_minis != 0 ||
	    c->per_block / c->n_minis % 8 != 0)
		return (-1);
	c->per_mini = c->per_block / c->n_minis;
	c->mini = c->n_minis;
	return (0);
}

/* A block: the least difference, and the bits of what each miniblock's are
   above it. */
static bool
next_block(struct parquet_delta *c)
{
	c->least = thrift_zigzag(&c->in);
	if (c->in.failed || c->n_minis > (uint64_t)(c->in.end - c->in.p))
		return (false);
	c->widths = c->in.p;
	c->in.p += c->n_minis;
	c->mini = 0;
	return (true);
}

/* On to the next miniblock, whose bytes have to be there as far as there are
   values. */
static bool
next_mini(struct parquet_delta *c)
{
	uint64_t n, bits;

	if (c->mini < c->n_minis && c->widths != NULL && c->at > 0) {
		c->in.p += c->per_mini * c->widths[c->mini] / 8;
		c->mini++;
	}
	if (c->mini == c->n_minis && !next_block(c))
		return (false);
	c->at = 0;
	bits = c->widths[c->mini];
	n = c->n_left < c->per_mini ? c->n_left : c->per_mini;
	if (bits > 64 || (n * bits + 7) / 8 > (uint64_t)(c->in.end - c->in.p))
		return (false);
	return (true);
}

static uint64_t
bits_at(const uint8_t *p, uint64_t bit, unsigned bits)
{
	uint64_t v;
	unsigned shift = bit % 8;

	memcpy(&v, p + bit / 8, sizeof(v));
	v >>= shift;
	if (shift + bits > 64)
		v |= (uint64_t)p[bit / 8 + 8] << (64 - shift);
	return (bits < 64 ? v & (((uint64_t)1 << bits) - 1) : v);
}

/* Sums wrap around, as those of the writer did. */
size_t
parquet_delta_take(struct parquet_delta *c, int64_t *out, size_t n)
{
	size_t done = 0;
	unsigned bits;

	for (; done < n && c->n_left > 0; done++, c->n_left--) {
		if (c->is_first) {
			c->is_first = false;
			out[done] = c->value;
			continue;
		}
		if ((c->widths == NULL || c->at == c->per_mini) &&
		    !next_mini(c)) {
			c->in.failed = true;
			return (done);
		}
		bits = c->widths[c->mini];
		c->value = (int64_t)((uint64_t)c->value + (uint64_t)c->least +
		    bits_at(c->in.p, c->at++ * bits, bits));
		out[done] = c->value;
	}
	if (c->n_left == 0 && done > 0 && c->widths != NULL && c->at > 0) {
		/* Behind it all: where what follows begins. */
		uint64_t size = c->per_mini * c->widths[c->mini] / 8;

		c->in.p += size < (uint64_t)(c->in.end - c->in.p) ? size :
		    (uint64_t)(c->in.end - c->in.p);
		c->at = 0;
		c->widths = NULL;
	}
	return (done);
}
