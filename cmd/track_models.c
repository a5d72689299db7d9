/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verbs of mlc-track on the registry. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "known_name.h"
#include "mem.h"
#include "mlc_folder.h"
#include "promotion.h"
#include "report.h"
#include "signature.h"
#include "tracked.h"

#include "track.h"

static void
check(const struct track *t, int r, const struct diag *d)
{
	if (r == -1)
		tool_die(&t->tool, d);
}

/* NAME@STAGE in two. */
static char *
split_name(const struct track *t, const char *word, const char **stage)
{
	const char *at = strchr(word, '@');

	if (at == NULL)
		tool_usage(&t->tool, "\"%s\" is not NAME@STAGE", word);
	*stage = at + 1;
	return (mem_strndup(word, (size_t)(at - word)));
}

/* The last model of a run. */
static const json_t *
model_of(struct track *t, const json_t *run)
{
	const json_t *model = run_model(run);
	struct diag d = DIAG_INIT;

	if (model == NULL) {
		diag_set(&d, "run %s has made no model", doc_text(run,
		    "run"));
		tool_die(&t->tool, &d);
	}
	return (model);
}

char *
track_model(struct track *t, const char *word)
{
	if (access(word, F_OK) == 0 || strncmp(word, REGISTRY_NAME,
	    strlen(REGISTRY_NAME)) == 0)
		return (mem_strdup(word));
	return (mlc_folder_object(t->store, doc_text(model_of(t, track_find(t,
	    word)), "sha256")));
}

/* The model to promote, which is an object from then on. */
static void
find_model(struct track *t, const char *word, struct promotion *p, char *hex)
{
	char *path = track_model(t, word), *file;
	struct diag d = DIAG_INIT;
	json_t *sources = NULL, *o = NULL;

	if (known_model(path, &file, &d) == -1 ||
	    (o = tracked_file(t->store, file, &sources, &d)) == NULL)
		tool_die(&t->tool, &d);
	if (json_object_get(o, "model") == NULL) {
		diag_set(&d, "%s: is no model file", word);
		tool_die(&t->tool, &d);
	}
	memcpy(hex, doc_text(o, "sha256"), DIGEST_HEX + 1);
	if (strcmp(path, word) != 0)
		p->run = doc_text(track_find(t, word), "run");
	json_decref(o);
	json_decref(sources);
	free(file);
	free(path);
}

/* A signature beside a model goes with it. */
static void
keep_signature(const struct track *t, const char *word, const char *hex)
{
	struct str beside = STR_INIT, bundle = STR_INIT;
	struct diag d = DIAG_INIT;

	str_addf(&beside, "%s.sig", word);
	if (access(beside.buf, F_OK) == 0) {
		check(t, line_file_read(beside.buf, 0, &bundle, &d), &d);
		check(t, signature_keep(t->store, hex, &bundle, &d), &d);
	}
	str_release(&beside);
	str_release(&bundle);
}

static void
tell_change(const struct track *t, const struct promotion *p)
{
	const char *from = doc_text(p->change, "from");

	tool_warn(&t->tool, "%s@%s: %.12s, was %.12s", p->name, p->stage,
	    doc_text(p->change, "to"), from != NULL ? from : "not there");
}

static int
run_promote(struct track *t)
{
	char hex[DIGEST_HEX + 1], verdict[DIGEST_HEX + 1];
	struct promotion p = { .store = t->store, .reason = t->reason,
	    .forced = t->force, .to = hex };
	struct diag d = DIAG_INIT;
	char *name = split_name(t, track_arg(t, 1), &p.stage);
	int r;

	p.name = name;
	find_model(t, track_arg(t, 0), &p, hex);
	if (t->verdict != NULL) {
		r = promotion_judge(t->verdict, hex, &d);
		check(t, r, &d);
		if (r == 0 && !t->force) {
			tool_warn(&t->tool, "not promoted: %s", d.text);
			free(name);
			return (1);
		}
		check(t, store_put_file(t->store, t->verdict, verdict, &d),
		    &d);
		p.verdict = verdict;
	}
	keep_signature(t, track_arg(t, 0), hex);
	check(t, promotion_make(&p, &d), &d);
	tell_change(t, &p);
	json_decref(p.change);
	free(name);
	return (0);
}

