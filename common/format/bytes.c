/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "encoding.h"
#include "mem.h"
#include "str.h"

#include "decode.h"
#include "recode.h"

#include "bytes.h"

#define PIECE ((size_t)1 << 20)
#define PEEK 512		/* enough for every magic number */
#define PEEK_PIPE 65536		/* what a pipe holds */

enum bytes_kind {
	BYTES_RAW,		/* the outside as it is */
	BYTES_COMPRESSED,	/* what is compressed in inner */
	BYTES_RECODED,		/* text in inner, which is not in UTF-8 */
	BYTES_MEMBER		/* of an archive, which is inner */
};

/*
 * One decoder goes through an archive for all of its members, and begins anew
 * only for one that it has passed.  Members are read one after the other, so
 * it seldom has to.
 */
struct walk {
	int refs;		/* members */
	struct bytes *archive;
	struct decode *decode;	/* NULL until read */
	size_t next;		/* place of the member after the one at hand */
	uint64_t at;		/* bytes read of the one at hand */
};

struct bytes {
	enum bytes_kind kind;
	char *name;
	struct outside *outside;
	uint64_t at;		/* BYTES_RAW: the position in the outside;
				   BYTES_MEMBER: in itself */
	struct bytes *inner;	/* BYTES_COMPRESSED, BYTES_RECODED */
	struct decode *decode;	/* of it; NULL until read */
	struct recode *recode;	/* the same */
	char encoding[ENCODING_NAME];
	struct walk *walk;	/* BYTES_MEMBER */
	size_t place;
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

static void
walk_free(struct walk *w)
{
	if (w == NULL || --w->refs > 0)
		return;
	decode_free(w->decode);
	bytes_close(w->archive);
	free(w);
}

void
bytes_close(struct bytes *b)
{
	if (b == NULL)
		return;
	walk_free(b->walk);
	decode_free(b->decode);
	recode_free(b->recode);
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

	while (in->inner != NULL)
		in = in->inner;
	if (in->kind == BYTES_RAW)
		outside_keep_no_more(b->outside);
}

bool
bytes_are_random(const struct bytes *b, uint64_t *size)
{
	if (b->kind != BYTES_RAW || !outside_is_random(b->outside))
		return (false);
	*size = outside_size(b->outside);
	return (true);
}

void
bytes_pause(struct bytes *b)
{
	outside_pause(b->outside);
}

/* Only the outside itself can be sought in. */
static struct decode *
decode_archive(struct bytes *a)
{
	return (decode_new(a, a->kind == BYTES_RAW ? a->outside : NULL, true));
}

/* To the beginning of the archive. */
static int
walk_begin(struct walk *w, struct diag *d)
{
	struct bytes *a = w->archive;

	decode_free(w->decode);
	w->decode = NULL;
	w->next = 0;
	if (bytes_rewind(a, d) == -1)
		return (-1);
	w->decode = decode_archive(a);
	return (0);
}

/* To where the member was read up to. */
static int
walk_to(struct walk *w, const struct bytes *b, struct diag *d)
{
	char skipped[512];
	const char *name;
	size_t got = 1;
	int r = 1;

	if (w->decode == NULL || w->next > b->place + 1 ||
	    (w->next == b->place + 1 && w->at > b->at))
		r = walk_begin(w, d) == 0 ? 1 : -1;
	for (; r == 1 && w->next <= b->place; w->next++) {
		r = decode_next(w->decode, &name, d);
		w->at = 0;
	}
	for (; r == 1 && w->at < b->at && got > 0; w->at += got)
		r = decode_read(w->decode, skipped, b->at - w->at <
		    sizeof(skipped) ? b->at - w->at : sizeof(skipped), &got,
		    d) == 0 ? 1 : -1;
	if (r == 0 || (r == 1 && w->at < b->at))
		return (diag_set(d, "%s: no longer in its archive", b->name));
	return (r == -1 ? -1 : 0);
}

static int
read_member(struct bytes *b, void *to, size_t n, size_t *got, struct diag *d)
{
	struct walk *w = b->walk;

	if ((w->decode == NULL || w->next != b->place + 1 || w->at != b->at) &&
	    walk_to(w, b, d) == -1)
		return (-1);
	if (decode_read(w->decode, to, n, got, d) == -1)
		return (-1);
	w->at += *got;
	b->at += *got;
	return (0);
}

static int
read_compressed(struct bytes *b, void *to, size_t n, size_t *got,
    struct diag *d)
{
	const char *name;

	if (b->decode == NULL) {
		b->decode = decode_new(b->inner, NULL, false);
		if (decode_next(b->decode, &name, d) == -1)
			return (-1);
	}
	return (decode_read(b->decode, to, n, got, d));
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
	if (b->kind != BYTES_RECODED)
		return ((b->kind == BYTES_MEMBER ? read_member :
		    read_compressed)(b, to, n, got, d));
	if (b->recode == NULL &&
	    recode_new(b->inner, b->encoding, &b->recode, d) == -1)
		return (-1);
	return (recode_read(b->recode, to, n, got, d));
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
	if (b->peeked.cap > b->peeked.len + 1) {	/* many may be peeked */
		b->peeked.cap = b->peeked.len + 1;
		b->peeked.buf = mem_realloc(b->peeked.buf, b->peeked.cap, 1);
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
	recode_free(b->recode);
	b->recode = NULL;
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

void
bytes_set_encoding(struct bytes **b, const char *encoding)
{
	struct bytes *inner = *b;

	if (strcmp(encoding, "UTF-8") != 0) {
		*b = new_bytes(BYTES_RECODED, inner->outside, inner->name);
		(*b)->inner = inner;
	}
	memcpy((*b)->encoding, encoding, strlen(encoding) + 1);
}

const char *
bytes_encoding(const struct bytes *b)
{
	return (b->encoding[0] != '\0' ? b->encoding : NULL);
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

/* A member at its place in the walk, which it takes part in. */
static int
open_member(struct walk *w, size_t place, const char *name,
    struct bytes **out, struct diag *d)
{
	struct bytes *b = new_bytes(BYTES_MEMBER, w->archive->outside, NULL);
	struct str full = STR_INIT;

	str_addf(&full, "%s:%s", b->name, name);
	free(b->name);
	b->name = str_detach(&full);
	b->place = place;
	b->walk = w;
	w->refs++;
	return (open_inner(b, out, d));
}

int
members_list(struct outside *o, char ***names, size_t *n, struct diag *d)
{
	struct bytes *b;
	struct decode *c;
	const char *name;
	size_t cap = 0;
	int r;

	*names = NULL;
	*n = 0;
	if (bytes_open_outside(outside_share(o), NULL, &b, d) == -1)
		return (-1);
	c = decode_archive(b);
	while ((r = decode_next(c, &name, d)) == 1) {
		*names = mem_grow(*names, &cap, *n + 1, sizeof(**names));
		(*names)[(*n)++] = mem_strdup(name);
	}
	decode_free(c);
	bytes_close(b);
	return (r);
}

int
members_open(struct outside *o, char *const *names, size_t n,
    struct bytes **out, struct diag *d)
{
	struct walk *w = MEM_NEW(struct walk);
	int r;

	w->refs = 1;
	r = bytes_open_outside(outside_share(o), NULL, &w->archive, d);
	for (size_t i = 0; i < n; i++) {
		out[i] = NULL;
		if (r == 0 && names[i] != NULL)
			r = open_member(w, i, names[i], &out[i], d);
	}
	walk_free(w);
	return (r);
}
