/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "step_columns.h"

int
step_check_types(const struct step *s, const struct schema *in,
    bool (*ok)(enum col_type), const char *wanted, struct diag *d)
{
	const struct field *f;

	for (size_t i = 0; i < s->n_in; i++) {
		f = &in->fields[s->in_cols[i]];
		if (!ok(f->type))
			return (diag_set(d, "column \"%s\" has type %s and "
			    "is not %s",
			    f->name, col_type_name(f->type), wanted));
	}
	return (0);
}

json_t *
step_columns_save(const struct step *s,
    json_t *(*one)(const struct step *, size_t i))
{
	json_t *state = json_object(), *columns = json_array();
	json_t *entry, *rest;

	for (size_t i = 0; i < s->n_in; i++) {
		entry = json_object();
		json_object_set_new(entry, "name",
		    doc_stringn(s->in[i], strlen(s->in[i])));
		rest = one(s, i);
		json_object_update(entry, rest);
		json_decref(rest);
		json_array_append_new(columns, entry);
	}
	json_object_set_new(state, "columns", columns);
	return (state);
}

static int
check_name(const struct step *s, size_t i, const json_t *entry,
    struct diag *d)
{
	const char *name;

	if (doc_get_string(entry, "name", &name, d) == -1)
		return (-1);
	if (strcmp(name, s->in[i]) != 0)
		return (diag_set(d, "state %zu is of column \"%s\", not "
		    "\"%s\"", i + 1, name, s->in[i]));
	return (0);
}

int
step_columns_load(struct step *s, const json_t *state,
    int (*one)(struct step *, size_t i, const json_t *, struct diag *),
    struct diag *d)
{
	json_t *columns, *entry;

	if (doc_get_array(state, "columns", &columns, d) == -1)
		return (-1);
	if (json_array_size(columns) != s->n_in)
		return (diag_set(d, "state of %zu columns for %zu inputs",
		    json_array_size(columns), s->n_in));
	for (size_t i = 0; i < s->n_in; i++) {
		entry = json_array_get(columns, i);
		if (check_name(s, i, entry, d) == -1)
			return (-1);
		if (one(s, i, entry, d) == -1)
			return (diag_prefix(d, "column \"%s\"", s->in[i]));
	}
	return (0);
}

int
step_declare_same(struct step *s, const struct schema *in, size_t i,
    enum col_type t, struct diag *d)
{
	struct field f = in->fields[s->in_cols[i]];

	f.type = t;
	f.width = 0;
	f.unit = NULL;
	return (schema_add(&s->out, &f, d));
}

int
step_declare_part(struct step *s, size_t i, char mark, const char *part,
    enum col_type t, struct diag *d)
{
	struct str name = STR_INIT;
	int r;

	str_addf(&name, "%s%c%s", s->in[i], mark, part);
	r = schema_add_new(&s->out, str_get(&name), t, d);
	str_release(&name);
	return (r);
}
