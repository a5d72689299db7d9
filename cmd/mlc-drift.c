/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mlc-drift: has the data changed since training? */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "drift_report.h"
#include "mem.h"
#include "monitor.h"
#include "profile.h"
#include "raw_rows.h"
#include "tool.h"

struct drift_tool {
	const char *reference;
	const char *tests;
	const char *window, *time;
	double threshold, alpha;
	int64_t min_rows;
	bool no_correction, only_drift;
};

static void
list_tests(struct str *out)
{
	for (size_t i = 0; drift_table[i] != NULL; i++)
		str_addf(out, "%-16s %s (drift from %g%s)\n",
		    drift_table[i]->name, drift_table[i]->summary,
		    drift_table[i]->threshold,
		    drift_table[i]->by_default ? ", by default" : "");
}

static void
watch_options(const struct tool *t, const struct drift_tool *o,
    struct drift_watch_options *w)
{
	struct diag d = DIAG_INIT;

	drift_watch_options_init(w);
	if (o->tests != NULL &&
	    drift_choice_parse(o->tests, &w->choice, &d) == -1)
		tool_usage(t, "--tests: %s", d.text);
	if (o->window != NULL &&
	    window_rule_parse(o->window, &w->window, &d) == -1)
		tool_usage(t, "--window: %s", d.text);
	if (o->time != NULL && w->window.micros == 0)
		tool_usage(t, "--time goes with --window and a time, as 1d");
	if (o->min_rows < 1)
		tool_usage(t, "--min-rows wants a whole number above 0");
	if (!(o->alpha > 0 && o->alpha <= 1))
		tool_usage(t, "--alpha wants a number above 0, at most 1");
	w->threshold = o->threshold;
	w->alpha = o->alpha;
	w->correct = !o->no_correction;
	w->min_rows = (uint64_t)o->min_rows;
}

/* What rows are compared with: a model, or the profile of a table. */
struct against {
	struct predictor *p;	/* NULL: a table */
	struct read_spec spec;	/* how to read rows like its own */
	struct monitor *monitor;
	struct read_report read;	/* of the rows that are judged */
};

/* The rows to be judged, read as the reference was. */
static struct stream *
open_rows(const struct tool *t, struct against *a, const char *const *names,
    size_t n)
{
	struct source_options so;

	tool_source_options(t, &so);
	so.read.spec = &a->spec;
	so.read.lenient = true;
	so.read.no_target = true;
	so.read.on_bad = BAD_KEEP;
	so.read.report = &a->read;
	return (tool_open(t, names, n, &so));
}

/* How the table was read; a stream that came through other tools says only
   what its columns are. */
static void
take_spec(const struct tool *t, const struct head *h, struct read_spec *spec)
{
	struct diag d = DIAG_INIT;

	read_spec_init(spec);
	if (!has_read_step(h->recipe) || json_array_size(h->recipe) > 1) {
		schema_copy(&spec->schema, &h->schema);
		return;
	}
	if (read_spec_from_json(json_array_get(h->recipe, 0), spec, &d) == -1)
		tool_die(t, &d);
}

static void
against_table(const struct tool *t, const char *path, struct against *a)
{
	struct stream *in = tool_open(t, &path, 1, NULL);
	struct pass fit = { .crew = t->crew, .split_col = COLUMN_NONE };
	struct profile profile;
	struct diag d = DIAG_INIT;
	struct spool *spool;

	if (spool_new(in, t->mem, &spool, &d) == -1)
		tool_die(t, &d);
	fit.spool = spool;
	if (profile_spool(&fit, NULL, 1, &profile, &d) == -1)
		tool_die(t, &d);
	a->monitor = monitor_new_table(&profile);
	take_spec(t, &in->head, &a->spec);
	profile_release(&profile);
	spool_free(spool);
	stream_close(in);
}

static void
against_model(const struct tool *t, const char *path, struct against *a)
{
	struct diag d = DIAG_INIT;

	if (predictor_open(path, &a->p, &d) == -1 ||
	    monitor_new_model(a->p, &a->monitor, &d) == -1)
		tool_die(t, &d);
	read_spec_copy(&a->spec, &a->p->spec);
}

/* The column that windows by time go by: the one named, which the rows may
   have beside those of the reference, or the one of role time. */
static void
find_time(const struct tool *t, const char *name, struct against *a,
    struct drift_watch_options *w)
{
	struct schema *s = &a->spec.schema;
	struct diag d = DIAG_INIT;

	if (w->window.micros == 0)
		return;
	w->time_col = name == NULL ? schema_find_role(s, ROLE_TIME) :
	    schema_find(s, name);
	if (w->time_col == COLUMN_NONE && name == NULL)
		tool_usage(t, "a window by time wants --time COL");
	if (w->time_col == COLUMN_NONE) {
		w->time_col = s->n;
		if (schema_add_new(s, name, COL_TIME, &d) == -1)
			tool_die(t, &d);
		schema_set_role(s, w->time_col, ROLE_IGNORE);
	}
	if (s->fields[w->time_col].type != COL_TIME) {
		diag_set(&d, "\"%s\" is of type %s, not time",
		    s->fields[w->time_col].name,
		    col_type_name(s->fields[w->time_col].type));
		tool_die(t, &d);
	}
}

