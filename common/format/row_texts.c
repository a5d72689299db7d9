/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "row_texts.h"

#define LARGE 4		/* times the usual text */

void
texts_begin(struct row_texts *in)
{
	in->text = (struct row_text){ NULL, NULL, false, 1, NULL };
	in->n_read = 0;
	in->is_ahead = false;
}

/* Move what is not cut to the front of b and make room behind it. The text
   may be in b or elsewhere. */
static int
move_rest(const struct row_texts *in, struct row_text *t,
    struct text_buffer *b, size_t target, struct diag *d)
{
	size_t rest = (size_t)(t->end - t->p);
	bool inside = b->p != NULL && t->p >= b->p && t->p <= b->p + b->cap;
	size_t offset = inside ? (size_t)(t->p - b->p) : 0;

	if (rest > STRING_MAX)
		return (diag_set(d, "%s:%llu: a row of more than 1 GiB "
		    "begins here", in->source, (unsigned long long)t->line));
	if (target < 2 * rest)
		target = 2 * rest;
	if (target > b->cap) {
		b->p = mem_realloc(b->p, target, 1);
		b->cap = target;
	}
	if (rest > 0)
		memmove(b->p, inside ? b->p + offset : t->p, rest);
	t->p = b->p;
	t->end = b->p + rest;
	t->quote = NULL;
	return (0);
}

static int
fill(struct row_texts *in, struct row_text *t, struct text_buffer *b,
    struct diag *d)
{
	size_t n = (size_t)(t->end - b->p), got = 1;

	while (got > 0 && n < b->cap) {
		if (bytes_read(in->bytes, b->p + n, b->cap - n, &got, d) == -1)
			return (-1);
		n += got;
		in->n_read += got;
		t->end = b->p + n;
		t->at_end = got == 0;
		if (in->once)
			break;
	}
	return (0);
}

int
texts_more(struct row_texts *in, size_t target, struct diag *d)
{
	struct text_buffer b = in->at_hand;

	if (in->is_ahead) {
		in->at_hand = in->ahead;
		in->ahead = b;
		in->text = in->next;
		in->is_ahead = false;
		if (in->ahead_diag.text[0] != '\0')
			return (diag_set(d, "%s", in->ahead_diag.text));
		return (0);
	}
	if (move_rest(in, &in->text, &in->at_hand, target, d) == -1)
		return (-1);
	return (fill(in, &in->text, &in->at_hand, d));
}

int
texts_read_ahead(struct row_texts *in, size_t target)
{
	struct diag *d = &in->ahead_diag;

	d->text[0] = '\0';
	in->next = in->text;
	in->is_ahead = true;
	if (move_rest(in, &in->next, &in->ahead, target, d) == -1)
		return (-1);
	return (fill(in, &in->next, &in->ahead, d));
}

struct text_place
texts_place(const struct row_texts *in, const struct row_text *t)
{
	return ((struct text_place){ in->n_read - (uint64_t)(t->end - t->p),
	    t->line });
}

int
texts_go_to(struct row_texts *in, const struct text_place *to, size_t target,
    struct diag *d)
{
	struct row_text *t = &in->text;
	uint64_t at;

	while ((at = texts_place(in, t).at) < to->at) {
		if (t->p == t->end && texts_more(in, target, d) == -1)
			return (-1);
		if (t->p == t->end)
			return (diag_set(d, "%s: is shorter than before",
			    in->source));
		t->p += in->n_read - at < to->at - at ? t->end - t->p :
		    (ptrdiff_t)(to->at - at);
	}
	t->line = to->line;
	t->quote = NULL;
	return (0);
}

/* Another buffer at hand, for what is left of the text; the old one is the
   caller's. */
static char *
leave_buffer(struct row_texts *in, size_t usual)
{
	char *old = in->at_hand.p;
	size_t rest = (size_t)(in->text.end - in->text.p);

	if (in->is_ahead) {		/* the rest is there */
		in->at_hand = (struct text_buffer){ NULL, 0 };
		return (old);
	}
	if (usual < rest)
		usual = rest;
	in->at_hand = (struct text_buffer){ mem_alloc(usual, 1), usual };
	memcpy(in->at_hand.p, in->text.p, rest);
	in->text.p = in->at_hand.p;
	in->text.end = in->at_hand.p + rest;
	in->text.quote = NULL;
	return (old);
}

void
texts_shrink(struct row_texts *in, size_t usual)
{
	size_t rest = (size_t)(in->text.end - in->text.p);

	if (in->at_hand.cap > LARGE * usual && (in->is_ahead || rest <= usual))
		free(leave_buffer(in, usual));
}

char *
texts_take(struct row_texts *in, const char *p, size_t n)
{
	const char *b = in->at_hand.p;
	char *taken;

	if (b == NULL || p < b || p >= b + in->at_hand.cap)
		return (NULL);
	taken = leave_buffer(in, 1);
	memmove(taken, p, n);
	return (mem_realloc(taken, n, 1));
}

void
texts_release(struct row_texts *in)
{
	free(in->at_hand.p);
	free(in->ahead.p);
	in->at_hand = in->ahead = (struct text_buffer){ NULL, 0 };
	in->text = (struct row_text){ NULL, NULL, false, 1, NULL };
	in->is_ahead = false;
}
