/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "numtext.h"
#include "report.h"

#include "run_report.h"

#define METRICS_SHOWN 1		/* where a terminal is narrow */
#define DIGITS_SHOWN 12		/* of a digest or a commit */

/* A thing that is known: part, name and value, and of a metric its row. */
struct fact {
	const char *part;
	char *name, *value;
	const json_t *metric;
};

struct facts {
	struct fact *v;
	size_t n, cap;
};

/* Takes the value over. */
static void
add_fact(struct facts *f, const char *part, const char *name,
    struct str *value)
{
	f->v = mem_grow(f->v, &f->cap, f->n + 1, sizeof(*f->v));
	str_reserve(value, 1);
	f->v[f->n++] = (struct fact){ part, mem_strdup(name),
		str_detach(value), NULL };
}

static void
facts_release(struct facts *f)
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
add_value(struct facts *f, const char *part, const char *name,
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
add_members(struct facts *f, const char *part, const char *before,
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
add_parameters(struct facts *f, const json_t *programs)
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
add_data(struct facts *f, const json_t *programs)
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
add_programs(struct facts *f, const json_t *programs)
{
	for (size_t i = 0; i < json_array_size(programs); i++) {
		const json_t *p = json_array_get(programs, i);
		const json_t *status = json_object_get(p, "status");
		struct str text = STR_INIT, name = STR_INIT;

		str_addf(&name, "%zu %s", i + 1, doc_text(p, "tool"));
		if (status == NULL)
			str_addz(&text, "did not come to its end");
		else
			str_addf(&text, "exit %lld, %.3g s, cpu %.3g s, "
			    "%.0f MiB", json_integer_value(status),
			    json_number_value(json_object_get(p, "seconds")),
			    json_number_value(json_object_get(p, "cpu")),
			    json_number_value(json_object_get(p,
			    "memory")));
		add_fact(f, "programs", name.buf, &text);
		str_release(&name);
	}
}

static void
add_metrics(struct facts *f, const json_t *programs)
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
add_files(struct facts *f, const json_t *list)
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

static void
find_facts(const json_t *run, struct facts *f)
{
	static const char *const of_run[] = { "run", "name", "sentence",
		"began", "folder", "host", "user", "mlc", "status",
		"seconds", "cpu", "memory" };
	const json_t *programs = json_object_get(run, "programs");
	const json_t *output = json_object_get(run, "output");

	*f = (struct facts){ .n = 0 };
	for (size_t i = 0; i < sizeof(of_run) / sizeof(of_run[0]); i++)
		add_value(f, "run", of_run[i], json_object_get(run,
		    of_run[i]));
	add_value(f, "run", "output", json_object_get(output, "sha256"));
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

struct stream *
run_report_show(const json_t *run)
{
	static const struct report_field fields[] = {
		{ "part", COL_STRING, 0 }, { "name", COL_STRING, 0 },
		{ "value", COL_STRING, 0 }
	};
	struct stream *s = report_new(fields, 3, NULL);
	struct column *c = report_block(s)->cols;
	struct facts f;

	find_facts(run, &f);
	for (size_t i = 0; i < f.n; i++) {
		report_text(&c[0], f.v[i].part);
		report_text(&c[1], f.v[i].name);
		report_text(&c[2], f.v[i].value);
	}
	facts_release(&f);
	return (s);
}

static double
number(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	return (json_is_number(v) ? json_number_value(v) : NAN);
}

/* Of a - b, with its limits. */
struct difference {
	double value, low, high;
};

static struct difference
differ(const json_t *a, const json_t *b)
{
	double v = number(a, "value"), w = number(b, "value");
	double below_a = v - number(a, "ci_low");
	double above_a = number(a, "ci_high") - v;
	double below_b = w - number(b, "ci_low");
	double above_b = number(b, "ci_high") - w;

	return ((struct difference){ v - w,
	    v - w - hypot(below_a, above_b), v - w + hypot(above_a,
	    below_b) });
}

static const struct fact *
facts_find(const struct facts *f, const struct fact *like)
{
	for (size_t i = 0; i < f->n; i++) {
		if (strcmp(f->v[i].part, like->part) == 0 &&
		    strcmp(f->v[i].name, like->name) == 0)
			return (&f->v[i]);
	}
	return (NULL);
}

/* What differs between any two runs, and is no news. */
static bool
is_idle(const struct fact *f)
{
	static const char *const names[] = { "run", "began", "seconds", "cpu",
		"memory" };

	if (strcmp(f->part, "programs") == 0)
		return (true);
	for (size_t i = 0; strcmp(f->part, "run") == 0 &&
	    i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(f->name, names[i]) == 0)
			return (true);
	}
	return (false);
}

static void
add_pair(struct column *c, const struct fact *a, const struct fact *b,
    bool all)
{
	const struct fact *one = a != NULL ? a : b;
	struct difference by = { NAN, NAN, NAN };

	if (!all && (is_idle(one) || (a != NULL && b != NULL &&
	    strcmp(a->value, b->value) == 0)))
		return;
	if (a != NULL && b != NULL && a->metric != NULL && b->metric != NULL)
		by = differ(b->metric, a->metric);
	report_text(&c[0], one->part);
	report_text(&c[1], one->name);
	report_text(&c[2], a != NULL ? a->value : NULL);
	report_text(&c[3], b != NULL ? b->value : NULL);
	report_number(&c[4], by.value);
	report_number(&c[5], by.low);
	report_number(&c[6], by.high);
}

struct stream *
run_report_diff(const json_t *first, const json_t *second, bool all)
{
	static const struct report_field fields[] = {
		{ "part", COL_STRING, 0 }, { "name", COL_STRING, 0 },
		{ "first", COL_STRING, 0 }, { "second", COL_STRING, 0 },
		{ "difference", COL_FLOAT, 0 }, { "ci_low", COL_FLOAT, 0 },
		{ "ci_high", COL_FLOAT, 0 }
	};
	struct stream *s = report_new(fields, 7, NULL);
	struct column *c = report_block(s)->cols;
	struct facts f, g;

	find_facts(first, &f);
	find_facts(second, &g);
	for (size_t i = 0; i < f.n; i++)
		add_pair(c, &f.v[i], facts_find(&g, &f.v[i]), all);
	for (size_t i = 0; i < g.n; i++) {
		if (facts_find(&f, &g.v[i]) == NULL)
			add_pair(c, NULL, &g.v[i], all);
	}
	facts_release(&f);
	facts_release(&g);
	return (s);
}

/* The names of the metrics of all runs, in the order of first sight. */
static void
find_metrics(const json_t *runs, struct dict *names)
{
	for (size_t i = 0; i < json_array_size(runs); i++) {
		const json_t *programs = json_object_get(json_array_get(
		    runs, i), "programs");

		for (size_t k = 0; k < json_array_size(programs); k++) {
			const json_t *rows = json_object_get(json_array_get(
			    programs, k), "metrics");

			for (size_t j = 0; j < json_array_size(rows); j++) {
				const char *name = doc_text(json_array_get(
				    rows, j), "metric");

				if (name != NULL)
					dict_add(names, name, strlen(name));
			}
		}
	}
}

static void
add_start(struct column *c, const char *text, size_t n)
{
	if (text == NULL)
		column_add_missing(c);
	else
		column_add_string(c, text, strnlen(text, n));
}

static void
add_time(struct column *c, const char *text)
{
	int64_t v;

	if (text == NULL || parse_time(text, strlen(text), &v) == -1)
		column_add_missing(c);
	else
		column_add_int(c, v);
}

static void
add_run(struct column *c, const json_t *run, const struct dict *metrics,
    const char *slice)
{
	const json_t *status = json_object_get(run, "status");
	const json_t *code = json_object_get(run, "code");

	report_text(c++, doc_text(run, "run"));
	report_text(c++, doc_text(run, "name"));
	add_time(c++, doc_text(run, "began"));
	if (status == NULL)
		column_add_missing(c++);
	else
		column_add_int(c++, json_integer_value(status));
	for (uint32_t k = 0; k < metrics->n; k++)
		report_number(c++, number(run_metric(run, dict_get(metrics,
		    k, NULL), slice), "value"));
	report_number(c++, number(run, "seconds"));
	report_number(c++, number(run, "cpu"));
	report_number(c++, number(run, "memory"));
	add_start(c++, doc_text(code, "commit"), DIGITS_SHOWN);
	if (code == NULL)
		column_add_missing(c++);
	else
		column_add_bool(c++, json_is_true(json_object_get(code,
		    "dirty")));
	report_text(c++, doc_text(run_model(run), "path"));
	add_start(c++, doc_text(run_model(run), "sha256"), DIGEST_HEX);
	report_text(c, doc_text(run, "sentence"));
}

struct stream *
run_report_list(const json_t *runs, const char *metric, const char *slice)
{
	static const struct report_field first[] = {
		{ "run", COL_STRING, 0 }, { "name", COL_STRING, 0 },
		{ "began", COL_TIME, 0 }, { "status", COL_INT, 0 }
	}, last[] = {
		{ "seconds", COL_FLOAT, 0 }, { "cpu", COL_FLOAT, 1 },
		{ "memory", COL_FLOAT, 1 }, { "commit", COL_STRING, 1 },
		{ "dirty", COL_BOOL, 1 }, { "model", COL_STRING, 0 },
		{ "model_sha256", COL_STRING, 1 },
		{ "sentence", COL_STRING, 1 }
	};
	struct report_field *fields;
	struct dict metrics;
	struct stream *s;
	size_t n = 4;

	dict_init(&metrics);
	if (metric != NULL)
		dict_add(&metrics, metric, strlen(metric));
	else
		find_metrics(runs, &metrics);
	fields = mem_alloc(12 + metrics.n, sizeof(*fields));
	memcpy(fields, first, sizeof(first));
	for (uint32_t k = 0; k < metrics.n; k++)
		fields[n++] = (struct report_field){ dict_get(&metrics, k,
		    NULL), COL_FLOAT, k >= METRICS_SHOWN };
	memcpy(fields + n, last, sizeof(last));
	s = report_new(fields, n + 8, NULL);
	for (size_t i = 0; i < json_array_size(runs); i++)
		add_run(report_block(s)->cols, json_array_get(runs, i),
		    &metrics, slice);
	free(fields);
	dict_release(&metrics);
	return (s);
}
