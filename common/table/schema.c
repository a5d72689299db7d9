/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "mem.h"
#include "nearest.h"
#include "str.h"

#include "schema.h"

static const char *const type_names[N_COL_TYPES + 1] = {
	"bool", "int", "float", "string", "time", "vector", "sparse", NULL
};

static const char *const role_names[N_COL_ROLES + 1] = {
	"feature", "target", "id", "weight", "group", "split", "time",
	"ignore", "prediction", "score", NULL
};

void
schema_init(struct schema *s)
{
	memset(s, 0, sizeof(*s));
}

void
schema_release(struct schema *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free(s->fields[i].name);
		free(s->fields[i].unit);
	}
	free(s->fields);
	dict_release(&s->index);
	schema_init(s);
}

void
schema_copy(struct schema *to, const struct schema *from)
{
	struct diag d;

	schema_init(to);
	for (size_t i = 0; i < from->n; i++) {
		if (schema_add(to, &from->fields[i], &d) == -1)
			BUG("%s", d.text);
	}
}

/* What a row of the column holds, also where it is missing. */
static size_t
field_values(const struct field *f)
{
	return (f->type == COL_VECTOR ? f->width : 1);
}

static int
check_bounds(const struct schema *s, const struct field *f, struct diag *d)
{
	size_t n = strlen(f->name);

	if (n > BOUND_NAME)
		return (diag_set(d, "the name of column %zu is longer than "
		    "%u bytes: \"%.60s...\"", s->n + 1, BOUND_NAME,
		    f->name));
	if (s->n >= BOUND_COLUMNS)
		return (diag_set(d, "more than %u columns", BOUND_COLUMNS));
	if (s->name_bytes + n > BOUND_NAMES)
		return (diag_set(d, "the names of columns are longer than "
		    "%u bytes together", BOUND_NAMES));
	if (f->type == COL_VECTOR && f->width > BOUND_WIDTH)
		return (diag_set(d, "column \"%s\": a vector of more than "
		    "%u values", f->name, BOUND_WIDTH));
	if (s->row_values + field_values(f) > BOUND_ROW)
		return (diag_set(d, "the vectors of a row have more than %u "
		    "values together", BOUND_ROW));
	return (0);
}

int
schema_add(struct schema *s, const struct field *f, struct diag *d)
{
	struct field *to;

	if (check_bounds(s, f, d) == -1)
		return (-1);
	if (f->name[0] == '\0')
		return (diag_set(d, "column %zu has no name", s->n + 1));
	if (dict_findz(&s->index, f->name) != DICT_NONE)
		return (diag_set(d, "two columns are called \"%s\" (columns "
		    "%u and %zu)", f->name,
		    dict_findz(&s->index, f->name) + 1, s->n + 1));
	s->fields = mem_grow(s->fields, &s->cap, s->n + 1, sizeof(*f));
	to = &s->fields[s->n++];
	*to = *f;
	to->name = mem_strdup(f->name);
	to->unit = f->unit != NULL ? mem_strdup(f->unit) : NULL;
	dict_add(&s->index, f->name, strlen(f->name));
	s->name_bytes += strlen(f->name);
	s->row_values += field_values(f);
	return (0);
}

int
schema_add_new(struct schema *s, const char *name, enum col_type type,
    struct diag *d)
{
	struct field f = { .name = (char *)(uintptr_t)name, .type = type };

	return (schema_add(s, &f, d));
}

static bool
is_taken(const struct schema *s, const char *name, size_t number,
    struct str *numbered)
{
	str_clear(numbered);
	str_addf(numbered, "%s_%zu", name, number);
	return (schema_find(s, numbered->buf) != COLUMN_NONE);
}

/* The first number that is free behind those that are taken, found in few
   steps where there are many. */
int
schema_add_numbered(struct schema *s, const char *name, enum col_type type,
    struct diag *d)
{
	struct str numbered = STR_INIT;
	size_t taken = 1, number = 2, middle;
	int r;

	if (schema_find(s, name) == COLUMN_NONE)
		return (schema_add_new(s, name, type, d));
	while (is_taken(s, name, number, &numbered)) {
		taken = number;
		number *= 2;
	}
	while (number - taken > 1) {
		middle = taken + (number - taken) / 2;
		if (is_taken(s, name, middle, &numbered))
			taken = middle;
		else
			number = middle;
	}
	(void)is_taken(s, name, number, &numbered);
	r = schema_add_new(s, numbered.buf, type, d);
	str_release(&numbered);
	return (r);
}

size_t
schema_find(const struct schema *s, const char *name)
{
	uint32_t id = dict_findz(&s->index, name);

	return (id == DICT_NONE ? COLUMN_NONE : id);
}

int
schema_need(const struct schema *s, const char *name, size_t *out,
    struct diag *d)
{
	struct nearest near;

	if ((*out = schema_find(s, name)) != COLUMN_NONE)
		return (0);
	nearest_init(&near, name);
	for (size_t i = 0; i < s->n; i++)
		nearest_offer(&near, s->fields[i].name);
	diag_set(d, "no column \"%s\"", name);
	nearest_tell(&near, d);
	return (-1);
}

size_t
schema_find_role(const struct schema *s, enum col_role role)
{
	for (size_t i = 0; i < s->n; i++) {
		if (s->fields[i].role == role)
			return (i);
	}
	return (COLUMN_NONE);
}

int
schema_need_time(const struct schema *s, const char *name, size_t *out,
    struct diag *d)
{
	const struct field *f;

