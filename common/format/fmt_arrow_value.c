/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "fmt_arrow_dict.h"
#include "fmt_arrow_list.h"
#include "fmt_arrow_number.h"
#include "fmt_arrow_text.h"
#include "numtext.h"

#include "fmt_arrow_value.h"

/* Bytes of text that are read at one time. One row may take more: each value
   is in the batch, but a dictionary's may be in many columns. */
#define ROOM ((size_t)64 << 20)

void
arrow_values_init(struct arrow_values *v)
{
	memset(v, 0, sizeof(*v));
	column_init(&v->one, COL_FLOAT, 0);
}

void
arrow_values_release(struct arrow_values *v)
{
	str_release(&v->text);
	str_release(&v->scratch);
	column_release(&v->one);
}

void
arrow_values_begin(struct arrow_values *v, const struct arrow_batch *b)
{
	size_t bytes = b->body.n + b->room->cap;

	v->room_one = ROOM + (bytes < STRING_MAX / 8 ? 8 * bytes :
	    STRING_MAX);
}

void
arrow_values_rows(struct arrow_values *v, size_t n)
{
	v->room = n > 1 ? ROOM : v->room_one;
	v->finer_times = 0;
}

enum col_type
arrow_value_type(const struct arrow_type *t)
{
	switch (t->kind) {
	case ARROW_BOOL:
		return (COL_BOOL);
	case ARROW_INT:
		return (COL_INT);
	case ARROW_NULL:
	case ARROW_FLOAT:
		return (COL_FLOAT);	/* so is a column without a value */
	case ARROW_DECIMAL:
		if (t->scale > 0)
			return (COL_FLOAT);
		return (t->precision - t->scale <= 18 ? COL_INT : COL_STRING);
	case ARROW_TIME:
		return (COL_TIME);
	default:
		return (COL_STRING);
	}
}

bool
arrow_is_wide(const struct arrow_array *a)
{
	const struct arrow_type *t = a->type;

	if (t->kind == ARROW_INT)
		return (a->dict == NULL && t->is_unsigned && t->bytes == 8);
	return (a->dict == NULL && t->kind == ARROW_DECIMAL &&
	    arrow_value_type(t) == COL_STRING);
}

bool
arrow_can_be(const struct arrow_array *a, enum col_type type)
{
	if (type == COL_VECTOR)
		return (arrow_is_vector(a));
	if (type == COL_SPARSE)
		return (arrow_is_sparse(a));
	return (type == arrow_value_type(a->type) || (arrow_is_wide(a) &&
	    (type == COL_INT || type == COL_STRING)));
}

/* Eight bits to bytes of 0 or 1, the lowest first. */
static void
spread_eight(uint8_t bits, uint8_t *out)
{
	uint64_t x = bits * 0x0101010101010101u & 0x8040201008040201u;

	x = (x + 0x7f7f7f7f7f7f7f7fu) >> 7 & 0x0101010101010101u;
	memcpy(out, &x, sizeof(x));
}

static void
read_bits(const uint8_t *bits, size_t first, size_t n, uint8_t *out)
{
	size_t i = 0;

	for (; i < n && (first + i) % 8 > 0; i++)
		out[i] = arrow_bit(bits, first + i);
	for (; n - i >= 8; i += 8)
		spread_eight(bits[(first + i) / 8], out + i);
	for (; i < n; i++)
		out[i] = arrow_bit(bits, first + i);
}

/* A value is missing where a struct that it is in is. */
static void
read_valid(const struct arrow_array *a, size_t first, size_t n,
    struct column *c)
{
	bool is_null = a->type->kind == ARROW_NULL && a->dict == NULL;
	bool all = !is_null && a->bits == NULL;

	if (a->bits != NULL && !is_null)
		read_bits(a->bits, first, n, c->valid);
	else
		memset(c->valid, !is_null, n);
	for (a = a->parent; a != NULL; a = a->parent) {
		for (size_t i = 0; a->bits != NULL && i < n; i++)
			c->valid[i] &= arrow_bit(a->bits, first + i);
		all &= a->bits == NULL;
	}
	if (all)
		return;
	c->n = n;
	column_count_missing(c);
	c->n = 0;
}

/* uint64 of more than 63 bits comes out negative. */
static int
read_ints(const struct arrow_array *a, size_t first, size_t n,
    struct column *c, struct diag *d)
{
	const struct arrow_type *t = a->type;
	bool may_overflow = t->is_unsigned && t->bytes == 8;

	arrow_ints(t, a->values.p + first * t->bytes, n, c->ints);
	if (c->n_missing == 0 && !may_overflow)
		return (0);
	for (size_t i = 0; i < n; i++) {
		if (!c->valid[i])
			c->ints[i] = 0;
		if (may_overflow && c->ints[i] < 0)
			return (diag_set(d, "not an int of 64 bits: %llu",
			    (unsigned long long)c->ints[i]));
	}
	return (0);
}

