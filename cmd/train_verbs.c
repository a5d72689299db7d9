/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "export.h"
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

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
} verbs[] = {
	{ "export", run_export }
};

void
train_verb(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (argc > 1 && strcmp(argv[1], verbs[i].name) == 0)
			exit(verbs[i].run(argc, argv));
	}
}
