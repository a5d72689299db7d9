/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "numtext.h"
#include "utf8.h"

#include "request_tensors.h"

struct tensor {
	struct str name;
	size_t n_rows, n_cols;	/* of its shape; 1 column for [N] */
	bool has_shape, has_type, has_data, is_binary;
	enum tensor_type type;
	struct json_cursor data;
	size_t binary_size;	/* is_binary: bytes behind the JSON */
};

static bool
is_text(const char *p, size_t n, const char *z)
{
	return (n == strlen(z) && memcmp(p, z, n) == 0);
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

/* "binary_data_size" says that the data is not in the JSON. */
static int
parse_parameters(struct tensor *t, struct json_cursor *c, struct diag *d)
{
	struct json_cursor at;
	const char *p;
	size_t n;
	int64_t size;

	if (json_find(*c, "binary_data_size", &at)) {
		json_take(&at, &p, &n);
		if (parse_int(p, n, &size) == -1 || size < 0)
			return (diag_set(d, "\"binary_data_size\" is not a "
			    "number of bytes"));
		t->is_binary = true;
		t->binary_size = (size_t)size;
	}
	json_skip(c, &p, &n);
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
		return (tensor_type_parse(p, n, &t->type, d));
	} else if (is_text(key, n_key, "parameters")) {
		return (parse_parameters(t, c, d));
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
	t->has_shape = t->has_type = t->has_data = t->is_binary = false;
	str_clear(&t->name);
	json_enter(c);
	while (json_next(c)) {
		if (parse_tensor_key(t, c, d) == -1)
			return (-1);
	}
	if (t->name.len == 0 || !t->has_shape || !t->has_type ||
	    (!t->is_binary && (!t->has_data ||
	    json_kind_of(&t->data) != J_ARRAY)))
		return (diag_set(d, "input \"%s\": name, shape, datatype and "
		    "an array of data are wanted", str_get(&t->name)));
	if (t->is_binary && t->has_data)
		return (diag_set(d, "input \"%s\": both \"data\" and "
		    "\"binary_data_size\"", str_get(&t->name)));
	return (0);
}

/* As a string in JSON has to be; without NUL, which no text can hold. */
static bool
is_utf8(const struct cell *c)
{
	size_t k = 1;

	for (size_t i = 0; i < c->n && k > 0; i += k)
		k = c->p[i] == '\0' ? 0 : utf8_length(
		    (const unsigned char *)c->p + i, c->n - i);
	return (k > 0);
}

/* The data of a tensor into the columns of cols in turn. What stands behind
   the JSON begins with it, and is shortened by it. */
static int
put_binary(struct request_table *t, const struct tensor *x,
    const size_t *cols, struct tensor_bytes *behind, struct diag *d)
{
	struct tensor_bytes b = { behind->p, x->binary_size };
	size_t want = x->n_rows * x->n_cols;
	char scratch[NUMTEXT_MAX];
	struct cell cell;
	bool ok = x->binary_size <= behind->n;

	for (size_t i = 0; i < want && ok; i++) {
		ok = tensor_next(x->type, &b, scratch, &cell);
		if (ok && cell.kind == CELL_QUOTED && !is_utf8(&cell))
			return (diag_set(d, "input \"%s\": element %zu is no "
			    "UTF-8", str_get(&x->name), i + 1));
		if (ok)
			request_table_put_cell(t, cols[i % x->n_cols], &cell);
	}
	if (!ok || b.n > 0)
		return (diag_set(d, "input \"%s\": %zu bytes are not %zu "
		    "elements of %s", str_get(&x->name), x->binary_size, want,
		    tensor_type_name(x->type)));
	behind->p += x->binary_size;
	behind->n -= x->binary_size;
	return (0);
}

static int
put_data(struct request_table *t, struct tensor *x, const size_t *cols,
    struct tensor_bytes *behind, struct diag *d)
{
	size_t want = x->n_rows * x->n_cols, n;

	if (x->is_binary)
		return (put_binary(t, x, cols, behind, d));
	n = request_table_put_all(t, cols, x->n_cols, want, &x->data);
	if (n != want)
		return (diag_set(d, "input \"%s\": %zu values, but a shape of "
		    "%zu", str_get(&x->name), n, want));
	return (0);
}

/* One column, known or not, or rows by position. */
static int
put_tensor(struct request_table *t, struct tensor *x, bool alone,
    struct tensor_bytes *behind, struct diag *d)
{
	const char *name = str_get(&x->name);
	bool known = dict_find(&t->p->spec.schema.index, name, x->name.len) !=
	    DICT_NONE;
	size_t col;

	if (x->n_rows > t->max_rows)
		return (diag_set(d, "more than %zu rows in one request",
		    t->max_rows));
	if (alone && !known) {
		if (request_table_by_position(t, x->n_cols, d) == -1)
			return (-1);
		return (put_data(t, x, t->map, behind, d));
	}
	if (x->n_cols != 1)
		return (diag_set(d, "input \"%s\": the shape of a column is "
		    "[N] or [N, 1]", name));
	col = request_table_column(t, name, x->name.len);
	if (col != COLUMN_NONE && t->rows.cols[col].n > 0)
		return (diag_set(d, "input \"%s\" is there twice", name));
	return (put_data(t, x, &col, behind, d));
}

static int
put_inputs(struct request_table *t, struct json_cursor *c, struct tensor *x,
    struct tensor_bytes *behind, struct diag *d)
{
	size_t n_inputs, n_rows = SIZE_MAX;

	if (json_kind_of(c) != J_ARRAY)
		return (diag_set(d, "\"inputs\" is not an array"));
	n_inputs = json_count(*c);
	json_enter(c);
	while (json_next(c)) {
		if (parse_tensor(x, c, d) == -1 ||
		    put_tensor(t, x, n_inputs == 1, behind, d) == -1)
			return (-1);
		if (n_rows != SIZE_MAX && x->n_rows != n_rows)
			return (diag_set(d, "inputs of %zu and of %zu rows",
			    n_rows, x->n_rows));
		n_rows = x->n_rows;
	}
	if (behind->n > 0)
		return (diag_set(d, "%zu bytes behind the JSON are no "
		    "input's", behind->n));
	return (request_table_end_columns(t, n_rows == SIZE_MAX ? 0 : n_rows,
	    d));
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
			r->all_outputs = infer_is_empty(at);
		} else if (is_text(key, n_key, "parameters")) {
			r->binary_outputs = infer_flag(at,
			    "binary_data_output", false);
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
request_table_tensors(struct request_table *t,
    const struct request_body *body, struct diag *d)
{
	struct infer_request *r = body->infer;
	struct tensor x = { .name = STR_INIT };
	struct tensor_bytes behind = { body->p + body->n_json,
	    body->n - body->n_json };
	struct json_cursor c, inputs;
	int result = -1;

	request_table_clear(t);
	*r = (struct infer_request){ .all_outputs = true };
	if (json_check(body->p, body->n_json, d) == -1)
		return (-1);
	json_start(&c, body->p, body->n_json, &t->text);
	if (json_kind_of(&c) != J_OBJECT)
		return (diag_set(d, "the body is not a JSON object"));
	if (parse_top(&c, r, &inputs, d) == 0 && (r->all_outputs ||
	    infer_check_outputs(r, &t->p->outputs, d) == 0))
		result = put_inputs(t, &inputs, &x, &behind, d);
	str_release(&x.name);
	return (result);
}
