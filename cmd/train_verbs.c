/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "export.h"
#include "import.h"
#include "profile.h"
#include "tool.h"

#include "train_verbs.h"

static void
list_forms(struct str *out)
{
	for (size_t i = 0; export_forms[i] != NULL; i++)
		str_addf(out, "%-10s %s\n", export_forms[i]->name,
		    export_forms[i]->summary);
}

static void
check_output(const struct tool *t, const char *what)
{
	if (t->output == NULL)
		tool_usage(t, "name %s with -o", what);
}

static int
run_export(int argc, char **argv)
{
	struct tool t = {
		.name = "mlc-train",
		.synopsis = "export FORM MODEL -o FILE",
		.summary = "Writes a model file in the form of another program "
		    "(--list).",
		.shares = SHARE_OUTPUT | SHARE_LIST,
		.makes_model = true,
		.list = list_forms
	};
	const struct export_form *form;
	struct predictor *p;
	struct diag d = DIAG_INIT;

	tool_begin(&t, argc, argv);
	if (t.n_args != 3)
		tool_usage(&t, "name a form (see --list) and a model file");
	check_output(&t, "the file");
	if ((form = export_form_find(t.args[1], &d)) == NULL)
		tool_usage(&t, "%s", d.text);
	if (predictor_open(t.args[2], &p, &d) == -1)
		tool_die(&t, &d);
	if (export_model(p, form, t.output, &d) == -1) {
		diag_prefix(&d, "%s", t.args[2]);
		tool_die(&t, &d);
	}
	predictor_free(p);
	return (tool_end(&t, 0));
}

struct import {
	struct tool tool;
	struct import_options o;
	const char *schema;
};

#define AT(member) .at = offsetof(struct import, member)

static const struct option_def import_options[] = {
	{ OPTION_TEXT, 0, "names", "NAMES", "of the features in their order, "
	    "with commas between", AT(o.names) },
	{ OPTION_TEXT, 0, "classes", "NAMES", "of the classes; default: 0,1 "
	    "...", AT(o.classes) },
	{ OPTION_TEXT, 0, "schema", "TABLE", "a table with the features: their "
	    "types, names where\nthere are none, and the profile for mlc-drift",
	    AT(schema) },
	{ OPTION_END }
};

/* The table's columns, and the profile of its training rows. */
static json_t *
read_table(struct import *in, struct schema *schema)
{
	const struct tool *t = &in->tool;
	struct stream *s = tool_open(t, &in->schema, 1, NULL);
	struct pass pass = { .crew = t->crew };
	struct profile profile;
	struct diag d = DIAG_INIT;
	struct spool *spool;
	json_t *json;

	if (spool_new(s, t->mem, &spool, &d) == -1)
		tool_die(t, &d);
	schema_copy(schema, &spool_head(spool)->schema);
	pass.spool = spool;
	pass.split_col = schema_find_role(schema, ROLE_SPLIT);
	if (profile_spool(&pass, NULL, json_array_size(
	    spool_head(spool)->recipe), &profile, &d) == -1)
		tool_die(t, &d);
	json = profile_to_json(&profile);
	profile_release(&profile);
	spool_free(spool);
	stream_close(s);
	return (json);
}

static int
run_import(int argc, char **argv)
{
	struct import in = {
		.tool = {
			.name = "mlc-train",
			.synopsis = "import FILE [options] -o MODEL",
			.summary = "Makes a model file of one that XGBoost "
			    "(JSON, UBJSON) or\nLightGBM (text) wrote.",
			.shares = SHARE_OUTPUT | SHARE_ROLES | SHARE_THREADS |
			    SHARE_MEM | SHARE_READ,
			.makes_model = true,
			.options = import_options,
			.own = &in
		}
	};
	struct tool *t = &in.tool;
	struct schema schema;
	struct predictor *p;
	json_t *profile = NULL, *facts;
	struct diag d = DIAG_INIT;

	tool_begin(t, argc, argv);
	if (t->n_args != 2)
		tool_usage(t, "name one file");
	check_output(t, "the model file");
	schema_init(&schema);
	if (in.schema != NULL) {
		profile = read_table(&in, &schema);
		in.o.schema = &schema;
	}
	in.o.target = t->target;
	if (import_read(t->args[1], &in.o, &p, &facts, &d) == -1 ||
	    import_write(p, facts, profile, t->output, &d) == -1)
		tool_die(t, &d);
	predictor_free(p);
	json_decref(profile);
	json_decref(facts);
	schema_release(&schema);
	return (tool_end(t, 0));
}

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
} verbs[] = {
	{ "export", run_export },
	{ "import", run_import }
};

void
train_verb(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (argc > 1 && strcmp(argv[1], verbs[i].name) == 0)
			exit(verbs[i].run(argc, argv));
	}
}
