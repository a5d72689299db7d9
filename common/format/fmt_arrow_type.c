/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "fmt_arrow_ids.h"
#include "mem.h"

#include "fmt_arrow_type.h"

#define DAY ((int64_t)86400 * 1000000)
#define DEPTH_MAX 64

/* What may still come. */
struct room {
	size_t types, name_bytes;
};

static int
parse_int(const struct flat_table *t, uint8_t *bytes, bool *is_unsigned,
    struct diag *d)
{
	int64_t bits = flat_get_int(t, INT_BITS, 4, 0);

	if (bits != 8 && bits != 16 && bits != 32 && bits != 64)
		return (diag_set(d, "an integer of %lld bits",
		    (long long)bits));
	*bytes = (uint8_t)(bits / 8);
	*is_unsigned = flat_get_int(t, INT_SIGNED, 1, 0) == 0;
	return (0);
}

static int
parse_float(const struct flat_table *t, struct arrow_type *out,
    struct diag *d)
{
	int64_t precision = flat_get_int(t, 0, 2, FLOAT_HALF);

	if (precision < FLOAT_HALF || precision > FLOAT_DOUBLE)
		return (diag_set(d, "a float of unknown precision"));
	out->bytes = (uint8_t)(2 << precision);
	return (0);
}

static int
parse_decimal(const struct flat_table *t, struct arrow_type *out,
    struct diag *d)
{
	int64_t bits = flat_get_int(t, DECIMAL_BITS, 4, 128);
	int64_t scale = flat_get_int(t, DECIMAL_SCALE, 4, 0);

	if ((bits != 32 && bits != 64 && bits != 128 && bits != 256) ||
	    scale < -DECIMAL_DIGITS || scale > DECIMAL_DIGITS)
		return (diag_set(d, "a decimal of %lld bits and scale %lld",
		    (long long)bits, (long long)scale));
	out->bytes = (uint8_t)(bits / 8);
	out->precision = (int)flat_get_int(t, DECIMAL_PRECISION, 4, 0);
	out->scale = (int)scale;
	return (0);
}

static void
parse_date(const struct flat_table *t, struct arrow_type *out)
{
	bool is_day = flat_get_int(t, 0, 2, DATE_MS) == DATE_DAY;

	out->bytes = is_day ? 4 : 8;
	out->times = is_day ? DAY : 1000;
	out->over = 1;
}

/* Timestamps, times of a day and durations, whose unit stands first. */
static int
parse_unit(const struct flat_table *t, int64_t none, struct arrow_type *out,
    struct diag *d)
{
	static const char *const names[] = { "s", "ms", "us", "ns" };
	static const int64_t ns[] = { 1000000000, 1000000, 1000, 1 };
	int64_t unit = flat_get_int(t, 0, 2, none);
	bool is_clock = out->kind == ARROW_CLOCK;

	if (unit < UNIT_S || unit > UNIT_NS)
		return (diag_set(d, "a time of unknown unit"));
	out->bytes = is_clock && flat_get_int(t, CLOCK_BITS, 4, 32) == 32 ?
	    4 : 8;
	out->unit = out->kind == ARROW_INT ? names[unit] : NULL;
	out->times = is_clock ? ns[unit] : unit == UNIT_NS ? 1 :
	    ns[unit] / 1000;
	out->over = !is_clock && unit == UNIT_NS ? 1000 : 1;
	return (0);
}

static int
parse_width(const struct flat_table *t, struct arrow_type *out,
    struct diag *d)
{
	int64_t width = flat_get_int(t, 0, 4, 0);

	if (width < 0)
		return (diag_set(d, "values of %lld parts",
		    (long long)width));
	out->width = (uint32_t)width;
	return (0);
}

