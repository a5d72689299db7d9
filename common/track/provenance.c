/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bundle.h"
#include "catalog.h"
#include "dict.h"
#include "known_name.h"
#include "mlc_folder.h"
#include "promotion.h"
#include "report.h"
#include "run.h"

#include "provenance.h"

#define DEPTH_MAX 64

int
provenance_open(struct provenance *p, const char *store, const json_t *runs,
    struct diag *d)
{
	char *folder = mlc_folder_path(store, "registry"), **names;
	json_t *stages;
	size_t n;
	int r;

	*p = (struct provenance){ .store = store, .runs = runs,
		.stages = json_array() };
	r = line_files_list_ending(folder, "", &names, &n, d);
	for (size_t i = 0; r == 0 && i < n; i++) {
		r = promotion_stages(store, names[i], &stages, d);
		if (r == 0) {
			json_array_extend(p->stages, stages);
			json_decref(stages);
		}
	}
	line_files_free(names, n);
	free(folder);
	if (r == 0)
		r = catalog_list(store, true, &p->versions, d);
	if (r == -1)
		provenance_close(p);
	return (r);
}

void
provenance_close(struct provenance *p)
{
	json_decref(p->stages);
	json_decref(p->versions);
}

/* Rows that are being made, and the graph beside them. */
struct tracing {
	const struct provenance *p;
	struct column *c;
	struct str *dot;	/* or NULL */
	struct dict seen;	/* digests of data that were gone into */
	size_t n;		/* rows */
};

static void
add_dot_text(struct str *out, const char *s)
{
	for (; s != NULL && *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			str_addc(out, '\\');
		str_addc(out, *s == '\n' ? ' ' : *s);
	}
}

/* Returns its number; what it led to is that of the number `to`. */
static size_t
add_thing(struct tracing *t, size_t depth, size_t to, const char *kind,
    const char *const text[3])
{
	column_add_int(&t->c[0], (int64_t)depth);
	report_text(&t->c[1], kind);
	for (int i = 0; i < 3; i++)
		report_text(&t->c[2 + i], text[i]);
	if (t->dot != NULL) {
		str_addf(t->dot, "\tn%zu [label=\"%s\\n", t->n, kind);
		add_dot_text(t->dot, text[0]);
		if (text[1] != NULL)
			str_addz(t->dot, "\\n");
		add_dot_text(t->dot, text[1]);
		str_addf(t->dot, "\"%s];\n", strcmp(kind, "program") == 0 ?
		    ", shape=box" : "");
		if (depth > 0)
			str_addf(t->dot, "\tn%zu -> n%zu;\n", t->n, to);
	}
	return (t->n++);
}

/* The run and the program of it that wrote these bytes. */
static const json_t *
find_writer(const struct provenance *p, const char *hex, const json_t **by)
{
	for (size_t i = json_array_size(p->runs); i-- > 0; ) {
		const json_t *run = json_array_get(p->runs, i);
		const json_t *programs = json_object_get(run, "programs");

		for (size_t k = json_array_size(programs); k-- > 0; ) {
			const json_t *outputs;

			*by = json_array_get(programs, k);
			outputs = json_object_get(*by, "outputs");
			for (size_t j = 0; j < json_array_size(outputs); j++) {
				if (doc_is(json_array_get(outputs, j),
				    "sha256", hex))
					return (run);
			}
		}
	}
	return (NULL);
}

static void
add_run(struct tracing *t, const json_t *run, size_t depth, size_t to)
{
	const json_t *code = json_object_get(run, "code");
	struct str text = STR_INIT;
	size_t n;

	str_addf(&text, "%s by %s on %s", doc_text(run, "began"),
	    doc_text(run, "user"), doc_text(run, "host"));
	n = add_thing(t, depth, to, "run", (const char *[]){ doc_text(run,
	    "name") != NULL ? doc_text(run, "name") : doc_text(run, "run"),
	    text.buf, NULL });
	if (code != NULL)
		add_thing(t, depth + 1, n, "code", (const char *[]){
		    doc_text(code, "commit"), json_is_true(json_object_get(
		    code, "dirty")) ? "with changes" : NULL,
		    doc_text(code, "changes") });
	str_release(&text);
}

static void add_sources(struct tracing *, const json_t *sources,
    size_t depth, size_t to);

/* The data set that has these bytes, the last version of them. */
static const json_t *
find_version(const struct provenance *p, const char *hex)
{
	for (size_t i = json_array_size(p->versions); i-- > 0; ) {
		if (doc_is(json_array_get(p->versions, i), "digest", hex))
			return (json_array_get(p->versions, i));
	}
	return (NULL);
}

