/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From trees to a model: names, classes, the recipe that reads its columns. */
#include <stdlib.h>
#include <string.h>

#include "learner_table.h"
#include "mem.h"
#include "read_spec.h"

#include "imported.h"

/* Word k of "a,b,c"; false where there is none. */
static bool
word_at(const char *list, size_t k, struct str *out)
{
	str_clear(out);
	for (; list != NULL && k > 0; k--) {
		list = strchr(list, ',');
		list = list != NULL ? list + 1 : NULL;
	}
	if (list == NULL || *list == '\0')
		return (false);
	str_add(out, list, strcspn(list, ","));
	return (true);
}

static int
check_words(const char *list, size_t n, const char *what, struct diag *d)
{
	struct str word = STR_INIT;
	size_t k = 0;

	while (word_at(list, k, &word))
		k++;
	str_release(&word);
	return (list == NULL || k == n ? 0 : diag_set(d, "%zu %s for %zu", k,
	    what, n));
}

static void
find_name(const struct imported *a, const struct import_options *o, size_t j,
    struct str *out)
{
	size_t col = 0, k = j;

	if (o->names != NULL) {
		word_at(o->names, j, out);
	} else if (a->features[j].name != NULL) {
		str_addz(out, a->features[j].name);
	} else if (o->schema != NULL) {
		for (; col < o->schema->n; col++) {
			if (role_is_feature(o->schema->fields[col].role) &&
			    k-- == 0)
				break;
		}
		if (col < o->schema->n)
			str_addz(out, o->schema->fields[col].name);
	}
	if (out->len == 0)
		str_addf(out, "f%zu", j);
}

/* A number of the model may be any of a table, too. */
static int
find_type(const struct imported *a, const struct import_options *o, size_t j,
    const char *name, enum col_type *out, struct diag *d)
{
	enum col_type have;
	size_t col;

	*out = a->features[j].type;
	if (o->schema == NULL)
		return (0);
	if (schema_need(o->schema, name, &col, d) == -1)
		return (diag_prefix(d, "the table"));
	have = o->schema->fields[col].type;
	if (a->features[j].is_category ? have == *out :
	    have == COL_BOOL || have == COL_INT || have == COL_FLOAT) {
		*out = have;
		return (0);
	}
	return (diag_set(d, "column \"%s\" of the table is %s, the model has "
	    "%s", name, col_type_words(have), a->features[j].is_category ?
	    "a category of other values" : "a number"));
}

static int
add_columns(const struct imported *a, const struct import_options *o,
    struct read_spec *spec, struct diag *d)
{
	struct str name = STR_INIT;
	enum col_type type;
	int r = check_words(o->names, a->n_features, "names", d);

	for (size_t j = 0; j < a->n_features && r == 0; j++) {
		str_clear(&name);
		find_name(a, o, j, &name);
		r = find_type(a, o, j, str_get(&name), &type, d);
		if (r == 0)
			r = schema_add_new(&spec->schema, str_get(&name), type,
			    d);
	}
	str_release(&name);
	return (r);
}

static int
add_target(const struct imported *a, const struct import_options *o,
    struct read_spec *spec, struct diag *d)
{
	const char *name = o->target != NULL ? o->target : "target";
	size_t col = o->schema != NULL ? schema_find(o->schema, name) :
	    COLUMN_NONE;
	enum col_type type = a->task == TASK_REGRESSION ? COL_FLOAT :
	    o->classes != NULL ? COL_STRING : COL_INT;

	if (schema_find(&spec->schema, name) != COLUMN_NONE)
		return (diag_set(d, "the target is called \"%s\", as a feature "
		    "is: name it with -t", name));
	if (col != COLUMN_NONE)
		type = o->schema->fields[col].type;
	if (schema_add_new(&spec->schema, name, type, d) == -1)
		return (-1);
	schema_set_role(&spec->schema, spec->schema.n - 1, ROLE_TARGET);
	return (0);
}

/* Categories that are no texts become texts, which trees know. */
static json_t *
make_recipe(const struct imported *a, const struct read_spec *spec)
{
	json_t *recipe = json_array(), *in = json_array(), *name;

	json_array_append_new(recipe, read_spec_to_json(spec));
	for (size_t j = 0; j < a->n_features; j++) {
		name = json_string(spec->schema.fields[j].name);
		if (a->features[j].is_category &&
		    spec->schema.fields[j].type != COL_STRING)
			json_array_append(in, name);
		json_decref(name);
	}
	if (json_array_size(in) > 0)
		json_array_append_new(recipe, json_pack("{s:s, s:i, s:O, s:O, "
		    "s:{s:s}, s:{}}", "step", "cast", "version", 1, "in", in,
		    "out", in, "params", "type", "string", "state"));
	json_decref(in);
	return (recipe);
}

static int
add_classes(struct model *m, const struct imported *a,
    const struct import_options *o, struct diag *d)
{
	struct str name = STR_INIT;

	if (check_words(o->classes, a->n_classes, "classes", d) == -1)
		return (-1);
	m->classes = mem_calloc(a->n_classes, sizeof(*m->classes));
	for (; m->n_classes < a->n_classes; m->n_classes++) {
		if (!word_at(o->classes, m->n_classes, &name))
			str_addf(&name, "%zu", m->n_classes);
		m->classes[m->n_classes] = str_detach(&name);
	}
	str_release(&name);
	return (0);
}

static int
make_model(struct imported *a, const struct import_options *o,
    const struct read_spec *spec, struct model **out, struct diag *d)
{
	struct model *m = *out = model_new(&gbdt_learner);
	const struct field *target = &spec->schema.fields[spec->schema.n - 1];
	struct field f;

	m->task = a->task;
	m->target.name = mem_strdup(target->name);
	m->target.type = target->type;
	m->target.role = ROLE_TARGET;
	for (size_t j = 0; j < a->n_features; j++) {
		f = spec->schema.fields[j];
		if (a->features[j].is_category)
			f.type = COL_STRING;
		if (schema_add(&m->features, &f, d) == -1)
			return (-1);
	}
	if (add_classes(m, a, o, d) == -1)
		return (-1);
	m->state = a->g;
	a->g = NULL;
	return (0);
}

int
imported_finish(struct imported *a, const struct import_options *o,
    struct predictor **out, struct diag *d)
{
	struct model *m = NULL;
	struct read_spec spec;
	struct attachments none = { 0 };
	json_t *recipe;
	int r = -1;

	read_spec_init(&spec);
	if (add_columns(a, o, &spec, d) == 0 &&
	    add_target(a, o, &spec, d) == 0 &&
	    make_model(a, o, &spec, &m, d) == 0) {
		recipe = make_recipe(a, &spec);
		r = predictor_new(recipe, &none, m, out, d);
		m = NULL;
		json_decref(recipe);
	}
	model_free(m);
	read_spec_release(&spec);
	return (r);
}
