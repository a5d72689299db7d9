/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "fmt_arrow_flat.h"

_Static_assert(__BYTE_ORDER == __LITTLE_ENDIAN,
    "flatbuffers and Arrow bodies are written as they are in memory");

void
flat_init(struct flat *f)
{
	memset(f, 0, sizeof(*f));
}

void
flat_release(struct flat *f)
{
	free(f->buf);
	flat_init(f);
}

void
flat_clear(struct flat *f)
{
	f->used = 0;
}

/* n bytes in front of what is there. */
static uint8_t *
push(struct flat *f, size_t n)
{
	size_t cap = f->cap;
	uint8_t *old = f->buf;

	if (f->used + n > f->cap) {
		f->buf = mem_grow(NULL, &cap, f->used + n + 256, 1);
		if (f->used > 0)
			memcpy(f->buf + cap - f->used,
			    old + f->cap - f->used, f->used);
		f->cap = cap;
		free(old);
	}
	f->used += n;
	return (f->buf + f->cap - f->used);
}

/* Zeros, so that what follows is aligned after n more bytes. */
static void
align(struct flat *f, size_t to, size_t n)
{
	size_t pad = (to - (f->used + n) % to) % to;

	if (pad > 0)
		memset(push(f, pad), 0, pad);
}

static void
push_u32(struct flat *f, uint32_t v)
{
	memcpy(push(f, 4), &v, 4);
}

size_t
flat_string(struct flat *f, const char *p, size_t n)
{
	align(f, 4, n + 1);
	*push(f, 1) = 0;
	if (n > 0)
		memcpy(push(f, n), p, n);
	push_u32(f, (uint32_t)n);
	return (f->used);
}

size_t
flat_refs(struct flat *f, const size_t *refs, size_t n)
{
	align(f, 4, 0);
	for (size_t i = n; i-- > 0;)
		push_u32(f, (uint32_t)(f->used + 4 - refs[i]));
	push_u32(f, (uint32_t)n);
	return (f->used);
}

size_t
flat_structs(struct flat *f, const void *p, size_t n, size_t size)
{
	align(f, 8, n * size);
	if (n > 0)
		memcpy(push(f, n * size), p, n * size);
	push_u32(f, (uint32_t)n);
	return (f->used);
}

void
flat_table(struct flat *f)
{
	f->table = f->used;
	memset(f->slots, 0, sizeof(f->slots));
}

static void
add(struct flat *f, int slot, const void *p, size_t n)
{
	align(f, n, n);
	memcpy(push(f, n), p, n);
	f->slots[slot] = f->used;
}

void
flat_u8(struct flat *f, int slot, uint8_t v)
{
	add(f, slot, &v, sizeof(v));
}

void
flat_i16(struct flat *f, int slot, int16_t v)
{
	add(f, slot, &v, sizeof(v));
}

void
flat_i32(struct flat *f, int slot, int32_t v)
{
	add(f, slot, &v, sizeof(v));
}

void
flat_i64(struct flat *f, int slot, int64_t v)
{
	add(f, slot, &v, sizeof(v));
}

void
flat_ref(struct flat *f, int slot, size_t ref)
{
	align(f, 4, 4);
	push_u32(f, (uint32_t)(f->used + 4 - ref));
	f->slots[slot] = f->used;
}

/* The table begins with the distance back to its vtable, which stands right
   before it: sizes of vtable and table, and where each field is in it. */
size_t
flat_table_end(struct flat *f)
{
	uint16_t vtable[FLAT_SLOTS + 2];
	int32_t back = sizeof(vtable);
	size_t ref;

	align(f, 4, 4);
	memcpy(push(f, 4), &back, 4);
	ref = f->used;
	vtable[0] = sizeof(vtable);
	vtable[1] = (uint16_t)(ref - f->table);
	for (size_t i = 0; i < FLAT_SLOTS; i++)
		vtable[i + 2] = f->slots[i] == 0 ? 0 :
		    (uint16_t)(ref - f->slots[i]);
	memcpy(push(f, sizeof(vtable)), vtable, sizeof(vtable));
	return (ref);
}

