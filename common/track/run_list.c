/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs as their lines tell them, and how one is named. */
#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "metric.h"
#include "mlc_folder.h"
#include "numtext.h"

#include "run.h"

/* The members of a line, but for what kind it is of. */
static void
take(json_t *to, json_t *line)
{
	json_object_del(line, "kind");
	json_object_update(to, line);
}

/* What one program wrote: of itself, or of the whole run. */
static void
take_line(json_t *run, json_t **program, json_t *line)
{
	json_t *list = json_object_get(run, "programs");

	if (doc_is(line, "kind", "program")) {
		*program = line;
		json_array_append(list, line);
		json_object_del(line, "kind");
	} else if (doc_is(line, "kind", "end") && *program != NULL) {
		take(*program, line);
	} else if (doc_is(line, "kind", "removed")) {
		json_object_set(run, "removed", line);
	} else if (doc_is(line, "kind", "run") ||
	    doc_is(line, "kind", "run end")) {
		take(run, line);
	}
}

static double
number(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	return (json_is_number(v) ? json_number_value(v) : NAN);
}

static int
compare_programs(const void *a, const void *b)
{
	const json_t *x = *(json_t *const *)a, *y = *(json_t *const *)b;
	double t = number(x, "ticks") - number(y, "ticks");

	if (t == 0)
		t = number(x, "pid") - number(y, "pid");
	return (t < 0 ? -1 : t > 0);
}

/* By a function of two pointers to elements. */
static void
sort_array(json_t *a, int (*compare)(const void *, const void *))
{
	size_t n = json_array_size(a);
	json_t **v = mem_alloc(n, sizeof(*v));

	for (size_t i = 0; i < n; i++)
		v[i] = json_incref(json_array_get(a, i));
	if (n > 0)
		qsort(v, n, sizeof(*v), compare);
	for (size_t i = 0; i < n; i++)
		json_array_set_new(a, i, v[i]);
	free(v);
}

/* Of a run without a sentence, that its programs make up. */
static void
sum_up(json_t *run)
{
	const json_t *programs = json_object_get(run, "programs");
	double cpu = 0, memory = NAN, end, last = 0, first = INFINITY;
	int64_t status = 0, began;
	bool whole = true;
	const char *text;

	for (size_t i = 0; i < json_array_size(programs); i++) {
		const json_t *p = json_array_get(programs, i);

		text = doc_text(p, "began");
		if (json_object_get(p, "status") == NULL || text == NULL ||
		    parse_time(text, strlen(text), &began) == -1) {
			whole = false;
			continue;
		}
		end = (double)began / 1e6 + number(p, "seconds");
		last = fmax(last, end);
		first = fmin(first, (double)began / 1e6);
		cpu += number(p, "cpu");
		memory = fmax(memory, number(p, "memory"));
		if (json_integer_value(json_object_get(p, "status")) > status)
			status = json_integer_value(json_object_get(p,
			    "status"));
	}
	if (!whole || first > last)
		return;
	json_object_set_new(run, "status", json_integer(status));
	json_object_set_new(run, "seconds", json_real(last - first));
	if (!isnan(cpu))	/* an imported one has none */
		json_object_set_new(run, "cpu", json_real(cpu));
	if (!isnan(memory))
		json_object_set_new(run, "memory", json_real(memory));
}

static int
read_run(const char *store, const char *id, entry_fault *fault, void *ctx,
    json_t **out, struct diag *d)
{
	char *folder = mlc_folder_path(store, "runs/%s", id), *path, **names;
	json_t *lines, *program;
	size_t n;
	int r = line_files_list(folder, &names, &n, d);

	*out = json_pack("{sss[]}", "run", id, "programs");
	for (size_t i = 0; i < n && r == 0; i++) {
		path = mlc_folder_path(folder, "%s", names[i]);
		lines = json_array();
		program = NULL;
		r = entry_file_read(path, lines, fault, ctx, d);
		for (size_t k = 0; k < json_array_size(lines); k++)
			take_line(*out, &program, json_array_get(lines, k));
		json_decref(lines);
		free(path);
	}
	line_files_free(names, n);
	free(folder);
	sort_array(json_object_get(*out, "programs"), compare_programs);
	if (doc_text(*out, "sentence") == NULL)
		sum_up(*out);
	return (r);
}

static int
compare_runs(const void *a, const void *b)
{
	const json_t *x = *(json_t *const *)a, *y = *(json_t *const *)b;
	int c = strcmp(doc_text(x, "began"), doc_text(y, "began"));

	return (c != 0 ? c : strcmp(doc_text(x, "run"), doc_text(y, "run")));
}

/* One that began, and is not removed. */
static bool
counts(const json_t *run)
{
	return (doc_text(run, "began") != NULL &&
	    json_object_get(run, "removed") == NULL);
}

int
run_list(const char *store, entry_fault *fault, void *ctx, json_t **out,
    struct diag *d)
{
	char *folder = mlc_folder_path(store, "runs");
	DIR *dir = opendir(folder);
	struct dirent *e;
	json_t *run;
	int r = dir == NULL ? diag_errno(d, "%s", folder) : 0;

