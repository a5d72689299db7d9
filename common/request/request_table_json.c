/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "mem.h"

#include "request_table.h"

static int put_record(struct request_table *, struct json_cursor *,
    size_t prefix, struct diag *);

/* One member of a record; nested ones have names with dots. */
static int
put_member(struct request_table *t, struct json_cursor *c, size_t prefix,
    struct diag *d)
{
	const char *key;
	size_t n, col;

	json_key(c, &key, &n);
	if (prefix > 0 || json_kind_of(c) == J_OBJECT) {
		t->name.len = prefix;
		str_add(&t->name, key, n);
		key = str_get(&t->name);
		n = t->name.len;
	}
	if (json_kind_of(c) == J_OBJECT) {
		str_addc(&t->name, '.');
		return (put_record(t, c, t->name.len, d));
	}
	col = request_table_column(t, key, n);
	if (col != COLUMN_NONE && t->rows.cols[col].n > t->n_rows)
		return (diag_set(d, "\"%s\" is twice in one row",
		    t->p->spec.schema.fields[col].name));
	request_table_put(t, col, c);
	return (0);
}

static int
put_record(struct request_table *t, struct json_cursor *c, size_t prefix,
    struct diag *d)
{
	json_enter(c);
	while (json_next(c)) {
		if (put_member(t, c, prefix, d) == -1)
			return (-1);
	}
	return (0);
}

/* A row of values by position: t->map has n_cols columns. */
static int
put_list(struct request_table *t, struct json_cursor *c, size_t n_cols,
    struct diag *d)
{
	size_t n = 0;

	json_enter(c);
	for (; json_next(c); n++) {
		if (n < n_cols)
			request_table_put(t, t->map[n], c);
		else
			request_table_put(t, COLUMN_NONE, c);
	}
	if (n != n_cols)
		return (diag_set(d, "row %zu has %zu values, not %zu",
		    t->n_rows + 1, n, n_cols));
	return (0);
}

static int
want_array(const struct json_cursor *c, const char *what, struct diag *d)
{
	if (json_kind_of(c) != J_ARRAY)
		return (diag_set(d, "%s is not an array", what));
	return (0);
}

/* The first row, if it has no names, says how many values a row has. */
static int
look_at_first(struct request_table *t, const struct json_cursor *row,
    size_t *n_cols, struct diag *d)
{
	enum json_kind kind = json_kind_of(row);

	if (kind == J_OBJECT)
		return (0);
	*n_cols = kind == J_ARRAY ? json_count(*row) : 1;
	return (request_table_by_position(t, *n_cols, d));
}

static int
put_row(struct request_table *t, struct json_cursor *c, size_t n_cols,
    struct diag *d)
{
	switch (json_kind_of(c)) {
	case J_OBJECT:
		return (put_record(t, c, 0, d));
	case J_ARRAY:
		return (put_list(t, c, n_cols, d));
	default:
		request_table_put(t, t->map[0], c);
		return (0);
	}
}

/* Object, array or value: all rows of a request are of one. */
static int
row_kind(const struct json_cursor *c)
{
	enum json_kind kind = json_kind_of(c);

	return (kind == J_OBJECT || kind == J_ARRAY ? (int)kind : -1);
}

/* Rows as records, as lists, or, of a model with one column, as values. */
static int
put_rows(struct request_table *t, struct json_cursor *c, const char *what,
    struct diag *d)
{
	size_t n_cols = 0;
	int kind = 0;

	if (want_array(c, what, d) == -1)
		return (-1);
	json_enter(c);
	while (json_next(c)) {
		if (t->n_rows == 0) {
			kind = row_kind(c);
			if (look_at_first(t, c, &n_cols, d) == -1)
				return (-1);
		}
		if (row_kind(c) != kind)
			return (diag_set(d, "%s: row %zu is of another kind "
			    "than those before", what, t->n_rows + 1));
		if (put_row(t, c, n_cols, d) == -1 ||
		    request_table_end_row(t, d) == -1)
			return (-1);
	}
	return (0);
}

static int
put_records(struct request_table *t, struct json_cursor *c, struct diag *d)
{
	struct json_cursor look = *c;

	if (want_array(c, "dataframe_records", d) == -1)
		return (-1);
	json_enter(&look);
	if (json_next(&look) && json_kind_of(&look) != J_OBJECT)
		return (diag_set(d, "dataframe_records is not an array of "
		    "objects"));
	return (put_rows(t, c, "dataframe_records", d));
}

static int
put_instances(struct request_table *t, struct json_cursor *c, struct diag *d)
{
	return (put_rows(t, c, "instances", d));
}

