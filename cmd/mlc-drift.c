/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mlc-drift: has the data changed since training? */
#include <stdlib.h>
#include <string.h>

#include "drift_page.h"
#include "drift_prom.h"
#include "drift_report.h"
#include "outfile.h"
#include "tool.h"

#include "drift_exec.h"
#include "drift_tool.h"

/* The column of times in a table that is read by itself. */
static size_t
find_time(const struct tool *t, const struct drift_tool *o,
    const struct schema *s)
{
	struct diag d = DIAG_INIT;
	size_t col;

	if (schema_need_time(s, o->time, &col, &d) == -1)
		tool_usage(t, "the reference: %s", d.text);
	return (col);
}

static int
open_table(const struct tool *t, struct drift_tool *o, struct monitor **out,
    struct diag *d)
{
	struct reference_options ro = { .mem = t->mem, .crew = t->crew,
	    .joint = o->joint, .season = o->watch.season,
	    .time_col = COLUMN_NONE,
	    .limits = &o->limits };
	bool of_rows = o->reference_window != NULL;
	struct stream *in = of_rows ? tool_open(t, t->args, t->n_args, NULL) :
	    tool_open(t, &o->reference, 1, NULL);
	int r;

	if ((of_rows && o->part.by == PART_TIME) || ro.season.n > 0 ||
	    (o->calibrate && o->watch.window.micros > 0))
		ro.time_col = find_time(t, o, &in->head.schema);
	if (o->calibrate)
		ro.watch = &o->watch;
	o->part.time_col = ro.time_col;
	if (of_rows)
		in = row_part_stream(in, &o->part);
	r = monitor_of_table(in, &ro, out, d);
	stream_close(in);
	return (r);
}

static struct monitor *
open_reference(const struct tool *t, struct drift_tool *o)
{
	bool of_model = o->reference == NULL && o->reference_window == NULL;
	struct monitor *m;
	struct diag d = DIAG_INIT;

	if ((of_model ? monitor_of_model(t->args[0], &m, &d) :
	    open_table(t, o, &m, &d)) == -1)
		tool_die(t, &d);
	return (m);
}

/* The time of the rows to be judged, and which of them they are. */
static void
find_part(const struct tool *t, struct drift_tool *o, struct monitor *m)
{
	struct diag d = DIAG_INIT;
	bool by_time = o->part.by == PART_TIME && o->reference_window != NULL;
	bool wanted = o->watch.window.micros > 0 || by_time || o->time != NULL;

	if ((wanted || o->state != NULL) &&
	    monitor_find_time(m, o->time, &o->watch.time_col, &d) == -1) {
		if (wanted)
			tool_usage(t, "--window by time: %s", d.text);
		o->watch.time_col = COLUMN_NONE;
	}
	o->part.time_col = o->watch.time_col;
	o->part.others = true;
}

static void
read_limits(const struct tool *t, struct drift_tool *o)
{
	struct source_options so;
	struct stream *in;
	struct diag d = DIAG_INIT;

	if (o->limits_file == NULL)
		return;
	tool_source_options(t, &so);
	so.read.report = NULL;	/* that is of the rows */
	if (source_open(&o->limits_file, 1, &so, &in, &d) == -1)
		tool_die(t, &d);
	if (drift_limits_read(&o->limits, in, &d) == -1) {
		diag_prefix(&d, "%s", o->limits_file);
		tool_die(t, &d);
	}
	stream_close(in);
}

