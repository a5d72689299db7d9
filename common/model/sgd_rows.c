/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "dict.h"
#include "mem.h"

#include "sgd_rows.h"

/* The star of a pair, between two features; names may have stars too. */
static int
find_pair(const struct schema *s, const char *text, struct sgd_pair *out,
    struct diag *d)
{
	char *name;
	const char *star = text;

	while ((star = strchr(star, '*')) != NULL) {
		name = mem_strndup(text, (size_t)(star - text));
		out->a = schema_find(s, name);
		free(name);
		out->b = schema_find(s, ++star);
		if (out->a != COLUMN_NONE && out->b != COLUMN_NONE)
			return (0);
	}
	return (diag_set(d, "interact: \"%s\" is not FEATURE*FEATURE", text));
}

static int
find_pairs(struct sgd_layout *l, const char *text, struct diag *d)
{
	char *all = mem_strdup(text), *rest = all, *one;
	size_t cap = 0;
	int r = 0;

	while (r == 0 && (one = strsep(&rest, ",")) != NULL) {
		l->pairs = mem_grow(l->pairs, &cap, l->n_pairs + 1,
		    sizeof(*l->pairs));
		r = find_pair(l->features, one, &l->pairs[l->n_pairs++], d);
	}
	free(all);
	return (r);
}

int
sgd_layout_init(struct sgd_layout *l, const struct model *m, struct diag *d)
{
	const char *pairs = params_text(&m->params, "interact");
	const struct field *f = m->features.fields;
	bool hashed = pairs != NULL;
	size_t n = 1;

	memset(l, 0, sizeof(*l));
	l->features = &m->features;
	l->first = mem_calloc(m->features.n, sizeof(*l->first));
	for (size_t j = 0; j < m->features.n; j++) {
		l->first[j] = (uint32_t)n;
		if (f[j].type == COL_STRING)
			hashed = true;
		else
			n += field_width(&f[j]);
		if (n > UINT32_MAX / 2)
			return (diag_set(d, "more columns than sgd takes"));
	}
	l->n_dense = n;
	if (hashed)
		l->hash_mask = (1u << (int)params_get(&m->params, "bits")) - 1;
	l->n = n + (hashed ? l->hash_mask + (size_t)1 : 0);
	return (pairs != NULL ? find_pairs(l, pairs, d) : 0);
}

void
sgd_layout_release(struct sgd_layout *l)
{
	free(l->first);
	free(l->pairs);
}

static void
add_entry(struct sgd_entries *e, size_t place, double value)
{
	size_t cap = e->cap;

	if (value == 0)
		return;
	if (e->n == cap) {
		e->place = mem_grow(e->place, &cap, e->n + 1,
		    sizeof(*e->place));
		e->value = mem_grow(e->value, &e->cap, e->n + 1,
		    sizeof(*e->value));
	}
	e->place[e->n] = (uint32_t)place;
	e->value[e->n++] = (float)value;
}

static void
add_hashed(const struct sgd_layout *l, uint64_t hash, double value,
    struct sgd_entries *e)
{
	add_entry(e, l->n_dense + (hash & l->hash_mask), value);
}

static void
add_feature(const struct sgd_layout *l, const struct column *c, size_t j,
    size_t row, struct sgd_entries *e)
{
	size_t first = l->first[j];

	switch (c->type) {
	case COL_BOOL:
		add_entry(e, first, c->bools[row]);
		break;
	case COL_INT:
	case COL_TIME:
		add_entry(e, first, (double)c->ints[row]);
		break;
	case COL_FLOAT:
		add_entry(e, first, c->floats[row]);
		break;
	case COL_VECTOR:
		for (size_t k = 0; k < c->width; k++)
			add_entry(e, first + k,
			    (double)c->vector[row * c->width + k]);
		break;
	case COL_SPARSE:
		for (uint32_t k = c->off[row]; k < c->off[row + 1]; k++)
			add_entry(e, first + c->index[k], (double)c->value[k]);
		break;
	case COL_STRING:
		add_hashed(l, hash_bytes(c->bytes + c->off[row],
		    c->off[row + 1] - c->off[row], j), 1, e);
		break;
	default:
		BUG("a %s column is no feature", col_type_name(c->type));
	}
}

static void
add_products(const struct sgd_layout *l, const struct sgd_pair *p,
    struct sgd_entries *e)
{
	uint64_t key;

	for (size_t a = e->begin[p->a]; a < e->begin[p->a + 1]; a++) {
		for (size_t b = e->begin[p->b]; b < e->begin[p->b + 1]; b++) {
			key = (uint64_t)e->place[a] << 32 | e->place[b];
			add_hashed(l, hash_bytes(&key, sizeof(key), 0),
			    (double)e->value[a] * (double)e->value[b], e);
		}
	}
}

void
sgd_entries_fill(const struct sgd_layout *l, const struct batch *b,
    size_t row, struct sgd_entries *e)
{
	const struct column *c;

	if (e->begin == NULL)
		e->begin = mem_calloc(l->features->n + 1, sizeof(*e->begin));
	e->n = 0;
	for (size_t j = 0; j < l->features->n; j++) {
		c = b->cols[j];
		e->begin[j] = e->n;
		if (c->n_missing == 0 || c->valid[row])
			add_feature(l, c, j, row, e);
	}
	e->begin[l->features->n] = e->n;
	for (size_t k = 0; k < l->n_pairs; k++)
		add_products(l, &l->pairs[k], e);
	add_entry(e, 0, 1);
}

void
sgd_entries_release(struct sgd_entries *e)
{
	free(e->place);
	free(e->value);
	free(e->begin);
}