static void
against_release(struct against *a)
{
	monitor_free(a->monitor);
	read_spec_release(&a->spec);
	predictor_free(a->p);
	read_report_release(&a->read);
}

static void
check_rows(const struct tool *t, const struct against *a,
    const struct stream *in)
{
	struct diag d = DIAG_INIT;
	int r = a->p != NULL ? raw_rows_check(a->p, in, &a->read, &d) :
	    shared_columns_check(&a->spec, &a->read, &d);

	if (r == -1)
		tool_die(t, &d);
}

static int
report(const struct tool *t, const struct read_report *read,
    const struct monitor_result *r)
{
	if (read->bad_rows > 0)
		tool_warn(t, "rows that cannot be read, taken as without "
		    "values: %llu", (unsigned long long)read->bad_rows);
	if (r->rows == 0 || r->watch.n_timeless == r->rows) {
		tool_warn(t, r->rows == 0 ? "no rows" : "no row has a time");
		return (2);
	}
	if (r->watch.n_timeless > 0)
		tool_warn(t, "rows without a time, which are in no window: "
		    "%llu", (unsigned long long)r->watch.n_timeless);
	if (r->watch.n_late > 0)
		tool_warn(t, "rows that came when their window was no longer "
		    "among the newest %d, which are in no window: %llu",
		    DRIFT_WINDOWS_OPEN, (unsigned long long)r->watch.n_late);
	if (r->n_absent > 0)
		tool_warn(t, "columns of the reference that the rows do not "
		    "have, taken as missing: %zu", r->n_absent);
	if (r->watch.n_windows == 0)
		tool_warn(t, "%llu rows are too few to judge",
		    (unsigned long long)r->rows);
	return (r->watch.n_drift > 0 ? 1 : 0);
}

/* Judge the rows, write the report. Returns the exit status. */
static int
run(const struct tool *t, const struct drift_tool *o, struct against *a,
    const struct drift_watch_options *w, struct stream *in)
{
	const struct monitor_rows rows = { in, &a->read };
	struct stream *table = drift_report_new();
	struct monitor_result result;
	struct diag d = DIAG_INIT;
	int status;

	if (monitor_run(a->monitor, &rows, w, o->only_drift ?
	    drift_report_add_drift : drift_report_add, table, &result,
	    &d) == -1)
		tool_die(t, &d);
	status = report(t, &a->read, &result);
	report_about(table, in);
	if (status == 2)
		stream_close(table);
	else
		tool_write(t, table);
	return (status);
}

#define AT(member) .at = offsetof(struct drift_tool, member)

static const struct option_def options[] = {
	{ OPTION_TEXT, 'r', "reference", "FILE",
	    "compare with this table instead of a model's profile",
	    AT(reference) },
	{ OPTION_TEXT, 0, "window", "N|TIME",
	    "judge every N rows, or those of each 15m, 1h, 1d or 1w, by "
	    "themselves (default: all rows)", AT(window) },
	{ OPTION_TEXT, 0, "time", "COL",
	    "the time of a row, for windows (default: the column of role "
	    "time)", AT(time) },
	{ OPTION_TEXT, 0, "tests", "LIST",
	    "which tests (default: see --list)", AT(tests) },
	{ OPTION_FLOAT, 0, "threshold", "X",
	    "drift from this value on, for all tests",
	    AT(threshold) },
	{ OPTION_FLOAT, 0, "alpha", "P",
	    "and only with a p-value below this (default 0.05)",
	    AT(alpha) },
	{ OPTION_FLAG, 0, "no-correction", NULL,
	    "do not correct p-values for the number of tests",
	    AT(no_correction) },
	{ OPTION_INT, 0, "min-rows", "N",
	    "a window of fewer rows is not judged (default 30)",
	    AT(min_rows) },
	{ OPTION_FLAG, 0, "only-drift", NULL,
	    "write only lines with drift", AT(only_drift) },
	{ OPTION_END }
};

int
main(int argc, char **argv)
{
	struct drift_tool o = { .threshold = NAN, .alpha = 0.05,
	    .min_rows = 30 };
	struct tool t = {
		.name = "mlc-drift",
		.synopsis = "[options] MODEL [FILE...]\n"
		    "[options] -r REFERENCE [FILE...]",
		.summary = "Compares rows with what a model, or another "
		    "table, knew; exit status 1 on drift.",
		.shares = SHARE_OUTPUT | SHARE_ROLES | SHARE_THREADS |
		    SHARE_MEM | SHARE_PARTIAL | SHARE_LIST,
		.reports = true,
		.options = options,
		.own = &o,
		.list = list_tests,
	};
	struct against a = { .p = NULL };
	struct drift_watch_options w;
	struct stream *in;
	int status, model;

	read_report_init(&a.read);
	tool_begin(&t, argc, argv);
	model = o.reference == NULL;
	if (model && t.n_args == 0)
		tool_usage(&t, "name a model, or a reference with -r");
	watch_options(&t, &o, &w);
	if (model)
		against_model(&t, t.args[0], &a);
	else
		against_table(&t, o.reference, &a);
	find_time(&t, o.time, &a, &w);
	in = open_rows(&t, &a, t.args + model, t.n_args - (size_t)model);
	check_rows(&t, &a, in);
	status = run(&t, &o, &a, &w, in);
	stream_close(in);
	against_release(&a);
	free(w.choice.tests);
	return (tool_end(&t, status));
}
