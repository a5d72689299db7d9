/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bundle.h"
#include "mem.h"
#include "run.h"
#include "shell.h"

#include "tracked.h"

struct tracked {
	struct entry_file entries;
	char *store;
	json_t *end;		/* what is known by now */
	json_t *outputs;	/* paths */
	double began;
};

/* The store of a run's folder. */
static char *
store_of(const char *run_folder)
{
	char *store = mem_strdup(run_folder), *slash;

	for (int i = 0; i < 2; i++) {
		if ((slash = strrchr(store, '/')) != NULL)
			*slash = '\0';
	}
	return (store);
}

/* The first of a group begins the run. */
static int
join_group(char **folder, char **made, struct diag *d)
{
	struct entry_file begin;
	bool is_made, is_new;
	char *store;
	int r;

	if (store_find_or_make(&store, &is_made, d) == -1)
		return (-1);
	r = run_of_group(store, folder, &is_new, d);
	if (r == 0 && is_new) {
		r = entry_file_open(&begin, *folder, d);
		if (r == 0) {
			r = entry_file_add(&begin, run_begin(store, NULL,
			    NULL), d);
			entry_file_close(&begin);
		}
		if (r == -1)
			free(*folder);
	}
	*made = r == 0 && is_made ? mem_strdup(store) : NULL;
	free(store);
	return (r);
}

int
tracked_open(const char *says, json_t *program, struct tracked **out,
    char **made, struct diag *d)
{
	char *folder = NULL;
	struct tracked *t;
	int r = 0;

	*out = NULL;
	*made = NULL;
	if (says == NULL || *says == '\0' || strcmp(says, "0") == 0) {
		json_decref(program);
		return (0);
	}
	if (strchr(says, '/') != NULL)
		folder = mem_strdup(says);
	else
		r = join_group(&folder, made, d);
	if (r == -1) {
		json_decref(program);
		return (-1);
	}
	t = MEM_NEW(struct tracked);
	t->store = store_of(folder);
	t->end = json_pack("{ss}", "kind", "end");
	t->outputs = json_array();
	t->began = shell_clock();
	json_object_set_new(program, "kind", json_string("program"));
	run_set_time(program, "began", run_clock());
	json_object_set_new(program, "ticks",
	    json_integer(run_process_began()));
	json_object_set_new(program, "pid", json_integer(getpid()));
	r = entry_file_open(&t->entries, folder, d);
	if (r == 0)
		r = entry_file_add(&t->entries, program, d);
	else
		json_decref(program);
	free(folder);
	*out = t;
	if (r == -1) {
		(void)!tracked_close(t, 2, &(struct diag)DIAG_INIT);
		*out = NULL;
	}
	return (r);
}

/* The sources of a lineage with name, bytes and digest. */
static json_t *
list_sources(const json_t *lineage)
{
	json_t *all = json_array();

	for (size_t i = 0; i < json_array_size(lineage); i++)
		json_array_extend(all, json_object_get(
		    json_array_get(lineage, i), "sources"));
	return (all);
}

void
tracked_lineage(struct tracked *t, const json_t *lineage)
{
	size_t n = json_array_size(lineage);
	const json_t *own = json_array_get(lineage, n - 1);

	if (n == 0)
		return;
	json_object_set_new(t->end, "sources", list_sources(lineage));
	json_object_set(t->end, "rows_in", json_object_get(own, "in"));
}

static json_t *
value_of(const struct column *c, size_t i)
{
	const char *p;
	size_t n;

	if (!c->valid[i])
		return (json_null());
	if (c->type == COL_STRING) {
		p = column_string(c, i, &n);
		return (doc_stringn(p, n));
	}
	if (c->type == COL_INT)
		return (json_integer(c->ints[i]));
	return (doc_float(column_number(c, i)));
}

