/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "fmt_arrow_list.h"
#include "fmt_arrow_number.h"
#include "mem.h"
#include "numtext.h"
#include "select.h"

#include "fmt_arrow_columns.h"

/* The second column of a name is name_2, and one without is called by its
   place. Names stay free of those that are there; where the search for the next
   one ended is kept, or many of one name would take the square of it. */
static char *
make_name(struct arrow_columns *s, const char *name)
{
	struct str own = STR_INIT;
	uint32_t id, first;
	size_t len;

	if (name[0] == '\0')
		str_addf(&own, "x%zu", s->n);
	else
		str_addz(&own, name);
	len = own.len;
	first = dict_find(&s->names, own.buf, len);
	while (dict_findz(&s->names, own.buf) != DICT_NONE) {
		own.len = len;
		str_addf(&own, "_%u", ++s->numbers[first]);
	}
	id = dict_add(&s->names, own.buf, own.len);
	s->numbers = mem_grow(s->numbers, &s->cap_numbers, id + 1,
	    sizeof(*s->numbers));
	s->numbers[id] = 1;
	s->n_renamed += first != DICT_NONE || name[0] == '\0';
	return (str_detach(&own));
}

static void
add_column(struct arrow_columns *s, struct arrow_array *a, const char *name,
    const struct schema *told)
{
	struct arrow_column *c;
	size_t j;

	s->v = mem_grow(s->v, &s->cap, s->n + 1, sizeof(*s->v));
	c = &s->v[s->n++];
	memset(c, 0, sizeof(*c));
	c->array = a;
	c->name = make_name(s, name);
	c->type = arrow_value_type(a->type);
	j = told != NULL ? schema_find(told, c->name) : COLUMN_NONE;
	if (j != COLUMN_NONE && arrow_can_be(a, told->fields[j].type)) {
		c->type = told->fields[j].type;
		c->width = told->fields[j].width;
		return;
	}
	if (a->dict == NULL && a->type->kind == ARROW_FIXED_LIST)
		c->width = a->type->width;
	c->is_open = arrow_is_vector(a) || arrow_is_wide(a);
	s->is_open |= c->is_open;
}

/* A field: its column, or those of a struct. */
static int
add_field(struct arrow_columns *s, struct arrow_array *a, struct str *path,
    const struct schema *told, struct diag *d)
{
	const struct arrow_type *no = arrow_type_refused(a->type);
	size_t len = path->len;
	int r = 0;

	if (path->len + strlen(a->type->name) > BOUND_NAME)
		return (diag_set(d, "a column's name of over %u bytes",
		    BOUND_NAME));
	str_addz(path, a->type->name);
	if (a->dict == NULL && a->type->kind == ARROW_STRUCT) {
		str_addc(path, '.');
		for (size_t i = 0; r == 0 && i < a->n_children; i++)
			r = add_field(s, &a->children[i], path, told, d);
	} else if (no != NULL) {
		r = diag_set(d, "column \"%s\": its type (%s) is not "
		    "supported", str_get(path), no->words);
	} else {
		add_column(s, a, str_get(path), told);
	}
	path->len = len;
	path->buf[len] = '\0';
	return (r);
}

static int
add_fields(struct arrow_columns *s, const struct schema *told, struct diag *d)
{
	struct str path = STR_INIT;
	int r = 0;

	if (arrow_dicts_add(&s->dicts, s->types, s->n_fields, d) == -1)
		return (-1);
	s->arrays = mem_calloc(s->n_fields, sizeof(*s->arrays));
	for (size_t i = 0; r == 0 && i < s->n_fields; i++) {
		arrow_array_init(&s->arrays[i], &s->types[i], false,
		    arrow_dicts_find, &s->dicts);
		r = add_field(s, &s->arrays[i], &path, told, d);
	}
	str_release(&path);
	return (r);
}

static void
begin(struct arrow_columns *s)
{
	memset(s, 0, sizeof(*s));
	arrow_dicts_init(&s->dicts);
	dict_init(&s->names);
}

int
arrow_columns_of(struct arrow_columns *s, struct arrow_type *types, size_t n,
    const struct schema *told, struct diag *d)
{
	begin(s);
	s->types = types;
	s->n_fields = n;
	return (add_fields(s, told, d));
}

int
arrow_columns_init(struct arrow_columns *s, const struct flat_vector *fields,
    const struct schema *told, struct diag *d)
{
	begin(s);
	if (arrow_types_parse(fields, &s->types, &s->n_fields, d) == -1)
		return (-1);
	return (add_fields(s, told, d));
}

