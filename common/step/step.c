/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "levels.h"
#include "mem.h"
#include "select.h"

#include "step_columns.h"

static struct step *
alloc_step(const struct step_kind *kind)
{
	struct step *s = MEM_NEW(struct step);

	s->kind = kind;
	s->params = json_object();
	schema_init(&s->out);
	return (s);
}

int
step_new(const struct step_kind *kind, const char *arg, uint64_t seed,
    struct step **out, struct diag *d)
{
	struct step *s = alloc_step(kind);
	struct str label = STR_INIT;

	str_addf(&label, "%s%s%s", kind->name, arg != NULL ? " " : "",
	    arg != NULL ? arg : "");
	s->label = str_detach(&label);
	s->seed = seed;
	if (kind->parse != NULL && kind->parse(s, arg, d) == -1) {
		step_free(s);
		return (-1);
	}
	*out = s;
	return (0);
}

static void
free_inputs(struct step *s)
{
	for (size_t i = 0; i < s->n_in; i++)
		free(s->in[i]);
	free(s->in);
	free(s->in_cols);
	s->in = NULL;
	s->in_cols = NULL;
	s->n_in = 0;
}

void
step_list_add(struct step_list *l, struct step *s)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = s;
}

void
step_free(struct step *s)
{
	if (s == NULL)
		return;
	step_columns_free(s);
	if (s->state != NULL && s->kind->free_state != NULL)
		s->kind->free_state(s->state);
	free_inputs(s);
	json_decref(s->params);
	schema_release(&s->out);
	attachments_release(&s->attachments);
	free(s->from);
	free(s->select);
	free(s->label);
	free(s);
}

void
step_set_inputs(struct step *s, const char *const *names, size_t n)
{
	free_inputs(s);
	s->n_in = n;
	s->in = mem_calloc(n, sizeof(*s->in));
	s->in_cols = mem_calloc(n, sizeof(*s->in_cols));
	for (size_t i = 0; i < n; i++)
		s->in[i] = mem_strdup(names[i]);
}

int
step_need_target(const struct schema *in, size_t *target, struct diag *d)
{
	const struct field *f;

	*target = schema_find_role(in, ROLE_TARGET);
	if (*target == COLUMN_NONE)
		return (diag_set(d, "there is no target column: name it with "
		    "-t"));
	f = &in->fields[*target];
	return (has_levels(f->type) ? 0 : diag_set(d, "the target \"%s\" is "
	    "a %s", f->name, col_type_name(f->type)));
}

void
step_take_selector(struct step *s, const char *arg, const char **rest)
{
	const char *eq = select_find(arg, "=");

	free(s->select);
	s->select = eq != NULL ? mem_strndup(arg, (size_t)(eq - arg)) :
	    mem_strdup(arg);
	*rest = eq != NULL ? eq + 1 : NULL;
}

int
step_parse_selector(struct step *s, const char *arg, struct diag *d)
{
	const char *rest;

	step_take_selector(s, arg, &rest);
	if (rest != NULL)
		return (diag_set(d, "takes columns and no \"=\""));
	return (0);
}

static int
resolve_selector(struct step *s, const struct schema *in, struct diag *d)
{
	size_t *cols, n;
	const char **names;
	int r = s->select_any ?
	    select_columns_any(s->select, in, NULL, &cols, &n, d) :
	    select_columns(s->select, in, NULL, &cols, &n, d);

	if (r == -1)
		return (-1);
	names = mem_alloc(n, sizeof(*names));
	for (size_t i = 0; i < n; i++)
		names[i] = in->fields[cols[i]].name;
	step_set_inputs(s, names, n);
	free(names);
	free(cols);
	free(s->select);
	s->select = NULL;
	return (0);
}

static int
check_types(const struct step *s, const struct schema *in, struct diag *d)
{
	const struct field *f;

	for (size_t i = 0; i < s->n_in && s->kind->takes != NULL; i++) {
		f = &in->fields[s->in_cols[i]];
		if (!s->kind->takes(f->type))
			return (diag_set(d, "column \"%s\" has type %s and "
			    "is not %s", f->name, col_type_name(f->type),
			    s->kind->takes_what));
	}
	return (0);
}

static bool
is_fixed(const struct step *s)
{
	return (s->kind->fit == NULL ||
	    (s->kind->is_fixed != NULL && s->kind->is_fixed(s)));
}

static int
bind_step(struct step *s, const struct schema *in, struct diag *d)
{
	if (s->select != NULL && resolve_selector(s, in, d) == -1)
		return (-1);
	for (size_t i = 0; i < s->n_in; i++) {
		if (schema_need(in, s->in[i], &s->in_cols[i], d) == -1)
			return (-1);
	}
	if (check_types(s, in, d) == -1 ||
	    (s->kind->bind != NULL && s->kind->bind(s, in, d) == -1))
		return (-1);
	if (is_fixed(s) && s->kind->column.fix != NULL)
		return (step_columns_fix(s, in, d));
	return (0);
}

int
step_bind(struct step *s, const struct schema *in, struct diag *d)
{
	return (bind_step(s, in, d) == 0 ? 0 : diag_prefix(d, "%s", s->label));
}

