/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "block_codec.h"
#include "bounds.h"
#include "mem.h"

#include "fmt_parquet_leaf.h"

#define PIECE 1024		/* entries at one time */
#define HEAD 8192		/* bytes that are read for the head of a page */
#define HEAD_MAX ((size_t)64 << 20)

void
parquet_leaf_init(struct parquet_leaf *l, const struct parquet_leaf_type *t)
{
	*l = (struct parquet_leaf){ .type = t, .decoder = { .type = t } };
}

void
parquet_leaf_release(struct parquet_leaf *l)
{
	parquet_values_release(&l->dictionary);
	parquet_values_release(&l->values);
	str_release(&l->raw);
	str_release(&l->page);
	str_release(&l->decoder.last);
	free(l->def);
	free(l->rep);
}

int
parquet_leaf_begin(struct parquet_leaf *l, const struct parquet_chunk *c,
    struct diag *d)
{
	if (c->physical != l->type->physical)
		return (parquet_damaged(d));
	l->chunk = c;
	l->at = c->at;
	l->end = c->at + c->size;
	l->left = c->n_values;
	l->page_left = l->n = l->n_rows = 0;
	l->has_dictionary = false;
	l->values.n = l->values.bytes.len = 0;
	return (0);
}

/* The head of the page at l->at, which then is behind it. */
static int
read_head(struct parquet_leaf *l, struct parquet_file *f,
    struct parquet_page *page, struct diag *d)
{
	uint64_t rest = l->end - l->at;
	size_t n, want = HEAD;
	int r;

	do {
		n = want < rest ? want : (size_t)rest;
		str_clear(&l->raw);
		if (parquet_file_read(f, l->at, n, &l->raw, d) == -1)
			return (-1);
		r = parquet_page_parse(page, str_get(&l->raw), &n, d);
		want *= 8;
	} while (r == 0 && n < rest && n < HEAD_MAX);
	if (r == 0)
		return (parquet_damaged(d));
	l->at += n;
	if (r == 1 && (uint64_t)page->size > l->end - l->at)
		return (parquet_damaged(d));
	return (r == 1 ? 0 : -1);
}

static int
check_page(const struct parquet_leaf *l, const struct parquet_page *page,
    struct diag *d)
{
	uint64_t bytes = (uint64_t)page->size;

	if (page->has_crc && !block_crc_is((const uint8_t *)l->raw.buf,
	    (size_t)bytes, page->crc))
		return (diag_set(d, "the Parquet data is damaged: a page has "
		    "another checksum"));
	if ((uint64_t)page->unpacked > BOUND_BODY_FREE + BOUND_BODY_RATIO *
	    bytes)
		return (diag_set(d, "a Parquet page of %llu bytes announces "
		    "%lld", (unsigned long long)bytes,
		    (long long)page->unpacked));
	return (0);
}

/* The bytes of a page, unpacked, into l->page; levels of version 2 are not
   packed. */
static int
read_page(struct parquet_leaf *l, struct parquet_file *f,
    const struct parquet_page *page, struct diag *d)
{
	size_t levels = 0, n = (size_t)page->unpacked;
	int64_t codec = page->is_compressed ? l->chunk->codec : BLOCK_NONE;
	char *to;

	str_clear(&l->raw);
	str_clear(&l->page);
	if (parquet_file_read(f, l->at, (size_t)page->size, &l->raw, d) ==
	    -1 || check_page(l, page, d) == -1)
		return (-1);
	l->at += (uint64_t)page->size;
	if (page->def_bytes > page->size ||
	    page->rep_bytes > page->size - page->def_bytes)
		return (parquet_damaged(d));
	levels = (size_t)(page->def_bytes + page->rep_bytes);
	if (n < levels)
		return (parquet_damaged(d));
	to = str_reserve(&l->page, n + PARQUET_PADDING);
	memset(to + n, 0, PARQUET_PADDING);
	memcpy(to, str_get(&l->raw), levels);
	/* A page without values may have no bytes at all. */
	if (n > levels && block_unpack(codec,
	    (const uint8_t *)l->raw.buf + levels, l->raw.len - levels,
	    (struct block_out){ (uint8_t *)to + levels, n - levels,
	    "Parquet" }, d) == -1)
		return (-1);
	str_commit(&l->page, n);
	return (0);
}

