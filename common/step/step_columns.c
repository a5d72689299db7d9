/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "step_columns.h"

void *
step_column(const struct step *s, size_t k)
{
	return ((char *)s->cols + k * s->kind->column.size);
}

const struct column *
step_input(const struct step *s, const struct apply_args *a, size_t k)
{
	return (a->in->cols[s->in_cols[k]]);
}

void
step_columns_free(struct step *s)
{
	void (*release)(void *) = s->kind->column.release;

	for (size_t k = 0; s->cols != NULL && release != NULL && k < s->n_in;
	    k++)
		release(step_column(s, k));
	free(s->cols);
	s->cols = NULL;
}

void
step_columns_renew(struct step *s)
{
	step_columns_free(s);
	s->cols = mem_calloc(s->n_in, s->kind->column.size);
}

int
step_columns_fix(struct step *s, const struct schema *in, struct diag *d)
{
	step_columns_renew(s);
	for (size_t k = 0; k < s->n_in; k++) {
		if (s->kind->column.fix(s, k, in->fields[s->in_cols[k]].type,
		    step_column(s, k), d) == -1)
			return (-1);
	}
	return (0);
}

int
step_columns_finish(struct step *s, const void *fit, struct diag *d)
{
	step_columns_renew(s);
	for (size_t k = 0; k < s->n_in; k++) {
		if (s->kind->column.finish(s, k, fit, step_column(s, k), d) ==
		    -1)
			return (-1);
	}
	return (0);
}

int
step_columns_apply(const struct step *s, const struct apply_args *a,
    struct diag *d)
{
	for (size_t k = 0; k < s->n_in; k++) {
		if (s->kind->column.apply(s, a, k, d) == -1)
			return (-1);
	}
	return (0);
}

json_t *
step_columns_save(const struct step *s)
{
	json_t *columns = json_array(), *entry, *rest;

	for (size_t k = 0; k < s->n_in; k++) {
		entry = json_pack("{s:o}", "name",
		    doc_stringn(s->in[k], strlen(s->in[k])));
		rest = s->kind->column.save(step_column(s, k));
		json_object_update(entry, rest);
		json_decref(rest);
		json_array_append_new(columns, entry);
	}
	return (json_pack("{s:o}", "columns", columns));
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
step_columns_load(struct step *s, const json_t *state, struct diag *d)
{
	json_t *columns, *entry;

	step_columns_renew(s);
	if (doc_get_array(state, "columns", &columns, d) == -1)
		return (-1);
	if (json_array_size(columns) != s->n_in)
		return (diag_set(d, "state of %zu columns for %zu inputs",
		    json_array_size(columns), s->n_in));
	for (size_t k = 0; k < s->n_in; k++) {
		entry = json_array_get(columns, k);
		if (check_name(s, k, entry, d) == -1)
			return (-1);
		if (s->kind->column.load(s, entry, step_column(s, k), d) == -1)
			return (diag_prefix(d, "column \"%s\"", s->in[k]));
	}
	return (0);
}

static int
declare_wide(struct step *s, const struct field *in, size_t i,
    enum col_type t, uint32_t width, struct diag *d)
{
	struct field f = *in;

	f.type = t;
	f.width = width;
	f.unit = NULL;
	return (step_add_output(s, i, &f, d));
}

int
step_declare_same(struct step *s, const struct schema *in, size_t i,
    enum col_type t, struct diag *d)
{
	return (declare_wide(s, &in->fields[s->in_cols[i]], i, t, 0, d));
}

int
step_declare_sparse(struct step *s, const struct schema *in, size_t i,
    uint32_t width, struct diag *d)
{
	return (declare_wide(s, &in->fields[s->in_cols[i]], i, COL_SPARSE,
	    width, d));
}

static int
declare_all(struct step *s, const struct schema *in, enum col_type t,
    struct diag *d)
{
	for (size_t i = 0; i < s->n_in; i++) {
		if (step_declare_same(s, in, i, t, d) == -1)
			return (-1);
	}
	return (0);
}

int
step_declare_ints(struct step *s, const struct schema *in, struct diag *d)
{
	return (declare_all(s, in, COL_INT, d));
}

int
step_declare_floats(struct step *s, const struct schema *in, struct diag *d)
{
	return (declare_all(s, in, COL_FLOAT, d));
}

int
step_declare_nothing(struct step *s, const struct schema *in, struct diag *d)
{
	(void)s, (void)in, (void)d;
	return (0);
}

int
step_declare_part(struct step *s, size_t i, char mark, const char *part,
    enum col_type t, struct diag *d)
{
	struct field f = { .type = t };
	struct str name = STR_INIT;
	int r;

	str_addf(&name, "%s%c%s", s->in[i], mark, part);
	f.name = str_detach(&name);
	r = step_add_output(s, i, &f, d);
	free(f.name);
	return (r);
}