/* Floor division: 1 ns before 1970 belongs to the microsecond before. */
static int64_t
divide(int64_t v, int64_t by)
{
	return (v / by - (v % by < 0));
}

static int
read_times(struct arrow_values *values, const struct arrow_array *a,
    size_t first, size_t n, struct column *c, struct diag *d)
{
	const struct arrow_type *t = a->type;
	int64_t *v = c->ints;

	if (read_ints(a, first, n, c, d) == -1)
		return (-1);
	for (size_t i = 0; i < n; i++) {
		if (t->over > 1) {
			values->finer_times += v[i] % t->over != 0;
			v[i] = divide(v[i], t->over);
		}
		if (__builtin_mul_overflow(v[i], t->times, &v[i]) ||
		    v[i] < TIME_MIN || v[i] > TIME_MAX)
			return (diag_set(d, "a time outside the years 0001 "
			    "to 9999"));
	}
	return (0);
}

static int
read_decimals(const struct arrow_array *a, size_t first, size_t n,
    struct column *c, struct diag *d)
{
	size_t bytes = a->type->bytes, len;
	const uint8_t *p = a->values.p + first * bytes;
	char text[DIGITS_MAX];

	for (size_t i = 0; i < n; i++, p += bytes) {
		if (!c->valid[i] && c->type == COL_INT) {
			c->ints[i] = 0;
		} else if (c->type == COL_INT) {
			len = arrow_digits(a->type, p, text);
			if (parse_int(text, len, &c->ints[i]) == -1)
				return (diag_set(d, "not an int of 64 bits: "
				    "%.*s", (int)len, text));
		} else if (c->valid[i]) {
			c->floats[i] = arrow_decimal(a->type, p);
		}
	}
	return (0);
}

/* NaN is missing, and missing is NaN. */
static void
end_floats(struct column *c, size_t n)
{
	size_t n_nan = 0;

	for (size_t i = 0; c->n_missing == 0 && i < n; i++)
		n_nan += isnan(c->floats[i]) != 0;
	if (c->n_missing == 0 && n_nan == 0)
		return;
	for (size_t i = 0; i < n; i++) {
		if (!c->valid[i]) {
			c->floats[i] = NAN;
		} else if (isnan(c->floats[i])) {
			c->valid[i] = 0;
			c->n_missing++;
		}
	}
}

static void
read_bools(const struct arrow_array *a, size_t first, size_t n,
    struct column *c)
{
	read_bits(a->values.p, first, n, c->bools);
	for (size_t i = 0; i < n; i++)
		c->bools[i] &= c->valid[i];
}

/* Values of a dictionary: what is in them was made when it came. */
static int
read_indexed(struct arrow_values *v, const struct arrow_array *a,
    size_t first, size_t n, struct column *c, struct diag *d)
{
	const struct column *values = &a->dict->values;
	size_t k;

	for (size_t i = 0; i < n; i++) {
		if (!c->valid[i]) {
			column_add_missing(c);
			continue;
		}
		if (arrow_index_at(a, first + i, &k, d) == -1 ||
		    (values->type == COL_STRING && arrow_take_room(v,
		    values->off[k + 1] - values->off[k], d) == -1))
			return (-1);
		column_add_range(c, values, k, 1);
	}
	return (0);
}

/* Of one size, into the column's memory. */
static int
read_fixed(struct arrow_values *v, const struct arrow_array *a, size_t first,
    size_t n, struct column *c, struct diag *d)
{
	const struct arrow_type *t = a->type;

	switch (t->kind) {
	case ARROW_BOOL:
		read_bools(a, first, n, c);
		return (0);
	case ARROW_INT:
		return (read_ints(a, first, n, c, d));
	case ARROW_TIME:
		return (read_times(v, a, first, n, c, d));
	case ARROW_FLOAT:
		arrow_floats(t, a->values.p + first * t->bytes, n, c->floats);
		break;
	case ARROW_DECIMAL:
		if (read_decimals(a, first, n, c, d) == -1)
			return (-1);
		break;
	default:
		break;		/* nulls */
	}
	if (c->type == COL_FLOAT)
		end_floats(c, n);
	return (0);
}

int
arrow_read(struct arrow_values *v, const struct arrow_array *a, size_t first,
    size_t n, struct column *c, struct diag *d)
{
	int r;

	v->is_full = false;
	column_clear(c);
	column_reserve(c, n);
	if (n == 0)
		return (0);
	read_valid(a, first, n, c);
	if (a->dict != NULL) {
		c->n_missing = 0;	/* they are counted as they are added */
		return (read_indexed(v, a, first, n, c, d));
	}
	if (c->type == COL_STRING)
		r = arrow_read_text(v, a, first, n, c, d);
	else if (c->type == COL_VECTOR)
		r = arrow_read_vectors(a, first, n, c, d);
	else if (c->type == COL_SPARSE)
		r = arrow_read_sparse(v, a, first, n, c, d);
	else
		r = read_fixed(v, a, first, n, c, d);
	if (r == 0)
		c->n = n;
	return (r);
}
