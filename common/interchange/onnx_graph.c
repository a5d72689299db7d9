/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field numbers are those of onnx.proto. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "pack.h"

#include "onnx_graph.h"
#include "onnx_proto.h"

/* AttributeProto's types */
#define ATTRIBUTE_INT 2
#define ATTRIBUTE_TENSOR 4
#define ATTRIBUTE_INTS 7

/* Inputs and outputs are called as columns are; no column begins so. */
static void
add_name(const struct onnx *o, struct str *out, unsigned field, size_t value)
{
	struct str name = STR_INIT;

	str_addz(&name, dict_get(&o->names, (uint32_t)value, NULL));
	proto_message(out, field, &name);
}

/* The next value; without a name it is called by its number. */
static size_t
new_value(struct onnx *o, const char *name)
{
	struct str own = STR_INIT;

	if (name == NULL) {
		str_addf(&own, "\n%zu", o->n_values);
		name = str_get(&own);
	}
	dict_add(&o->names, name, strlen(name));
	str_release(&own);
	return (o->n_values++);
}

static void
add_tensor_head(struct str *t, const size_t *dims, size_t n_dims,
    enum onnx_type type)
{
	for (size_t i = 0; i < n_dims; i++)
		proto_int(t, 1, (int64_t)dims[i]);
	proto_int(t, 2, (int64_t)type);
}

static void
add_raw(struct str *t, const double *v, size_t n)
{
	struct str raw = STR_INIT;

	pack_f64s(&raw, v, n);
	proto_message(t, 9, &raw);
}

static size_t
add_constant(struct onnx *o, struct str *tensor)
{
	size_t v = new_value(o, NULL);

	add_name(o, tensor, 8, v);
	proto_message(&o->constants, 5, tensor);
	return (v);
}

static size_t
add_numbers(struct onnx *o, const double *v, const size_t *dims, size_t n_dims)
{
	struct str t = STR_INIT;
	size_t n = 1;

	for (size_t i = 0; i < n_dims; i++)
		n *= dims[i];
	add_tensor_head(&t, dims, n_dims, ONNX_DOUBLE);
	add_raw(&t, v, n);
	return (add_constant(o, &t));
}

size_t
onnx_number(struct onnx *o, double v)
{
	return (add_numbers(o, &v, NULL, 0));
}

size_t
onnx_numbers(struct onnx *o, const double *v, size_t n)
{
	return (add_numbers(o, v, &n, 1));
}

size_t
onnx_matrix(struct onnx *o, const double *v, size_t rows, size_t cols)
{
	return (add_numbers(o, v, (size_t[]){ rows, cols }, 2));
}

size_t
onnx_whole(struct onnx *o, int64_t v)
{
	struct str t = STR_INIT, raw = STR_INIT;
	size_t n = 1;

	add_tensor_head(&t, &n, 1, ONNX_INT64);
	pack_u64(&raw, (uint64_t)v);
	proto_message(&t, 9, &raw);
	return (add_constant(o, &t));
}

size_t
onnx_text(struct onnx *o, const char *p, size_t n)
{
	struct str t = STR_INIT;

	add_tensor_head(&t, NULL, 0, ONNX_STRING);
	proto_bytes(&t, 6, p, n);
	return (add_constant(o, &t));
}

size_t
onnx_texts(struct onnx *o, const char *const *texts, size_t n)
{
	struct str t = STR_INIT;

	add_tensor_head(&t, &n, 1, ONNX_STRING);
	for (size_t i = 0; i < n; i++)
		proto_text(&t, 6, texts[i]);
	return (add_constant(o, &t));
}

void
onnx_begin(struct onnx *o, struct onnx_node *n)
{
	*n = (struct onnx_node){ .o = o, .bytes = STR_INIT };
}

void
onnx_in(struct onnx_node *n, size_t value)
{
	add_name(n->o, &n->bytes, 1, value);
}

size_t
onnx_end(struct onnx_node *n, const char *op, const char *domain)
{
	size_t v = new_value(n->o, NULL);

	add_name(n->o, &n->bytes, 2, v);
	proto_text(&n->bytes, 4, op);
	proto_text(&n->bytes, 7, domain);
	proto_message(&n->o->nodes, 1, &n->bytes);
	return (v);
}

/* An attribute of a type, whose value is added behind. */
static struct str
begin_attribute(const char *name, int64_t type)
{
	struct str a = STR_INIT;

	proto_text(&a, 1, name);
	proto_int(&a, 20, type);
	return (a);
}

void
onnx_set_int(struct onnx_node *n, const char *name, int64_t v)
{
	struct str a = begin_attribute(name, ATTRIBUTE_INT);

	proto_int(&a, 3, v);
	proto_message(&n->bytes, 5, &a);
}

void
onnx_set_ints(struct onnx_node *n, const char *name, const int64_t *v,
    size_t n_v)
{
	struct str a = begin_attribute(name, ATTRIBUTE_INTS);

	for (size_t i = 0; i < n_v; i++)
		proto_int(&a, 8, v[i]);
	proto_message(&n->bytes, 5, &a);
}

