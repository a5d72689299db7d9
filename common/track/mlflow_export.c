/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"
#include "mlc_folder.h"
#include "numtext.h"
#include "outfile.h"
#include "run_facts.h"

#include "mlflow.h"

#define NAME_LONGEST 200	/* bytes; MLflow takes 250 */
#define EXPERIMENT_DIGITS 18
#define MICROSECONDS 1000	/* in a millisecond, MLflow's unit */

enum run_status { RUNNING = 1, FINISHED = 3, FAILED = 4 };

struct exporting {
	const char *store;
	const json_t *run;
	char *folder;		/* of the run */
	int64_t began;
};

/* A name as MLflow has them: letters, digits, blanks and _ - . : with slashes
   between folders.  '=' becomes '.'; another byte _ and two digits. */
static void
add_name(struct str *out, const char *name)
{
	size_t first = out->len;
	char hex[DIGEST_HEX + 1];

	for (const char *p = name; *p != '\0'; p++) {
		bool begins = p == name || p[-1] == '/';
		bool ends = p[1] == '\0' || p[1] == '/';

		if ((*p >= '0' && *p <= '9') || (*p >= 'a' && *p <= 'z') ||
		    (*p >= 'A' && *p <= 'Z') || strchr("_-: ", *p) != NULL ||
		    (strchr("./", *p) != NULL && !begins && !ends))
			str_addc(out, *p);
		else if (*p == '=' && !begins && !ends)
			str_addc(out, '.');
		else
			str_addf(out, "_%02x", (unsigned char)*p);
	}
	if (out->len - first > NAME_LONGEST) {
		digest_bytes(name, strlen(name), hex);
		out->len = first + NAME_LONGEST - 16;
		str_addf(out, ".%.8s", hex);
	}
}

static int
make_folder_of(const char *path, struct diag *d)
{
	char *folder = mem_strndup(path, (size_t)(strrchr(path, '/') - path));
	int r = store_make_folders(folder, d);

	free(folder);
	return (r);
}

/* A file of a part of the run; the text is cleared. */
static int
put_part(const struct exporting *e, const char *part, const char *name,
    struct str *text, struct diag *d)
{
	struct str path = STR_INIT;
	int r;

	str_addf(&path, "%s/%s/", e->folder, part);
	add_name(&path, name);
	r = make_folder_of(str_get(&path), d);
	if (r == 0)
		r = outfile_put(path.buf, text, d);
	str_release(&path);
	str_clear(text);
	return (r);
}

static int
put_text(const struct exporting *e, const char *part, const char *name,
    const char *value, struct diag *d)
{
	struct str text = STR_INIT;
	int r;

	if (value == NULL)
		return (0);
	str_addz(&text, value);
	r = put_part(e, part, name, &text, d);
	str_release(&text);
	return (r);
}

/* What a part of what is known is to MLflow: to which folder it goes, and what
   is put before its names; of an imported run, names are as they were. */
static const struct place {
	const char *part, *folder, *before;
} places[] = {
	{ "run", "tags", "mlc." }, { "tags", "tags", "" },
	{ "code", "tags", "mlc.code." },
	{ "environment", "tags", "mlc.environment." },
	{ "data", "tags", "mlc.data." }, { "files", "tags", "mlc.file." },
	{ "programs", "tags", "mlc.program." },
	{ "parameters", "params", "" }, { "model", "params", "model." }
};

static int
put_fact(const struct exporting *e, const struct run_fact *f, struct diag *d)
{
	static const char imported[] = "mlflow.";
	size_t n = strlen(imported);
	struct str name = STR_INIT;
	int r = 0;

	for (size_t i = 0; r == 0 && i < sizeof(places) / sizeof(places[0]);
	    i++) {
		const struct place *p = &places[i];

		if (strcmp(p->part, f->part) != 0)
			continue;
		str_addf(&name, "%s%s", p->before, strcmp(f->part,
		    "parameters") == 0 && strncmp(f->name, imported, n) == 0 ?
		    f->name + n : f->name);
		r = put_text(e, p->folder, str_get(&name), f->value, d);
	}
	str_release(&name);
	return (r);
}

