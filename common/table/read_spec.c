/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "time_format.h"

#include "read_spec.h"

void
read_spec_init(struct read_spec *r)
{
	memset(r, 0, sizeof(*r));
	schema_init(&r->schema);
}

void
read_spec_release(struct read_spec *r)
{
	schema_release(&r->schema);
	for (size_t i = 0; i < r->n_na; i++)
		free(r->na[i]);
	free(r->na);
	for (size_t i = 0; i < r->n_times; i++) {
		free(r->times[i].name);
		free(r->times[i].format);
	}
	free(r->times);
	read_spec_init(r);
}

void
read_spec_add_na(struct read_spec *r, const char *token)
{
	r->na = mem_realloc(r->na, r->n_na + 1, sizeof(*r->na));
	r->na[r->n_na++] = mem_strdup(token);
}

void
read_spec_copy(struct read_spec *to, const struct read_spec *from)
{
	read_spec_init(to);
	schema_copy(&to->schema, &from->schema);
	for (size_t i = 0; i < from->n_na; i++)
		read_spec_add_na(to, from->na[i]);
	to->trim = from->trim;
	to->dialect = from->dialect;
	for (size_t i = 0; i < from->n_times; i++)
		read_spec_set_time(to, from->times[i].name,
		    from->times[i].format);
}

const char *
read_spec_time(const struct read_spec *r, const char *column)
{
	for (size_t i = 0; i < r->n_times; i++) {
		if (strcmp(r->times[i].name, column) == 0)
			return (r->times[i].format);
	}
	return (NULL);
}

void
read_spec_set_time(struct read_spec *r, const char *column,
    const char *format)
{
	for (size_t i = 0; i < r->n_times; i++) {
		if (strcmp(r->times[i].name, column) == 0) {
			free(r->times[i].format);
			r->times[i].format = mem_strdup(format);
			return;
		}
	}
	r->times = mem_realloc(r->times, r->n_times + 1, sizeof(*r->times));
	r->times[r->n_times++] = (struct time_column){ mem_strdup(column),
	    mem_strdup(format) };
}

static json_t *
times_to_json(const struct read_spec *r)
{
	json_t *o = json_object();

	for (size_t i = 0; i < r->n_times; i++)
		json_object_set_new(o, r->times[i].name,
		    doc_stringn(r->times[i].format,
		    strlen(r->times[i].format)));
	return (o);
}

static int
times_from_json(const json_t *o, struct read_spec *out, struct diag *d)
{
	const char *name, *format;
	json_t *v;

	json_object_foreach((json_t *)(uintptr_t)o, name, v) {
		format = json_string_value(v);
		if (format == NULL || time_format_check(format, d) == -1)
			return (diag_set(d, "the time of \"%s\" has no "
			    "format", name));
		read_spec_set_time(out, name, format);
	}
	return (0);
}

json_t *
read_spec_to_json(const struct read_spec *r)
{
	json_t *o = json_object(), *out = json_array(), *na = json_array();
	json_t *params = json_object(), *state = json_object();
	json_t *dialect = dialect_to_json(&r->dialect);

	for (size_t i = 0; i < r->schema.n; i++)
		json_array_append_new(out,
		    doc_stringn(r->schema.fields[i].name,
		    strlen(r->schema.fields[i].name)));
	for (size_t i = 0; i < r->n_na; i++)
		json_array_append_new(na,
		    doc_stringn(r->na[i], strlen(r->na[i])));
	json_object_set_new(params, "na", na);
	json_object_set_new(params, "trim", json_boolean(r->trim));
	if (dialect != NULL)
		json_object_set_new(params, "dialect", dialect);
	json_object_set_new(state, "columns", schema_to_json(&r->schema));
	json_object_set_new(o, "step", json_string("read"));
	if (r->n_times > 0)
		json_object_set_new(params, "times", times_to_json(r));
	json_object_set_new(o, "version",
	    json_integer(dialect != NULL || r->n_times > 0 ? 2 : 1));
	json_object_set_new(o, "in", json_array());
	json_object_set_new(o, "out", out);
	json_object_set_new(o, "params", params);
	json_object_set_new(o, "state", state);
	return (o);
}

static int
add_tokens(struct read_spec *r, const json_t *na, struct diag *d)
{
	const char *token;

	for (size_t i = 0; i < json_array_size(na); i++) {
		token = json_string_value(json_array_get(na, i));
		if (token == NULL)
			return (diag_set(d, "\"na\" is not an array of "
			    "strings"));
		read_spec_add_na(r, token);
	}
	return (0);
}

static int
fill_from_json(const json_t *step, struct read_spec *out, struct diag *d)
{
	json_t *params, *state, *columns, *na;
	int64_t version;

	if (doc_get_int(step, "version", &version, d) == -1 ||
	    doc_get_object(step, "params", &params, d) == -1 ||
	    doc_get_object(step, "state", &state, d) == -1 ||
	    doc_get_array(state, "columns", &columns, d) == -1 ||
	    doc_get_array(params, "na", &na, d) == -1 ||
	    doc_get_bool(params, "trim", &out->trim, d) == -1 ||
	    dialect_from_json(json_object_get(params, "dialect"),
	    &out->dialect, d) == -1 ||
	    times_from_json(json_object_get(params, "times"), out, d) == -1)
		return (-1);
	if (version != 1 && version != 2)
		return (diag_set(d, "version %lld is not known to this mlc",
		    (long long)version));
	if (schema_from_json(columns, &out->schema, d) == -1)
		return (-1);
	return (add_tokens(out, na, d));
}

int
read_spec_from_json(const json_t *step, struct read_spec *out,
    struct diag *d)
{
	read_spec_init(out);
	if (fill_from_json(step, out, d) == 0)
		return (0);
	read_spec_release(out);
	return (diag_prefix(d, "step \"read\""));
}

bool
has_read_step(const json_t *recipe)
{
	const char *name = json_string_value(json_object_get(
	    json_array_get(recipe, 0), "step"));

	return (name != NULL && strcmp(name, "read") == 0);
}

void
head_begin_recipe(struct head *h)
{
	struct read_spec spec;

	read_spec_init(&spec);
	schema_release(&spec.schema);
	schema_copy(&spec.schema, &h->schema);
	json_decref(h->recipe);
	h->recipe = json_array();
	head_add_step(h, read_spec_to_json(&spec));
	read_spec_release(&spec);
}
