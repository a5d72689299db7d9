/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"
#include "mlc_folder.h"
#include "numtext.h"
#include "tracked.h"

#include "mlflow.h"

#define DEPTH_MOST 32		/* of folders in a part of a run */
#define TEXT_MAX (1 << 20)	/* bytes of a parameter or a tag */
#define MICROSECONDS 1000	/* in a millisecond, MLflow's unit */

struct importing {
	const char *store;
	struct mlflow_import *o;
	json_t *program, *run;	/* as they are to be written */
};

/* A file of a part of a run: its name there, which is UTF-8. */
struct part_file {
	const char *path, *name;
	off_t bytes;
};

typedef int take_file(struct importing *, const struct part_file *,
    struct diag *);

static void
leave_out(struct importing *m, const char *path, const char *why)
{
	struct str text = STR_INIT;

	str_addf(&text, "%s: %s", path, why);
	m->o->tell(m->o->ctx, str_get(&text));
	str_release(&text);
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return (strcmp((*a)->d_name, (*b)->d_name));
}

static int
is_entry(const struct dirent *e)
{
	return (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0);
}

/* The names in a folder in order; one that is not there has none. */
static int
list_folder(const char *path, struct dirent ***list, int *n, struct diag *d)
{
	struct stat st;

	*n = 0;
	*list = NULL;
	if (lstat(path, &st) == -1 && errno == ENOENT)
		return (0);
	if (!S_ISDIR(st.st_mode))
		return (diag_set(d, "%s: is no folder", path));
	*n = scandir(path, list, is_entry, by_name);
	if (*n >= 0)
		return (0);
	*n = 0;
	return (diag_errno(d, "%s", path));
}

static void
free_list(struct dirent **list, int n)
{
	for (int i = 0; i < n; i++)
		free(list[i]);
	free(list);
}

static int take_folder(struct importing *, const char *path,
    const char *before, int depth, take_file *, struct diag *);

/* Links are not followed: they may lead out of the folder. */
static int
take_entry(struct importing *m, const char *path, const char *name, int depth,
    take_file *take, struct diag *d)
{
	struct part_file f = { .path = path };
	struct stat st;
	json_t *text;
	int r;

	if (lstat(path, &st) == -1)
		return (diag_errno(d, "%s", path));
	if (S_ISDIR(st.st_mode))
		return (take_folder(m, path, name, depth + 1, take, d));
	if (!S_ISREG(st.st_mode)) {
		leave_out(m, path, "is no regular file, and is left out");
		return (0);
	}
	text = doc_stringn(name, strlen(name));
	f.name = json_string_value(text);
	f.bytes = st.st_size;
	r = take(m, &f, d);
	json_decref(text);
	return (r);
}

static int
take_folder(struct importing *m, const char *path, const char *before,
    int depth, take_file *take, struct diag *d)
{
	struct dirent **list;
	int n, r;

	if (depth > DEPTH_MOST)
		return (diag_set(d, "%s: is in too many folders", path));
	r = list_folder(path, &list, &n, d);
	for (int i = 0; r == 0 && i < n; i++) {
		char *inner = mlc_folder_path(path, "%s", list[i]->d_name);
		struct str name = STR_INIT;

		str_addf(&name, "%s%s%s", before, *before != '\0' ? "/" : "",
		    list[i]->d_name);
		r = take_entry(m, inner, str_get(&name), depth, take, d);
		str_release(&name);
		free(inner);
	}
	free_list(list, n);
	return (r);
}

/* A file's text as a member. */
static int
take_text(const struct part_file *f, json_t *to, struct diag *d)
{
	struct str text = STR_INIT;
	int r;

	if (f->bytes > TEXT_MAX)
		return (diag_set(d, "%s: is of more than %d bytes", f->path,
		    TEXT_MAX));
	r = line_file_read(f->path, 0, &text, d);
	if (r == 0)
		json_object_set_new(to, f->name, doc_stringn(str_get(&text),
		    text.len));
	str_release(&text);
	return (r);
}