static int
run_rollback(struct track *t)
{
	struct promotion p = { .store = t->store, .reason = t->reason };
	struct diag d = DIAG_INIT;
	char *name = split_name(t, track_arg(t, 0), &p.stage);

	p.name = name;
	check(t, promotion_make(&p, &d), &d);
	tell_change(t, &p);
	json_decref(p.change);
	free(name);
	return (0);
}

static void
add_changes(struct stream *s, const json_t *changes)
{
	static const char *const keys[] = { "name", "stage", "to", "from",
		"kind", "when", "who", "reason", "run", "verdict" };
	struct column *c = report_block(s)->cols;

	for (size_t i = 0; i < json_array_size(changes); i++) {
		const json_t *o = json_array_get(changes, i);

		for (size_t k = 0; k < 10; k++)
			report_text(&c[k], doc_text(o, keys[k]));
		column_add_int(&c[10], json_integer_value(json_object_get(o,
		    "number")));
	}
}

/* The names that have models. */
static void
each_name(const struct track *t, int (*list)(const char *, const char *,
    json_t **, struct diag *), struct stream *s)
{
	char *folder = mlc_folder_path(t->store, "registry"), **names;
	const char *only = t->tool.n_args > 1 ? track_arg(t, 0) : NULL;
	struct diag d = DIAG_INIT;
	json_t *changes;
	size_t n, n_found = 0;

	check(t, line_files_list_ending(folder, "", &names, &n, &d), &d);
	for (size_t i = 0; i < n; i++) {
		if (only != NULL && strcmp(only, names[i]) != 0)
			continue;
		check(t, list(t->store, names[i], &changes, &d), &d);
		add_changes(s, changes);
		json_decref(changes);
		n_found++;
	}
	if (only != NULL && n_found == 0) {
		diag_set(&d, "no model \"%s\" is in the registry", only);
		tool_die(&t->tool, &d);
	}
	line_files_free(names, n);
	free(folder);
}

static struct stream *
new_report(void)
{
	static const struct report_field fields[] = {
		{ "name", COL_STRING, 0 }, { "stage", COL_STRING, 0 },
		{ "to", COL_STRING, 0 }, { "from", COL_STRING, 1 },
		{ "kind", COL_STRING, 1 }, { "when", COL_STRING, 0 },
		{ "who", COL_STRING, 0 }, { "reason", COL_STRING, 0 },
		{ "run", COL_STRING, 1 }, { "verdict", COL_STRING, 1 },
		{ "number", COL_INT, 1 }
	};

	return (report_new(fields, 11, NULL));
}

/* What was cut short comes to its end. */
static int
settle_stages(const char *store, const char *name, json_t **out,
    struct diag *d)
{
	if (promotion_stages(store, name, out, d) == -1)
		return (-1);
	for (size_t i = 0; i < json_array_size(*out); i++) {
		if (promotion_settle(store, name, doc_text(json_array_get(
		    *out, i), "stage"), d) == -1)
			return (-1);
	}
	return (0);
}

static int
run_stages(struct track *t)
{
	struct stream *s = new_report();

	each_name(t, t->all ? promotion_history : settle_stages, s);
	tool_write(&t->tool, s);
	return (0);
}

#define AT(member) .at = offsetof(struct track, member)
#define REASON { OPTION_TEXT, 0, "reason", "TEXT", "why", AT(reason) }

static const struct option_def promote_options[] = {
	REASON,
	{ OPTION_TEXT, 0, "verdict", "FILE", "of mlc-eval --champion, which "
	    "has to be for this model", AT(verdict) },
	{ OPTION_FLAG, 0, "force", NULL, "whatever the verdict is",
	    AT(force) },
	{ OPTION_END }
}, rollback_options[] = {
	REASON,
	{ OPTION_END }
}, stages_options[] = {
	{ OPTION_FLAG, 0, "all", NULL, "all changes, with their reasons",
	    AT(all) },
	{ OPTION_END }
};

const struct track_verb track_model_verbs[] = {
	{ "promote", "promote [--reason TEXT] [--verdict FILE] RUN|MODEL "
	    "NAME@STAGE", "put a model into a stage", promote_options, 2, 2,
	    WANT_MADE | WANT_RUNS, run_promote },
	{ "rollback", "rollback [--reason TEXT] NAME@STAGE", "back to the "
	    "model before", rollback_options, 1, 1, WANT_STORE,
	    run_rollback },
	{ "stages", "stages [--all] [NAME]", "which model is in which stage",
	    stages_options, 0, 1, WANT_STORE, run_stages },
	{ .name = NULL }
};
