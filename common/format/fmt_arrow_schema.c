/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base64.h"
#include "fmt_arrow_ids.h"
#include "mem.h"

#include "fmt_arrow_schema.h"

static size_t
add_type(struct flat *f, const struct field *field, uint8_t *id)
{
	size_t zone = 0;

	if (field->type == COL_TIME)
		zone = flat_string(f, "UTC", 3);
	flat_table(f);
	switch (field->type) {
	case COL_BOOL:
		*id = TYPE_BOOL;
		break;
	case COL_INT:
		*id = TYPE_INT;
		flat_i32(f, INT_BITS, 64);
		flat_u8(f, INT_SIGNED, 1);
		break;
	case COL_FLOAT:
		*id = TYPE_FLOAT;
		flat_i16(f, 0, FLOAT_DOUBLE);
		break;
	case COL_TIME:
		*id = TYPE_TIMESTAMP;
		flat_i16(f, TIMESTAMP_UNIT, UNIT_US);
		flat_ref(f, TIMESTAMP_ZONE, zone);
		break;
	case COL_VECTOR:
		*id = TYPE_FIXED_LIST;
		flat_i32(f, 0, (int32_t)field->width);
		break;
	default:
		*id = field->type == COL_STRING ? TYPE_UTF8 : TYPE_LIST;
		break;
	}
	return (flat_table_end(f));
}

struct flat_field {
	const char *name;
	uint8_t type_id;
	bool nullable;
	size_t type;
	const size_t *children;
	size_t n_children;
};

static size_t
add_field(struct flat *f, const struct flat_field *field)
{
	size_t name = flat_string(f, field->name, strlen(field->name));
	size_t children = flat_refs(f, field->children, field->n_children);

	flat_table(f);
	flat_ref(f, FIELD_NAME, name);
	flat_ref(f, FIELD_TYPE, field->type);
	flat_ref(f, FIELD_CHILDREN, children);
	flat_u8(f, FIELD_NULLABLE, field->nullable);
	flat_u8(f, FIELD_TYPE_TYPE, field->type_id);
	return (flat_table_end(f));
}

static size_t
add_float32(struct flat *f, const char *name)
{
	struct flat_field field = { .name = name, .type_id = TYPE_FLOAT };

	flat_table(f);
	flat_i16(f, 0, FLOAT_SINGLE);
	field.type = flat_table_end(f);
	return (add_field(f, &field));
}

static size_t
add_uint32(struct flat *f, const char *name)
{
	struct flat_field field = { .name = name, .type_id = TYPE_INT };

	flat_table(f);
	flat_i32(f, INT_BITS, 32);
	flat_u8(f, INT_SIGNED, 0);
	field.type = flat_table_end(f);
	return (add_field(f, &field));
}

/* The struct of a sparse entry. */
static size_t
add_entry(struct flat *f)
{
	size_t children[2] = { add_uint32(f, "index"),
	    add_float32(f, "value") };
	struct flat_field field = { .name = "item", .type_id = TYPE_STRUCT,
	    .children = children, .n_children = 2 };

	flat_table(f);
	field.type = flat_table_end(f);
	return (add_field(f, &field));
}

static size_t
add_column_field(struct flat *f, const struct field *col)
{
	struct flat_field field = { .name = col->name, .nullable = true };
	size_t child = 0;

	if (col->type == COL_VECTOR)
		child = add_float32(f, "item");
	else if (col->type == COL_SPARSE)
		child = add_entry(f);
	field.children = &child;
	field.n_children = child != 0;
	field.type = add_type(f, col, &field.type_id);
	return (add_field(f, &field));
}

static size_t
add_pair(struct flat *f, const char *key, const struct str *value)
{
	size_t v = flat_string(f, str_get(value), value->len);
	size_t k = flat_string(f, key, strlen(key));

	flat_table(f);
	flat_ref(f, PAIR_KEY, k);
	flat_ref(f, PAIR_VALUE, v);
	return (flat_table_end(f));
}

static size_t
add_json(struct flat *f, const json_t *v)
{
	struct str s = STR_INIT;
	size_t pair;

	doc_write(v, &s);
	pair = add_pair(f, ARROW_KEY, &s);
	str_release(&s);
	return (pair);
}

static size_t
add_attachment(struct flat *f, const struct attachment *a)
{
	struct str key = STR_INIT, value = STR_INIT;
	size_t pair;

	str_addf(&key, ARROW_KEY ":%s", a->name);
	base64_add(&value, a->bytes, a->size);
	pair = add_pair(f, str_get(&key), &value);
	str_release(&key);
	str_release(&value);
	return (pair);
}

size_t
arrow_add_metadata(struct flat *f, const json_t *v)
{
	size_t pair = add_json(f, v);

	return (flat_refs(f, &pair, 1));
}

/* The head and behind it the attachments. */
static size_t
add_head(struct flat *f, const struct head *h)
{
	size_t *pairs = mem_alloc(h->attachments.n + 1, sizeof(*pairs));
	json_t *head = head_to_json(h);
	size_t list;

	pairs[0] = add_json(f, head);
	for (size_t i = 0; i < h->attachments.n; i++)
		pairs[i + 1] = add_attachment(f, h->attachments.v[i]);
	list = flat_refs(f, pairs, h->attachments.n + 1);
	json_decref(head);
	free(pairs);
	return (list);
}

size_t
arrow_add_schema(struct flat *f, const struct head *h)
{
	size_t *fields = mem_alloc(h->schema.n, sizeof(*fields));
	size_t metadata = add_head(f, h), list;

	for (size_t j = 0; j < h->schema.n; j++)
		fields[j] = add_column_field(f, &h->schema.fields[j]);
	list = flat_refs(f, fields, h->schema.n);
	flat_table(f);
	flat_ref(f, SCHEMA_FIELDS, list);
	flat_ref(f, SCHEMA_METADATA, metadata);
	free(fields);
	return (flat_table_end(f));
}