static int
put_facts(const struct exporting *e, struct diag *d)
{
	const json_t *run = e->run, *code = json_object_get(run, "code");
	const struct {
		const char *name, *value;
	} own[] = {
		{ "mlflow.runName", doc_text(run, "name") },
		{ "mlflow.user", doc_text(run, "user") },
		{ "mlflow.source.name", doc_text(run, "sentence") },
		{ "mlflow.source.git.commit", doc_text(code, "commit") }
	};
	struct run_facts f;
	int r = 0;

	run_facts_find(run, &f);
	for (size_t i = 0; r == 0 && i < f.n; i++)
		r = put_fact(e, &f.v[i], d);
	run_facts_release(&f);
	for (size_t i = 0; r == 0 && i < sizeof(own) / sizeof(own[0]); i++)
		r = put_text(e, "tags", own[i].name, own[i].value, d);
	return (r);
}

static int
put_value(const struct exporting *e, const char *name, const json_t *v,
    struct diag *d)
{
	char text[NUMTEXT_MAX];
	struct str line = STR_INIT;
	double value;
	int r;

	if (json_is_number(v))
		value = json_number_value(v);
	else if (!json_is_string(v) || parse_float(json_string_value(v),
	    json_string_length(v), &value) == -1)
		return (0);	/* what is undefined has no value */
	str_addf(&line, "%lld %.*s 0\n", (long long)e->began, (int)
	    format_float(text, value), text);
	r = put_part(e, "metrics", name, &line, d);
	str_release(&line);
	return (r);
}

/* A row of metrics: its value and the limits of its interval. */
static int
put_row(const struct exporting *e, const json_t *row, const char *slice,
    struct diag *d)
{
	static const char *const limits[] = { "ci_low", "ci_high" };
	struct str name = STR_INIT;
	size_t n;
	int r;

	str_addf(&name, "%s%s%s", slice != NULL ? slice : "", slice != NULL ?
	    "/" : "", doc_text(row, "metric"));
	n = name.len;
	r = put_value(e, str_get(&name), json_object_get(row, "value"), d);
	for (size_t i = 0; r == 0 && i < 2; i++) {
		name.len = n;
		str_addf(&name, ".%s", limits[i]);
		r = put_value(e, str_get(&name), json_object_get(row,
		    limits[i]), d);
	}
	str_release(&name);
	return (r);
}

/* Each metric under its slice, and by its name alone where it is judged. */
static int
put_metrics(const struct exporting *e, const json_t *rows, struct diag *d)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < json_array_size(rows); i++) {
		const json_t *row = json_array_get(rows, i);
		const char *metric = doc_text(row, "metric");

		if (metric == NULL)
			continue;
		if (doc_text(row, "slice") != NULL)
			r = put_row(e, row, doc_text(row, "slice"), d);
		if (r == 0 && run_metric(e->run, metric, NULL) == row)
			r = put_row(e, row, NULL, d);
	}
	return (r);
}

/* Where a file goes: by its path in the folder of the run, or by its name. */
static const char *
artifact_name(const json_t *run, const char *path)
{
	const char *folder = doc_text(run, "folder"), *slash;
	size_t n = folder != NULL ? strlen(folder) : 0;

	if (n > 0 && strncmp(path, folder, n) == 0 && path[n] == '/')
		path += n + 1;
	slash = strrchr(path, '/');
	if (*path == '/' || strstr(path, "..") != NULL)
		return (slash != NULL ? slash + 1 : path);
	return (path);
}

static int
put_object(const struct exporting *e, const char *part, const char *name,
    const char *hex, struct diag *d)
{
	struct str path = STR_INIT;
	int r;

	if (hex == NULL || !store_has(e->store, hex))
		return (0);
	str_addf(&path, "%s/%s/", e->folder, part);
	if (strcmp(part, "artifacts") == 0)
		str_addz(&path, strstr(name, "..") != NULL || *name == '\0' ?
		    "file" : name);
	else
		add_name(&path, name);
	r = make_folder_of(str_get(&path), d);
	if (r == 0)
		r = store_get_file(e->store, hex, path.buf, d);
	str_release(&path);
	return (r);
}