static int
take_dictionary(struct parquet_leaf *l, const struct parquet_page *page,
    struct diag *d)
{
	struct parquet_values *v = &l->dictionary;

	if (page->encoding != 0 && page->encoding != 2)
		return (parquet_damaged(d));
	v->n = v->bytes.len = v->longest = 0;
	if (parquet_decode_begin(&l->decoder, 0,
	    (const uint8_t *)str_get(&l->page), l->page.len, d) == -1 ||
	    parquet_decode(&l->decoder, (size_t)page->n_values, v, d) == -1)
		return (-1);
	l->has_dictionary = true;
	return (0);
}

static unsigned
bits_of(unsigned level)
{
	unsigned bits = 0;

	for (; level > 0; level >>= 1)
		bits++;
	return (bits);
}

/* Levels of version 1, with their length before them. */
static int
begin_levels(struct parquet_runs *r, unsigned max, int64_t encoding,
    const uint8_t **p, const uint8_t *end, struct diag *d)
{
	uint32_t n;

	if (max == 0)
		return (0);
	if (encoding != 3)
		return (diag_set(d, "Parquet levels in an encoding that is "
		    "no longer used"));
	if (end - *p < 4)
		return (parquet_damaged(d));
	memcpy(&n, *p, sizeof(n));
	*p += 4;
	if (n > (size_t)(end - *p))
		return (parquet_damaged(d));
	parquet_runs_begin(r, *p, n, bits_of(max));
	*p += n;
	return (0);
}

static int
begin_page(struct parquet_leaf *l, const struct parquet_page *page,
    struct diag *d)
{
	const uint8_t *p = (const uint8_t *)str_get(&l->page);
	const uint8_t *end = p + l->page.len;

	if (page->n_values > l->left)
		return (parquet_damaged(d));
	if (page->is_v2) {
		parquet_runs_begin(&l->reps, p, (size_t)page->rep_bytes,
		    bits_of(l->type->rep));
		p += page->rep_bytes;
		parquet_runs_begin(&l->defs, p, (size_t)page->def_bytes,
		    bits_of(l->type->def));
		p += page->def_bytes;
	} else if (begin_levels(&l->reps, l->type->rep, page->rep_encoding,
	    &p, end, d) == -1 || begin_levels(&l->defs, l->type->def,
	    page->def_encoding, &p, end, d) == -1) {
		return (-1);
	}
	l->left -= page->n_values;
	l->page_left = (size_t)page->n_values;
	l->decoder.dictionary = l->has_dictionary ? &l->dictionary : NULL;
	return (l->page_left == 0 ? 0 : parquet_decode_begin(&l->decoder,
	    page->encoding, p, (size_t)(end - p), d));
}

/* On to the next page with entries. */
static int
next_page(struct parquet_leaf *l, struct parquet_file *f, struct diag *d)
{
	struct parquet_page page;

	while (l->page_left == 0 && l->left > 0) {
		if (l->at == l->end)
			return (parquet_damaged(d));
		if (read_head(l, f, &page, d) == -1)
			return (-1);
		if (page.is_other) {
			l->at += (uint64_t)page.size;
			continue;
		}
		if (read_page(l, f, &page, d) == -1 || (page.is_dictionary ?
		    take_dictionary(l, &page, d) : begin_page(l, &page, d)) ==
		    -1)
			return (-1);
	}
	return (0);
}

/* Levels of n entries, behind those that wait; how many are the highest, and
   how many are 0. */
