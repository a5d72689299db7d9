/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fmt_parquet_thrift.h"

#define DEPTH_MAX 32

static uint8_t
next_byte(struct thrift *t)
{
	if (t->failed)
		return (0);
	if (t->p == t->end) {
		t->failed = t->is_cut = true;
		return (0);
	}
	return (*t->p++);
}

uint64_t
thrift_varint(struct thrift *t)
{
	uint64_t v = 0;
	uint8_t b;

	for (unsigned shift = 0; shift < 64; shift += 7) {
		b = next_byte(t);
		v |= (uint64_t)(b & 127) << shift;
		if (b < 128)
			return (t->failed ? 0 : v);
	}
	t->failed = true;
	return (0);
}

int64_t
thrift_zigzag(struct thrift *t)
{
	uint64_t v = thrift_varint(t);

	return ((int64_t)(v >> 1 ^ -(v & 1)));
}

bool
thrift_next(struct thrift *t, struct thrift_field *f)
{
	uint8_t b = next_byte(t);

	if (b == THRIFT_STOP || (b & 15) > THRIFT_STRUCT) {
		t->failed |= b != THRIFT_STOP;
		return (false);
	}
	f->type = (enum thrift_type)(b & 15);
	if (b >> 4 != 0)
		f->id = f->id < INT16_MAX ? f->id + (b >> 4) : 0;
	else
		f->id = (int16_t)thrift_zigzag(t);
	return (!t->failed);
}

static bool
is_of(struct thrift *t, const struct thrift_field *f, enum thrift_type type)
{
	t->failed |= f->type != type;
	return (!t->failed);
}

int64_t
thrift_int(struct thrift *t, const struct thrift_field *f)
{
	if (f->type == THRIFT_BYTE)
		return ((int8_t)next_byte(t));
	if (f->type < THRIFT_I16 || f->type > THRIFT_I64)
		t->failed = true;
	return (thrift_zigzag(t));
}

bool
thrift_bool(struct thrift *t, const struct thrift_field *f)
{
	t->failed |= f->type != THRIFT_TRUE && f->type != THRIFT_FALSE;
	return (f->type == THRIFT_TRUE);
}

static const char *
take_bytes(struct thrift *t, uint64_t n)
{
	const char *p = (const char *)t->p;

	if (t->failed || n > (uint64_t)(t->end - t->p)) {
		t->failed = t->is_cut = true;
		return (NULL);
	}
	t->p += n;
	return (p);
}

const char *
thrift_bytes(struct thrift *t, const struct thrift_field *f, size_t *n)
{
	*n = is_of(t, f, THRIFT_BINARY) ? (size_t)thrift_varint(t) : 0;
	return (take_bytes(t, *n));
}

/* An element takes a byte at least. */
static size_t
begin_list(struct thrift *t, enum thrift_type *of)
{
	uint8_t b = next_byte(t);
	uint64_t n = b >> 4;

	*of = (enum thrift_type)(b & 15);
	if (n == 15)
		n = thrift_varint(t);
	if (n > (uint64_t)(t->end - t->p))
		t->failed = t->is_cut = true;
	return (t->failed ? 0 : (size_t)n);
}

size_t
thrift_list(struct thrift *t, const struct thrift_field *f,
    enum thrift_type want)
{
	enum thrift_type of;
	size_t n = is_of(t, f, THRIFT_LIST) ? begin_list(t, &of) : 0;

	if (n > 0 && of != want)
		t->failed = true;
	return (t->failed ? 0 : n);
}

bool
thrift_struct(struct thrift *t, const struct thrift_field *f)
{
	return (is_of(t, f, THRIFT_STRUCT));
}

static void skip_value(struct thrift *, enum thrift_type, int depth);

static void
skip_struct(struct thrift *t, int depth)
{
	struct thrift_field f = { 0 };

	while (thrift_next(t, &f))
		skip_value(t, f.type, depth + 1);
}

/* A bool takes a byte in a list, and none as a field. */
static void
skip_element(struct thrift *t, enum thrift_type type, int depth)
{
	if (type == THRIFT_TRUE || type == THRIFT_FALSE)
		(void)next_byte(t);
	else
		skip_value(t, type, depth);
}

static void
skip_list(struct thrift *t, int depth)
{
	enum thrift_type of;

	for (size_t n = begin_list(t, &of); n > 0 && !t->failed; n--)
		skip_element(t, of, depth + 1);
}

static void
skip_map(struct thrift *t, int depth)
{
	uint64_t n = thrift_varint(t);
	uint8_t types = n > 0 ? next_byte(t) : 0;

	for (; n > 0 && !t->failed; n--) {
		skip_element(t, (enum thrift_type)(types >> 4), depth + 1);
		skip_element(t, (enum thrift_type)(types & 15), depth + 1);
	}
}

static void
skip_value(struct thrift *t, enum thrift_type type, int depth)
{
	t->failed |= depth > DEPTH_MAX;
	if (t->failed)
		return;
	switch (type) {
	case THRIFT_TRUE:
	case THRIFT_FALSE:
		return;
	case THRIFT_BYTE:
		(void)next_byte(t);
		return;
	case THRIFT_I16:
	case THRIFT_I32:
	case THRIFT_I64:
		(void)thrift_varint(t);
		return;
	case THRIFT_DOUBLE:
		(void)take_bytes(t, 8);
		return;
	case THRIFT_BINARY:
		(void)take_bytes(t, thrift_varint(t));
		return;
	case THRIFT_LIST:
	case THRIFT_SET:
		skip_list(t, depth);
		return;
	case THRIFT_MAP:
		skip_map(t, depth);
		return;
	case THRIFT_STRUCT:
		skip_struct(t, depth);
		return;
	default:
		t->failed = true;
	}
}

void
thrift_skip(struct thrift *t, const struct thrift_field *f)
{
	skip_value(t, f->type, 0);
}

void
thrift_ints(struct thrift *t, int64_t *const to[], int n)
{
	struct thrift_field f = { 0 };

	while (thrift_next(t, &f)) {
		if (f.id < 0 || f.id >= n || to[f.id] == NULL)
			thrift_skip(t, &f);
		else if (f.type == THRIFT_TRUE || f.type == THRIFT_FALSE)
			*to[f.id] = thrift_bool(t, &f);
		else
			*to[f.id] = thrift_int(t, &f);
	}
}