/* Limits of columns that there are not would be without effect, silently. */
static void
check_limits(const struct tool *t, const struct drift_tool *o,
    const struct drift_report *lines)
{
	for (uint32_t i = 0; i < o->limits.columns.n; i++) {
		const char *name = dict_get(&o->limits.columns, i, NULL);

		if (!drift_report_has(lines, name))
			tool_warn(t, "%s: no column \"%s\" was judged",
			    o->limits_file, name);
	}
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
write_report(const struct tool *t, const struct drift_tool *o,
    const struct drift_report *lines, int status)
{
	struct str conclusion = STR_INIT;
	size_t n;

	if (status == 2 || (o->html != NULL && strcmp(o->html, "-") == 0)) {
		stream_close(lines->table);
		return;
	}
	if (is_for_people(t)) {
		drift_report_conclude(lines, &conclusion);
		str_addc(&conclusion, '\n');
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

/* Where the lines of a watch go. */
struct lines {
	struct drift_report report;
	struct drift_prom prom;
	struct drift_page page;
};

static void
add_line(void *ctx, const struct drift_row *row)
{
	struct lines *l = ctx;

	drift_report_add(&l->report, row);
	drift_prom_add(&l->prom, row);
	drift_page_add(&l->page, row);
}

static void
add_shape(void *ctx, const struct drift_shape *s)
{
	drift_page_add_shape(&((struct lines *)ctx)->page, s);
}

static void
write_page(const struct tool *t, const struct drift_tool *o,
    const struct lines *l)
{
	struct str text = STR_INIT;
	struct diag d = DIAG_INIT;

	if (o->html == NULL)
		return;
	drift_page_text(&l->page, &l->report, &text);
	if (outfile_put(o->html, &text, &d) == -1)
		tool_die(t, &d);
	str_release(&text);
}

static void
write_prom(const struct tool *t, const struct drift_tool *o,
    const struct lines *l)
{
	struct str text = STR_INIT;
	struct diag d = DIAG_INIT;

	if (o->prom == NULL)
		return;
	drift_prom_text(&l->prom, &l->report, &text);
	if (outfile_put(o->prom, &text, &d) == -1)
		tool_die(t, &d);
	str_release(&text);
}

/* What was told to be run, where the verdict is another one than before. */
static void
run_exec(const struct tool *t, const struct drift_tool *o,
    const struct drift_report *r, bool drifted)
{
	struct str says = STR_INIT;

	if (o->exec == NULL || drifted == o->had_drifted)
		return;
	drift_report_conclude(r, &says);
	drift_exec(t, o->exec, drifted, str_get(&says));
	str_release(&says);
}

static void
write_state(const struct tool *t, struct drift_tool *o, bool drifted)
{
	struct str text = STR_INIT;
	struct diag d = DIAG_INIT;

	if (o->state == NULL)
		return;
	if (o->history.n > 0)
		o->history.v[o->history.n - 1].drifted = drifted;
	drift_history_text(&o->history, &text);
	if (outfile_put(o->state, &text, &d) == -1)
		tool_die(t, &d);
	str_release(&text);
}

/* Judge the rows, write the report. Returns the exit status. */
static int
run(const struct tool *t, struct drift_tool *o, struct monitor *m)
{
	struct read_report read;
	struct stream *in;
	struct lines lines;
	struct monitor_result result;
	struct diag d = DIAG_INIT;
	int status;

	read_report_init(&read);
	drift_report_init(&lines.report, o->only_drift ? DRIFT_LINES_DRIFT :
	    t->on_terminal ? DRIFT_LINES_FEW : DRIFT_LINES_ALL);
	drift_prom_init(&lines.prom);
	drift_page_init(&lines.page);
	in = open_rows(t, m, o->reference == NULL &&
	    o->reference_window == NULL, &read);
	if (monitor_run(m, &(struct monitor_rows){ in, &read,
	    o->reference_window == NULL ? NULL : &o->part }, &o->watch,
	    add_line, &lines, &result, &d) == -1)
		tool_die(t, &d);
	status = report(t, o, &read, &result);
	check_limits(t, o, &lines.report);
	report_about(lines.report.table, in);
	if (status != 2) {
		write_prom(t, o, &lines);
		write_page(t, o, &lines);
		run_exec(t, o, &lines.report, status == 1);
		write_state(t, o, status == 1);
	}
	write_report(t, o, &lines.report, status);
	drift_report_release(&lines.report);
	drift_prom_release(&lines.prom);
	drift_page_release(&lines.page);
	stream_close(in);
	read_report_release(&read);
	return (status);
}

static int
run_concept(const struct tool *t, struct drift_tool *o)
{
	if (o->reference != NULL || o->window != NULL || o->tests != NULL ||
	    o->state != NULL || o->html != NULL || o->exec != NULL)
		tool_usage(t, "--concept reads errors one by one: no "
		    "reference, no windows, no --tests, --state, --html and "
		    "--exec go with it");
	o->concept.watch.time = o->time;
	o->concept.watch.only_drift = o->only_drift;
	return (drift_concept_run(t, &o->concept));
}

static int
run_estimate(const struct tool *t, struct drift_tool *o)
{
	struct estimate_options e = { .names = o->concept.watch.names,
		.time = o->time, .level = o->level, .only_drift =
		o->only_drift, .seed = (uint64_t)t->seed,
		.min_rows = (uint64_t)o->watch.rule.min_rows };

	drift_check_options(t, o);
	if (o->reference == NULL || o->every != NULL || o->state != NULL ||
	    o->html != NULL || o->exec != NULL || o->joint)
		tool_usage(t, "--estimate wants a reference with truths, -r, "
		    "and no --every, --state, --html, --exec and --joint");
	if (!(o->level > 0 && o->level < 1))
		tool_usage(t, "--level wants a number between 0 and 1");
	e.names.scores = o->scores;
	e.names.n_scores = o->n_scores;
	e.names.positive = o->positive;
	e.window = o->watch.window;
	return (drift_estimate_run(t, o->reference, &e));
}

/* Columns and scores against the reference. */
static int
run_tests(const struct tool *t, struct drift_tool *o)
{
	struct monitor *m;
	int status;

	drift_check_options(t, o);
	read_limits(t, o);
	m = open_reference(t, o);
	find_part(t, o, m);
	o->watch.shape = o->html == NULL ? NULL : add_shape;
	status = run(t, o, m);
	monitor_free(m);
	return (status);
}

int
main(int argc, char **argv)
{
	struct drift_tool o;
	struct tool t = {
		.name = "mlc-drift",
		.synopsis = "[options] MODEL [FILE...]\n"
		    "[options] -r REFERENCE [FILE...]\n"
		    "--concept LIST [options] [MODEL] [FILE...]\n"
		    "--estimate -r REFERENCE [options] [MODEL] [FILE...]",
		.summary = "Compares rows with what a model, or another "
		    "table, knew; exit status 1 on drift.",
		.shares = SHARE_OUTPUT | SHARE_ROLES | SHARE_THREADS |
		    SHARE_MEM | SHARE_SEED | SHARE_PARTIAL | SHARE_LIST |
		    SHARE_READ,
		.reports = true,
		.options = drift_options,
		.own = &o,
		.list = drift_list,
	};
	int status;

	drift_tool_init(&o);
	tool_begin(&t, argc, argv);
	if (o.concept.list != NULL)
		status = run_concept(&t, &o);
	else if (o.estimate)
		status = run_estimate(&t, &o);
	else
		status = run_tests(&t, &o);
	drift_tool_release(&o);
	return (tool_end(&t, status));
}
