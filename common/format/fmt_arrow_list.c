/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "bounds.h"
#include "fmt_arrow_number.h"
#include "fmt_arrow_text.h"

#include "fmt_arrow_list.h"

#define PIECE 256		/* numbers that are converted at one time */
#define EXACT (1 << 24)		/* up to it integers are float32 */

static bool
is_list(const struct arrow_array *a)
{
	enum arrow_kind kind = a->type->kind;

	return (a->dict == NULL && (kind == ARROW_LIST ||
	    kind == ARROW_LIST_VIEW || kind == ARROW_FIXED_LIST));
}

static bool
is_number(const struct arrow_array *a)
{
	return (a->dict == NULL && a->type->unit == NULL &&
	    (a->type->kind == ARROW_INT || a->type->kind == ARROW_FLOAT));
}

bool
arrow_is_vector(const struct arrow_array *a)
{
	return (is_list(a) && is_number(&a->children[0]));
}

bool
arrow_is_sparse(const struct arrow_array *a)
{
	const struct arrow_array *item, *k;

	if (a->dict != NULL || a->type->kind != ARROW_LIST ||
	    a->type->bytes != 4)
		return (false);
	item = &a->children[0];
	k = item->children;
	return (item->type->kind == ARROW_STRUCT && item->n_children == 2 &&
	    k[0].type->kind == ARROW_INT && k[0].type->bytes == 4 &&
	    k[0].type->is_unsigned && k[0].dict == NULL &&
	    k[1].type->kind == ARROW_FLOAT && k[1].type->bytes == 4 &&
	    k[1].dict == NULL);
}

static bool
has_all(const struct arrow_array *a, size_t first, size_t n)
{
	for (size_t i = first; a->bits != NULL && i < first + n; i++) {
		if (!arrow_bit(a->bits, i))
			return (false);
	}
	return (true);
}

static bool
is_exact(const struct arrow_array *a, size_t first, size_t n)
{
	int64_t v[PIECE];
	size_t bytes = a->type->bytes, k;

	if (a->type->kind == ARROW_FLOAT || bytes < 4)
		return (true);
	for (; n > 0; first += k, n -= k) {
		k = n < PIECE ? n : PIECE;
		arrow_ints(a->type, a->values.p + first * bytes, k, v);
		for (size_t i = 0; i < k; i++) {
			if (v[i] < -EXACT || v[i] > EXACT)
				return (false);
		}
	}
	return (true);
}

int
arrow_list_width(const struct arrow_array *a, uint32_t *width, bool *no,
    struct diag *d)
{
	const struct arrow_array *child = &a->children[0];
	size_t first, n;

	for (size_t i = 0; !*no && i < a->n; i++) {
		if (!arrow_has_row(a, i))
			continue;
		if (arrow_list_at(a, i, &first, &n, d) == -1)
			return (-1);
		*no = n == 0 || n > BOUND_WIDTH ||
		    (*width != 0 && n != *width) ||
		    !has_all(child, first, n) || !is_exact(child, first, n);
		*width = (uint32_t)n;
	}
	return (0);
}

static void
convert(const struct arrow_type *t, const uint8_t *p, size_t n, float *to)
{
	int64_t v[PIECE];
	double w[PIECE];
	size_t k;

	if (t->kind == ARROW_FLOAT && t->bytes == 4) {
		memcpy(to, p, n * sizeof(*to));
		return;
	}
	for (; n > 0; p += k * t->bytes, to += k, n -= k) {
		k = n < PIECE ? n : PIECE;
		if (t->kind == ARROW_INT)
			arrow_ints(t, p, k, v);
		else
			arrow_floats(t, p, k, w);
		for (size_t i = 0; i < k; i++)
			to[i] = t->kind == ARROW_INT ? (float)v[i] :
			    (float)w[i];
	}
}

int
arrow_read_vectors(const struct arrow_array *a, size_t first, size_t n,
    struct column *c, struct diag *d)
{
	const struct arrow_array *child = &a->children[0];
	size_t at, len;
	float *to = c->vector;

	for (size_t i = 0; i < n; i++, to += c->width) {
		if (!c->valid[i]) {
			memset(to, 0, c->width * sizeof(*to));
			continue;
		}
		if (arrow_list_at(a, first + i, &at, &len, d) == -1)
			return (-1);
		if (len != c->width)
			return (diag_set(d, "a list of %zu numbers where one "
			    "of %u is wanted", len, c->width));
		if (!has_all(child, at, len))
			return (diag_set(d, "a value inside a list is "
			    "missing"));
		convert(child->type, child->values.p + at * child->type->bytes,
		    len, to);
	}
	return (0);
}

static int
check_index(const struct column *c, size_t i, struct diag *d)
{
	for (uint32_t k = c->off[i]; k < c->off[i + 1]; k++) {
		if (c->index[k] >= c->width ||
		    (k > c->off[i] && c->index[k] <= c->index[k - 1]))
			return (arrow_damaged(d));
	}
	return (0);
}

int
arrow_read_sparse(struct arrow_values *v, const struct arrow_array *a,
    size_t first, size_t n, struct column *c, struct diag *d)
{
	const struct arrow_array *item = &a->children[0];
	const uint8_t *index = item->children[0].values.p;
	const uint8_t *value = item->children[1].values.p;
	size_t at, len;

	c->n_missing = 0;	/* they are counted as they are added */
	for (size_t i = 0; i < n; i++) {
		if (!c->valid[i]) {
			column_add_missing(c);
			continue;
		}
		if (arrow_list_at(a, first + i, &at, &len, d) == -1 ||
		    arrow_take_room(v, len * 8, d) == -1)
			return (-1);
		if (!has_all(item, at, len) ||
		    !has_all(&item->children[0], at, len) ||
		    !has_all(&item->children[1], at, len))
			return (diag_set(d, "a value inside a list is "
			    "missing"));
		column_reserve_data(c, len);
		memcpy(c->index + c->off[i], index + at * 4, len * 4);
		memcpy(c->value + c->off[i], value + at * 4, len * 4);
		c->off[i + 1] = c->off[i] + (uint32_t)len;
		c->n++;
		if (check_index(c, i, d) == -1)
			return (-1);
	}
	return (0);
}