/* What the number of a type says; a type that is not here is refused. */
static const struct arrow_type kinds[N_TYPE_IDS] = {
	[TYPE_NULL] = { .kind = ARROW_NULL },
	[TYPE_INT] = { .kind = ARROW_INT },
	[TYPE_FLOAT] = { .kind = ARROW_FLOAT },
	[TYPE_BINARY] = { .kind = ARROW_TEXT, .bytes = 4, .is_binary = true },
	[TYPE_UTF8] = { .kind = ARROW_TEXT, .bytes = 4 },
	[TYPE_BOOL] = { .kind = ARROW_BOOL },
	[TYPE_DECIMAL] = { .kind = ARROW_DECIMAL },
	[TYPE_DATE] = { .kind = ARROW_TIME },
	[TYPE_TIME] = { .kind = ARROW_CLOCK },
	[TYPE_TIMESTAMP] = { .kind = ARROW_TIME },
	[TYPE_INTERVAL] = { .words = "interval" },
	[TYPE_LIST] = { .kind = ARROW_LIST, .bytes = 4 },
	[TYPE_STRUCT] = { .kind = ARROW_STRUCT },
	[TYPE_UNION] = { .words = "union" },
	[TYPE_FIXED_BINARY] = { .kind = ARROW_FIXED, .is_binary = true },
	[TYPE_FIXED_LIST] = { .kind = ARROW_FIXED_LIST },
	[TYPE_MAP] = { .words = "map" },
	[TYPE_DURATION] = { .kind = ARROW_INT },
	[TYPE_LARGE_BINARY] = { .kind = ARROW_TEXT, .bytes = 8,
	    .is_binary = true },
	[TYPE_LARGE_UTF8] = { .kind = ARROW_TEXT, .bytes = 8 },
	[TYPE_LARGE_LIST] = { .kind = ARROW_LIST, .bytes = 8 },
	[TYPE_RUN_END] = { .words = "run-end encoded" },
	[TYPE_BINARY_VIEW] = { .kind = ARROW_VIEW, .is_binary = true },
	[TYPE_UTF8_VIEW] = { .kind = ARROW_VIEW },
	[TYPE_LIST_VIEW] = { .kind = ARROW_LIST_VIEW, .bytes = 4 },
	[TYPE_LARGE_LIST_VIEW] = { .kind = ARROW_LIST_VIEW, .bytes = 8 },
};

/* And its table, where it has one with more. */
static int
parse_kind(const struct flat_table *field, struct arrow_type *out,
    struct diag *d)
{
	struct flat_table t = flat_get_table(field, FIELD_TYPE);
	int64_t id = flat_get_int(field, FIELD_TYPE_TYPE, 1, 0);

	if (id > 0 && id < N_TYPE_IDS)
		*out = kinds[id];
	if (out->kind == ARROW_REFUSED && out->words == NULL)
		out->words = "unknown";
	switch (id) {
	case TYPE_INT:
		return (parse_int(&t, &out->bytes, &out->is_unsigned, d));
	case TYPE_FLOAT:
		return (parse_float(&t, out, d));
	case TYPE_DECIMAL:
		return (parse_decimal(&t, out, d));
	case TYPE_DATE:
		parse_date(&t, out);
		return (0);
	case TYPE_TIME:
		return (parse_unit(&t, UNIT_MS, out, d));
	case TYPE_TIMESTAMP:
		return (parse_unit(&t, UNIT_S, out, d));
	case TYPE_DURATION:
		return (parse_unit(&t, UNIT_MS, out, d));
	case TYPE_FIXED_BINARY:
	case TYPE_FIXED_LIST:
		return (parse_width(&t, out, d));
	default:
		return (0);
	}
}

static bool
is_list(enum arrow_kind kind)
{
	return (kind == ARROW_LIST || kind == ARROW_LIST_VIEW ||
	    kind == ARROW_FIXED_LIST);
}

static int
parse_encoding(const struct flat_table *field, struct arrow_type *out,
    struct diag *d)
{
	struct flat_table e = flat_get_table(field, FIELD_DICTIONARY);
	struct flat_table index;