static void
add_source(struct tracing *t, const json_t *s, size_t depth, size_t to)
{
	const char *hex = doc_text(s, "sha256");
	const json_t *v, *run, *by;
	struct str text = STR_INIT;
	size_t n, at;

	if ((v = hex != NULL ? find_version(t->p, hex) : NULL) != NULL) {
		str_addf(&text, DATA_NAME "%s@%lld", doc_text(v, "name"),
		    (long long)json_integer_value(json_object_get(v,
		    "version")));
		if (doc_text(v, "owner") != NULL)
			str_addf(&text, ", of %s", doc_text(v, "owner"));
		if (doc_text(v, "licence") != NULL)
			str_addf(&text, ", %s", doc_text(v, "licence"));
	}
	at = add_thing(t, depth, to, "data", (const char *[]){ doc_text(s,
	    "name"), text.buf, hex });
	str_release(&text);
	n = t->seen.n;
	if (hex == NULL || depth > DEPTH_MAX ||
	    dict_add(&t->seen, hex, strlen(hex)) < n)
		return;
	run = find_writer(t->p, hex, &by);
	if (run != NULL) {
		add_run(t, run, depth + 1, at);
		add_sources(t, json_object_get(by, "sources"), depth + 1,
		    at);
	}
}

static void
add_sources(struct tracing *t, const json_t *sources, size_t depth,
    size_t to)
{
	for (size_t i = 0; i < json_array_size(sources); i++)
		add_source(t, json_array_get(sources, i), depth, to);
}

/* Programs from the last one to the first, each behind what it gave its rows
   to. */
static void
add_lineage(struct tracing *t, const json_t *lineage, size_t depth, size_t to)
{
	struct str args = STR_INIT;

	for (size_t i = json_array_size(lineage); i-- > 0; ) {
		const json_t *o = json_array_get(lineage, i);
		const json_t *list = json_object_get(o, "args");

		if (doc_text(o, "tool") == NULL) {
			add_sources(t, json_object_get(o, "sources"), depth,
			    to);
			continue;
		}
		str_clear(&args);
		for (size_t k = 0; k < json_array_size(list); k++)
			str_addf(&args, "%s%s", k > 0 ? " " : "",
			    json_string_value(json_array_get(list, k)));
		to = add_thing(t, depth++, to, "program", (const char *[]){
		    doc_text(o, "tool"), args.len > 0 ? args.buf : NULL,
		    NULL });
	}
	str_release(&args);
}

static void
add_stages(struct tracing *t, const char *hex, size_t to)
{
	struct str text = STR_INIT;

	for (size_t i = 0; i < json_array_size(t->p->stages); i++) {
		const json_t *s = json_array_get(t->p->stages, i);

		if (!doc_is(s, "to", hex))
			continue;
		str_clear(&text);
		str_addf(&text, "%s@%s", doc_text(s, "name"), doc_text(s,
		    "stage"));
		add_thing(t, 1, to, "stage", (const char *[]){ text.buf,
		    doc_text(s, "reason"), NULL });
	}
	str_release(&text);
}

int
provenance_why(const struct provenance *p, const char *model,
    struct stream **out, struct str *dot, struct diag *d)
{
	static const struct report_field fields[] = {
		{ "depth", COL_INT, 0 }, { "kind", COL_STRING, 0 },
		{ "name", COL_STRING, 0 }, { "detail", COL_STRING, 0 },
		{ "digest", COL_STRING, 1 }
	};
	struct tracing t = { .p = p, .dot = dot };
	const json_t *run, *by;
	struct bundle b;
	size_t at;

	if (bundle_read(model, &b, d) == -1)
		return (-1);
	*out = report_new(fields, 5, NULL);
	t.c = report_block(*out)->cols;
	dict_init(&t.seen);
	if (dot != NULL)
		str_addz(dot, "digraph why {\n\trankdir=LR;\n");
	at = add_thing(&t, 0, 0, "model", (const char *[]){ model,
	    doc_text(b.manifest, "algorithm"), b.sha });
	add_stages(&t, b.sha, at);
	if ((run = find_writer(p, b.sha, &by)) != NULL)
		add_run(&t, run, 1, at);
	add_lineage(&t, json_object_get(b.manifest, "lineage"), 1, at);
	if (dot != NULL)
		str_addz(dot, "}\n");
	dict_release(&t.seen);
	bundle_release(&b);
	return (0);
}

