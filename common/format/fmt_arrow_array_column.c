/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows of an Arrow array into a column: validity first, then values.
 * Buffers may have any alignment, so they are read by memcpy.
 */
#include <math.h>
#include <string.h>

#include "numtext.h"

#include "fmt_arrow_array.h"

static int
damaged(struct diag *d)
{
	return (diag_set(d, "the Arrow data is damaged"));
}

static bool
bit_at(const uint8_t *bits, size_t i)
{
	return (bits[i / 8] >> i % 8 & 1);
}

static void
read_bits(const uint8_t *bits, size_t first, size_t n, uint8_t *out)
{
	for (size_t i = 0; i < n; i++)
		out[i] = bit_at(bits, first + i);
}

static void
read_valid(const struct arrow_array *a, size_t first, size_t n,
    struct column *c)
{
	if (a->layout.kind == ARROW_NULL)
		memset(c->valid, 0, n);
	else if (a->bits == NULL)
		memset(c->valid, 1, n);
	else
		read_bits(a->bits, first, n, c->valid);
	c->n = n;
	column_count_missing(c);
	c->n = 0;
}

#define WIDEN(type, from, n, to) do {					\
	type v_;							\
									\
	for (size_t i_ = 0; i_ < (n); i_++) {				\
		memcpy(&v_, (from) + i_ * sizeof(v_), sizeof(v_));	\
		(to)[i_] = v_;						\
	}								\
} while (0)

/* uint64 comes out as it is in memory. */
static void
widen_ints(const struct arrow_layout *l, const uint8_t *p, size_t n,
    int64_t *to)
{
	switch (l->bytes) {
	case 1:
		if (l->is_unsigned)
			WIDEN(uint8_t, p, n, to);
		else
			WIDEN(int8_t, p, n, to);
		break;
	case 2:
		if (l->is_unsigned)
			WIDEN(uint16_t, p, n, to);
		else
			WIDEN(int16_t, p, n, to);
		break;
	case 4:
		if (l->is_unsigned)
			WIDEN(uint32_t, p, n, to);
		else
			WIDEN(int32_t, p, n, to);
		break;
	default:
		memcpy(to, p, n * sizeof(*to));
	}
}

static int
read_ints(const struct arrow_array *a, size_t first, size_t n,
    struct column *c, struct diag *d)
{
	const struct arrow_layout *l = &a->layout;
	bool may_overflow = l->is_unsigned && l->bytes == 8;

	widen_ints(l, a->values.p + first * l->bytes, n, c->ints);
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
read_times(const struct arrow_array *a, size_t first, size_t n,
    struct column *c, struct diag *d)
{
	const struct arrow_layout *l = &a->layout;
	int64_t *v = c->ints;

	if (read_ints(a, first, n, c, d) == -1)
		return (-1);
	for (size_t i = 0; i < n; i++) {
		if (l->over > 1)
			v[i] = divide(v[i], l->over);
		if (__builtin_mul_overflow(v[i], l->times, &v[i]) ||
		    v[i] < TIME_MIN || v[i] > TIME_MAX)
			return (diag_set(d, "a time outside the years 0001 "
			    "to 9999"));
	}
	return (0);
}

/* IEEE 754 binary16, of which every value is a double. */
static double
half_to_double(uint16_t h)
{
	int e = h >> 10 & 31, m = h & 1023;
	double v;

	if (e == 31)
		v = m == 0 ? INFINITY : NAN;
	else if (e == 0)
		v = ldexp(m, -24);
	else
		v = ldexp(m + 1024, e - 25);
	return (h >> 15 ? -v : v);
}

static void
widen_floats(const uint8_t *p, size_t bytes, size_t n, double *to)
{
	uint16_t h;

	if (bytes == 8) {
		memcpy(to, p, n * sizeof(*to));
	} else if (bytes == 4) {
		WIDEN(float, p, n, to);
	} else {
		for (size_t i = 0; i < n; i++) {
			memcpy(&h, p + 2 * i, 2);
			to[i] = half_to_double(h);
		}
	}
}

/* NaN is missing, and missing is NaN. */
static void
read_floats(const struct arrow_array *a, size_t first, size_t n,
    struct column *c)
{
	size_t bytes = a->layout.bytes;

	if (a->layout.kind == ARROW_FLOAT)
		widen_floats(a->values.p + first * bytes, bytes, n, c->floats);
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

static uint64_t
offset_at(const struct arrow_array *a, size_t bytes, size_t i)
{
	uint64_t v = 0;

	memcpy(&v, a->offsets.p + i * bytes, bytes);
	return (v);
}

/*
 * Fill c->off from the array's offsets, missing rows without length, and
 * check that they never go back nor past the end. *total is the last one.
 */
static int
read_offsets(const struct arrow_array *a, size_t first, size_t n,
    uint64_t end, struct column *c, struct diag *d)
{
	size_t bytes = a->layout.kind == ARROW_SPARSE ? 4 : a->layout.bytes;
	uint64_t from = offset_at(a, bytes, first), to, total = 0;

	for (size_t i = 0; i < n; i++, from = to) {
		to = offset_at(a, bytes, first + i + 1);
		if (to < from || to > end)
			return (damaged(d));
		total += c->valid[i] ? to - from : 0;
		if (total > STRING_MAX)
			return (diag_set(d, "more than 1 GiB in %zu rows",
			    n));
		c->off[i + 1] = (uint32_t)total;
	}
	return (0);
}

/* Room for what read_offsets has found; c has no rows yet. */
static void
reserve_read(struct column *c, size_t n)
{
	c->off[0] = 0;
	column_reserve_data(c, c->off[n]);
}

static int
read_text(const struct arrow_array *a, size_t first, size_t n,
    struct column *c, struct diag *d)
{
	size_t bytes = a->layout.bytes;