static int
take_parameter(struct importing *m, const struct part_file *f, struct diag *d)
{
	return (take_text(f, json_object_get(m->program, "options"), d));
}

static int
take_tag(struct importing *m, const struct part_file *f, struct diag *d)
{
	return (take_text(f, json_object_get(m->run, "tags"), d));
}

static int
take_artifact(struct importing *m, const struct part_file *f, struct diag *d)
{
	char hex[DIGEST_HEX + 1];
	json_t *sources = NULL;
	json_t *o = tracked_file(m->store, f->path, &sources, d);

	json_decref(sources);
	if (o == NULL)
		return (-1);
	json_array_append_new(json_object_get(m->program, "outputs"), o);
	doc_set_text(o, "path", f->name);
	if (json_object_get(o, "kept") == NULL) {
		json_object_set_new(o, "kept", json_true());
		return (store_put_file(m->store, f->path, hex, d));
	}
	return (0);
}

/* A line of a metric. */
struct point {
	int64_t time, step;
	double value;
};

/* Time, value and, from MLflow 1.0 on, step; a data set may follow. */
static int
read_point(const char *p, size_t n, struct point *out)
{
	size_t first = 0, second, third;

	while (first < n && p[first] != ' ')
		first++;
	second = first + 1;
	while (second < n && p[second] != ' ')
		second++;
	third = second + 1;
	while (third < n && p[third] != ' ')
		third++;
	out->step = 0;
	if (second > n || parse_int(p, first, &out->time) == -1 ||
	    parse_float(p + first + 1, second - first - 1, &out->value) == -1)
		return (-1);
	return (third > n ? 0 : parse_int(p + second + 1, third - second - 1,
	    &out->step));
}

/* Does it come behind the other, as MLflow orders them? */
static bool
is_later(const struct point *a, const struct point *b)
{
	if (a->step != b->step)
		return (a->step > b->step);
	if (a->time != b->time)
		return (a->time > b->time);
	return (a->value > b->value);
}

/* The last one of the lines that have an end; *n: how many those are. */
static int
read_points(struct importing *m, const struct part_file *f,
    const struct str *text, struct point *last, size_t *n, struct diag *d)
{
	const char *p = str_get(text), *end = p + text->len, *line;
	struct point point;

	for (*n = 0; p != end; p = line + 1) {
		line = memchr(p, '\n', (size_t)(end - p));
		if (line == NULL) {
			leave_out(m, f->path, "the last line has no end, and "
			    "is left out");
			break;
		}
		if (read_point(p, (size_t)(line - p), &point) == -1)
			return (diag_set(d, "%s:%zu: is not a time, a value "
			    "and a step", f->path, *n + 1));
		if (*n == 0 || is_later(&point, last))
			*last = point;
		++*n;
	}
	return (0);
}

/* A metric of many values has a file of them. */
static int
keep_history(struct importing *m, const struct part_file *f, struct diag *d)
{
	char hex[DIGEST_HEX + 1];
	struct str path = STR_INIT;
	json_t *o;

	if (store_put_file(m->store, f->path, hex, d) == -1)
		return (-1);
	str_addf(&path, "metrics/%s", f->name);
	o = json_pack("{sssIsssbss}", "path", path.buf, "bytes",
	    (json_int_t)f->bytes, "sha256", hex, "kept", 1, "history",
	    f->name);
	json_array_append_new(json_object_get(m->program, "outputs"), o);
	str_release(&path);
	return (0);
}

static int
take_metric(struct importing *m, const struct part_file *f, struct diag *d)
{
	struct str text = STR_INIT;
	struct point last = { 0, 0, 0 };
	size_t n = 0;
	int r = line_file_read(f->path, 0, &text, d);

	if (r == 0)
		r = read_points(m, f, &text, &last, &n, d);
	if (r == 0 && n > 0)
		json_array_append_new(json_object_get(m->program, "metrics"),
		    json_pack("{ssso}", "metric", f->name, "value",
		    doc_float(last.value)));
	str_release(&text);
	return (r == 0 && n > 1 ? keep_history(m, f, d) : r);
}

