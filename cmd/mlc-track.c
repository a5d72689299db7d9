/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mlc-track: runs, data and models on record, in a folder .mlc. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "mlc_folder.h"
#include "nearest.h"
#include "outfile.h"

#include "track.h"

static const struct track_verb *const tables[] = { track_run_verbs,
	track_model_verbs, track_data_verbs, track_change_verbs,
	track_sign_verbs, track_exchange_verbs, NULL };

const char *
track_arg(const struct track *t, size_t i)
{
	return (t->tool.args[i + 1]);
}

const json_t *
track_find(struct track *t, const char *word)
{
	const json_t *run;
	struct diag d = DIAG_INIT;

	if (run_find(t->runs, word, &run, &d) == -1)
		tool_die(&t->tool, &d);
	return (run);
}

void
track_write(const struct track *t, struct str *text)
{
	struct diag d = DIAG_INIT;

	if (outfile_put(t->tool.output, text, &d) == -1)
		tool_die(&t->tool, &d);
}

void
track_print(const struct track *t, const json_t *o)
{
	struct str text = STR_INIT;

	doc_write(o, &text);
	str_addc(&text, '\n');
	track_write(t, &text);
	str_release(&text);
}

static void
tell_fault(void *ctx, const char *path, size_t line, const char *what)
{
	struct track *t = ctx;

	if (what != NULL && t->n_faults++ == 0)
		tool_warn(&t->tool, "%s:%zu: %s; 'mlc-track verify' tells "
		    "more", path, line, what);
}

static void
open_store(struct track *t, unsigned wants)
{
	struct diag d = DIAG_INIT;
	bool made = false;
	int r = 0;

	if ((wants & WANT_MADE) != 0)
		r = store_find_or_make(&t->store, &made, &d);
	else if ((wants & WANT_STORE) != 0)
		r = mlc_folder_need(&t->store, &d);
	if (r == 0 && made)
		tool_warn(&t->tool, "made %s", t->store);
	if (r == 0 && (wants & WANT_RUNS) != 0)
		r = run_list(t->store, tell_fault, t, &t->runs, &d);
	if (r == -1)
		tool_die(&t->tool, &d);
}

/* All forms, for --help. */
static char *
list_forms(void)
{
	struct str s = STR_INIT;

	for (size_t k = 0; tables[k] != NULL; k++) {
		for (const struct track_verb *v = tables[k]; v->name != NULL;
		    v++)
			str_addf(&s, "%s%s", s.len > 0 ? "\n" : "",
			    v->synopsis);
	}
	return (str_detach(&s));
}

static char *
list_summaries(void)
{
	struct str s = STR_INIT;

	str_addz(&s, "Keeps runs, data and models on record, in a folder "
	    ".mlc.\n");
	for (size_t k = 0; tables[k] != NULL; k++) {
		for (const struct track_verb *v = tables[k]; v->name != NULL;
		    v++)
			str_addf(&s, "\n  %-9s %s", v->name, v->summary);
	}
	str_addz(&s, "\n\nmlc-track VERB --help tells its options.");
	return (str_detach(&s));
}

/* The first word that is no option. */
static const struct track_verb *
find_verb(int argc, char **argv)
{
	int i = 1;

	while (i < argc && argv[i][0] == '-')
		i++;
	for (size_t k = 0; tables[k] != NULL; k++) {
		for (const struct track_verb *v = tables[k]; v->name != NULL;
		    v++) {
			if (i < argc && strcmp(v->name, argv[i]) == 0)
				return (v);
		}
	}
	return (NULL);
}

static int __attribute__((noreturn))
no_verb(struct track *t, int argc, char **argv)
{
	struct diag d = DIAG_INIT;
	struct nearest near;

	tool_begin(&t->tool, argc, argv);
	if (t->tool.n_args == 0)
		tool_usage(&t->tool, "say what to do");
	diag_set(&d, "no verb \"%s\"", t->tool.args[0]);
	nearest_init(&near, t->tool.args[0]);
	for (size_t k = 0; tables[k] != NULL; k++) {
		for (const struct track_verb *v = tables[k]; v->name != NULL;
		    v++)
			nearest_offer(&near, v->name);
	}
	nearest_tell(&near, &d);
	tool_usage(&t->tool, "%s", d.text);
}

static void
check_count(const struct track *t, const struct track_verb *v)
{
	int n = (int)t->tool.n_args - 1;

	if (n < v->least || (v->most >= 0 && n > v->most))
		tool_usage(&t->tool, "%s: it is called as mlc-track %s",
		    n < v->least ? "something is missing" :
		    "too many arguments", v->synopsis);
}

int
main(int argc, char **argv)
{
	const struct track_verb *v = find_verb(argc, argv);
	char *forms = list_forms(), *summaries = list_summaries();
	struct track t = {
		.tool = {
			.name = "mlc-track",
			.synopsis = v != NULL ? v->synopsis : forms,
			.summary = v != NULL ? v->summary : summaries,
			.shares = SHARE_OUTPUT,
			.reports = true,
			.keeps_runs = true,
			.options = v != NULL ? v->options : NULL,
			.own = &t
		},
		.n = 1, .grace = 3600
	};
	int status;

	if (v == NULL)
		no_verb(&t, argc, argv);
	tool_begin(&t.tool, argc, argv);
	check_count(&t, v);
	open_store(&t, v->wants);
	status = v->run(&t);
	json_decref(t.runs);
	free(t.store);
	free(t.tags);
	free(forms);
	free(summaries);
	return (tool_end(&t.tool, status));
}
