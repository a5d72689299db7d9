/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "column.h"

void
column_init(struct column *c, enum col_type type, uint32_t width)
{
	memset(c, 0, sizeof(*c));
	c->type = type;
	c->width = width;
}

void
column_release(struct column *c)
{
	free(c->valid);
	free(c->fixed);
	free(c->off);
	free(c->bytes);
	free(c->index);
	free(c->value);
	column_init(c, c->type, c->width);
}

void
column_clear(struct column *c)
{
	c->n = 0;
	c->n_missing = 0;
}

void
column_reset(struct column *c, enum col_type type, uint32_t width)
{
	if (c->type == type && c->width == width) {
		column_clear(c);
		return;
	}
	column_release(c);
	column_init(c, type, width);
}

size_t
column_value_size(const struct column *c)
{
	static const size_t sizes[N_COL_TYPES] = {
		[COL_BOOL] = 1, [COL_INT] = 8, [COL_FLOAT] = 8, [COL_TIME] = 8,
		[COL_VECTOR] = sizeof(float)
	};

	return (c->type == COL_VECTOR ? c->width * sizes[COL_VECTOR] :
	    sizes[c->type]);
}

static bool
has_offsets(const struct column *c)
{
	return (c->type == COL_STRING || c->type == COL_SPARSE);
}

/* Where value i stands, of a type of fixed size. */
static char *
fixed_value(const struct column *c, size_t i)
{
	return ((char *)c->fixed + i * column_value_size(c));
}

void
column_reserve(struct column *c, size_t n)
{
	size_t cap = c->cap;

	if (n <= cap && cap > 0)
		return;
	c->valid = mem_grow(c->valid, &cap, n > 0 ? n : 1, 1);
	if (has_offsets(c)) {
		c->off = mem_realloc(c->off, cap + 1, sizeof(*c->off));
		if (c->cap == 0)
			c->off[0] = 0;
	} else {
		c->fixed = mem_realloc(c->fixed, cap, column_value_size(c));
	}
	c->cap = cap;
}

/* The bytes or entries in use. */
static size_t
data_used(const struct column *c)
{
	return (c->cap > 0 ? c->off[c->n] : 0);
}

void
column_reserve_data(struct column *c, size_t n)
{
	size_t cap = c->data_cap;
	size_t need = data_used(c) + n;

	if (need > UINT32_MAX)
		BUG("more than 4 GiB of text in one column of one batch");
	if (need <= cap && cap > 0)
		return;
	if (c->type == COL_STRING) {
		c->bytes = mem_grow(c->bytes, &cap, need > 0 ? need : 1, 1);
	} else {
		c->index = mem_grow(c->index, &cap, need > 0 ? need : 1,
		    sizeof(*c->index));
		c->value = mem_realloc(c->value, cap, sizeof(*c->value));
	}
	c->data_cap = cap;
}

/* Make row n exist with this validity; its data is the caller's. */
static size_t
new_row(struct column *c, bool is_valid)
{
	if (c->n == c->cap)
		column_reserve(c, c->n + 1);
	c->valid[c->n] = is_valid;
	c->n_missing += !is_valid;
	return (c->n++);
}

void
column_add_missing(struct column *c)
{
	size_t i = new_row(c, false);

	if (has_offsets(c))
		c->off[i + 1] = c->off[i];
	else if (c->type == COL_FLOAT)
		c->floats[i] = NAN;
	else
		memset(fixed_value(c, i), 0, column_value_size(c));
}

void
column_add_missings(struct column *c, size_t n)
{
	column_reserve(c, c->n + n);
	for (size_t i = 0; i < n; i++)
		column_add_missing(c);
}

void
column_add_bool(struct column *c, bool v)
{
	size_t i = new_row(c, true);

	c->bools[i] = v;
}

void
column_add_int(struct column *c, int64_t v)
{
	size_t i = new_row(c, true);

	c->ints[i] = v;
}

void
column_add_float(struct column *c, double v)
{
	size_t i = new_row(c, !isnan(v));

	c->floats[i] = v;
}

void
column_add_string(struct column *c, const char *p, size_t n)
{
	size_t i;

	column_reserve_data(c, n);
	i = new_row(c, true);
	if (n > 0)
		memcpy(c->bytes + c->off[i], p, n);
	c->off[i + 1] = c->off[i] + (uint32_t)n;
}

void
column_take_string(struct column *c, char *p, size_t n)
{
	if (c->type != COL_STRING || c->n != 1 || n > STRING_MAX)
		BUG("not the only string of its column");
	free(c->bytes);
	c->bytes = p;
	c->data_cap = n;
	c->off[1] = (uint32_t)n;
}

void
column_add_vector(struct column *c, const float *v)
{
	size_t i = new_row(c, true);

	memcpy(c->vector + i * c->width, v, c->width * sizeof(*v));
}

void
column_add_sparse(struct column *c, const uint32_t *index, const float *value,
    size_t n)
{
	size_t i;

	column_reserve_data(c, n);
	i = new_row(c, true);
	if (n > 0) {
		memcpy(c->index + c->off[i], index, n * sizeof(*index));
		memcpy(c->value + c->off[i], value, n * sizeof(*value));
	}
	c->off[i + 1] = c->off[i] + (uint32_t)n;
}

