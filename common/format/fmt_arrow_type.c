/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "fmt_arrow_ids.h"
#include "mem.h"

#include "fmt_arrow_type.h"

#define DAY ((int64_t)86400 * 1000000)

static int
unsupported(int64_t id, struct diag *d)
{
	static const char *const names[N_TYPE_IDS] = {
		[TYPE_BINARY] = "binary", [TYPE_DECIMAL] = "decimal",
		[TYPE_TIME] = "time of day", [TYPE_INTERVAL] = "interval",
		[TYPE_LIST] = "list", [TYPE_STRUCT] = "struct",
		[TYPE_UNION] = "union", [TYPE_FIXED_BINARY] = "fixed binary",
		[TYPE_FIXED_LIST] = "list", [TYPE_MAP] = "map",
		[TYPE_DURATION] = "duration",
		[TYPE_LARGE_BINARY] = "binary", [TYPE_LARGE_LIST] = "list",
		[TYPE_RUN_END] = "run-end encoded",
		[TYPE_BINARY_VIEW] = "binary", [TYPE_LIST_VIEW] = "list",
		[TYPE_LARGE_LIST_VIEW] = "list",
	};
	const char *name = id > 0 && id < N_TYPE_IDS ? names[id] : NULL;

	return (diag_set(d, "its Arrow type (%s) is not supported",
	    name != NULL ? name : "unknown"));
}

static int
parse_int_type(const struct flat_table *t, struct arrow_layout *out,
    struct diag *d)
{
	int64_t bits = flat_get_int(t, INT_BITS, 4, 0);

	if (bits != 8 && bits != 16 && bits != 32 && bits != 64)
		return (diag_set(d, "an integer of %lld bits",
		    (long long)bits));
	out->kind = ARROW_INT;
	out->bytes = (uint8_t)(bits / 8);
	out->is_unsigned = flat_get_int(t, INT_SIGNED, 1, 0) == 0;
	return (0);
}

static int
parse_float_type(const struct flat_table *t, struct arrow_layout *out,
    struct diag *d)
{
	int64_t precision = flat_get_int(t, 0, 2, FLOAT_HALF);

	if (precision < FLOAT_HALF || precision > FLOAT_DOUBLE)
		return (diag_set(d, "a float of unknown precision"));
	out->kind = ARROW_FLOAT;
	out->bytes = (uint8_t)(2 << precision);
	return (0);
}

static int
parse_date_type(const struct flat_table *t, struct arrow_layout *out)
{
	bool is_day = flat_get_int(t, 0, 2, DATE_MS) == DATE_DAY;

	out->kind = ARROW_TIME;
	out->bytes = is_day ? 4 : 8;
	out->times = is_day ? DAY : 1000;
	out->over = 1;
	return (0);
}

static int
parse_timestamp_type(const struct flat_table *t, struct arrow_layout *out,
    struct diag *d)
{
	static const int64_t times[] = { 1000000, 1000, 1, 1 };
	int64_t unit = flat_get_int(t, TIMESTAMP_UNIT, 2, UNIT_S);

	if (unit < UNIT_S || unit > UNIT_NS)
		return (diag_set(d, "a time of unknown unit"));
	out->kind = ARROW_TIME;
	out->bytes = 8;
	out->times = times[unit];
	out->over = unit == UNIT_NS ? 1000 : 1;
	return (0);
}

/* Is the table a field of a number of so many bytes? */
static bool
is_number(const struct flat_table *field, int64_t type_id, size_t bytes)
{
	struct flat_table type = flat_get_table(field, FIELD_TYPE);

	if (flat_get_int(field, FIELD_TYPE_TYPE, 1, 0) != type_id)
		return (false);
	if (type_id == TYPE_FLOAT)
		return (flat_get_int(&type, 0, 2, 0) ==
		    (bytes == 4 ? FLOAT_SINGLE : FLOAT_DOUBLE));
	return (flat_get_int(&type, INT_BITS, 4, 0) == (int64_t)bytes * 8 &&
	    flat_get_int(&type, INT_SIGNED, 1, 0) == 0);
}

static int
parse_vector_type(const struct flat_table *t, const struct flat_table *field,
    struct arrow_layout *out, struct diag *d)
{
	struct flat_vector children = flat_get_vector(field, FIELD_CHILDREN,
	    4);
	struct flat_table child;
	int64_t width = flat_get_int(t, 0, 4, 0);

	if (children.n != 1 || width < 1 || width > 1 << 28)
		return (unsupported(TYPE_FIXED_LIST, d));
	child = flat_at(&children, 0);
	if (!is_number(&child, TYPE_FLOAT, 4))
		return (unsupported(TYPE_FIXED_LIST, d));
	out->kind = ARROW_VECTOR;
	out->width = (uint32_t)width;
	return (0);
}

