/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "numtext.h"
#include "report.h"

#include "run_facts.h"
#include "run_report.h"

#define METRICS_SHOWN 1		/* where a terminal is narrow */
#define DIGITS_SHOWN 12		/* of a digest or a commit */

struct stream *
run_report_show(const json_t *run)
{
	static const struct report_field fields[] = {
		{ "part", COL_STRING, 0 }, { "name", COL_STRING, 0 },
		{ "value", COL_STRING, 0 }
	};
	struct stream *s = report_new(fields, 3, NULL);
	struct column *c = report_block(s)->cols;
	struct run_facts f;

	run_facts_find(run, &f);
	for (size_t i = 0; i < f.n; i++) {
		report_text(&c[0], f.v[i].part);
		report_text(&c[1], f.v[i].name);
		report_text(&c[2], f.v[i].value);
	}
	run_facts_release(&f);
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

static const struct run_fact *
facts_find(const struct run_facts *f, const struct run_fact *like)
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
is_idle(const struct run_fact *f)
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
add_pair(struct column *c, const struct run_fact *a, const struct run_fact *b,
    bool all)
{
	const struct run_fact *one = a != NULL ? a : b;
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
	struct run_facts f, g;

	run_facts_find(first, &f);
	run_facts_find(second, &g);
	for (size_t i = 0; i < f.n; i++)
		add_pair(c, &f.v[i], facts_find(&g, &f.v[i]), all);
	for (size_t i = 0; i < g.n; i++) {
		if (facts_find(&f, &g.v[i]) == NULL)
			add_pair(c, NULL, &g.v[i], all);
	}
	run_facts_release(&f);
	run_facts_release(&g);
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
	if (json_object_get(code, "dirty") == NULL)
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
