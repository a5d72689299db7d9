/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "str.h"

#include "decode.h"

#include "bytes.h"

#define PIECE ((size_t)1 << 20)
#define PEEK 512		/* enough for every magic number */
#define PEEK_PIPE 65536		/* what a pipe holds */

enum bytes_kind {
	BYTES_RAW,		/* the outside as it is */
	BYTES_COMPRESSED,	/* what is compressed in inner */
	BYTES_MEMBER		/* of an archive, which is inner */
};

struct bytes {
	enum bytes_kind kind;
	char *name;
	struct outside *outside;
	uint64_t at;		/* BYTES_RAW: the position in it */
	struct bytes *inner;
	size_t place;		/* BYTES_MEMBER */
	struct decode *decode;	/* NULL until read */
	struct str peeked;	/* read, but not yet given */
	size_t n_given;		/* of peeked */
	char *piece;		/* of bytes_next */
};

/* Holds the outside itself. */
static struct bytes *
new_bytes(enum bytes_kind kind, struct outside *o, const char *name)
{
	struct bytes *b = MEM_NEW(struct bytes);

	b->kind = kind;
	b->outside = outside_share(o);
	b->name = mem_strdup(name != NULL ? name : outside_name(o));
	return (b);
}

void
bytes_close(struct bytes *b)
{
	if (b == NULL)
		return;
	decode_free(b->decode);
	bytes_close(b->inner);
	outside_free(b->outside);
	str_release(&b->peeked);
	free(b->piece);
	free(b->name);
	free(b);
}

const char *
bytes_name(const struct bytes *b)
{
	return (b->name);
}

struct outside *
bytes_outside(const struct bytes *b)
{
	return (b->outside);
}

void
bytes_keep_no_more(struct bytes *b)
{
	const struct bytes *in = b;

	while (in->kind == BYTES_COMPRESSED)
		in = in->inner;
	if (in->kind == BYTES_RAW)
		outside_keep_no_more(b->outside);
}

void
bytes_pause(struct bytes *b)
{
	outside_pause(b->outside);
}

/* Only the outside itself can be sought in. */
static int
start_decode(struct bytes *b, struct diag *d)
{
	const char *name;
	struct outside *o = b->inner->kind == BYTES_RAW &&
	    b->kind == BYTES_MEMBER ? b->outside : NULL;
	int r = 1;

	b->decode = decode_new(b->inner, o, b->kind == BYTES_MEMBER);
	for (size_t i = 0; r == 1 && i <= b->place; i++)
		r = decode_next(b->decode, &name, d);
	if (r == 0 && b->kind == BYTES_MEMBER)
		return (diag_set(d, "%s: no longer in its archive", b->name));
	return (r == -1 ? -1 : 0);
}

static int
read_more(struct bytes *b, void *to, size_t n, size_t *got, struct diag *d)
{
	if (b->kind == BYTES_RAW) {
		if (outside_read(b->outside, b->at, to, n, got, d) == -1)
			return (-1);
		b->at += *got;
		return (0);
	}
	if (b->decode == NULL && start_decode(b, d) == -1)
		return (-1);
	return (decode_read(b->decode, to, n, got, d));
}

int
bytes_read(struct bytes *b, void *to, size_t n, size_t *got, struct diag *d)
{
	size_t left = b->peeked.len - b->n_given;

	if (left == 0)
		return (read_more(b, to, n, got, d));
	*got = n < left ? n : left;
	memcpy(to, b->peeked.buf + b->n_given, *got);
	b->n_given += *got;
	return (0);
}

int
bytes_next(struct bytes *b, const char **p, size_t *n, struct diag *d)
{
	if (b->piece == NULL)
		b->piece = mem_alloc(PIECE, 1);
	if (bytes_read(b, b->piece, PIECE, n, d) == -1)
		return (-1);
	*p = b->piece;
	return (*n > 0);
}

/* A pipe is asked once, and not at all while something of it is there. */
int
bytes_peek(struct bytes *b, size_t n, const char **p, size_t *got,
    struct diag *d)
{
	bool once = !outside_is_seekable(b->outside);
	size_t left = b->peeked.len - b->n_given, more = 1;

	if (left == 0) {
		str_clear(&b->peeked);
		b->n_given = 0;
	}
	while (more > 0 && left < n && !(once && left > 0)) {
		str_reserve(&b->peeked, n + PEEK_PIPE);
		if (read_more(b, b->peeked.buf + b->peeked.len,
		    once ? PEEK_PIPE : n - left, &more, d) == -1)
			return (-1);
		str_commit(&b->peeked, more);
		left += more;
	}
	*got = left;
	*p = str_get(&b->peeked) + b->n_given;
	return (0);
}

int
bytes_rewind(struct bytes *b, struct diag *d)
{
	str_clear(&b->peeked);
	b->n_given = 0;
	b->at = 0;
	decode_free(b->decode);
	b->decode = NULL;
	return (b->inner != NULL ? bytes_rewind(b->inner, d) : 0);
}

/* See through compression; takes b over. */
static int
open_inner(struct bytes *b, struct bytes **out, struct diag *d)
{
	struct bytes *c;
	const char *p;
	size_t n;

	if (bytes_peek(b, PEEK, &p, &n, d) == -1) {
		bytes_close(b);
		return (-1);
	}
	if (is_compressed(p, n)) {
		c = new_bytes(BYTES_COMPRESSED, b->outside, b->name);
		c->inner = b;
		b = c;
	}
	*out = b;
	return (0);
}

int
bytes_open_outside(struct outside *o, const char *name, struct bytes **out,
    struct diag *d)
{
	struct bytes *b = new_bytes(BYTES_RAW, o, name);

	outside_free(o);
	return (open_inner(b, out, d));
}

int
bytes_open_member(struct outside *o, size_t place, const char *name,
    struct bytes **out, struct diag *d)
{
	struct bytes *b = new_bytes(BYTES_MEMBER, o, name);

	b->inner = new_bytes(BYTES_RAW, o, NULL);
	b->place = place;
	return (open_inner(b, out, d));
}

int
has_members(struct outside *o, bool *out, struct diag *d)
{
	struct bytes *b;
	const char *p;
	size_t n;
	int r;

	if (bytes_open_outside(outside_share(o), NULL, &b, d) == -1)
		return (-1);
	r = bytes_peek(b, PEEK, &p, &n, d);
	*out = r == 0 && is_archive(p, n);
	bytes_close(b);
	return (r);
}

int
members_list(struct outside *o, char ***names, size_t *n, struct diag *d)
{
	struct bytes *b = new_bytes(BYTES_RAW, o, NULL);
	struct decode *c = decode_new(b, o, true);
	const char *name;
	size_t cap = 0;
	int r;

	*names = NULL;
	*n = 0;
	while ((r = decode_next(c, &name, d)) == 1) {
		*names = mem_grow(*names, &cap, *n + 1, sizeof(**names));
		(*names)[(*n)++] = mem_strdup(name);
	}
	decode_free(c);
	bytes_close(b);
	return (r);
}