static int
take_levels(struct parquet_runs *runs, unsigned max, size_t n, uint8_t *out,
    size_t *n_max, size_t *n_zero)
{
	uint32_t v[PIECE];

	if (parquet_runs_take(runs, v, n) < n)
		return (-1);
	*n_max = *n_zero = 0;
	for (size_t i = 0; i < n; i++) {
		if (v[i] > max)
			return (-1);
		out[i] = (uint8_t)v[i];
		*n_max += v[i] == max;
		*n_zero += v[i] == 0;
	}
	return (0);
}

/* The next n entries of the page. */
static int
take_entries(struct parquet_leaf *l, size_t n, struct diag *d)
{
	size_t n_values = n, n_rows = n, unused;

	if (l->type->rep > 0) {
		l->rep = mem_grow(l->rep, &l->cap_rep, l->n + n, 1);
		if (take_levels(&l->reps, l->type->rep, n, l->rep + l->n,
		    &unused, &n_rows) == -1 || (l->n == 0 &&
		    l->rep[0] != 0))
			return (parquet_damaged(d));
	}
	if (l->type->def > 0) {
		l->def = mem_grow(l->def, &l->cap_def, l->n + n, 1);
		if (take_levels(&l->defs, l->type->def, n, l->def + l->n,
		    &n_values, &unused) == -1)
			return (parquet_damaged(d));
	}
	if (parquet_decode(&l->decoder, n_values, &l->values, d) == -1)
		return (-1);
	l->n += n;
	l->n_rows += n_rows;
	l->page_left -= n;
	return (0);
}

/* So many entries that texts, each as long as the longest known, do not pass
   the room by much. */
static size_t
piece_of(const struct parquet_leaf *l, size_t room)
{
	size_t longest = l->dictionary.longest > l->decoder.last.len ?
	    l->dictionary.longest : l->decoder.last.len;
	size_t left = room > l->values.bytes.len ? room -
	    l->values.bytes.len : 0;

	if (l->type->width > 0 || longest < 64)
		return (PIECE);
	left /= longest;
	return (left < 1 ? 1 : left < PIECE ? left : PIECE);
}

int
parquet_leaf_fill(struct parquet_leaf *l, struct parquet_file *f, size_t n,
    size_t room, struct diag *d)
{
	size_t have, piece;

	while ((have = parquet_leaf_rows(l)) < n &&
	    (have == 0 || l->values.bytes.len < room)) {
		if (next_page(l, f, d) == -1)
			return (-1);
		if (l->page_left == 0)
			break;
		piece = piece_of(l, room);
		if (l->type->rep == 0 && piece > n - have)
			piece = n - have;
		if (take_entries(l, piece < l->page_left ? piece :
		    l->page_left, d) == -1)
			return (-1);
	}
	return (0);
}

size_t
parquet_leaf_rows(const struct parquet_leaf *l)
{
	bool at_end = l->left == 0 && l->page_left == 0;

	return (l->n_rows - (l->type->rep > 0 && !at_end && l->n_rows > 0));
}

size_t
parquet_leaf_entries(const struct parquet_leaf *l, size_t n)
{
	size_t i = 0;

	if (l->type->rep == 0)
		return (n);
	for (; i < l->n; i++) {
		if (l->rep[i] == 0 && n-- == 0)
			break;
	}
	return (i);
}

void
parquet_leaf_drop(struct parquet_leaf *l, size_t rows, size_t entries)
{
	size_t n_values = entries;

	if (entries == 0)
		return;
	if (l->type->def > 0) {
		for (size_t i = 0; i < entries; i++)
			n_values -= l->def[i] != l->type->def;
		memmove(l->def, l->def + entries, l->n - entries);
	}
	if (l->type->rep > 0)
		memmove(l->rep, l->rep + entries, l->n - entries);
	l->n -= entries;
	l->n_rows -= rows;
	parquet_values_drop(&l->values, l->type, n_values);
}