/* Milliseconds of a member, within what has a date. */
static int
read_time(const json_t *meta, const char *key, int64_t *out)
{
	const char *text = doc_text(meta, key);

	if (text == NULL || parse_int(text, strlen(text), out) == -1 ||
	    *out > TIME_MAX / MICROSECONDS || *out < TIME_MIN / MICROSECONDS)
		return (-1);
	*out *= MICROSECONDS;
	return (0);
}

/* Its end: of one that failed or was killed the exit status is not known, but
   that it is none of success. */
static int
take_end(struct importing *m, const json_t *meta, int64_t began,
    const char *path, struct diag *d)
{
	enum { RUNNING = 1, SCHEDULED, FINISHED, FAILED, KILLED };
	const char *text = doc_text(meta, "status");
	int64_t status, end = began;

	if (text == NULL || parse_int(text, strlen(text), &status) == -1 ||
	    status < RUNNING || status > KILLED)
		return (diag_set(d, "%s: has no status of 1 to 5", path));
	if (doc_text(meta, "end_time") != NULL &&
	    read_time(meta, "end_time", &end) == -1)
		return (diag_set(d, "%s: \"end_time\" is no time", path));
	if (status < FINISHED)
		return (0);
	json_object_set_new(m->program, "status", json_integer(status !=
	    FINISHED));
	json_object_set_new(m->program, "seconds", json_real(
	    end > began ? (double)(end - began) / 1e6 : 0));
	return (0);
}

static int
take_meta(struct importing *m, const json_t *meta, const char *path,
    struct diag *d)
{
	const char *user = doc_text(meta, "user_id");
	int64_t began;

	if (read_time(meta, "start_time", &began) == -1)
		return (diag_set(d, "%s: has no \"start_time\"", path));
	doc_set_text(m->run, "name", doc_text(meta, "run_name"));
	doc_set_text(m->run, "user", user != NULL && *user != '\0' ? user :
	    NULL);
	run_set_time(m->run, "began", began);
	run_set_time(m->program, "began", began);
	return (take_end(m, meta, began, path, d));
}

/* Tags that have a place in a run. */
static void
take_known_tags(json_t *run)
{
	const json_t *tags = json_object_get(run, "tags");
	const char *commit = doc_text(tags, "mlflow.source.git.commit");

	if (doc_text(run, "name") == NULL)
		doc_set_text(run, "name", doc_text(tags, "mlflow.runName"));
	if (commit != NULL)
		json_object_set_new(run, "code", json_pack("{ss}", "commit",
		    commit));
}

static int
take_parts(struct importing *m, const char *folder, struct diag *d)
{
	static const struct {
		const char *name;
		take_file *take;
	} parts[] = {
		{ "params", take_parameter }, { "tags", take_tag },
		{ "metrics", take_metric }, { "artifacts", take_artifact }
	};
	int r = 0;

	for (size_t i = 0; r == 0 && i < sizeof(parts) / sizeof(parts[0]);
	    i++) {
		char *path = mlc_folder_path(folder, "%s", parts[i].name);

		r = take_folder(m, path, "", 0, parts[i].take, d);
		free(path);
	}
	take_known_tags(m->run);
	return (r);
}

/* The lines of the run in a folder that nobody reads, which then gets its
   name. */