/* Append the slices first .. first + n - 1 of a string or sparse column. */
static void
add_slices(struct column *c, const struct column *from, size_t first,
    size_t n)
{
	uint32_t begin = from->off[first], end = from->off[first + n];
	uint32_t to = c->off[c->n];

	column_reserve_data(c, end - begin);
	if (end > begin && c->type == COL_STRING) {
		memcpy(c->bytes + to, from->bytes + begin, end - begin);
	} else if (end > begin) {
		memcpy(c->index + to, from->index + begin,
		    (end - begin) * sizeof(*c->index));
		memcpy(c->value + to, from->value + begin,
		    (end - begin) * sizeof(*c->value));
	}
	for (size_t i = 1; i <= n; i++)
		c->off[c->n + i] = to + (from->off[first + i] - begin);
}

void
column_add_range(struct column *c, const struct column *from, size_t first,
    size_t n)
{
	if (n == 0)
		return;
	column_reserve(c, c->n + n);
	memcpy(c->valid + c->n, from->valid + first, n);
	if (has_offsets(c))
		add_slices(c, from, first, n);
	else
		memcpy(fixed_value(c, c->n), fixed_value(from, first),
		    n * column_value_size(c));
	if (from->n_missing > 0) {
		for (size_t i = 0; i < n; i++)
			c->n_missing += !from->valid[first + i];
	}
	c->n += n;
}

void
column_add_kept(struct column *c, const struct column *from,
    const uint8_t *keep)
{
	size_t i = 0, first;

	while (i < from->n) {
		while (i < from->n && !keep[i])
			i++;
		first = i;
		while (i < from->n && keep[i])
			i++;
		column_add_range(c, from, first, i - first);
	}
}

void
column_count_missing(struct column *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		n += !c->valid[i];
	c->n_missing = n;
}

double
column_number(const struct column *c, size_t i)
{
	if (!c->valid[i])
		return (NAN);
	switch (c->type) {
	case COL_BOOL:
		return (c->bools[i]);
	case COL_INT:
	case COL_TIME:
		return ((double)c->ints[i]);
	case COL_FLOAT:
		return (c->floats[i]);
	default:
		BUG("a %s column has no numbers", col_type_name(c->type));
	}
}

double
column_sparse_at(const struct column *c, size_t i, uint32_t k)
{
	uint32_t low = c->off[i], high = c->off[i + 1], middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (c->index[middle] < k)
			low = middle + 1;
		else
			high = middle;
	}
	return (low < c->off[i + 1] && c->index[low] == k ?
	    (double)c->value[low] : 0);
}

void
column_numbers(const struct column *c, double *out)
{
	if (c->type == COL_FLOAT) {
		memcpy(out, c->floats, c->n * sizeof(*out));
		return;
	}
	for (size_t i = 0; i < c->n; i++)
		out[i] = column_number(c, i);
}

/* Data first .. first + n - 1 of a string or sparse column. */
static uint64_t
hash_data(const struct column *c, size_t first, size_t n, uint64_t seed)
{
	if (n == 0 || c->type == COL_STRING)
		return (hash_bytes(n > 0 ? c->bytes + first : "", n, seed));
	seed = hash_bytes(c->index + first, n * sizeof(*c->index), seed);
	return (hash_bytes(c->value + first, n * sizeof(*c->value), seed));
}

static bool
same_data(const struct column *a, size_t i, const struct column *b, size_t j)
{
	uint32_t p = a->off[i], q = b->off[j], n = a->off[i + 1] - p;

	if (n != b->off[j + 1] - q)
		return (false);
	if (n == 0 || a->type == COL_STRING)
		return (n == 0 || memcmp(a->bytes + p, b->bytes + q, n) == 0);
	return (memcmp(a->index + p, b->index + q, n * sizeof(*a->index)) == 0
	    && memcmp(a->value + p, b->value + q, n * sizeof(*a->value)) == 0);
}

bool
column_same(const struct column *a, size_t i, const struct column *b,
    size_t j)
{
	if (!a->valid[i] || !b->valid[j])
		return (a->valid[i] == b->valid[j]);
	if (has_offsets(a))
		return (same_data(a, i, b, j));
	if (a->type == COL_FLOAT)
		return (a->floats[i] == b->floats[j]);
	return (memcmp(fixed_value(a, i), fixed_value(b, j),
	    column_value_size(a)) == 0);
}

uint64_t
column_hash(const struct column *c, size_t i, uint64_t seed)
{
	double v;

	if (!c->valid[i])
		return (hash_bytes("", 0, seed + 1));
	if (has_offsets(c))
		return (hash_data(c, c->off[i], c->off[i + 1] - c->off[i],
		    seed));
	if (c->type != COL_FLOAT)
		return (hash_bytes(fixed_value(c, i), column_value_size(c),
		    seed));
	v = c->floats[i] + 0.0;		/* -0.0 equals 0.0 */
	return (hash_bytes(&v, sizeof(v), seed));
}

size_t
column_bytes(const struct column *c)
{
	size_t entry = c->type == COL_STRING ? 1 : sizeof(*c->index) +
	    sizeof(*c->value);

	if (has_offsets(c))
		return (c->n * (1 + sizeof(*c->off)) + data_used(c) * entry);
	return (c->n * (1 + column_value_size(c)));
}