static void
set_tensor(struct onnx_node *n, const char *name, struct str *tensor)
{
	struct str a = begin_attribute(name, ATTRIBUTE_TENSOR);

	proto_message(&a, 5, tensor);
	proto_message(&n->bytes, 5, &a);
}

void
onnx_set_numbers(struct onnx_node *n, const char *name, const double *v,
    size_t n_v)
{
	struct str t = STR_INIT;

	add_tensor_head(&t, &n_v, 1, ONNX_DOUBLE);
	add_raw(&t, v, n_v);
	set_tensor(n, name, &t);
}

void
onnx_set_bytes(struct onnx_node *n, const char *name, const uint8_t *v,
    size_t n_v)
{
	struct str t = STR_INIT;

	add_tensor_head(&t, &n_v, 1, ONNX_UINT8);
	proto_bytes(&t, 9, v, n_v);
	set_tensor(n, name, &t);
}

/* The levels, then missing; a tensor, as their values are one. */
static void
set_levels(struct onnx_node *n, const char *name, const struct dict *d)
{
	struct str t = STR_INIT;
	size_t len, n_texts = d->n + 1;
	const char *text;

	add_tensor_head(&t, &n_texts, 1, ONNX_STRING);
	for (uint32_t i = 0; i < d->n; i++) {
		text = dict_get(d, i, &len);
		proto_bytes(&t, 6, text, len);
	}
	proto_text(&t, 6, "");
	set_tensor(n, name, &t);
}

size_t
onnx_1(struct onnx *o, const char *op, size_t a)
{
	return (onnx_3(o, op, a, 0, 0));
}

size_t
onnx_2(struct onnx *o, const char *op, size_t a, size_t b)
{
	return (onnx_3(o, op, a, b, 0));
}

size_t
onnx_3(struct onnx *o, const char *op, size_t a, size_t b, size_t c)
{
	struct onnx_node n;

	onnx_begin(o, &n);
	onnx_in(&n, a);
	if (b > 0)
		onnx_in(&n, b);
	if (c > 0)
		onnx_in(&n, c);
	return (onnx_end(&n, op, ""));
}

size_t
onnx_cast(struct onnx *o, size_t a, enum onnx_type type)
{
	struct onnx_node n;

	onnx_begin(o, &n);
	onnx_in(&n, a);
	onnx_set_int(&n, "to", (int64_t)type);
	return (onnx_end(&n, "Cast", ""));
}

size_t
onnx_concat(struct onnx *o, const size_t *values, size_t n_values)
{
	struct onnx_node n;

	onnx_begin(o, &n);
	for (size_t i = 0; i < n_values; i++)
		onnx_in(&n, values[i]);
	onnx_set_int(&n, "axis", 1);
	return (onnx_end(&n, "Concat", ""));
}

size_t
onnx_look_up(struct onnx *o, size_t texts, const struct onnx_map *m)
{
	size_t n_levels = m->levels->n;
	double *values = mem_alloc(n_levels + 1, sizeof(*values));
	struct onnx_node n;

	memcpy(values, m->values, n_levels * sizeof(*values));
	values[n_levels] = m->missing;
	onnx_begin(o, &n);
	onnx_in(&n, texts);
	set_levels(&n, "keys_tensor", m->levels);
	onnx_set_numbers(&n, "values_tensor", values, n_levels + 1);
	onnx_set_numbers(&n, "default_tensor", &m->unknown, 1);
	free(values);
	return (onnx_end(&n, "LabelEncoder", "ai.onnx.ml"));
}

/* A ValueInfoProto: rows of unknown number, columns. */
static void
add_info(struct str *out, unsigned field, const char *name,
    enum onnx_type type, size_t width)
{
	struct str dim = STR_INIT, shape = STR_INIT, tensor = STR_INIT;
	struct str t = STR_INIT, info = STR_INIT;

	proto_text(&dim, 2, "rows");
	proto_message(&shape, 1, &dim);
	proto_int(&dim, 1, (int64_t)width);
	proto_message(&shape, 1, &dim);
	proto_int(&tensor, 1, (int64_t)type);
	proto_message(&tensor, 2, &shape);
	proto_message(&t, 1, &tensor);
	proto_text(&info, 1, name);
	proto_message(&info, 2, &t);
	proto_message(out, field, &info);
}

size_t
onnx_input(struct onnx *o, const char *name, enum onnx_type type)
{
	add_info(&o->inputs, 11, name, type, 1);
	return (new_value(o, name));
}

void
onnx_output(struct onnx *o, size_t value, const char *name,
    enum onnx_type type, size_t width)
{
	struct str n = STR_INIT;

	add_name(o, &n, 1, value);
	proto_text(&n, 2, name);
	proto_text(&n, 4, "Identity");
	proto_message(&o->nodes, 1, &n);
	add_info(&o->outputs, 12, name, type, width);
}