	if (name != NULL && schema_need(s, name, out, d) == -1)
		return (-1);
	if (name == NULL)
		*out = schema_find_role(s, ROLE_TIME);
	if (*out == COLUMN_NONE)
		return (diag_set(d, "no column is of role time: say --time "
		    "COL"));
	f = &s->fields[*out];
	return (f->type == COL_TIME ? 0 : diag_set(d, "\"%s\" is of type %s, "
	    "not time", f->name, col_type_name(f->type)));
}

size_t
schema_find_carried(const struct schema *s, const char *name)
{
	struct str copy = STR_INIT;
	size_t col;

	str_addf(&copy, "%s%s", name, CARRIED_SUFFIX);
	col = schema_find(s, str_get(&copy));
	str_release(&copy);
	return (col != COLUMN_NONE && s->fields[col].role == ROLE_IGNORE ?
	    col : COLUMN_NONE);
}

void
schema_set_role(struct schema *s, size_t col, enum col_role role)
{
	size_t old = schema_find_role(s, role);

	if (old != COLUMN_NONE && (role == ROLE_TARGET || role == ROLE_SPLIT))
		s->fields[old].role = ROLE_FEATURE;
	s->fields[col].role = role;
}

static bool
same_text(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return (a == b);
	return (strcmp(a, b) == 0);
}

size_t
schema_width(const struct schema *s)
{
	size_t n = 0;

	for (size_t j = 0; j < s->n; j++)
		n += field_width(&s->fields[j]);
	return (n);
}

bool
schema_equal(const struct schema *a, const struct schema *b)
{
	if (a->n != b->n)
		return (false);
	for (size_t i = 0; i < a->n; i++) {
		const struct field *f = &a->fields[i], *g = &b->fields[i];

		if (strcmp(f->name, g->name) != 0 || f->type != g->type ||
		    f->role != g->role || f->width != g->width ||
		    !same_text(f->unit, g->unit))
			return (false);
	}
	return (true);
}

bool
is_numeric_type(enum col_type t)
{
	return (t == COL_BOOL || t == COL_INT || t == COL_FLOAT);
}

const char *
col_type_words(enum col_type t)
{
	static const char *const words[N_COL_TYPES] = {
		"a bool", "an int", "a float", "a string", "a time",
		"a vector", "a sparse row"
	};

	return (words[t]);
}

const char *
col_type_name(enum col_type t)
{
	return (type_names[t]);
}

const char *
col_role_name(enum col_role r)
{
	return (role_names[r]);
}

int
col_type_parse(const char *name, enum col_type *out, struct diag *d)
{
	int i = nearest_lookup(type_names, name, "type", d);

	if (i < 0)
		return (-1);
	*out = (enum col_type)i;
	return (0);
}

int
col_role_parse(const char *name, enum col_role *out, struct diag *d)
{
	int i = nearest_lookup(role_names, name, "role", d);

	if (i < 0)
		return (-1);
	*out = (enum col_role)i;
	return (0);
}

static json_t *
field_to_json(const struct field *f)
{
	json_t *o = json_object();

	json_object_set_new(o, "name", doc_stringn(f->name, strlen(f->name)));
	json_object_set_new(o, "type", json_string(type_names[f->type]));
	if (f->role != ROLE_FEATURE)
		json_object_set_new(o, "role",
		    json_string(role_names[f->role]));
	if (f->unit != NULL)
		json_object_set_new(o, "unit",
		    doc_stringn(f->unit, strlen(f->unit)));
	if (f->width > 0)
		json_object_set_new(o, "width", json_integer(f->width));
	return (o);
}

json_t *
schema_to_json(const struct schema *s)
{
	json_t *a = json_array();

	for (size_t i = 0; i < s->n; i++)
		json_array_append_new(a, field_to_json(&s->fields[i]));
	return (a);
}

static int
field_from_json(const json_t *o, struct field *f, struct diag *d)
{
	const char *name, *type, *role = "feature", *unit = NULL;
	int64_t width = 0;

	if (doc_get_string(o, "name", &name, d) == -1 ||
	    doc_get_string(o, "type", &type, d) == -1 ||
	    doc_opt_string(o, "role", &role, d) == -1 ||
	    doc_opt_string(o, "unit", &unit, d) == -1 ||
	    doc_opt_int(o, "width", &width, d) == -1 ||
	    col_type_parse(type, &f->type, d) == -1 ||
	    col_role_parse(role, &f->role, d) == -1)
		return (-1);
	if (width < 0 || width > (1 << 28))
		return (diag_set(d, "\"width\" is out of range"));
	if ((f->type == COL_VECTOR || f->type == COL_SPARSE) != (width > 0))
		return (diag_set(d, "column \"%s\": \"width\" does not fit "
		    "its type", name));
	f->name = (char *)(uintptr_t)name;
	f->unit = (char *)(uintptr_t)unit;
	f->width = (uint32_t)width;
	f->use = USE_BY_ROLE;
	return (0);
}

int
schema_from_json(const json_t *a, struct schema *out, struct diag *d)
{
	struct field f;

	schema_init(out);
	if (!json_is_array(a))
		return (diag_set(d, "\"columns\" is not an array"));
	for (size_t i = 0; i < json_array_size(a); i++) {
		if (field_from_json(json_array_get(a, i), &f, d) == -1 ||
		    schema_add(out, &f, d) == -1) {
			schema_release(out);
			return (-1);
		}
	}
	return (0);
}