/* Of files of one name, those after the first go into folders by digest. */
static int
put_outputs(const struct exporting *e, const json_t *list, json_t *names,
    struct diag *d)
{
	struct str place = STR_INIT;
	int r = 0;

	for (size_t i = 0; r == 0 && i < json_array_size(list); i++) {
		const json_t *o = json_array_get(list, i);
		const char *hex = doc_text(o, "sha256"), *name;
		const char *history = doc_text(o, "history");

		if (!json_is_true(json_object_get(o, "kept")) || hex == NULL ||
		    doc_text(o, "path") == NULL)
			continue;
		if (history != NULL) {
			r = put_object(e, "metrics", history, hex, d);
			continue;
		}
		name = artifact_name(e->run, doc_text(o, "path"));
		str_clear(&place);
		if (json_object_get(names, name) != NULL &&
		    !doc_is(names, name, hex))
			str_addf(&place, "%.8s/", hex);
		else
			doc_set_text(names, name, hex);
		str_addz(&place, name);
		r = put_object(e, "artifacts", str_get(&place), hex, d);
	}
	str_release(&place);
	return (r);
}

static int
put_programs(const struct exporting *e, struct diag *d)
{
	const json_t *programs = json_object_get(e->run, "programs");
	json_t *names = json_object();
	int r = 0;

	for (size_t i = 0; r == 0 && i < json_array_size(programs); i++) {
		const json_t *p = json_array_get(programs, i);

		r = put_metrics(e, json_object_get(p, "metrics"), d);
		if (r == 0)
			r = put_outputs(e, json_object_get(p, "outputs"),
			    names, d);
	}
	json_decref(names);
	if (r == 0)
		r = put_object(e, "artifacts", "stdout", doc_text(
		    json_object_get(e->run, "output"), "kept"), d);
	if (r == 0)
		r = put_object(e, "artifacts", "changes.diff", doc_text(
		    json_object_get(e->run, "code"), "changes"), d);
	return (r);
}

/* A text of JSON is one of YAML. */
static void
add_member(struct str *out, const char *key, const char *value)
{
	json_t *v = doc_stringn(value, strlen(value));

	str_addf(out, "%s: ", key);
	doc_write(v, out);
	str_addc(out, '\n');
	json_decref(v);
}

/* A folder as an address: bytes that have a meaning there as % and digits. */
static void
add_address(struct str *out, const char *key, const char *path,
    const char *rest)
{
	struct str text = STR_INIT;

	str_addz(&text, "file://");
	for (const char *p = path; *p != '\0'; p++)
		str_addf(&text, *p <= ' ' || strchr("%?#\"\x7f", *p) != NULL ?
		    "%%%02X" : "%c", (unsigned char)*p);
	str_addz(&text, rest);
	add_member(out, key, str_get(&text));
	str_release(&text);
}

static int
put_meta(const struct exporting *e, const char *experiment, struct diag *d)
{
	const json_t *run = e->run, *status = json_object_get(run, "status");
	const char *id = doc_text(run, "run"), *user = doc_text(run, "user");
	const char *name = doc_text(run, "name");
	struct str text = STR_INIT;
	char *path = mlc_folder_path(e->folder, "meta.yaml");
	double seconds = json_number_value(json_object_get(run, "seconds"));
	int r;

	add_address(&text, "artifact_uri", e->folder, "/artifacts");
	if (status == NULL)
		str_addz(&text, "end_time: null\n");
	else
		str_addf(&text, "end_time: %lld\n", (long long)e->began +
		    llround(seconds * 1000));
	str_addz(&text, "entry_point_name: ''\n");
	add_member(&text, "experiment_id", experiment);
	str_addz(&text, "lifecycle_stage: active\n");
	add_member(&text, "run_id", id);
	add_member(&text, "run_name", name != NULL ? name : id);
	str_addf(&text, "source_name: ''\nsource_type: 4\nsource_version: ''\n"
	    "start_time: %lld\nstatus: %d\ntags: []\n", (long long)e->began,
	    status == NULL ? RUNNING : json_integer_value(status) == 0 ?
	    FINISHED : FAILED);
	add_member(&text, "user_id", user != NULL ? user : "");
	r = outfile_put(path, &text, d);
	str_release(&text);
	free(path);
	return (r);
}

