/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "numtext.h"

#include "request_tensors.h"

struct tensor {
	struct str name;
	size_t n_rows, n_cols;	/* of its shape; 1 column for [N] */
	bool has_shape, has_type, has_data;
	struct json_cursor data;
};

static bool
is_text(const char *p, size_t n, const char *z)
{
	return (n == strlen(z) && memcmp(p, z, n) == 0);
}

static int
check_datatype(const char *p, size_t n, struct diag *d)
{
	static const char *const known[] = {
		"BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8",
		"INT16", "INT32", "INT64", "FP16", "FP32", "FP64", "BYTES"
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (is_text(p, n, known[i]))
			return (0);
	}
	return (diag_set(d, "no such datatype: \"%.*s\"", (int)n, p));
}

static int
parse_shape(struct tensor *t, struct json_cursor *c, struct diag *d)
{
	int64_t dims[2] = { 0, 1 };
	const char *p;
	size_t n, k = 0;
	bool ok = json_kind_of(c) == J_ARRAY;

	if (ok)
		json_enter(c);
	for (; ok && json_next(c); k++) {
		json_skip(c, &p, &n);
		ok = k < 2 && parse_int(p, n, &dims[k]) == 0 &&
		    dims[k] >= 0 && dims[k] <= INT32_MAX;
	}
	if (!ok || k == 0)
		return (diag_set(d, "a shape is not [N] or [N, F]"));
	t->n_rows = (size_t)dims[0];
	t->n_cols = (size_t)dims[1];
	t->has_shape = true;
	return (0);
}

static int
parse_tensor_key(struct tensor *t, struct json_cursor *c, struct diag *d)
{
	const char *key, *p;
	size_t n_key, n;

	json_key(c, &key, &n_key);
	if (is_text(key, n_key, "shape"))
		return (parse_shape(t, c, d));
	if (is_text(key, n_key, "name")) {
		json_take(c, &p, &n);
		str_clear(&t->name);
		str_add(&t->name, p, n);
	} else if (is_text(key, n_key, "datatype")) {
		json_take(c, &p, &n);
		t->has_type = true;
		return (check_datatype(p, n, d));
	} else {
		if (is_text(key, n_key, "data")) {
			t->has_data = true;
			t->data = *c;
		}
		json_skip(c, &p, &n);
	}
	return (0);
}

static int
parse_tensor(struct tensor *t, struct json_cursor *c, struct diag *d)
{
	if (json_kind_of(c) != J_OBJECT)
		return (diag_set(d, "an input is not an object"));
	t->has_shape = t->has_type = t->has_data = false;
	str_clear(&t->name);
	json_enter(c);
	while (json_next(c)) {
		if (parse_tensor_key(t, c, d) == -1)
			return (-1);
	}
	if (t->name.len == 0 || !t->has_shape || !t->has_type ||
	    !t->has_data || json_kind_of(&t->data) != J_ARRAY)
		return (diag_set(d, "input \"%s\": name, shape, datatype and "
		    "an array of data are wanted", str_get(&t->name)));
	return (0);
}

/* One column, known or not, or rows by position. */
static int
put_tensor(struct request_table *t, struct tensor *x, bool alone,
    struct diag *d)
{
	const char *name = str_get(&x->name);
	bool known = dict_find(&t->p->spec.schema.index, name, x->name.len) !=
	    DICT_NONE;
	size_t want = x->n_rows * x->n_cols, n, col;

	if (x->n_rows > t->max_rows)
		return (diag_set(d, "more than %zu rows in one request",
		    t->max_rows));
	if (alone && !known) {
		if (request_table_by_position(t, x->n_cols, d) == -1)
			return (-1);
		n = request_table_put_all(t, t->map, x->n_cols, want,
		    &x->data);
	} else {
		if (x->n_cols != 1)
			return (diag_set(d, "input \"%s\": the shape of a "
			    "column is [N] or [N, 1]", name));
		col = request_table_column(t, name, x->name.len);
		if (col != COLUMN_NONE && t->rows.cols[col].n > 0)
			return (diag_set(d, "input \"%s\" is there twice",
			    name));
		n = request_table_put_all(t, &col, 1, want, &x->data);
	}
	if (n != want)
		return (diag_set(d, "input \"%s\": %zu values, but a shape of "
		    "%zu", name, n, want));
	return (0);
}

static size_t
count_inputs(struct json_cursor c)
{
	const char *p;
	size_t n, count = 0;

	json_enter(&c);
	for (; json_next(&c); count++)
		json_skip(&c, &p, &n);
	return (count);
}

