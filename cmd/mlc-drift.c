/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mlc-drift: has the data changed since training? */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "drift_report.h"
#include "monitor.h"
#include "tool.h"

#include "drift_concept.h"

struct drift_tool {
	const char *reference;
	const char *tests;
	const char *window, *time;
	const char *effect;
	bool no_correction, only_drift;
	struct drift_watch_options watch;
	struct drift_concept concept;
};

static void
list_tests(struct str *out)
{
	for (size_t i = 0; drift_table[i] != NULL; i++)
		str_addf(out, "%-16s %s (drift from %g%s)\n",
		    drift_table[i]->name, drift_table[i]->summary,
		    drift_table[i]->threshold,
		    drift_table[i]->by_default ? ", by default" : "");
	drift_concept_list(out);
}

static void
check_options(const struct tool *t, struct drift_tool *o)
{
	struct drift_watch_options *w = &o->watch;
	struct diag d = DIAG_INIT;

	if (o->reference == NULL && t->n_args == 0)
		tool_usage(t, "name a model, or a reference with -r");
	if (o->tests != NULL &&
	    drift_choice_parse(o->tests, &w->choice, &d) == -1)
		tool_usage(t, "--tests: %s", d.text);
	if (o->effect != NULL &&
	    drift_effect_parse(o->effect, &w->choice.effect, &d) == -1)
		tool_usage(t, "--effect: %s", d.text);
	if (o->window != NULL &&
	    window_rule_parse(o->window, &w->window, &d) == -1)
		tool_usage(t, "--window: %s", d.text);
	if (o->time != NULL && w->window.micros == 0)
		tool_usage(t, "--time goes with --window and a time, as 1d");
	if (w->rule.min_rows < 1)
		tool_usage(t, "--min-rows wants a whole number above 0");
	if (w->rule.after < 1)
		tool_usage(t, "--after wants a whole number above 0");
	if (!(w->rule.alpha > 0 && w->rule.alpha <= 1))
		tool_usage(t, "--alpha wants a number above 0, at most 1");
	w->rule.correct = !o->no_correction;
	w->mem = t->mem;
}

static struct monitor *
open_reference(const struct tool *t, const struct drift_tool *o)
{
	struct monitor *m;
	struct stream *in;
	struct diag d = DIAG_INIT;
	int r;

	if (o->reference == NULL) {
		r = monitor_of_model(t->args[0], &m, &d);
	} else {
		in = tool_open(t, &o->reference, 1, NULL);
		r = monitor_of_table(in, t->mem, t->crew, &m, &d);
		stream_close(in);
	}
	if (r == -1)
		tool_die(t, &d);
	return (m);
}

/* The rows to be judged, read as the reference was. */
static struct stream *
open_rows(const struct tool *t, const struct monitor *m, size_t n_args_used,
    struct read_report *read)
{
	struct source_options so;

	tool_source_options(t, &so);
	so.read.spec = monitor_spec(m);
	so.read.lenient = true;
	so.read.no_target = true;
	so.read.on_bad = BAD_KEEP;
	so.read.report = read;
	return (tool_open(t, t->args + n_args_used, t->n_args - n_args_used,
	    &so));
}

static int
report(const struct tool *t, const struct drift_tool *o,
    const struct read_report *read, const struct monitor_result *r)
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
		tool_warn(t, "rows that came after their window was judged, "
		    "which are in no window: %llu",
		    (unsigned long long)r->watch.n_late);
	if (r->by_quantiles)
		tool_warn(t, "the model file has quantiles of its numbers "
		    "only: ks is too large for whole numbers, wasserstein "
		    "for long tails");
	if (r->n_reference < (uint64_t)o->watch.rule.min_rows) {
		tool_warn(t, "the reference has too few rows to judge by: "
		    "%llu", (unsigned long long)r->n_reference);
		return (2);
	}
	if (r->watch.n_windows == 0)
		tool_warn(t, "%llu rows are too few to judge",
		    (unsigned long long)r->rows);
	return (r->watch.n_drift > 0 ? 1 : 0);
}

static bool
is_for_people(const struct tool *t)
{
	return (t->format != NULL && (strcmp(t->format, "table") == 0 ||
	    strcmp(t->format, "vertical") == 0) && (t->output == NULL ||
	    strcmp(t->output, "-") == 0));
}

/* For people it begins with what it comes to. */
static void
write_report(const struct tool *t, const struct drift_report *lines,
    int status)
{
	struct str conclusion = STR_INIT;
	size_t n;

	if (status == 2) {
		stream_close(lines->table);
		return;
	}
	if (is_for_people(t)) {
		drift_report_conclude(lines, &conclusion);
		tool_print(t, &conclusion);
	}
	tool_write(t, lines->table);
	str_clear(&conclusion);
	if (lines->lines == DRIFT_LINES_FEW && (n = drift_report_untold(lines)))
		str_addf(&conclusion, "(%zu more column%s ok; see -O table)\n",
		    n, n == 1 ? "" : "s");
	tool_print(t, &conclusion);
	str_release(&conclusion);
}

