/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "mem.h"

#include "loss_features.h"

#define PREDICTION "prediction"

static bool
is_taken(const struct schema *s, size_t i, const struct loss_columns *c)
{
	const struct field *f = &s->fields[i];

	return (i != c->prediction && i != c->truth && i != c->time &&
	    f->role == ROLE_FEATURE && f->type != COL_VECTOR &&
	    f->type != COL_SPARSE);
}

static int
add_feature(struct loss_features *f, const char *name, enum col_type type,
    struct diag *d)
{
	return (schema_add_new(&f->schema, name, type == COL_STRING ?
	    COL_STRING : COL_FLOAT, d));
}

int
loss_features_init(struct loss_features *f, const struct schema *s,
    const struct loss_columns *c, struct diag *d)
{
	struct str name = STR_INIT;
	int r = 0;

	schema_init(&f->schema);
	for (size_t i = 0; i < s->n && r == 0; i++) {
		if (is_taken(s, i, c))
			r = add_feature(f, s->fields[i].name,
			    s->fields[i].type, d);
	}
	str_addz(&name, PREDICTION);
	while (schema_find(&f->schema, str_get(&name)) != COLUMN_NONE)
		str_addc(&name, '_');
	if (r == 0)
		r = add_feature(f, str_get(&name), COL_FLOAT, d);
	str_release(&name);
	f->cols = mem_alloc(f->schema.n, sizeof(*f->cols));
	loss_features_bind(f, s, c->prediction);
	return (r);
}

void
loss_features_release(struct loss_features *f)
{
	schema_release(&f->schema);
	free(f->cols);
}

void
loss_features_bind(struct loss_features *f, const struct schema *s,
    size_t prediction)
{
	for (size_t i = 0; i + 1 < f->schema.n; i++) {
		size_t col = schema_find(s, f->schema.fields[i].name);
		bool is_text = f->schema.fields[i].type == COL_STRING;

		f->cols[i] = col == COLUMN_NONE || s->fields[col].type ==
		    COL_VECTOR || s->fields[col].type == COL_SPARSE ||
		    (s->fields[col].type == COL_STRING) != is_text ?
		    COLUMN_NONE : col;
	}
	f->cols[f->schema.n - 1] = prediction;
}

static void
add_column(const struct column *from, const uint8_t *keep, size_t n,
    struct column *out)
{
	for (size_t i = 0; i < n; i++) {
		if (!keep[i])
			continue;
		if (from == NULL)
			column_add_missing(out);
		else
			column_add_float(out, column_number(from, i));
	}
}

void
loss_features_add(const struct loss_features *f, const struct batch *b,
    const uint8_t *keep, struct column *out)
{
	for (size_t j = 0; j < f->schema.n; j++) {
		const struct column *from = f->cols[j] == COLUMN_NONE ? NULL :
		    b->cols[f->cols[j]];

		if (from != NULL && from->type == COL_STRING)
			column_add_kept(&out[j], from, keep);
		else
			add_column(from, keep, b->n_rows, &out[j]);
	}
}