/* The experiment of this name; NULL: there is none. */
static char *
find_experiment(const char *folder, const char *name)
{
	DIR *dir = opendir(folder);
	char *found = NULL, *path;
	struct dirent *f;
	struct diag none;
	json_t *meta;

	while (dir != NULL && found == NULL && (f = readdir(dir)) != NULL) {
		if (f->d_name[0] == '.')
			continue;
		path = mlc_folder_path(folder, "%s/meta.yaml", f->d_name);
		if (mlflow_read_meta(path, &meta, &none) == 0) {
			if (doc_is(meta, "name", name))
				found = mem_strdup(f->d_name);
			json_decref(meta);
		}
		free(path);
	}
	if (dir != NULL)
		closedir(dir);
	return (found);
}

/* MLflow's own ids of experiments are numbers, too. */
static char *
make_experiment(const char *folder, const char *name, struct diag *d)
{
	char hex[DIGEST_HEX + 1], id[EXPERIMENT_DIGITS + 1], *path;
	long long now = (long long)(run_clock() / MICROSECONDS);
	struct str text = STR_INIT;
	int r;

	digest_bytes(name, strlen(name), hex);
	for (size_t i = 0; i < EXPERIMENT_DIGITS; i++)
		id[i] = (char)('1' + hex[i] % 9);
	id[EXPERIMENT_DIGITS] = '\0';
	path = mlc_folder_path(folder, "%s", id);
	add_address(&text, "artifact_location", path, "");
	str_addf(&text, "creation_time: %lld\n", now);
	add_member(&text, "experiment_id", id);
	str_addf(&text, "last_update_time: %lld\nlifecycle_stage: active\n",
	    now);
	add_member(&text, "name", name);
	r = store_make_folders(path, d);
	free(path);
	path = mlc_folder_path(folder, "%s/meta.yaml", id);
	if (r == 0)
		r = outfile_put_new(path, &text, d);
	str_release(&text);
	free(path);
	return (r == -1 ? NULL : mem_strdup(id));
}

/* What says that it is one is written last. */
static int
export_run(struct exporting *e, const char *folder, const char *experiment,
    struct diag *d)
{
	static const char *const parts[] = { "params", "tags", "metrics",
		"artifacts" };
	const char *name = doc_text(e->run, "experiment");
	const char *began = doc_text(e->run, "began");
	char *id;
	int r = 0;

	if (name == NULL)
		name = experiment;
	if (parse_time(began, strlen(began), &e->began) == -1)
		return (diag_set(d, "a run began at \"%s\"", began));
	e->began /= MICROSECONDS;
	id = find_experiment(folder, name);
	if (id == NULL && (id = make_experiment(folder, name, d)) == NULL)
		return (-1);
	e->folder = mlc_folder_path(folder, "%s/%s", id, doc_text(e->run,
	    "run"));
	for (size_t i = 0; r == 0 && i < 4; i++) {
		char *part = mlc_folder_path(e->folder, "%s", parts[i]);

		r = store_make_folders(part, d);
		free(part);
	}
	if (r == 0 && put_facts(e, d) == 0 && put_programs(e, d) == 0)
		r = put_meta(e, id, d);
	else
		r = -1;
	free(e->folder);
	free(id);
	return (r);
}

int
mlflow_export(const char *store, const json_t *runs, const char *experiment,
    const char *folder, struct diag *d)
{
	struct exporting e = { .store = store };
	char *path;
	int r = store_make_folders(folder, d);

	if (r == -1)
		return (-1);
	path = realpath(folder, NULL);
	if (path == NULL)
		return (diag_errno(d, "%s", folder));
	for (size_t i = 0; r == 0 && i < json_array_size(runs); i++) {
		e.run = json_array_get(runs, i);
		r = export_run(&e, path, experiment, d);
	}
	free(path);
	return (r);
}
