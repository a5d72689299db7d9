/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "fmt_arrow_ids.h"
#include "mem.h"

#include "fmt_arrow_dict.h"

void
arrow_dicts_init(struct arrow_dicts *s)
{
	memset(s, 0, sizeof(*s));
	column_init(&s->numbers, COL_INT, 0);
}

void
arrow_dicts_release(struct arrow_dicts *s)
{
	for (size_t i = 0; i < s->n; i++)
		column_release(&s->v[i].values);
	free(s->v);
	column_release(&s->numbers);
	str_release(&s->room);
}

static struct arrow_dict *
find(const struct arrow_dicts *s, int64_t id)
{
	for (size_t i = 0; i < s->n; i++) {
		if (s->v[i].id == id)
			return (&s->v[i]);
	}
	return (NULL);
}

int
arrow_dicts_add(struct arrow_dicts *s, const struct arrow_field *f,
    struct diag *d)
{
	struct arrow_dict *dict = find(s, f->dictionary);

	if (dict != NULL) {
		if (dict->layout.kind != f->values.kind ||
		    dict->layout.bytes != f->values.bytes)
			return (diag_set(d, "two types of one dictionary"));
		return (0);
	}
	s->v = mem_grow(s->v, &s->cap, s->n + 1, sizeof(*s->v));
	dict = &s->v[s->n++];
	dict->id = f->dictionary;
	dict->layout = f->values;
	column_init(&dict->values, arrow_col_type(&f->values), 0);
	return (0);
}

/* Put more values behind those that are there. */
static int
append(struct column *to, const struct column *more, struct diag *d)
{
	if (column_bytes(to) + column_bytes(more) > STRING_MAX)
		return (diag_set(d, "a dictionary of more than 1 GiB"));
	column_add_range(to, more, 0, more->n);
	return (0);
}

static int
fill(struct arrow_dict *dict, struct arrow_batch *b, bool is_delta,
    struct diag *d)
{
	struct arrow_array a;
	struct column more;
	int r;

	column_init(&more, dict->values.type, 0);
	if ((r = arrow_array_take(b, &dict->layout, &a, d)) == 0)
		r = arrow_array_read(&a, 0, a.n, &more, d);
	if (r == 0 && !is_delta)
		column_clear(&dict->values);
	if (r == 0)
		r = append(&dict->values, &more, d);
	arrow_array_release(&a);
	column_release(&more);
	return (r);
}

int
arrow_dicts_fill(struct arrow_dicts *s, const struct flat_table *t,
    struct span body, struct diag *d)
{
	struct flat_table data = flat_get_table(t, DICTIONARY_DATA);
	bool is_delta = flat_get_int(t, DICTIONARY_DELTA, 1, 0) != 0;
	struct arrow_dict *dict = find(s, flat_get_int(t, DICTIONARY_ID, 8,
	    0));
	struct arrow_batch b;

	if (dict == NULL)
		return (0);	/* of no column */
	if (arrow_batch_init(&b, &data, body, &s->room, d) == -1)
		return (-1);
	return (fill(dict, &b, is_delta, d));
}

int
arrow_dicts_read(struct arrow_dicts *s, const struct arrow_field *f,
    const struct arrow_array *a, size_t first, size_t n, struct column *out,
    struct diag *d)
{
	const struct column *values = &find(s, f->dictionary)->values;
	const struct column *at = &s->numbers;
	size_t total = 0, k;

	if (arrow_array_read(a, first, n, &s->numbers, d) == -1)
		return (-1);
	column_clear(out);
	for (size_t i = 0; i < n; i++) {
		if (!at->valid[i]) {
			column_add_missing(out);
			continue;
		}
		k = (size_t)at->ints[i];
		if (at->ints[i] < 0 || k >= values->n)
			return (diag_set(d, "the Arrow data is damaged: no "
			    "entry %lld in its dictionary",
			    (long long)at->ints[i]));
		if (values->type == COL_STRING)
			total += values->off[k + 1] - values->off[k];
		if (total > STRING_MAX)
			return (diag_set(d, "more than 1 GiB in %zu rows",
			    n));
		column_add_range(out, values, k, 1);
	}
	return (0);
}