/* {"a": [1, 2], "b": ["x", "y"]}, or rows by position. */
static int
put_inputs(struct request_table *t, struct json_cursor *c, struct diag *d)
{
	const char *key;
	size_t n, col, n_values, n_rows = SIZE_MAX;

	if (json_kind_of(c) != J_OBJECT)
		return (put_rows(t, c, "inputs", d));
	json_enter(c);
	while (json_next(c)) {
		json_key(c, &key, &n);
		col = request_table_column(t, key, n);
		if (col != COLUMN_NONE && t->rows.cols[col].n > 0)
			return (diag_set(d, "column \"%s\" is there twice",
			    t->p->spec.schema.fields[col].name));
		n_values = 1;
		if (json_kind_of(c) == J_ARRAY)
			n_values = request_table_put_all(t, &col, 1,
			    t->max_rows, c);
		else
			request_table_put(t, col, c);
		if (n_rows == SIZE_MAX)
			n_rows = n_values;
		if (n_values != n_rows)
			return (diag_set(d, "inputs has columns of %zu and of "
			    "%zu values", n_rows, n_values));
	}
	return (request_table_end_columns(t, n_rows == SIZE_MAX ? 0 : n_rows,
	    d));
}

/* The columns' names of a split data frame into t->map. */
static int
put_columns(struct request_table *t, struct json_cursor *c, size_t *n_cols,
    struct diag *d)
{
	const char *name;
	size_t n, col, k = 0;

	if (want_array(c, "columns", d) == -1)
		return (-1);
	t->map = mem_grow(t->map, &t->map_cap, json_count(*c),
	    sizeof(*t->map));
	json_enter(c);
	for (; json_next(c); k++) {
		json_take(c, &name, &n);
		col = dict_find(&t->p->spec.schema.index, name, n);
		if (col != DICT_NONE && t->report.absent[col] == 0)
			return (diag_set(d, "column \"%s\" is there twice",
			    t->p->spec.schema.fields[col].name));
		t->map[k] = request_table_column(t, name, n);
	}
	*n_cols = k;
	return (0);
}

static int
put_data(struct request_table *t, struct json_cursor *c, size_t n_cols,
    struct diag *d)
{
	if (want_array(c, "data", d) == -1)
		return (-1);
	json_enter(c);
	while (json_next(c)) {
		if (want_array(c, "a row of data", d) == -1 ||
		    put_list(t, c, n_cols, d) == -1 ||
		    request_table_end_row(t, d) == -1)
			return (-1);
	}
	return (0);
}

/* Without "columns" the first row of the data is by position. */
static int
columns_of_data(struct request_table *t, const struct json_cursor *data,
    size_t *n_cols, struct diag *d)
{
	struct json_cursor row = *data;

	if (want_array(data, "data", d) == -1)
		return (-1);
	json_enter(&row);
	if (!json_next(&row))
		return (0);
	if (want_array(&row, "a row of data", d) == -1)
		return (-1);
	return (look_at_first(t, &row, n_cols, d));
}

static int
put_split(struct request_table *t, struct json_cursor *c, struct diag *d)
{
	struct json_cursor columns, data;
	size_t n_cols = 0;
	int r;

	if (!json_find(*c, "data", &data))
		return (diag_set(d, "dataframe_split wants an object with "
		    "\"columns\" and \"data\""));
	if (json_find(*c, "columns", &columns))
		r = put_columns(t, &columns, &n_cols, d);
	else
		r = columns_of_data(t, &data, &n_cols, d);
	return (r == -1 ? -1 : put_data(t, &data, n_cols, d));
}

static const struct shape {
	const char *name;
	int (*put)(struct request_table *, struct json_cursor *,
	    struct diag *);
} shapes[] = {
	{ "dataframe_split", put_split },
	{ "dataframe_records", put_records },
	{ "instances", put_instances },
	{ "inputs", put_inputs },
};
#define N_SHAPES (sizeof(shapes) / sizeof(shapes[0]))

static const struct shape *
shape_find(const char *p, size_t n)
{
	for (size_t i = 0; i < N_SHAPES; i++) {
		if (n == strlen(shapes[i].name) &&
		    memcmp(p, shapes[i].name, n) == 0)
			return (&shapes[i]);
	}
	return (NULL);
}

/* Which shape the body has, and where its rows are. */
static int
find_shape(struct json_cursor c, const struct shape **out,
    struct json_cursor *at, struct diag *d)
{
	const struct shape *s;
	const char *p;
	size_t n;

	*out = NULL;
	json_enter(&c);
	while (json_next(&c)) {
		json_key(&c, &p, &n);
		s = shape_find(p, n);
		if (n == 14 && memcmp(p, "signature_name", n) == 0)
			return (diag_set(d, "\"signature_name\" is not "
			    "supported"));
		if (s != NULL && *out != NULL)
			return (diag_set(d, "both \"%s\" and \"%s\": one is "
			    "wanted", (*out)->name, s->name));
		if (s != NULL) {
			*out = s;
			*at = c;
		}
		json_skip(&c, &p, &n);
	}
	if (*out == NULL)
		return (diag_set(d, "none of \"dataframe_split\", "
		    "\"dataframe_records\", \"instances\" and \"inputs\""));
	return (0);
}

int
request_table_json(struct request_table *t, const struct request_body *body,
    struct diag *d)
{
	const struct shape *shape;
	struct json_cursor c, at;

	request_table_clear(t);
	if (json_check(body->p, body->n, d) == -1)
		return (-1);
	json_start(&c, body->p, body->n, &t->text);
	if (json_kind_of(&c) != J_OBJECT)
		return (diag_set(d, "the body is not a JSON object"));
	if (find_shape(c, &shape, &at, d) == -1)
		return (-1);
	return (shape->put(t, &at, d));
}