static int
put_inputs(struct request_table *t, struct json_cursor *c, struct tensor *x,
    struct diag *d)
{
	size_t n_inputs, n_rows = SIZE_MAX;

	if (json_kind_of(c) != J_ARRAY)
		return (diag_set(d, "\"inputs\" is not an array"));
	n_inputs = count_inputs(*c);
	json_enter(c);
	while (json_next(c)) {
		if (parse_tensor(x, c, d) == -1 ||
		    put_tensor(t, x, n_inputs == 1, d) == -1)
			return (-1);
		if (n_rows != SIZE_MAX && x->n_rows != n_rows)
			return (diag_set(d, "inputs of %zu and of %zu rows",
			    n_rows, x->n_rows));
		n_rows = x->n_rows;
	}
	return (request_table_end_columns(t, n_rows == SIZE_MAX ? 0 : n_rows,
	    d));
}

/* The next name among the outputs that are asked for. */
static int
output_name(struct json_cursor *c, struct str *name, struct diag *d)
{
	const char *key, *p;
	size_t n_key, n;

	if (json_kind_of(c) != J_OBJECT)
		return (diag_set(d, "an output is not an object"));
	str_clear(name);
	json_enter(c);
	while (json_next(c)) {
		bool is_name;

		json_key(c, &key, &n_key);
		is_name = is_text(key, n_key, "name");
		json_take(c, &p, &n);
		if (is_name) {
			str_clear(name);
			str_add(name, p, n);
		}
	}
	return (0);
}

static int
check_outputs(const struct request_table *t, struct json_cursor c,
    struct str *name, struct diag *d)
{
	size_t col, n = 0;

	if (json_kind_of(&c) != J_ARRAY)
		return (diag_set(d, "\"outputs\" is not an array"));
	json_enter(&c);
	while (json_next(&c)) {
		if (n++ == t->p->outputs.n)
			return (diag_set(d, "more outputs than there are"));
		if (output_name(&c, name, d) == -1 ||
		    schema_need(&t->p->outputs, str_get(name), &col, d) == -1)
			return (diag_prefix(d, "outputs"));
	}
	return (0);
}

bool
infer_wants(const struct infer_request *r, const char *output)
{
	struct json_cursor c = r->outputs;
	struct str name = STR_INIT;
	struct diag d;
	bool found = r->all_outputs;

	if (found)
		return (true);
	json_enter(&c);
	while (!found && json_next(&c))
		found = output_name(&c, &name, &d) == 0 &&
		    strcmp(str_get(&name), output) == 0;
	str_release(&name);
	return (found);
}

/* No outputs named: all are. */
static bool
is_empty(struct json_cursor c)
{
	if (json_kind_of(&c) == J_NULL)
		return (true);
	if (json_kind_of(&c) != J_ARRAY)
		return (false);
	json_enter(&c);
	return (!json_next(&c));
}

static int
parse_top(struct json_cursor *c, struct infer_request *r,
    struct json_cursor *inputs, struct diag *d)
{
	const char *key, *p;
	size_t n_key, n;
	bool found = false;

	json_enter(c);
	while (json_next(c)) {
		struct json_cursor at;

		json_key(c, &key, &n_key);
		at = *c;
		if (is_text(key, n_key, "inputs")) {
			*inputs = at;
			found = true;
		} else if (is_text(key, n_key, "outputs")) {
			r->outputs = at;
			r->all_outputs = is_empty(at);
		}
		if (!is_text(key, n_key, "id")) {
			json_skip(c, &p, &n);
			continue;
		}
		json_skip(c, &r->id, &r->n_id);
		if (*r->id != '"')
			return (diag_set(d, "\"id\" is not a string"));
	}
	return (found ? 0 : diag_set(d, "\"inputs\" is missing"));
}

int
request_table_tensors(struct request_table *t, const char *body, size_t n,
    struct infer_request *r, struct diag *d)
{
	struct tensor x = { .name = STR_INIT };
	struct json_cursor c, inputs;
	int result = -1;

	request_table_clear(t);
	*r = (struct infer_request){ .all_outputs = true };
	if (json_check(body, n, d) == -1)
		return (-1);
	json_start(&c, body, n, &t->text);
	if (json_kind_of(&c) != J_OBJECT)
		return (diag_set(d, "the body is not a JSON object"));
	if (parse_top(&c, r, &inputs, d) == 0 && (r->all_outputs ||
	    check_outputs(t, r->outputs, &x.name, d) == 0))
		result = put_inputs(t, &inputs, &x, d);
	str_release(&x.name);
	return (result);
}