bool
step_needs_fit(const struct step *s)
{
	return (!is_fixed(s) && s->cols == NULL && s->state == NULL);
}

int
step_finish(struct step *s, void *fit, struct diag *d)
{
	if (s->kind->finish != NULL)
		return (s->kind->finish(s, fit, d));
	return (step_columns_finish(s, fit, d));
}

int
step_declare(struct step *s, const struct schema *in, struct diag *d)
{
	schema_release(&s->out);
	s->n_from = 0;
	if (s->kind->declare != NULL)
		return (s->kind->declare(s, in, d));
	for (size_t i = 0; i < s->n_in; i++) {
		if (step_add_output(s, i, &in->fields[s->in_cols[i]], d) == -1)
			return (-1);
	}
	return (0);
}

int
step_add_output(struct step *s, size_t k, const struct field *f,
    struct diag *d)
{
	if (s->n_from != s->out.n)
		BUG("step %s: outputs out of order", s->kind->name);
	if (schema_add(&s->out, f, d) == -1)
		return (-1);
	s->from = mem_realloc(s->from, s->out.n, sizeof(*s->from));
	s->from[s->n_from++] = k;
	return (0);
}

size_t
step_origin(const struct step *s, size_t output)
{
	return (output < s->n_from ? s->from[output] : COLUMN_NONE);
}

int
step_apply_copy(const struct step *s, const struct apply_args *a, size_t k,
    struct diag *d)
{
	const struct column *c = step_input(s, a, k);

	(void)d;
	column_add_range(&a->out[k], c, 0, c->n);
	return (0);
}

int
step_apply(const struct step *s, const struct apply_args *a, struct diag *d)
{
	if (s->kind->apply != NULL)
		return (s->kind->apply(s, a, d));
	if (s->kind->column.apply != NULL)
		return (step_columns_apply(s, a, d));
	return (0);
}

static json_t *
names_to_json(char *const *names, size_t n)
{
	json_t *a = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(a,
		    doc_stringn(names[i], strlen(names[i])));
	return (a);
}

static json_t *
state_to_json(const struct step *s)
{
	if (s->kind->save != NULL && (s->cols != NULL || s->state != NULL))
		return (s->kind->save(s));
	if (s->kind->column.save != NULL && s->cols != NULL && !is_fixed(s))
		return (step_columns_save(s));
	return (json_object());
}

static int
state_from_json(struct step *s, const json_t *state, struct diag *d)
{
	if (s->kind->load != NULL)
		return (s->kind->load(s, state, d));
	if (s->kind->column.load != NULL && !is_fixed(s))
		return (step_columns_load(s, state, d));
	return (0);
}

json_t *
step_to_json(const struct step *s)
{
	json_t *o = json_object(), *out = json_array();

	for (size_t i = 0; i < s->out.n; i++)
		json_array_append_new(out, doc_stringn(s->out.fields[i].name,
		    strlen(s->out.fields[i].name)));
	json_object_set_new(o, "step", json_string(s->kind->name));
	json_object_set_new(o, "version", json_integer(s->kind->version));
	json_object_set_new(o, "in", names_to_json(s->in, s->n_in));
	json_object_set_new(o, "out", out);
	json_object_set(o, "params", s->params);
	json_object_set_new(o, "state", state_to_json(s));
	return (o);
}

static int
inputs_from_json(struct step *s, const json_t *o, struct diag *d)
{
	json_t *in, *v;
	const char **names;
	int r = 0;

	if (doc_get_array(o, "in", &in, d) == -1)
		return (-1);
	names = mem_alloc(json_array_size(in), sizeof(*names));
	for (size_t i = 0; i < json_array_size(in) && r == 0; i++) {
		v = json_array_get(in, i);
		names[i] = json_string_value(v);
		if (names[i] == NULL)
			r = diag_set(d, "\"in\" is not an array of strings");
	}
	if (r == 0)
		step_set_inputs(s, names, json_array_size(in));
	free(names);
	return (r);
}

static int
fill_from_json(struct step *s, const json_t *o, struct diag *d)
{
	json_t *params, *state;

	if (inputs_from_json(s, o, d) == -1 ||
	    doc_get_object(o, "params", &params, d) == -1 ||
	    doc_get_object(o, "state", &state, d) == -1)
		return (-1);
	json_decref(s->params);
	s->params = json_deep_copy(params);
	return (state_from_json(s, state, d));
}

int
step_from_json(const json_t *o, const struct attachments *attachments,
    struct step **out, struct diag *d)
{
	const struct step_kind *kind;
	const char *name;
	int64_t version;
	struct step *s;

	if (doc_get_string(o, "step", &name, d) == -1 ||
	    doc_get_int(o, "version", &version, d) == -1)
		return (-1);
	if ((kind = step_kind_find(name, d)) == NULL)
		return (-1);
	if (version < 1 || version > kind->version)
		return (diag_set(d, "step \"%s\" version %lld was made by a "
		    "newer mlc", name, (long long)version));
	s = alloc_step(kind);
	s->label = mem_strdup(name);
	attachments_share(&s->attachments, attachments);
	if (fill_from_json(s, o, d) == -1) {
		diag_prefix(d, "step \"%s\"", name);
		step_free(s);
		return (-1);
	}
	*out = s;
	return (0);
}