/* Judge the rows, write the report. Returns the exit status. */
static int
run(const struct tool *t, const struct drift_tool *o, struct monitor *m)
{
	struct read_report read;
	struct stream *in;
	struct drift_report lines;
	struct monitor_result result;
	struct diag d = DIAG_INIT;
	int status;

	read_report_init(&read);
	drift_report_init(&lines, o->only_drift ? DRIFT_LINES_DRIFT :
	    t->on_terminal ? DRIFT_LINES_FEW : DRIFT_LINES_ALL);
	in = open_rows(t, m, o->reference == NULL, &read);
	if (monitor_run(m, &(struct monitor_rows){ in, &read }, &o->watch,
	    drift_report_add, &lines, &result, &d) == -1)
		tool_die(t, &d);
	status = report(t, o, &read, &result);
	report_about(lines.table, in);
	write_report(t, &lines, status);
	drift_report_release(&lines);
	stream_close(in);
	read_report_release(&read);
	return (status);
}

static int
run_concept(const struct tool *t, struct drift_tool *o)
{
	if (o->reference != NULL || o->window != NULL || o->tests != NULL)
		tool_usage(t, "--concept reads errors one by one: no "
		    "reference, no windows and no --tests go with it");
	o->concept.watch.time = o->time;
	o->concept.watch.only_drift = o->only_drift;
	return (drift_concept_run(t, &o->concept));
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
	{ OPTION_TEXT, 0, "effect", "SIZE",
	    "how large a difference is drift: small, medium (default) or "
	    "large", AT(effect) },
	{ OPTION_FLOAT, 0, "threshold", "X",
	    "drift from this value on, for all tests",
	    AT(watch.rule.threshold) },
	{ OPTION_FLOAT, 0, "alpha", "P",
	    "and only with a p-value below this (default 0.05)",
	    AT(watch.rule.alpha) },
	{ OPTION_FLAG, 0, "no-correction", NULL,
	    "do not correct p-values for the number of tests",
	    AT(no_correction) },
	{ OPTION_INT, 0, "min-rows", "N",
	    "a window of fewer rows is not judged (default 30)",
	    AT(watch.rule.min_rows) },
	{ OPTION_INT, 0, "after", "N",
	    "drift of a column counts from the Nth window in a row on "
	    "(default 1); before, it is a warning", AT(watch.rule.after) },
	{ OPTION_FLAG, 0, "only-drift", NULL,
	    "write only lines with drift", AT(only_drift) },
	{ OPTION_TEXT, 0, "concept", "LIST",
	    "do the errors of predictions drift? adwin, ddm, ... with "
	    "parameters as adwin:delta=0.01 (see --list)", AT(concept.list) },
	{ OPTION_TEXT, 0, "truth", "COL",
	    "--concept: what was true (default: the target)",
	    AT(concept.watch.names.truth) },
	{ OPTION_TEXT, 0, "prediction", "COL",
	    "--concept: what was said; then all FILEs are scored rows and "
	    "there is no MODEL", AT(concept.watch.names.prediction) },
	{ OPTION_TEXT, 0, "labels", "FILE",
	    "--concept: what was true, by key", AT(concept.labels) },
	{ OPTION_TEXT, 0, "on", "COL[=COL]",
	    "the key of --labels, in rows and labels", AT(concept.on) },
	{ OPTION_FLOAT, 0, "error-unit", "X",
	    "--concept: of a regression's errors (default: the mean of the "
	    "first 100)", AT(concept.watch.unit) },
	{ OPTION_END }
};

int
main(int argc, char **argv)
{
	struct drift_tool o = { .reference = NULL };
	struct tool t = {
		.name = "mlc-drift",
		.synopsis = "[options] MODEL [FILE...]\n"
		    "[options] -r REFERENCE [FILE...]\n"
		    "--concept LIST [options] [MODEL] [FILE...]",
		.summary = "Compares rows with what a model, or another "
		    "table, knew; exit status 1 on drift.",
		.shares = SHARE_OUTPUT | SHARE_ROLES | SHARE_THREADS |
		    SHARE_MEM | SHARE_SEED | SHARE_PARTIAL | SHARE_LIST |
		    SHARE_READ,
		.reports = true,
		.options = options,
		.own = &o,
		.list = list_tests,
	};
	struct monitor *m;
	struct diag d = DIAG_INIT;
	int status;

	drift_watch_options_init(&o.watch);
	o.concept.watch.unit = NAN;
	tool_begin(&t, argc, argv);
	if (o.concept.list != NULL)
		return (tool_end(&t, run_concept(&t, &o)));
	check_options(&t, &o);
	m = open_reference(&t, &o);
	if (o.watch.window.micros > 0 &&
	    monitor_find_time(m, o.time, &o.watch.time_col, &d) == -1)
		tool_usage(&t, "--window by time: %s", d.text);
	status = run(&t, &o, m);
	monitor_free(m);
	free(o.watch.choice.tests);
	return (tool_end(&t, status));
}
