/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "fmt_parquet_value.h"

#define PIECE 256

enum {
	PLAIN = 0, PLAIN_DICTIONARY = 2, RLE = 3, DELTA_BINARY_PACKED = 5,
	DELTA_LENGTH_BYTE_ARRAY = 6, DELTA_BYTE_ARRAY = 7, RLE_DICTIONARY = 8,
	BYTE_STREAM_SPLIT = 9
};

void
parquet_values_release(struct parquet_values *v)
{
	str_release(&v->bytes);
	free(v->ends);
	*v = (struct parquet_values){ 0 };
}

void
parquet_values_drop(struct parquet_values *v,
    const struct parquet_leaf_type *t, size_t n)
{
	size_t bytes = t->width > 0 ? n * t->width : n > 0 ? v->ends[n - 1] :
	    0;

	if (bytes > 0)
		memmove(v->bytes.buf, v->bytes.buf + bytes,
		    v->bytes.len - bytes);
	v->bytes.len -= bytes;
	v->n -= n;
	for (size_t i = 0; t->width == 0 && i < v->n; i++)
		v->ends[i] = v->ends[i + n] - bytes;
}

/* A bit width, then runs of indexes. */
static int
begin_indexes(struct parquet_decoder *c, size_t n, struct diag *d)
{
	if (c->dictionary == NULL || (n > 0 && c->p[0] > 32))
		return (parquet_damaged(d));
	parquet_runs_begin(&c->runs, c->p + (n > 0), n - (n > 0), n > 0 ?
	    c->p[0] : 0);
	return (0);
}

/* Where the bytes of the texts begin: behind the lengths. */
static int
begin_texts(struct parquet_decoder *c, struct parquet_delta *lengths,
    const uint8_t *p, struct diag *d)
{
	struct parquet_delta all;
	int64_t v[PIECE];

	if (parquet_delta_begin(lengths, p, (size_t)(c->end - p)) == -1)
		return (parquet_damaged(d));
	all = *lengths;
	while (parquet_delta_take(&all, v, PIECE) > 0)
		;
	if (all.in.failed || all.n_left > 0)
		return (parquet_damaged(d));
	c->p = all.in.p;
	return (0);
}

static int
begin_prefixes(struct parquet_decoder *c, struct diag *d)
{
	if (begin_texts(c, &c->first, c->p, d) == -1)
		return (-1);
	str_clear(&c->last);
	return (begin_texts(c, &c->second, c->p, d));
}

static int
unknown(const struct parquet_decoder *c, struct diag *d)
{
	return (diag_set(d, "Parquet values in the encoding %lld, which "
	    "their type has not", (long long)c->encoding));
}

/* Bools in runs have their length before them. */
static int
begin_bools(struct parquet_decoder *c, size_t n, struct diag *d)
{
	if (c->type->physical != PARQUET_BOOL)
		return (unknown(c, d));
	if (n < 4)
		return (parquet_damaged(d));
	parquet_runs_begin(&c->runs, c->p + 4, n - 4, 1);
	return (0);
}

static size_t
raw_width(const struct parquet_leaf_type *t)
{
	switch (t->physical) {
	case PARQUET_INT32:
	case PARQUET_FLOAT:
		return (4);
	case PARQUET_INT64:
	case PARQUET_DOUBLE:
		return (8);
	case PARQUET_INT96:
		return (12);
	case PARQUET_FIXED:
		return (t->length);
	default:
		return (0);
	}
}

