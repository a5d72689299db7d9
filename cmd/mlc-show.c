/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mlc-show: what is in model files, side by side. */
#include <stdlib.h>
#include <string.h>

#include "coefficient_rows.h"
#include "mem.h"
#include "model_sheet.h"
#include "tool.h"

struct show {
	struct tool tool;
	bool json, coefficients;
};

static const struct option_def options[] = {
	{ OPTION_FLAG, 0, "json", NULL,
	    "an object a model, with all that the file says",
	    .at = offsetof(struct show, json) },
	{ OPTION_FLAG, 0, "coefficients", NULL,
	    "a row a coefficient, with its standard error and test",
	    .at = offsetof(struct show, coefficients) },
	{ OPTION_END }
};

static void
print_json(const struct show *s, struct predictor **models)
{
	struct str out = STR_INIT;
	json_t *o;

	for (size_t i = 0; i < s->tool.n_args; i++) {
		o = model_sheet_json(models[i], s->tool.args[i]);
		doc_write(o, &out);
		str_addc(&out, '\n');
		json_decref(o);
	}
	tool_print(&s->tool, &out);
	str_release(&out);
}

static void
write_rows(const struct show *s, struct predictor **models)
{
	struct diag d = DIAG_INIT;
	struct stream *rows;

	if (!s->coefficients)
		rows = model_sheet(models, s->tool.args, s->tool.n_args);
	else if (coefficient_rows(models, s->tool.args, s->tool.n_args, &rows,
	    &d) == -1)
		tool_die(&s->tool, &d);
	tool_write(&s->tool, rows);
}

/* Columns of a table have names of their own. */
static void
check_names(const struct tool *t)
{
	if (t->n_args == 0)
		tool_usage(t, "name a model file");
	for (size_t i = 0; i < t->n_args; i++) {
		for (size_t k = 0; k < i; k++) {
			if (strcmp(t->args[i], t->args[k]) == 0)
				tool_usage(t, "\"%s\" is named twice",
				    t->args[i]);
		}
		if (strcmp(t->args[i], "part") == 0 ||
		    strcmp(t->args[i], "name") == 0)
			tool_usage(t, "write ./%s", t->args[i]);
	}
}

int
main(int argc, char **argv)
{
	struct show s = {
		.tool = {
			.name = "mlc-show",
			.synopsis = "[options] MODEL...",
			.summary = "Tell what is in model files; several "
			    "stand side by side.",
			.shares = SHARE_OUTPUT,
			.reports = true,
			.options = options,
			.own = &s
		},
	};
	struct predictor **models;
	struct diag d = DIAG_INIT;

	tool_begin(&s.tool, argc, argv);
	check_names(&s.tool);
	models = mem_calloc(s.tool.n_args, sizeof(*models));
	for (size_t i = 0; i < s.tool.n_args; i++) {
		if (predictor_open(s.tool.args[i], &models[i], &d) == -1)
			tool_die(&s.tool, &d);
	}
	if (s.json)
		print_json(&s, models);
	else
		write_rows(&s, models);
	for (size_t i = 0; i < s.tool.n_args; i++)
		predictor_free(models[i]);
	free(models);
	return (tool_end(&s.tool, 0));
}