	if (read_offsets(a, first, n, a->values.n, c, d) == -1)
		return (-1);
	reserve_read(c, n);
	if (c->n_missing == 0) {
		memcpy(c->bytes, a->values.p + offset_at(a, bytes, first),
		    c->off[n]);
		return (0);
	}
	for (size_t i = 0; i < n; i++)
		memcpy(c->bytes + c->off[i],
		    a->values.p + offset_at(a, bytes, first + i),
		    c->off[i + 1] - c->off[i]);
	return (0);
}

/* A view is a length and either the text (up to 12 bytes) or its first four
   bytes, a block and a place in it. */
static int
find_view(const struct arrow_array *a, size_t i, const uint8_t **p,
    uint32_t *n, struct diag *d)
{
	uint32_t v[4];

	memcpy(v, a->values.p + i * sizeof(v), sizeof(v));
	*n = v[0];
	*p = a->values.p + i * sizeof(v) + 4;
	if (*n <= 12)
		return (0);
	if (v[2] >= a->n_blocks || v[3] > a->blocks[v[2]].n ||
	    *n > a->blocks[v[2]].n - v[3])
		return (damaged(d));
	*p = a->blocks[v[2]].p + v[3];
	return (0);
}

static int
read_views(const struct arrow_array *a, size_t first, size_t n,
    struct column *c, struct diag *d)
{
	const uint8_t *p;
	size_t total = 0;
	uint32_t len;

	column_clear(c);
	for (size_t i = first; i < first + n; i++) {
		if (a->bits != NULL && !bit_at(a->bits, i)) {
			column_add_missing(c);
			continue;
		}
		if (find_view(a, i, &p, &len, d) == -1)
			return (-1);
		total += len;
		if (total > STRING_MAX)
			return (diag_set(d, "more than 1 GiB in %zu rows",
			    n));
		column_add_string(c, (const char *)p, len);
	}
	return (0);
}

/* Inside of a missing vector anything may be missing, else nothing. */
static int
read_vectors(const struct arrow_array *a, size_t first, size_t n,
    struct column *c, struct diag *d)
{
	size_t row = c->width * sizeof(*c->vector), at;

	memcpy(c->vector, a->values.p + first * row, n * row);
	for (size_t i = 0; i < n; i++) {
		at = (first + i) * c->width;
		if (!c->valid[i]) {
			memset(c->vector + i * c->width, 0, row);
			continue;
		}
		for (size_t k = 0; a->inner != NULL && k < c->width; k++) {
			if (!bit_at(a->inner, at + k))
				return (diag_set(d, "a value inside a list "
				    "is missing"));
		}
	}
	return (0);
}

static int
check_index(const struct column *c, size_t i, struct diag *d)
{
	for (uint32_t k = c->off[i]; k < c->off[i + 1]; k++) {
		if (c->index[k] >= c->width ||
		    (k > c->off[i] && c->index[k] <= c->index[k - 1]))
			return (damaged(d));
	}
	return (0);
}

static int
read_sparse(const struct arrow_array *a, size_t first, size_t n,
    struct column *c, struct diag *d)
{
	uint64_t from;
	size_t len;

	if (read_offsets(a, first, n, a->values.n / 4, c, d) == -1)
		return (-1);
	reserve_read(c, n);
	for (size_t i = 0; i < n; i++) {
		from = offset_at(a, 4, first + i) * 4;
		len = (c->off[i + 1] - c->off[i]) * (size_t)4;
		memcpy(c->index + c->off[i], a->index.p + from, len);
		memcpy(c->value + c->off[i], a->values.p + from, len);
		if (check_index(c, i, d) == -1)
			return (-1);
	}
	return (0);
}

int
arrow_array_read(const struct arrow_array *a, size_t first, size_t n,
    struct column *c, struct diag *d)
{
	int r = 0;

	column_clear(c);
	column_reserve(c, n);
	if (n == 0)
		return (0);
	read_valid(a, first, n, c);
	switch (a->layout.kind) {
	case ARROW_NULL:
	case ARROW_FLOAT:
		read_floats(a, first, n, c);
		break;
	case ARROW_BOOL:
		read_bools(a, first, n, c);
		break;
	case ARROW_INT:
		r = read_ints(a, first, n, c, d);
		break;
	case ARROW_TIME:
		r = read_times(a, first, n, c, d);
		break;
	case ARROW_TEXT:
		r = read_text(a, first, n, c, d);
		break;
	case ARROW_VIEW:
		r = read_views(a, first, n, c, d);
		break;
	case ARROW_VECTOR:
		r = read_vectors(a, first, n, c, d);
		break;
	case ARROW_SPARSE:
		r = read_sparse(a, first, n, c, d);
		break;
	}
	if (r == 0)
		c->n = n;
	return (r);
}
