/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "run_facts.h"

/* Takes the value over. */
static void
add_fact(struct run_facts *f, const char *part, const char *name,
    struct str *value)
{
	f->v = mem_grow(f->v, &f->cap, f->n + 1, sizeof(*f->v));
	str_reserve(value, 1);
	f->v[f->n++] = (struct run_fact){ part, mem_strdup(name),
		str_detach(value), NULL };
}

void
run_facts_release(struct run_facts *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->v[i].name);
		free(f->v[i].value);
	}
	free(f->v);
}

/* A value for a reader, who does not want quotes around a text. */
static void
put_value(struct str *out, const json_t *v)
{
	if (json_is_string(v))
		str_addz(out, json_string_value(v));
	else if (json_is_array(v))
		for (size_t i = 0; i < json_array_size(v); i++) {
			str_addz(out, i > 0 ? " " : "");
			put_value(out, json_array_get(v, i));
		}
	else if (v != NULL && !json_is_null(v))
		doc_write(v, out);
}

static void
add_value(struct run_facts *f, const char *part, const char *name,
    const json_t *v)
{
	struct str text = STR_INIT;

	put_value(&text, v);
	if (text.len > 0)
		add_fact(f, part, name, &text);
	str_release(&text);
}

/* The members of an object; before: of their names. */
static void
add_members(struct run_facts *f, const char *part, const char *before,
    const json_t *o)
{
	struct str name = STR_INIT;
	const char *key;
	json_t *v;

	json_object_foreach((json_t *)(uintptr_t)o, key, v) {
		str_clear(&name);
		str_addf(&name, "%s%s", before, key);
		add_value(f, part, name.buf, v);
	}
	str_release(&name);
}

/* How many of the programs before it are of the same name. */
static size_t
count_before(const json_t *programs, size_t i)
{
	const char *tool = doc_text(json_array_get(programs, i), "tool");
	size_t n = 0;

	for (size_t k = 0; tool != NULL && k < i; k++)
		n += doc_is(json_array_get(programs, k), "tool", tool);
	return (n);
}

/* "mlc-clean.impute", of the second one "mlc-clean.2.impute". */
static void
add_parameters(struct run_facts *f, const json_t *programs)
{
	struct str before = STR_INIT;

	for (size_t i = 0; i < json_array_size(programs); i++) {
		const json_t *p = json_array_get(programs, i);
		size_t n = count_before(programs, i);

		str_clear(&before);
		str_addf(&before, "%s.", doc_text(p, "tool"));
		if (n > 0)
			str_addf(&before, "%zu.", n + 1);
		add_members(f, "parameters", before.buf,
		    json_object_get(p, "options"));
		str_addz(&before, "args");
		add_value(f, "parameters", before.buf,
		    json_object_get(p, "args"));
		before.len -= strlen("args");
		before.buf[before.len] = '\0';
		str_addz(&before, "seed");
		if (json_object_get(json_object_get(p, "options"), "seed") ==
		    NULL)
			add_value(f, "parameters", before.buf,
			    json_object_get(p, "seed"));
	}
	str_release(&before);
}

/* Each source once, by its name. */
static void
add_data(struct run_facts *f, const json_t *programs)
{
	size_t first = f->n;

	for (size_t i = 0; i < json_array_size(programs); i++) {
		const json_t *sources = json_object_get(json_array_get(
		    programs, i), "sources");

		for (size_t k = 0; k < json_array_size(sources); k++) {
			const json_t *s = json_array_get(sources, k);
			const char *name = doc_text(s, "name");
			size_t j = first;

			while (name != NULL && j < f->n &&
			    strcmp(f->v[j].name, name) != 0)
				j++;
			if (name != NULL && j == f->n)
				add_value(f, "data", name,
				    json_object_get(s, "sha256"));
		}
	}
}

static void
add_programs(struct run_facts *f, const json_t *programs)
{
	for (size_t i = 0; i < json_array_size(programs); i++) {
		const json_t *p = json_array_get(programs, i);
		const json_t *status = json_object_get(p, "status");
		struct str text = STR_INIT, name = STR_INIT;

		str_addf(&name, "%zu %s", i + 1, doc_text(p, "tool"));
		if (status == NULL)
			str_addz(&text, "did not come to its end");
		else
			str_addf(&text, "exit %lld, %.3g s",
			    json_integer_value(status), json_number_value(
			    json_object_get(p, "seconds")));
		if (json_object_get(p, "cpu") != NULL)
			str_addf(&text, ", cpu %.3g s, %.0f MiB",
			    json_number_value(json_object_get(p, "cpu")),
			    json_number_value(json_object_get(p,
			    "memory")));
		add_fact(f, "programs", name.buf, &text);
		str_release(&name);
	}
}

static void
add_metrics(struct run_facts *f, const json_t *programs)
{
	for (size_t i = 0; i < json_array_size(programs); i++) {
		const json_t *rows = json_object_get(json_array_get(
		    programs, i), "metrics");

		for (size_t k = 0; k < json_array_size(rows); k++) {
			const json_t *o = json_array_get(rows, k);
			const char *slice = doc_text(o, "slice");
			const json_t *low = json_object_get(o, "ci_low");
			struct str text = STR_INIT, name = STR_INIT;

			str_addf(&name, "%s: %s", slice != NULL ? slice :
			    "all", doc_text(o, "metric"));
			put_value(&text, json_object_get(o, "value"));
			if (json_is_number(low))
				str_addf(&text, " [%.6g, %.6g]",
				    json_number_value(low),
				    json_number_value(json_object_get(o,
				    "ci_high")));
			add_fact(f, "metrics", name.buf, &text);
			f->v[f->n - 1].metric = o;
			str_release(&name);
		}
	}
}

/* Files with their digests: what was written, and what was logged. */
static void
add_files(struct run_facts *f, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *o = json_array_get(list, i);
		const json_t *model = json_object_get(o, "model");
		const char *path = doc_text(o, "path");

		if (path == NULL)
			continue;
		if (model == NULL) {
			add_value(f, "files", path, json_object_get(o,
			    "sha256"));
			continue;
		}
		add_value(f, "model", path, json_object_get(o, "sha256"));
		add_value(f, "model", "algorithm", json_object_get(model,
		    "algorithm"));
		add_members(f, "model", "", json_object_get(model,
		    "params"));
	}
}

void
run_facts_find(const json_t *run, struct run_facts *f)
{
	static const char *const of_run[] = { "run", "name", "sentence",
		"experiment", "began", "folder", "host", "user", "mlc",
		"status", "seconds", "cpu", "memory" };
	const json_t *programs = json_object_get(run, "programs");
	const json_t *output = json_object_get(run, "output");

	*f = (struct run_facts){ .n = 0 };
	for (size_t i = 0; i < sizeof(of_run) / sizeof(of_run[0]); i++)
		add_value(f, "run", of_run[i], json_object_get(run,
		    of_run[i]));
	add_value(f, "run", "output", json_object_get(output, "sha256"));
	add_members(f, "tags", "", json_object_get(run, "tags"));
	add_members(f, "code", "", json_object_get(run, "code"));
	add_members(f, "environment", "", json_object_get(run,
	    "environment"));
	add_data(f, programs);
	add_parameters(f, programs);
	add_programs(f, programs);
	add_metrics(f, programs);
	for (size_t i = 0; i < json_array_size(programs); i++)
		add_files(f, json_object_get(json_array_get(programs, i),
		    "outputs"));
}