	*out = json_array();
	while (r == 0 && (e = readdir(dir)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		r = read_run(store, e->d_name, fault, ctx, &run, d);
		if (r == 0 && counts(run))
			json_array_append(*out, run);
		json_decref(run);
	}
	if (dir != NULL)
		closedir(dir);
	free(folder);
	sort_array(*out, compare_runs);
	if (r == -1)
		json_decref(*out);
	return (r);
}

static const json_t *
find_metric(const json_t *run, const char *metric, const char *slice)
{
	const json_t *programs = json_object_get(run, "programs"), *rows, *o;

	for (size_t i = json_array_size(programs); i-- > 0; ) {
		rows = json_object_get(json_array_get(programs, i),
		    "metrics");
		for (size_t k = 0; k < json_array_size(rows); k++) {
			o = json_array_get(rows, k);
			if (doc_is(o, "metric", metric) && (slice == NULL ||
			    doc_is(o, "slice", slice)))
				return (o);
		}
	}
	return (NULL);
}

const json_t *
run_metric(const json_t *run, const char *metric, const char *slice)
{
	static const char *const usual[] = { "split=test", "all",
		"split=valid", NULL };
	const json_t *found = NULL;

	if (slice != NULL)
		return (find_metric(run, metric, slice));
	for (size_t i = 0; found == NULL && i < 4; i++)
		found = find_metric(run, metric, usual[i]);
	return (found);
}

int
run_rank(const json_t *runs, const char *metric, const char *slice,
    json_t **out, struct diag *d)
{
	struct metric *m = metric_ask(metric, d);
	size_t k;

	if (m == NULL)
		return (-1);
	*out = json_array();
	for (size_t i = 0; i < json_array_size(runs); i++) {
		json_t *run = json_array_get(runs, i);
		double v = number(run_metric(run, metric, slice), "value");

		for (k = json_array_size(*out); k > 0 && !isnan(v); k--) {
			double w = number(run_metric(json_array_get(*out,
			    k - 1), metric, slice), "value");

			if (m->less ? w <= v : w >= v)
				break;
		}
		if (!isnan(v))
			json_array_insert(*out, k, run);
	}
	metric_free(m);
	if (json_array_size(*out) > 0)
		return (0);
	json_decref(*out);
	return (diag_set(d, "no run has the metric \"%s\"%s%s", metric,
	    slice != NULL ? " in the slice " : "", slice != NULL ? slice :
	    ""));
}

/* "METRIC" or "METRIC:SLICE". */
static int
find_best(const json_t *runs, const char *word, const json_t **out,
    struct diag *d)
{
	const char *colon = strchr(word, ':');
	char *metric = mem_strndup(word, strcspn(word, ":"));
	json_t *ranked;
	int r = run_rank(runs, metric, colon != NULL ? colon + 1 : NULL,
	    &ranked, d);

	if (r == 0) {
		*out = json_array_get(ranked, 0);
		json_decref(ranked);	/* the runs hold it */
	}
	free(metric);
	return (r);
}

int
run_find(const json_t *runs, const char *word, const json_t **out,
    struct diag *d)
{
	size_t n = json_array_size(runs), n_found = 0, len = strlen(word);
	int64_t back = 0;

	*out = NULL;
	if (strncmp(word, "best:", 5) == 0)
		return (find_best(runs, word + 5, out, d));
	if (word[0] == '@' && (len == 1 || parse_int(word + 1, len - 1,
	    &back) == 0)) {
		if (back < 0 || (size_t)back >= n)
			return (diag_set(d, "there are %zu runs, so there is "
			    "no %s", n, word));
		*out = json_array_get(runs, n - 1 - (size_t)back);
		return (0);
	}
	for (size_t i = 0; i < n; i++) {
		if (doc_is(json_array_get(runs, i), "name", word))
			*out = json_array_get(runs, i);
	}
	for (size_t i = 0; i < n && *out == NULL && len > 0; i++) {
		const json_t *run = json_array_get(runs, i);

		if (strncmp(doc_text(run, "run"), word, len) == 0) {
			*out = n_found++ == 0 ? run : NULL;
			if (n_found > 1)
				return (diag_set(d, "several runs begin with "
				    "\"%s\"", word));
		}
	}
	return (*out != NULL ? 0 : diag_set(d, "no run \"%s\"; 'mlc-track ls' "
	    "lists them", word));
}

const json_t *
run_model(const json_t *run)
{
	const json_t *programs = json_object_get(run, "programs"), *outputs;

	for (size_t i = json_array_size(programs); i-- > 0; ) {
		outputs = json_object_get(json_array_get(programs, i),
		    "outputs");
		for (size_t k = json_array_size(outputs); k-- > 0; ) {
			if (json_object_get(json_array_get(outputs, k),
			    "model") != NULL)
				return (json_array_get(outputs, k));
		}
	}
	return (NULL);
}