int
tracked_metrics(struct tracked *t, struct stream *s, struct diag *d)
{
	json_t *rows = json_array(), *row;
	const struct batch *b;
	int r;

	while ((r = stream_next(s, &b, d)) == 1) {
		for (size_t i = 0; i < b->n_rows; i++) {
			row = json_object();
			for (size_t k = 0; k < b->schema->n; k++)
				json_object_set_new(row,
				    b->schema->fields[k].name,
				    value_of(b->cols[k], i));
			json_array_append_new(rows, row);
		}
	}
	stream_close(s);
	json_object_set_new(t->end, "metrics", rows);
	return (r);
}

void
tracked_output(struct tracked *t, const char *path)
{
	json_array_append_new(t->outputs, doc_stringn(path, strlen(path)));
}

/* What a model is. */
static bool
describe_model(const char *path, json_t *o, json_t **sources)
{
	static const char *const told[] = { "algorithm", "task", "params" };
	struct bundle b;
	struct diag none;
	json_t *model;

	if (bundle_read(path, &b, &none) == -1)
		return (false);
	model = json_object();
	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		json_object_set(model, told[i], json_object_get(b.manifest,
		    told[i]));
	json_object_set_new(o, "model", model);
	json_decref(*sources);
	*sources = list_sources(json_object_get(b.manifest, "lineage"));
	bundle_release(&b);
	return (true);
}

json_t *
tracked_file(const char *store, const char *path, json_t **sources,
    struct diag *d)
{
	char hex[DIGEST_HEX + 1];
	json_t *o = json_object();
	struct stat st;
	bool kept;
	int r;

	doc_set_text(o, "path", path);
	if (stat(path, &st) == -1) {
		r = diag_errno(d, "%s", path);
	} else if (!S_ISREG(st.st_mode)) {
		r = diag_set(d, "%s: is no regular file", path);
	} else {
		kept = describe_model(path, o, sources) ||
		    st.st_size <= TRACKED_KEPT_MAX;
		r = kept ? store_put_file(store, path, hex, d) :
		    digest_file(path, hex, d);
		json_object_set_new(o, "bytes", json_integer(st.st_size));
		doc_set_text(o, "sha256", hex);
		if (kept)
			json_object_set_new(o, "kept", json_true());
	}
	if (r == 0)
		return (o);
	json_decref(o);
	return (NULL);
}

/* Of a program that failed, what it was to write may not be there. */
static int
describe_outputs(struct tracked *t, int status, struct diag *d)
{
	json_t *outputs = json_array(), *sources = NULL, *o;
	struct diag why;
	int r = 0;

	for (size_t i = 0; r == 0 && i < json_array_size(t->outputs); i++) {
		const char *path = json_string_value(json_array_get(
		    t->outputs, i));

		o = tracked_file(t->store, path, &sources, &why);
		if (o != NULL)
			json_array_append_new(outputs, o);
		else if (status != 2)
			r = diag_set(d, "%s", why.text);
	}
	json_object_set_new(t->end, "outputs", outputs);
	if (sources != NULL)
		json_object_set_new(t->end, "sources", sources);
	return (r);
}

int
tracked_close(struct tracked *t, int status, struct diag *d)
{
	struct rusage self, children;
	int r = describe_outputs(t, status, d);

	getrusage(RUSAGE_SELF, &self);
	getrusage(RUSAGE_CHILDREN, &children);
	json_object_set_new(t->end, "status", json_integer(status));
	json_object_set_new(t->end, "seconds", json_real(shell_clock() -
	    t->began));
	json_object_set_new(t->end, "cpu", json_real(shell_cpu(&self) +
	    shell_cpu(&children)));
	json_object_set_new(t->end, "memory", json_real(fmax(
	    shell_memory(&self), shell_memory(&children))));
	if (t->entries.lines.fd != -1 && entry_file_add(&t->entries,
	    json_incref(t->end), r == 0 ? d : &(struct diag)DIAG_INIT) == -1)
		r = -1;
	entry_file_close(&t->entries);
	json_decref(t->end);
	json_decref(t->outputs);
	free(t->store);
	free(t);
	return (r);
}