/* A list of (index uint32, value float32). */
static int
parse_sparse_type(const struct flat_table *field, struct arrow_layout *out,
    struct diag *d)
{
	struct flat_vector list = flat_get_vector(field, FIELD_CHILDREN, 4);
	struct flat_vector parts;
	struct flat_table item, index, value;

	if (list.n != 1)
		return (unsupported(TYPE_LIST, d));
	item = flat_at(&list, 0);
	parts = flat_get_vector(&item, FIELD_CHILDREN, 4);
	if (flat_get_int(&item, FIELD_TYPE_TYPE, 1, 0) != TYPE_STRUCT ||
	    parts.n != 2)
		return (unsupported(TYPE_LIST, d));
	index = flat_at(&parts, 0);
	value = flat_at(&parts, 1);
	if (!is_number(&index, TYPE_INT, 4) ||
	    !is_number(&value, TYPE_FLOAT, 4))
		return (unsupported(TYPE_LIST, d));
	out->kind = ARROW_SPARSE;
	return (0);
}

static int
parse_type(const struct flat_table *field, struct arrow_layout *out,
    struct diag *d)
{
	struct flat_table t = flat_get_table(field, FIELD_TYPE);
	int64_t id = flat_get_int(field, FIELD_TYPE_TYPE, 1, 0);

	memset(out, 0, sizeof(*out));
	switch (id) {
	case TYPE_NULL:
		out->kind = ARROW_NULL;
		return (0);
	case TYPE_BOOL:
		out->kind = ARROW_BOOL;
		return (0);
	case TYPE_UTF8:
	case TYPE_LARGE_UTF8:
		out->kind = ARROW_TEXT;
		out->bytes = id == TYPE_UTF8 ? 4 : 8;
		return (0);
	case TYPE_UTF8_VIEW:
		out->kind = ARROW_VIEW;
		return (0);
	case TYPE_INT:
		return (parse_int_type(&t, out, d));
	case TYPE_FLOAT:
		return (parse_float_type(&t, out, d));
	case TYPE_DATE:
		return (parse_date_type(&t, out));
	case TYPE_TIMESTAMP:
		return (parse_timestamp_type(&t, out, d));
	case TYPE_FIXED_LIST:
		return (parse_vector_type(&t, field, out, d));
	case TYPE_LIST:
		return (parse_sparse_type(field, out, d));
	default:
		return (unsupported(id, d));
	}
}

static int
parse_encoding(const struct flat_table *field, struct arrow_field *out,
    struct diag *d)
{
	struct flat_table e = flat_get_table(field, FIELD_DICTIONARY);
	struct flat_table index;

	out->is_dictionary = e.at != 0;
	if (e.at == 0)
		return (0);
	if (out->values.kind == ARROW_NULL ||
	    out->values.kind == ARROW_VECTOR ||
	    out->values.kind == ARROW_SPARSE)
		return (diag_set(d, "a dictionary of what is no value"));
	out->dictionary = flat_get_int(&e, ENCODING_ID, 8, 0);
	index = flat_get_table(&e, ENCODING_INDEX);
	memset(&out->index, 0, sizeof(out->index));
	if (index.at != 0)
		return (parse_int_type(&index, &out->index, d));
	out->index.kind = ARROW_INT;	/* int32 where nothing is said */
	out->index.bytes = 4;
	return (0);
}

int
arrow_field_parse(const struct flat_table *field, struct arrow_field *out,
    char **name, struct diag *d)
{
	size_t n;
	const char *p = flat_get_string(field, FIELD_NAME, &n);

	*name = NULL;
	if (n > 0 && memchr(p, '\0', n) != NULL)
		return (diag_set(d, "a column's name holds a NUL byte"));
	*name = mem_strndup(n > 0 ? p : "", n);
	if (parse_type(field, &out->values, d) == 0 &&
	    parse_encoding(field, out, d) == 0)
		return (0);
	diag_prefix(d, "column \"%s\"", *name);
	free(*name);
	*name = NULL;
	return (-1);
}

enum col_type
arrow_col_type(const struct arrow_layout *l)
{
	switch (l->kind) {
	case ARROW_BOOL:
		return (COL_BOOL);
	case ARROW_INT:
		return (COL_INT);
	case ARROW_TEXT:
	case ARROW_VIEW:
		return (COL_STRING);
	case ARROW_TIME:
		return (COL_TIME);
	case ARROW_VECTOR:
		return (COL_VECTOR);
	case ARROW_SPARSE:
		return (COL_SPARSE);
	default:
		return (COL_FLOAT);	/* so is a column without a value */
	}
}
