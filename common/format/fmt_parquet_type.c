/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "fmt_parquet_type.h"

#define DEPTH_MAX 64
#define DAY ((int64_t)86400 * 1000000)
#define DECIMAL_BYTES 16	/* of those that are bytes: 38 digits */
#define DECIMAL_BYTES_MAX 32
#define FIXED_MAX ((int64_t)1 << 24)

struct builder {
	const struct parquet_meta *m;
	size_t at;		/* the next element */
	struct parquet_types *out;
};

/* Where a node stands. */
struct place {
	int def, rep, slot, depth;
};

static int build_field(struct builder *, struct place, struct arrow_type *,
    struct parquet_node *, struct diag *);

/* NULL where there are no more. */
static const struct parquet_element *
next_element(struct builder *b)
{
	return (b->at < b->m->n_elements ? &b->m->elements[b->at++] : NULL);
}

static int
bad_type(const struct parquet_element *e, struct diag *d)
{
	return (diag_set(d, "column \"%s\": its Parquet type is none that "
	    "there is", e->name));
}

static void
set_time(const struct parquet_element *e, struct arrow_type *t)
{
	bool is_fine = e->per_second == 1000000000;

	if (e->meaning == PARQUET_TIME) {
		t->kind = ARROW_CLOCK;		/* in nanoseconds */
		t->times = 1000000000 / e->per_second;
		t->over = 1;
		return;
	}
	t->kind = ARROW_TIME;			/* in microseconds */
	t->times = is_fine ? 1 : 1000000 / e->per_second;
	t->over = is_fine ? 1000 : 1;
}

/* Integers of 4 or 8 bytes. */
static int
set_integer(const struct parquet_element *e, struct arrow_type *t,
    struct diag *d)
{
	t->kind = ARROW_INT;
	t->bytes = e->physical == PARQUET_INT32 ? 4 : 8;
	t->is_unsigned = e->is_unsigned;
	switch (e->meaning) {
	case PARQUET_DECIMAL:
		t->kind = ARROW_DECIMAL;
		t->precision = (int)e->precision;
		t->scale = (int)e->scale;
		break;
	case PARQUET_NULL:
		t->kind = ARROW_NULL;
		break;
	case PARQUET_DATE:
		if (t->bytes != 4)
			return (bad_type(e, d));
		t->kind = ARROW_TIME;
		t->times = DAY;
		t->over = 1;
		break;
	case PARQUET_TIME:
	case PARQUET_TIMESTAMP:
		if (e->per_second == 0)
			return (bad_type(e, d));
		set_time(e, t);
		break;
	default:
		break;
	}
	return (0);
}

/* Bytes, fixed or not. */
static int
set_bytes(const struct parquet_element *e, struct arrow_type *t,
    struct diag *d)
{
	bool is_fixed = e->physical == PARQUET_FIXED;

	t->kind = ARROW_TEXT;
	t->bytes = 8;
	t->is_binary = e->meaning != PARQUET_STRING &&
	    e->meaning != PARQUET_ENUM && e->meaning != PARQUET_JSON &&
	    e->meaning != PARQUET_UUID;
	if (e->meaning == PARQUET_DECIMAL) {
		t->kind = ARROW_DECIMAL;
		t->bytes = is_fixed && e->length > DECIMAL_BYTES ?
		    DECIMAL_BYTES_MAX : DECIMAL_BYTES;
		t->precision = (int)e->precision;
		t->scale = (int)e->scale;
		if (is_fixed && e->length > DECIMAL_BYTES_MAX)
			return (bad_type(e, d));
	} else if (e->meaning == PARQUET_FLOAT16) {
		t->kind = ARROW_FLOAT;
		t->bytes = 2;
		if (!is_fixed || e->length != 2)
			return (bad_type(e, d));
	} else if (e->meaning == PARQUET_INTERVAL) {
		t->kind = ARROW_REFUSED;
		t->words = "interval";
	}
	if (e->meaning == PARQUET_UUID && (!is_fixed || e->length != 16))
		return (bad_type(e, d));
	return (0);
}

static int
set_kind(const struct parquet_element *e, struct arrow_type *t,
    struct diag *d)
{
	if (e->scale < 0 || e->scale > 76 || (e->physical == PARQUET_FIXED &&
	    (e->length < 1 || e->length > FIXED_MAX)))
		return (bad_type(e, d));
	switch (e->physical) {
	case PARQUET_BOOL:
		t->kind = ARROW_BOOL;
		return (0);
	case PARQUET_INT96:
		t->kind = ARROW_TIME;
		t->bytes = 8;
		t->times = t->over = 1;
		return (0);
	case PARQUET_FLOAT:
	case PARQUET_DOUBLE:
		t->kind = ARROW_FLOAT;
		t->bytes = e->physical == PARQUET_FLOAT ? 4 : 8;
		return (0);
	case PARQUET_BYTES:
	case PARQUET_FIXED:
		return (set_bytes(e, t, d));
	default:
		return (set_integer(e, t, d));
	}
}

static int
build_leaf(struct builder *b, const struct parquet_element *e,
    struct place at, struct arrow_type *t, struct diag *d)
{
	struct parquet_leaf_type *l = &b->out->leaves[b->out->n_leaves++];

	if (set_kind(e, t, d) == -1)
		return (-1);
	l->physical = e->physical;
	l->meaning = e->meaning;
	l->length = (size_t)e->length;
	l->def = (uint8_t)at.def;
	l->rep = (uint8_t)at.rep;
	l->width = t->kind == ARROW_BOOL ? 1 : t->kind == ARROW_TEXT ||
	    t->kind == ARROW_REFUSED ? 0 : t->bytes;
	return (0);
}

