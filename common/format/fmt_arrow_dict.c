/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "fmt_arrow_ids.h"
#include "fmt_arrow_value.h"
#include "mem.h"

#include "fmt_arrow_dict.h"

void
arrow_dicts_init(struct arrow_dicts *s)
{
	memset(s, 0, sizeof(*s));
	dict_init(&s->ids);
}

void
arrow_dicts_release(struct arrow_dicts *s)
{
	for (size_t i = 0; i < s->n; i++) {
		arrow_array_release(&s->v[i]->array);
		column_release(&s->v[i]->values);
		free(s->v[i]);
	}
	free(s->v);
	dict_release(&s->ids);
}

static struct arrow_dict *
find(const struct arrow_dicts *s, int64_t id)
{
	uint32_t i = dict_find(&s->ids, (const char *)&id, sizeof(id));

	return (i == DICT_NONE ? NULL : s->v[i]);
}

struct arrow_dict *
arrow_dicts_find(void *ctx, const struct arrow_type *t)
{
	return (find(ctx, t->dictionary));
}

static int
add(struct arrow_dicts *s, const struct arrow_type *t, struct diag *d)
{
	struct arrow_dict *v = find(s, t->dictionary);

	if (v != NULL)
		return (arrow_type_same(v->array.type, t) ? 0 :
		    diag_set(d, "column \"%s\": two types of one dictionary",
		    t->name));
	dict_add(&s->ids, (const char *)&t->dictionary,
	    sizeof(t->dictionary));
	s->v = mem_grow(s->v, &s->cap, s->n + 1, sizeof(*s->v));
	v = s->v[s->n++] = MEM_NEW(struct arrow_dict);
	arrow_array_init(&v->array, t, true, arrow_dicts_find, s);
	column_init(&v->values, arrow_value_type(t), 0);
	return (0);
}

/* Those of the parts first: a value is read with them. */
int
arrow_dicts_add(struct arrow_dicts *s, const struct arrow_type *t, size_t n,
    struct diag *d)
{
	for (size_t i = 0; i < n; i++) {
		if (arrow_dicts_add(s, t[i].children, t[i].n_children, d) ==
		    -1)
			return (-1);
		if (t[i].is_dictionary && add(s, &t[i], d) == -1)
			return (-1);
	}
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
    struct arrow_values *values, struct diag *d)
{
	struct column more;
	int r;

	column_init(&more, dict->values.type, 0);
	arrow_values_begin(values, b);
	arrow_values_rows(values, 1);	/* all at once, whatever they take */
	if ((r = arrow_array_take(b, &dict->array, d)) == 0)
		r = dict->array.n < b->n_rows ? arrow_damaged(d) :
		    arrow_read(values, &dict->array, 0, b->n_rows, &more, d);
	if (r == 0 && !is_delta)
		column_clear(&dict->values);
	if (r == 0)
		r = append(&dict->values, &more, d);
	column_release(&more);
	return (r);
}

int
arrow_dicts_fill(struct arrow_dicts *s, const struct flat_table *t,
    struct span body, struct str *room, struct arrow_values *values,
    struct diag *d)
{
	struct flat_table data = flat_get_table(t, DICTIONARY_DATA);
	bool is_delta = flat_get_int(t, DICTIONARY_DELTA, 1, 0) != 0;
	struct arrow_dict *dict = find(s, flat_get_int(t, DICTIONARY_ID, 8,
	    0));
	struct arrow_batch b;

	if (dict == NULL)
		return (0);	/* of no column */
	if (arrow_batch_init(&b, &data, body, room, d) == -1)
		return (-1);
	return (fill(dict, &b, is_delta, values, d));
}

int
arrow_index_at(const struct arrow_array *a, size_t i, size_t *out,
    struct diag *d)
{
	size_t bytes = a->type->index_bytes;
	uint64_t v = 0;

	memcpy(&v, a->values.p + i * bytes, bytes);
	if (v >= a->dict->values.n)
		return (diag_set(d, "the Arrow data is damaged: no entry "
		    "%llu in its dictionary", (unsigned long long)v));
	*out = (size_t)v;
	return (0);
}
