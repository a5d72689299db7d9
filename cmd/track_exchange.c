/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verbs of mlc-track for other programs' records of runs. */
#include "lineage_events.h"
#include "mlflow.h"
#include "track.h"

/* The runs that are named from an argument on, or all. A new reference. */
static json_t *
pick_runs(struct track *t, size_t first)
{
	json_t *list;

	if (t->tool.n_args == first + 1)
		return (json_incref(t->runs));
	list = json_array();
	for (size_t i = first; i + 1 < t->tool.n_args; i++)
		json_array_append(list, (json_t *)(uintptr_t)track_find(t,
		    track_arg(t, i)));
	return (list);
}

static int
run_export(struct track *t)
{
	json_t *list = pick_runs(t, 1);
	struct diag d = DIAG_INIT;

	if (mlflow_export(t->store, list, t->name != NULL ? t->name : "mlc",
	    track_arg(t, 0), &d) == -1)
		tool_die(&t->tool, &d);
	tool_warn(&t->tool, "%zu run%s exported", json_array_size(list),
	    json_array_size(list) == 1 ? "" : "s");
	json_decref(list);
	return (0);
}

static void
tell_left_out(void *ctx, const char *what)
{
	struct track *t = ctx;

	tool_warn(&t->tool, "%s", what);
}

static int
run_import(struct track *t)
{
	struct mlflow_import o = { .tell = tell_left_out, .ctx = t };
	struct diag d = DIAG_INIT;

	if (mlflow_import(t->store, track_arg(t, 0), &o, &d) == -1)
		tool_die(&t->tool, &d);
	tool_warn(&t->tool, "%zu run%s imported, %zu there before, %zu left "
	    "out", o.n_runs, o.n_runs == 1 ? "" : "s", o.n_there,
	    o.n_left_out);
	return (o.n_left_out > 0 ? 2 : 0);
}

static int
run_events(struct track *t)
{
	json_t *list = pick_runs(t, 0);
	struct str text = STR_INIT;

	for (size_t i = 0; i < json_array_size(list); i++)
		lineage_events_write(json_array_get(list, i), &text);
	track_write(t, &text);
	str_release(&text);
	json_decref(list);
	return (0);
}

static const struct option_def export_options[] = {
	{ OPTION_TEXT, 'n', "experiment", "NAME", "of runs that are of none "
	    "(default mlc)", .at = offsetof(struct track, name) },
	{ OPTION_END }
};

const struct track_verb track_exchange_verbs[] = {
	{ "export", "export [-n EXPERIMENT] FOLDER [RUN...]", "write runs as "
	    "MLflow's file store, a folder mlruns", export_options, 1, -1,
	    WANT_STORE | WANT_RUNS, run_export },
	{ "import", "import FOLDER", "read the runs of such a folder", NULL,
	    1, 1, WANT_MADE, run_import },
	{ "events", "events [RUN...]", "runs as events of OpenLineage", NULL,
	    0, -1, WANT_STORE | WANT_RUNS, run_events },
	{ .name = NULL }
};
