/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "select.h"

#include "step.h"

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
step_free(struct step *s)
{
	if (s == NULL)
		return;
	if (s->state != NULL && s->kind->free_state != NULL)
		s->kind->free_state(s->state);
	free_inputs(s);
	json_decref(s->params);
	schema_release(&s->out);
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

void
step_take_selector(struct step *s, const char *arg, const char **rest)
{
	const char *eq = strchr(arg, '=');

	free(s->select);
	s->select = eq != NULL ? mem_strndup(arg, (size_t)(eq - arg)) :
	    mem_strdup(arg);
	*rest = eq != NULL ? eq + 1 : NULL;
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

int
step_bind(struct step *s, const struct schema *in, struct diag *d)
{
	if (s->select != NULL && resolve_selector(s, in, d) == -1)
		return (diag_prefix(d, "%s", s->label));
	for (size_t i = 0; i < s->n_in; i++) {
		if (schema_need(in, s->in[i], &s->in_cols[i], d) == -1)
			return (diag_prefix(d, "%s", s->label));
	}
	if (s->kind->bind != NULL && s->kind->bind(s, in, d) == -1)
		return (diag_prefix(d, "%s", s->label));
	return (0);
}

int
step_declare(struct step *s, const struct schema *in, struct diag *d)
{
	schema_release(&s->out);
	if (s->kind->declare != NULL)
		return (s->kind->declare(s, in, d));
	for (size_t i = 0; i < s->n_in; i++) {
		if (schema_add(&s->out, &in->fields[s->in_cols[i]], d) == -1)
			return (-1);
	}
	return (0);
}

static bool
is_input(const struct step *s, size_t col)
{
	for (size_t i = 0; i < s->n_in; i++) {
		if (s->in_cols[i] == col)
			return (true);
	}
	return (false);
}

struct wiring {
	const struct step *step;
	const struct schema *in;
	struct schema *out;
	struct wire *wires;
};

static int
wire_made(struct wiring *w, size_t k, struct diag *d)
{
	w->wires[w->out->n] = (struct wire){ true, k };
	if (schema_add(w->out, &w->step->out.fields[k], d) == -1)
		return (diag_prefix(d, "%s", w->step->label));
	return (0);
}

static int
wire_kept(struct wiring *w, size_t col, struct diag *d)
{
	w->wires[w->out->n] = (struct wire){ false, col };
	return (schema_add(w->out, &w->in->fields[col], d));
}

/* The outputs whose name no column had that they could take the place of. */
static int
wire_new_names(struct wiring *w, struct diag *d)
{
	const struct schema *made = &w->step->out;
	size_t old;

	for (size_t k = 0; k < made->n; k++) {
		old = schema_find(w->in, made->fields[k].name);
		if (old != COLUMN_NONE && (!w->step->kind->consumes ||
		    is_input(w->step, old)))
			continue;
		if (wire_made(w, k, d) == -1)
			return (-1);
	}
	return (0);
}

static int
wire_column(struct wiring *w, size_t col, bool *placed, struct diag *d)
{
	bool consumed = w->step->kind->consumes && is_input(w->step, col);
	size_t k = schema_find(&w->step->out, w->in->fields[col].name);

	if (consumed && !*placed) {
		*placed = true;
		if (wire_new_names(w, d) == -1)
			return (-1);
	}
	if (k != COLUMN_NONE && (consumed || !w->step->kind->consumes))
		return (wire_made(w, k, d));
	return (consumed ? 0 : wire_kept(w, col, d));
}

int
step_wire(const struct step *s, const struct schema *in, struct schema *out,
    struct wire **wires, struct diag *d)
{
	struct wiring w = { s, in, out, NULL };
	bool placed = false;
	int r = 0;

	schema_init(out);
	w.wires = mem_alloc(in->n + s->out.n, sizeof(*w.wires));
	for (size_t i = 0; i < in->n && r == 0; i++)
		r = wire_column(&w, i, &placed, d);
	if (r == 0 && !placed)
		r = wire_new_names(&w, d);
	if (r == -1) {
		free(w.wires);
		schema_release(out);
		return (-1);
	}
	*wires = w.wires;
	return (0);
}

bool
step_needs_fit(const struct step *s)
{
	return (s->kind->fit != NULL && s->state == NULL);
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
	json_object_set_new(o, "state", s->kind->save != NULL &&
	    s->state != NULL ? s->kind->save(s) : json_object());
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
	if (s->kind->load != NULL)
		return (s->kind->load(s, state, d));
	return (0);
}

int
step_from_json(const json_t *o, struct step **out, struct diag *d)
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
	if (kind->filter != NULL)
		return (diag_set(d, "step \"%s\" drops rows and has no place "
		    "in a recipe", name));
	if (version < 1 || version > kind->version)
		return (diag_set(d, "step \"%s\" version %lld was made by a "
		    "newer mlc", name, (long long)version));
	s = alloc_step(kind);
	s->label = mem_strdup(name);
	if (fill_from_json(s, o, d) == -1) {
		diag_prefix(d, "step \"%s\"", name);
		step_free(s);
		return (-1);
	}
	*out = s;
	return (0);
}