const uint8_t *
flat_finish(struct flat *f, size_t root, size_t *n)
{
	align(f, 8, 4);
	push_u32(f, (uint32_t)(f->used + 4 - root));
	*n = f->used;
	return (f->buf + f->cap - f->used);
}

/* Are there n bytes at this position? */
static bool
is_inside(struct flatbuf *b, size_t at, size_t n)
{
	if (at <= b->n && n <= b->n - at)
		return (true);
	b->bad = true;
	return (false);
}

static uint32_t
get_u32(struct flatbuf *b, size_t at)
{
	uint32_t v = 0;

	if (is_inside(b, at, 4))
		memcpy(&v, b->p + at, 4);
	return (v);
}

static uint16_t
get_u16(struct flatbuf *b, size_t at)
{
	uint16_t v = 0;

	if (is_inside(b, at, 2))
		memcpy(&v, b->p + at, 2);
	return (v);
}

static struct flat_table
table_at(struct flatbuf *b, size_t at)
{
	struct flat_table t = { .buf = b }, none = t;
	int64_t vtable;

	if (!is_inside(b, at, 4))
		return (none);
	vtable = (int64_t)at - (int32_t)get_u32(b, at);
	if (vtable < 0 || !is_inside(b, (size_t)vtable, 4)) {
		b->bad = true;
		return (none);
	}
	t.vtable = (size_t)vtable;
	t.vtable_n = get_u16(b, t.vtable);
	if (!is_inside(b, t.vtable, t.vtable_n))
		return (none);
	t.at = at;
	return (t);
}

/* The position of a field, or 0: a root's offset stands at 0. */
static size_t
find_slot(const struct flat_table *t, int slot)
{
	size_t entry = 4 + 2 * (size_t)slot;
	uint16_t v;

	if (t->at == 0 || entry + 2 > t->vtable_n)
		return (0);
	v = get_u16(t->buf, t->vtable + entry);
	return (v == 0 ? 0 : t->at + v);
}

/* Where the reference at this position goes to. */
static size_t
follow(struct flatbuf *b, size_t at)
{
	return (at + get_u32(b, at));
}

struct flat_table
flat_root(struct flatbuf *b)
{
	return (table_at(b, follow(b, 0)));
}

int64_t
flat_get_int(const struct flat_table *t, int slot, size_t bytes, int64_t none)
{
	size_t at = find_slot(t, slot);
	const uint8_t *p = t->buf->p + at;

	if (at == 0 || !is_inside(t->buf, at, bytes))
		return (none);
	switch (bytes) {
	case 1:
		return (*p);
	case 2:
		return ((int16_t)get_u16(t->buf, at));
	case 4:
		return ((int32_t)get_u32(t->buf, at));
	default:
		memcpy(&none, p, sizeof(none));
		return (none);
	}
}

struct flat_table
flat_get_table(const struct flat_table *t, int slot)
{
	size_t at = find_slot(t, slot);

	if (at == 0)
		return ((struct flat_table){ .buf = t->buf });
	return (table_at(t->buf, follow(t->buf, at)));
}

struct flat_vector
flat_get_vector(const struct flat_table *t, int slot, size_t size)
{
	struct flat_vector v = { .buf = t->buf };
	size_t at = find_slot(t, slot), n;

	if (at == 0)
		return (v);
	at = follow(t->buf, at);
	n = get_u32(t->buf, at);
	if (!is_inside(t->buf, at, 4) || !is_inside(t->buf, at + 4, n * size))
		return (v);
	v.at = at + 4;
	v.n = n;
	return (v);
}

const char *
flat_get_string(const struct flat_table *t, int slot, size_t *n)
{
	struct flat_vector v = flat_get_vector(t, slot, 1);

	*n = v.n;
	return (v.at == 0 ? NULL : (const char *)t->buf->p + v.at);
}

struct flat_table
flat_at(const struct flat_vector *v, size_t i)
{
	return (table_at(v->buf, follow(v->buf, v->at + 4 * i)));
}

int64_t
flat_at_int(const struct flat_vector *v, size_t i, size_t size, size_t k)
{
	int64_t x = 0;
	size_t at = v->at + size * i + 8 * k;

	if (is_inside(v->buf, at, sizeof(x)))
		memcpy(&x, v->buf->p + at, sizeof(x));
	return (x);
}