void
arrow_columns_release(struct arrow_columns *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->v[i].name);
	free(s->v);
	for (size_t i = 0; s->arrays != NULL && i < s->n_fields; i++)
		arrow_array_release(&s->arrays[i]);
	free(s->arrays);
	arrow_dicts_release(&s->dicts);
	dict_release(&s->names);
	free(s->numbers);
	arrow_types_free(s->types, s->n_fields);
}

/* All fields are of the batch's rows. */
int
arrow_columns_take(struct arrow_columns *s, struct arrow_batch *b,
    struct diag *d)
{
	for (size_t i = 0; i < s->n_fields; i++) {
		struct arrow_array *a = &s->arrays[i];
		int r = arrow_array_take(b, a, d);

		if (r == 0 && a->n != b->n_rows)
			r = arrow_damaged(d);
		if (r == -1)
			return (diag_prefix(d, "column \"%s\"",
			    a->type->name));
	}
	return (0);
}

/* Of a struct all is read, or nothing. */
static void
want_field(struct arrow_columns *s, size_t column)
{
	const struct arrow_array *a = s->v[column].array;

	while (a->parent != NULL)
		a = a->parent;
	s->arrays[a - s->arrays].unwanted = false;
}

void
arrow_columns_want(struct arrow_columns *s, bool all)
{
	for (size_t i = 0; i < s->n_fields; i++)
		s->arrays[i].unwanted = !all;
	for (size_t j = 0; j < s->n; j++) {
		if (s->v[j].is_open)
			want_field(s, j);
	}
}

/* Are all integers of 64 bits? */
static bool
are_ints(const struct arrow_array *a)
{
	char text[DIGITS_MAX];
	size_t bytes = a->type->bytes, n;
	int64_t v;

	for (size_t i = 0; i < a->n; i++) {
		if (!arrow_has_row(a, i))
			continue;
		n = arrow_digits(a->type, a->values.p + i * bytes, text);
		if (parse_int(text, n, &v) == -1)
			return (false);
	}
	return (true);
}

int
arrow_columns_look(struct arrow_columns *s, struct diag *d)
{
	for (size_t j = 0; j < s->n; j++) {
		struct arrow_column *c = &s->v[j];

		if (!c->is_open || c->is_text)
			continue;
		if (arrow_is_wide(c->array))
			c->is_text = !are_ints(c->array);
		else if (arrow_list_width(c->array, &c->width, &c->is_text,
		    d) == -1)
			return (diag_prefix(d, "column \"%s\"", c->name));
	}
	return (0);
}

void
arrow_columns_decide(struct arrow_columns *s)
{
	for (size_t j = 0; j < s->n; j++) {
		struct arrow_column *c = &s->v[j];

		if (!c->is_open)
			continue;
		if (arrow_is_wide(c->array))
			c->type = c->is_text ? COL_STRING : COL_INT;
		else if (!c->is_text && c->width > 0)
			c->type = COL_VECTOR;
		if (c->type != COL_VECTOR)
			c->width = 0;
		c->is_open = false;
	}
	s->is_open = false;
}

int
arrow_columns_schema(const struct arrow_columns *s, struct schema *out,
    struct diag *d)
{
	for (size_t j = 0; j < s->n; j++) {
		const struct arrow_column *c = &s->v[j];
		struct field f = { .name = c->name, .type = c->type,
		    .width = c->width,
		    .unit = (char *)(uintptr_t)c->array->type->unit };

		if (schema_add(out, &f, d) == -1)
			return (-1);
	}
	return (0);
}

/* Which are wanted; NULL: all. */
static bool *
find_wanted(const struct schema *s, const struct read_options *o)
{
	bool *wanted = mem_calloc(s->n, sizeof(*wanted));
	struct diag ignored;
	size_t *cols = NULL, n = 0;

	if (o->spec != NULL && !o->others) {
		for (size_t j = 0; j < s->n; j++)
			wanted[j] = schema_find(&o->spec->schema,
			    s->fields[j].name) != COLUMN_NONE;
		return (wanted);
	}
	if (o->spec != NULL || o->select == NULL || select_in_order(o->select,
	    s, &cols, &n, &ignored) == -1) {
		free(wanted);		/* who selects tells what is wrong */
		return (NULL);
	}
	for (size_t i = 0; i < n; i++)
		wanted[cols[i]] = true;
	free(cols);
	return (wanted);
}

bool
arrow_columns_choose(struct arrow_columns *c, const struct schema *s,
    const struct read_options *o)
{
	bool *wanted = find_wanted(s, o), any = false;

	for (size_t i = 0; wanted != NULL && i < c->n_fields; i++)
		c->arrays[i].unwanted = true;
	for (size_t j = 0; wanted != NULL && j < c->n; j++) {
		c->v[j].unwanted = !wanted[j];
		if (wanted[j])
			want_field(c, j);
		any |= !wanted[j];
	}
	free(wanted);
	return (any);
}