int
parquet_decode_begin(struct parquet_decoder *c, int64_t encoding,
    const uint8_t *p, size_t n, struct diag *d)
{
	enum parquet_physical physical = c->type->physical;

	c->encoding = encoding;
	c->p = p;
	c->end = p + n;
	c->at = 0;
	c->n = physical == PARQUET_BOOL ? n * 8 : raw_width(c->type) > 0 ?
	    n / raw_width(c->type) : 0;
	switch (encoding) {
	case PLAIN:
		return (0);
	case PLAIN_DICTIONARY:
	case RLE_DICTIONARY:
		return (begin_indexes(c, n, d));
	case RLE:
		return (begin_bools(c, n, d));
	case DELTA_BINARY_PACKED:
		if (physical != PARQUET_INT32 && physical != PARQUET_INT64)
			return (unknown(c, d));
		return (parquet_delta_begin(&c->first, p, n) == -1 ?
		    parquet_damaged(d) : 0);
	case DELTA_LENGTH_BYTE_ARRAY:
		return (physical != PARQUET_BYTES ? unknown(c, d) :
		    begin_texts(c, &c->first, c->p, d));
	case DELTA_BYTE_ARRAY:
		return (physical != PARQUET_BYTES &&
		    physical != PARQUET_FIXED ? unknown(c, d) :
		    begin_prefixes(c, d));
	case BYTE_STREAM_SPLIT:
		return (raw_width(c->type) == 0 || physical == PARQUET_INT96 ?
		    unknown(c, d) : 0);
	default:
		return (unknown(c, d));
	}
}

static int
plain_texts(struct parquet_decoder *c, size_t n, struct parquet_values *out)
{
	uint32_t len;

	for (; n > 0; n--, c->p += len) {
		if (c->end - c->p < 4)
			return (-1);
		memcpy(&len, c->p, sizeof(len));
		c->p += 4;
		if (len > (size_t)(c->end - c->p) ||
		    parquet_value_add(c->type, c->p, len, out) == -1)
			return (-1);
	}
	return (0);
}

static int
plain(struct parquet_decoder *c, size_t n, struct parquet_values *out)
{
	size_t width = raw_width(c->type);

	if (c->type->physical == PARQUET_BYTES)
		return (plain_texts(c, n, out));
	if (n > c->n - c->at)
		return (-1);
	if (c->type->physical == PARQUET_BOOL) {
		char *to = str_reserve(&out->bytes, n);

		for (size_t i = 0; i < n; i++, c->at++)
			to[i] = (char)(c->p[c->at / 8] >> c->at % 8 & 1);
		str_commit(&out->bytes, n);
		out->n += n;
		return (0);
	}
	c->at += n;
	if (parquet_value_is_plain(c->type)) {
		str_add(&out->bytes, c->p, n * width);
		out->n += n;
		c->p += n * width;
		return (0);
	}
	for (; n > 0; n--, c->p += width) {
		if (parquet_value_add(c->type, c->p, width, out) == -1)
			return (-1);
	}
	return (0);
}

/* Byte k of all values, then byte k + 1. */
static int
split(struct parquet_decoder *c, size_t n, struct parquet_values *out)
{
	size_t width = raw_width(c->type);
	uint8_t small[16], *v = small;
	int r = 0;

	if (n > c->n - c->at)
		return (-1);
	if (width > sizeof(small))
		v = mem_alloc(width, 1);
	for (size_t i = 0; i < n && r == 0; i++, c->at++) {
		for (size_t k = 0; k < width; k++)
			v[k] = c->p[k * c->n + c->at];
		r = parquet_value_add(c->type, v, width, out);
	}
	if (v != small)
		free(v);
	return (r);
}

static int
bools(struct parquet_decoder *c, size_t n, struct parquet_values *out)
{
	uint32_t v[PIECE];
	size_t k;

	for (; n > 0; n -= k) {
		k = n < PIECE ? n : PIECE;
		if (parquet_runs_take(&c->runs, v, k) < k)
			return (-1);
		for (size_t i = 0; i < k; i++)
			str_addc(&out->bytes, (char)v[i]);
		out->n += k;
	}
	return (0);
}

/* Values of the dictionary, which are as Arrow has them. */
static int
gather(const struct parquet_decoder *c, const uint32_t *index, size_t n,
    struct parquet_values *out)
{
	const struct parquet_values *from = c->dictionary;
	size_t width = c->type->width;
	char *to;