	out->is_dictionary = e.at != 0;
	if (e.at == 0)
		return (0);
	out->dictionary = flat_get_int(&e, ENCODING_ID, 8, 0);
	index = flat_get_table(&e, ENCODING_INDEX);
	out->index_bytes = 4;		/* int32 where nothing is said */
	if (index.at == 0)
		return (0);
	return (parse_int(&index, &out->index_bytes, &out->index_unsigned,
	    d));
}

static int
parse_name(const struct flat_table *field, struct arrow_type *out,
    struct room *room, struct diag *d)
{
	size_t n;
	const char *p = flat_get_string(field, FIELD_NAME, &n);

	if (n > 0 && memchr(p, '\0', n) != NULL)
		return (diag_set(d, "a column's name holds a NUL byte"));
	if (n > room->name_bytes)
		return (diag_set(d, "names of over %u bytes", BOUND_NAMES));
	room->name_bytes -= n;
	out->name = mem_strndup(n > 0 ? p : "", n);
	return (0);
}

static int parse_fields(const struct flat_vector *, size_t depth,
    struct room *, struct arrow_type **, size_t *, struct diag *);

static int
parse_field(const struct flat_table *t, size_t depth, struct room *room,
    struct arrow_type *out, struct diag *d)
{
	struct flat_vector children = flat_get_vector(t, FIELD_CHILDREN, 4);

	if (parse_kind(t, out, d) == -1 || parse_name(t, out, room, d) == -1)
		return (-1);
	if (parse_encoding(t, out, d) == -1 ||
	    parse_fields(&children, depth + 1, room, &out->children,
	    &out->n_children, d) == -1)
		return (diag_prefix(d, "column \"%s\"", out->name));
	if (is_list(out->kind) && out->n_children != 1)
		return (diag_set(d, "column \"%s\": a list of %zu types",
		    out->name, out->n_children));
	return (0);
}

static int
parse_fields(const struct flat_vector *fields, size_t depth,
    struct room *room, struct arrow_type **out, size_t *n, struct diag *d)
{
	struct flat_table t;

	if (fields->n > room->types || depth > DEPTH_MAX)
		return (diag_set(d, "over %u columns and parts of them, or "
		    "%d of them in each other", BOUND_COLUMNS, DEPTH_MAX));
	room->types -= fields->n;
	*out = mem_calloc(fields->n, sizeof(**out));
	for (*n = 0; *n < fields->n;) {
		t = flat_at(fields, *n);
		if (parse_field(&t, depth, room, &(*out)[(*n)++], d) == -1)
			return (-1);
	}
	return (0);
}

int
arrow_types_parse(const struct flat_vector *fields, struct arrow_type **out,
    size_t *n, struct diag *d)
{
	struct room room = { BOUND_COLUMNS, BOUND_NAMES };

	*out = NULL;
	*n = 0;
	return (parse_fields(fields, 0, &room, out, n, d));
}

void
arrow_types_free(struct arrow_type *types, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(types[i].name);
		arrow_types_free(types[i].children, types[i].n_children);
	}
	free(types);
}

const struct arrow_type *
arrow_type_refused(const struct arrow_type *t)
{
	const struct arrow_type *found = NULL;

	if (t->kind == ARROW_REFUSED)
		return (t);
	for (size_t i = 0; found == NULL && i < t->n_children; i++)
		found = arrow_type_refused(&t->children[i]);
	return (found);
}

bool
arrow_type_same(const struct arrow_type *a, const struct arrow_type *b)
{
	if (a->kind != b->kind || a->bytes != b->bytes ||
	    a->width != b->width || a->scale != b->scale ||
	    a->is_binary != b->is_binary || a->times != b->times ||
	    a->over != b->over || a->is_unsigned != b->is_unsigned ||
	    a->n_children != b->n_children)
		return (false);
	for (size_t i = 0; i < a->n_children; i++) {
		const struct arrow_type *x = &a->children[i];
		const struct arrow_type *y = &b->children[i];

		if (x->is_dictionary != y->is_dictionary ||
		    x->index_bytes != y->index_bytes ||
		    x->dictionary != y->dictionary || !arrow_type_same(x, y))
			return (false);
	}
	return (true);
}