static int
write_run(struct importing *m, const char *id, struct diag *d)
{
	char *temp = mlc_folder_path(m->store, "runs/.%s.%ld", id,
	    (long)getpid());
	char *folder = mlc_folder_path(m->store, "runs/%s", id);
	struct entry_file e;
	int r = store_make_folders(temp, d);

	if (r == 0 && (r = entry_file_open(&e, temp, d)) == 0) {
		r = entry_file_add(&e, json_incref(m->program), d);
		if (r == 0)
			r = entry_file_add(&e, json_incref(m->run), d);
		if (r == -1)
			unlink(e.lines.path);
		entry_file_close(&e);
	}
	if (r == 0 && rename(temp, folder) == -1)
		r = diag_errno(d, "%s", folder);
	if (r == -1)
		rmdir(temp);
	free(temp);
	free(folder);
	return (r);
}

static int
import_run(struct importing *m, const char *folder, const char *experiment,
    const char *id, struct diag *d)
{
	char *path = mlc_folder_path(folder, "meta.yaml");
	json_t *meta = NULL;
	int r = mlflow_read_meta(path, &meta, d);

	if (r == 0 && !doc_is(meta, "lifecycle_stage", "deleted")) {
		m->program = json_pack("{sssss[]s{}sisis[]s[]}", "kind",
		    "program", "tool", "mlflow", "args", "options", "ticks",
		    0, "pid", 0, "outputs", "metrics");
		m->run = json_pack("{ssss*s{}}", "kind", "run", "experiment",
		    experiment, "tags");
		r = take_meta(m, meta, path, d);
		if (r == 0)
			r = take_parts(m, folder, d);
		if (r == 0)
			r = write_run(m, id, d);
		m->o->n_runs += r == 0;
		json_decref(m->program);
		json_decref(m->run);
	}
	json_decref(meta);
	free(path);
	return (r);
}

/* What is no run, as a folder of traces, has no such file. */
static bool
has_meta(const char *folder)
{
	char *path = mlc_folder_path(folder, "meta.yaml");
	bool has = access(path, F_OK) == 0;

	free(path);
	return (has);
}

static void
import_if_new(struct importing *m, const char *folder, const char *name,
    const char *experiment)
{
	char id[RUN_ID + 1], *known;
	struct diag d = DIAG_INIT;

	run_id_of(name, strlen(name), id);
	known = mlc_folder_path(m->store, "runs/%s", id);
	if (access(known, F_OK) == 0) {
		m->o->n_there++;
	} else if (import_run(m, folder, experiment, id, &d) == -1) {
		leave_out(m, d.text, "the run is left out");
		m->o->n_left_out++;
	}
	free(known);
}

/* An experiment, or at its top a store: what is inside it. */
static int
import_folder(struct importing *m, const char *folder, bool is_experiment,
    const char *experiment, struct diag *d)
{
	struct dirent **list;
	json_t *meta = NULL;
	int n, r = list_folder(folder, &list, &n, d);

	for (int i = 0; r == 0 && i < n; i++) {
		const char *name = list[i]->d_name;
		char *inner = mlc_folder_path(folder, "%s", name);
		char *path = mlc_folder_path(inner, "meta.yaml");
		struct diag why = DIAG_INIT;

		if (*name == '.' || !has_meta(inner)) {
			;
		} else if (is_experiment) {
			import_if_new(m, inner, name, experiment);
		} else if (mlflow_read_meta(path, &meta, &why) == -1) {
			leave_out(m, why.text, "the experiment is left out");
			m->o->n_left_out++;
		} else {
			r = import_folder(m, inner, true, doc_text(meta,
			    "name"), d);
			json_decref(meta);
		}
		free(path);
		free(inner);
	}
	free_list(list, n);
	return (r);
}

int
mlflow_import(const char *store, const char *folder, struct mlflow_import *o,
    struct diag *d)
{
	struct importing m = { .store = store, .o = o };
	struct stat st;

	if (stat(folder, &st) == -1)
		return (diag_errno(d, "%s", folder));
	if (import_folder(&m, folder, false, NULL, d) == -1)
		return (-1);
	if (o->n_runs + o->n_there + o->n_left_out == 0)
		return (diag_set(d, "%s: no run of MLflow is in it", folder));
	return (0);
}