static int
build_group(struct builder *b, const struct parquet_element *e,
    struct place at, struct arrow_type *t, struct parquet_node *n,
    struct diag *d)
{
	size_t n_fields = (size_t)e->n_children;

	if (n_fields == 0 || n_fields > b->m->n_elements - b->at)
		return (parquet_damaged(d));
	t->kind = ARROW_STRUCT;
	if (e->meaning == PARQUET_MAP || e->meaning == PARQUET_VARIANT) {
		t->kind = ARROW_REFUSED;
		t->words = e->meaning == PARQUET_MAP ? "map" : "variant";
	}
	t->children = mem_calloc(n_fields, sizeof(*t->children));
	n->children = mem_calloc(n_fields, sizeof(*n->children));
	t->n_children = n->n_children = n_fields;
	at.depth++;
	for (size_t i = 0; i < n_fields; i++) {
		if (build_field(b, at, &t->children[i], &n->children[i],
		    d) == -1)
			return (-1);
	}
	return (0);
}

static int build_list(struct builder *, const struct parquet_element *,
    struct place, struct arrow_type *, struct parquet_node *, bool within,
    struct diag *);
static bool has_element_within(const struct parquet_element *list,
    const struct parquet_element *repeated);

/* An element that is there: whether it is optional has been seen to. */
static int
build_body(struct builder *b, const struct parquet_element *e,
    struct place at, struct arrow_type *t, struct parquet_node *n,
    struct diag *d)
{
	const struct parquet_element *repeated;

	if (t->name == NULL)
		t->name = mem_strdup(e->name);
	if (e->meaning == PARQUET_LIST && e->n_children == 1 &&
	    b->at < b->m->n_elements &&
	    b->m->elements[b->at].repetition == PARQUET_REPEATED) {
		repeated = next_element(b);
		return (build_list(b, repeated, at, t, n,
		    has_element_within(e, repeated), d));
	}
	*n = (struct parquet_node){ .rep = (uint8_t)at.rep,
	    .slot = (uint8_t)at.slot, .def = (uint8_t)at.def,
	    .leaf = b->out->n_leaves };
	if (e->physical == PARQUET_GROUP)
		return (build_group(b, e, at, t, n, d));
	return (build_leaf(b, e, at, t, d));
}

/* A list, whose element is e, or what stands in that. */
static int
build_list(struct builder *b, const struct parquet_element *e,
    struct place at, struct arrow_type *t, struct parquet_node *n,
    bool within, struct diag *d)
{
	*n = (struct parquet_node){ .rep = (uint8_t)at.rep,
	    .slot = (uint8_t)at.slot, .def = (uint8_t)at.def,
	    .leaf = b->out->n_leaves };
	t->kind = ARROW_LIST;
	t->bytes = 8;
	t->children = mem_calloc(1, sizeof(*t->children));
	n->children = mem_calloc(1, sizeof(*n->children));
	t->n_children = n->n_children = 1;
	at.slot = ++at.def;
	at.rep++;
	at.depth++;
	if (within)
		return (build_field(b, at, t->children, n->children, d));
	return (build_body(b, e, at, t->children, n->children, d));
}

/* The rules of the format for lists that were written before it had any: the
   repeated field is the element itself where it has not one field alone, or is
   called so. */
static bool
has_element_within(const struct parquet_element *list,
    const struct parquet_element *repeated)
{
	size_t n = strlen(list->name);

	return (repeated->physical == PARQUET_GROUP &&
	    repeated->n_children == 1 && strcmp(repeated->name, "array") !=
	    0 && !(strncmp(repeated->name, list->name, n) == 0 &&
	    strcmp(repeated->name + n, "_tuple") == 0));
}

static int
build_field(struct builder *b, struct place at, struct arrow_type *t,
    struct parquet_node *n, struct diag *d)
{
	const struct parquet_element *e = next_element(b);

	if (e == NULL)
		return (parquet_damaged(d));
	if (at.depth > DEPTH_MAX)
		return (diag_set(d, "a Parquet schema of over %d levels",
		    DEPTH_MAX));
	t->name = mem_strdup(e->name);
	if (e->repetition == PARQUET_REPEATED)
		return (build_list(b, e, at, t, n, false, d));
	at.def += e->repetition == PARQUET_OPTIONAL;
	return (build_body(b, e, at, t, n, d));
}

int
parquet_types_make(struct parquet_types *out, const struct parquet_meta *m,
    struct diag *d)
{
	struct builder b = { .m = m, .at = 1, .out = out };
	struct place at = { 0 };

	*out = (struct parquet_types){ 0 };
	if ((uint64_t)m->elements[0].n_children > m->n_elements)
		return (parquet_damaged(d));
	out->leaves = mem_calloc(m->n_elements, sizeof(*out->leaves));
	out->n = (size_t)m->elements[0].n_children;
	out->types = mem_calloc(out->n, sizeof(*out->types));
	out->nodes = mem_calloc(out->n, sizeof(*out->nodes));
	for (size_t i = 0; i < out->n; i++) {
		if (build_field(&b, at, &out->types[i], &out->nodes[i],
		    d) == -1)
			return (-1);
	}
	return (b.at == m->n_elements ? 0 : parquet_damaged(d));
}

static void
release_nodes(struct parquet_node *n, size_t count)
{
	for (size_t i = 0; n != NULL && i < count; i++) {
		release_nodes(n[i].children, n[i].n_children);
		str_release(&n[i].bits);
		str_release(&n[i].offsets);
		str_release(&n[i].values);
	}
	free(n);
}

void
parquet_types_release(struct parquet_types *t)
{
	if (t->types != NULL)
		arrow_types_free(t->types, t->n);
	release_nodes(t->nodes, t->n);
	free(t->leaves);
}