/* The digests that a word says. */
static int
find_digests(const struct provenance *p, const char *data, struct dict *out,
    struct diag *d)
{
	char hex[DIGEST_HEX + 1];
	json_t *one;

	if (strncmp(data, DATA_NAME, strlen(DATA_NAME)) == 0)
		data += strlen(DATA_NAME);
	else if (access(data, F_OK) == 0) {
		if (digest_file(data, hex, d) == -1)
			return (-1);
		dict_add(out, hex, strlen(hex));
		return (0);
	}
	if (known_data_read(p->store, data, &one, d) == -1)
		return (-1);
	for (size_t i = 0; i < json_array_size(p->versions); i++) {
		const json_t *v = json_array_get(p->versions, i);
		const char *digest = doc_text(strchr(data, '@') != NULL ?
		    one : v, "digest");

		if (doc_is(v, "name", doc_text(one, "name")) &&
		    digest != NULL)
			dict_add(out, digest, strlen(digest));
	}
	json_decref(one);
	return (0);
}

/* The source of a program that is one of the digests, or NULL. */
static const json_t *
find_source(const json_t *program, const struct dict *digests)
{
	const json_t *sources = json_object_get(program, "sources");

	for (size_t i = 0; i < json_array_size(sources); i++) {
		const json_t *s = json_array_get(sources, i);
		const char *hex = doc_text(s, "sha256");

		if (hex != NULL && dict_findz(digests, hex) != DICT_NONE)
			return (s);
	}
	return (NULL);
}

static void
add_use(const struct provenance *p, struct column *c, const json_t *run,
    const json_t *source, const json_t *model)
{
	const char *hex = doc_text(model, "sha256");
	struct str stages = STR_INIT;

	for (size_t i = 0; hex != NULL && i < json_array_size(p->stages);
	    i++) {
		const json_t *s = json_array_get(p->stages, i);

		if (doc_is(s, "to", hex))
			str_addf(&stages, "%s%s@%s", stages.len > 0 ? "," :
			    "", doc_text(s, "name"), doc_text(s, "stage"));
	}
	report_text(&c[0], doc_text(run, "run"));
	report_text(&c[1], doc_text(run, "name"));
	report_text(&c[2], doc_text(run, "began"));
	report_text(&c[3], doc_text(source, "name"));
	report_text(&c[4], doc_text(source, "sha256"));
	report_text(&c[5], doc_text(model, "path"));
	report_text(&c[6], hex);
	report_text(&c[7], stages.buf);
	str_release(&stages);
}

/* A row for each model that came of it, or one for the run; what else came of
   it counts as it from here on. */
static void
add_uses(const struct provenance *p, struct column *c, const json_t *run,
    struct dict *digests)
{
	const json_t *programs = json_object_get(run, "programs");
	const json_t *source = NULL, *s;
	size_t n = 0;

	for (size_t i = 0; i < json_array_size(programs); i++) {
		const json_t *program = json_array_get(programs, i);
		const json_t *outputs = json_object_get(program, "outputs");

		if ((s = find_source(program, digests)) == NULL)
			continue;
		source = s;
		for (size_t k = 0; k < json_array_size(outputs); k++) {
			const json_t *o = json_array_get(outputs, k);
			const char *hex = doc_text(o, "sha256");

			if (hex != NULL)
				dict_add(digests, hex, strlen(hex));
			if (json_object_get(o, "model") == NULL)
				continue;
			add_use(p, c, run, s, o);
			n++;
		}
	}
	if (n == 0 && source != NULL)
		add_use(p, c, run, source, NULL);
}

int
provenance_used_by(const struct provenance *p, const char *data,
    struct stream **out, struct diag *d)
{
	static const struct report_field fields[] = {
		{ "run", COL_STRING, 0 }, { "name", COL_STRING, 0 },
		{ "began", COL_STRING, 0 }, { "data", COL_STRING, 0 },
		{ "digest", COL_STRING, 1 }, { "model", COL_STRING, 0 },
		{ "model_sha256", COL_STRING, 1 }, { "stages", COL_STRING, 0 }
	};
	struct dict digests;
	int r;

	dict_init(&digests);
	r = find_digests(p, data, &digests, d);
	if (r == 0) {
		*out = report_new(fields, 8, NULL);
		for (size_t i = 0; i < json_array_size(p->runs); i++)
			add_uses(p, report_block(*out)->cols,
			    json_array_get(p->runs, i), &digests);
	}
	dict_release(&digests);
	return (r);
}