	for (size_t i = 0; i < n; i++) {
		if (index[i] >= from->n)
			return (-1);
	}
	if (width == 0) {
		for (size_t i = 0; i < n; i++) {
			uint64_t first = index[i] > 0 ?
			    from->ends[index[i] - 1] : 0;

			parquet_values_add_text(out, from->bytes.buf + first,
			    from->ends[index[i]] - first);
		}
		return (0);
	}
	to = str_reserve(&out->bytes, n * width);
	if (width == 8) {
		for (size_t i = 0; i < n; i++)
			memcpy(to + i * 8, from->bytes.buf +
			    (size_t)index[i] * 8, 8);
	} else {
		for (size_t i = 0; i < n; i++)
			memcpy(to + i * width, from->bytes.buf +
			    index[i] * width, width);
	}
	str_commit(&out->bytes, n * width);
	out->n += n;
	return (0);
}

static int
indexes(struct parquet_decoder *c, size_t n, struct parquet_values *out)
{
	uint32_t v[PIECE];
	size_t k;

	for (; n > 0; n -= k) {
		k = n < PIECE ? n : PIECE;
		if (parquet_runs_take(&c->runs, v, k) < k ||
		    gather(c, v, k, out) == -1)
			return (-1);
	}
	return (0);
}

static int
deltas(struct parquet_decoder *c, size_t n, struct parquet_values *out)
{
	int64_t v[PIECE];
	size_t k, width = c->type->width < 8 ? 4 : 8;

	for (; n > 0; n -= k) {
		k = n < PIECE ? n : PIECE;
		if (parquet_delta_take(&c->first, v, k) < k)
			return (-1);
		for (size_t i = 0; i < k; i++)
			str_add(&out->bytes, &v[i], width);
		out->n += k;
	}
	return (0);
}

static int
texts(struct parquet_decoder *c, size_t n, struct parquet_values *out)
{
	int64_t len;

	for (; n > 0; n--, c->p += len) {
		if (parquet_delta_take(&c->first, &len, 1) == 0 || len < 0 ||
		    len > c->end - c->p ||
		    parquet_value_add(c->type, c->p, (size_t)len, out) == -1)
			return (-1);
	}
	return (0);
}

/* Each begins as the one before does, so many bytes. */
static int
prefixed(struct parquet_decoder *c, size_t n, struct parquet_values *out)
{
	int64_t same, len;

	for (; n > 0; n--, c->p += len) {
		if (parquet_delta_take(&c->first, &same, 1) == 0 ||
		    parquet_delta_take(&c->second, &len, 1) == 0 || same < 0 ||
		    (uint64_t)same > c->last.len || len < 0 ||
		    len > c->end - c->p)
			return (-1);
		c->last.len = (size_t)same;
		str_add(&c->last, c->p, (size_t)len);
		if (parquet_value_add(c->type,
		    (const uint8_t *)str_get(&c->last), c->last.len, out) ==
		    -1)
			return (-1);
	}
	return (0);
}

int
parquet_decode(struct parquet_decoder *c, size_t n,
    struct parquet_values *out, struct diag *d)
{
	int r = -1;

	switch (c->encoding) {
	case PLAIN:
		r = plain(c, n, out);
		break;
	case PLAIN_DICTIONARY:
	case RLE_DICTIONARY:
		r = indexes(c, n, out);
		break;
	case RLE:
		r = bools(c, n, out);
		break;
	case DELTA_BINARY_PACKED:
		r = deltas(c, n, out);
		break;
	case DELTA_LENGTH_BYTE_ARRAY:
		r = texts(c, n, out);
		break;
	case DELTA_BYTE_ARRAY:
		r = prefixed(c, n, out);
		break;
	case BYTE_STREAM_SPLIT:
		r = split(c, n, out);
		break;
	}
	return (r == -1 ? parquet_damaged(d) : 0);
}
