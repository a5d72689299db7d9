/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verbs of mlc-track on runs and on the folder. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "mem.h"
#include "mlc_folder.h"
#include "run_report.h"
#include "run_sentence.h"
#include "sentence.h"
#include "store_check.h"
#include "tracked.h"

#include "track.h"

static void
check(const struct track *t, int r, const struct diag *d)
{
	if (r == -1)
		tool_die(&t->tool, d);
}

static int
run_init(struct track *t)
{
	char *here = realpath(".", NULL), *path;
	struct diag d = DIAG_INIT;
	bool made;

	path = mlc_folder_path(here != NULL ? here : ".", ".mlc");
	check(t, store_make(path, &made, &d), &d);
	tool_warn(&t->tool, made ? "made %s" : "%s is there", path);
	free(path);
	free(here);
	return (0);
}

/* One word is a sentence; several are a command. */
static char *
read_sentence(const struct track *t)
{
	struct str s = STR_INIT;

	if (t->tool.n_args == 2)
		return (mem_strdup(track_arg(t, 0)));
	for (size_t i = 1; i < t->tool.n_args; i++) {
		str_addz(&s, i > 1 ? " " : "");
		sentence_quote(t->tool.args[i], &s);
	}
	return (str_detach(&s));
}

static int
run_run(struct track *t)
{
	char *sentence = read_sentence(t);
	struct run_sentence s = { .store = t->store, .name = t->name,
	    .sentence = sentence };
	struct diag d = DIAG_INIT;

	check(t, run_sentence(&s, &d), &d);
	tool_warn(&t->tool, "run %s: exit %d", s.id, s.status);
	free(sentence);
	return (s.status);
}

/* Is a file a table of metrics, as mlc-eval writes it? Then its rows. */
static struct stream *
open_metrics(const struct track *t, const char *path)
{
	struct source_options o;
	struct stream *s;
	struct stat st;
	struct diag d = DIAG_INIT;

	tool_source_options(&t->tool, &o);
	o.read.report = NULL;
	o.read.tell = NULL;
	if (stat(path, &st) == -1 || st.st_size > TRACKED_KEPT_MAX ||
	    source_open(&path, 1, &o, &s, &d) == -1)
		return (NULL);
	if (schema_find(&s->head.schema, "metric") != COLUMN_NONE &&
	    schema_find(&s->head.schema, "value") != COLUMN_NONE)
		return (s);
	stream_close(s);
	return (NULL);
}

/* The run that files are added to: -r, else that of the environment, else the
   last one. */
static char *
folder_to_log(struct track *t)
{
	const char *given = getenv("MLC_TRACK");

	if (t->run == NULL && given != NULL && strchr(given, '/') != NULL)
		return (mem_strdup(given));
	return (mlc_folder_path(t->store, "runs/%s", doc_text(track_find(t,
	    t->run != NULL ? t->run : "@"), "run")));
}

static int
run_log(struct track *t)
{
	json_t *program = json_pack("{ssss}", "tool", "mlc-track log",
	    "version", MLC_VERSION);
	char *folder = folder_to_log(t), *made;
	struct tracked *track;
	struct stream *metrics;
	struct diag d = DIAG_INIT;

	check(t, tracked_open(folder, program, &track, &made, &d), &d);
	for (size_t i = 1; i < t->tool.n_args; i++) {
		metrics = open_metrics(t, t->tool.args[i]);
		if (metrics != NULL)
			check(t, tracked_metrics(track, metrics, &d), &d);
		tracked_output(track, t->tool.args[i]);
	}
	check(t, tracked_close(track, 0, &d), &d);
	free(folder);
	return (0);
}

static int
run_ls(struct track *t)
{
	tool_write(&t->tool, run_report_list(t->runs, t->metric, t->slice));
	return (0);
}

/* What the sentence wrote, as far as it was kept. */
static int
print_output(const struct track *t, const json_t *run)
{
	const char *hex = doc_text(json_object_get(run, "output"), "kept");
	struct str text = STR_INIT;
	struct diag d = DIAG_INIT;
	char *path;

	if (hex == NULL) {
		diag_set(&d, "nothing that it wrote was kept");
		tool_die(&t->tool, &d);
	}
	path = mlc_folder_object(t->store, hex);
	check(t, line_file_read(path, 0, &text, &d), &d);
	track_write(t, &text);
	str_release(&text);
	free(path);
	return (0);
}

static int
run_show(struct track *t)
{
	const json_t *run = track_find(t, t->tool.n_args > 1 ?
	    track_arg(t, 0) : "@");

	if (t->output)
		return (print_output(t, run));
	if (t->json)
		track_print(t, run);
	else
		tool_write(&t->tool, run_report_show(run));
	return (0);
}

static int
run_diff(struct track *t)
{
	tool_write(&t->tool, run_report_diff(track_find(t, track_arg(t, 0)),
	    track_find(t, track_arg(t, 1)), t->all));
	return (0);
}

static int
run_best(struct track *t)
{
	struct diag d = DIAG_INIT;
	json_t *ranked;

	if (t->metric == NULL)
		tool_usage(&t->tool, "-m names a metric");
	if (t->n < 1)
		tool_usage(&t->tool, "-n wants a number from 1 on");
	check(t, run_rank(t->runs, t->metric, t->slice, &ranked, &d), &d);
	while (json_array_size(ranked) > (size_t)t->n)
		json_array_remove(ranked, json_array_size(ranked) - 1);
	tool_write(&t->tool, run_report_list(ranked, t->metric, t->slice));
	json_decref(ranked);
	return (0);
}

static void
remove_run(const struct track *t, const json_t *run)
{
	json_t *o = json_pack("{ss}", "kind", "removed");
	char *who = line_file_user();
	char *folder = mlc_folder_path(t->store, "runs/%s",
	    doc_text(run, "run"));
	struct entry_file e;
	struct diag d = DIAG_INIT;

	doc_set_text(o, "who", who);
	doc_set_text(o, "reason", t->reason);
	run_set_time(o, "when", run_clock());
	check(t, entry_file_open(&e, folder, &d), &d);
	check(t, entry_file_add(&e, o, &d), &d);
	entry_file_close(&e);
	free(folder);
	free(who);
}

static int
run_rm(struct track *t)
{
	for (size_t i = 1; i < t->tool.n_args; i++)
		(void)track_find(t, t->tool.args[i]);
	for (size_t i = 1; i < t->tool.n_args; i++)
		remove_run(t, track_find(t, t->tool.args[i]));
	return (0);
}

static int
run_gc(struct track *t)
{
	struct store_sweep o = { .dry_run = t->dry_run, .grace = t->grace };
	struct diag d = DIAG_INIT;

	check(t, store_sweep(t->store, &o, &d), &d);
	tool_warn(&t->tool, "%s %llu runs, %llu objects and %llu leftovers, "
	    "%llu bytes", t->dry_run ? "would take away" : "took away",
	    (unsigned long long)o.n_runs, (unsigned long long)o.n_objects,
	    (unsigned long long)o.n_leftovers,
	    (unsigned long long)o.n_bytes);
	return (0);
}

static void
report_fault(void *ctx, const char *path, size_t line, const char *what)
{
	struct track *t = ctx;
	struct str where = STR_INIT;

	str_addz(&where, path);
	if (line > 0)
		str_addf(&where, ":%zu", line);
	if (what == NULL)
		tool_note(&t->tool, "%s: the last line has no end, as its "
		    "program was killed", where.buf);
	else
		tool_warn(&t->tool, "%s: %s", where.buf, what);
	t->n_faults += what != NULL;
	str_release(&where);
}

static void
report_note(void *ctx, const char *path, const char *what)
{
	struct track *t = ctx;

	tool_warn(&t->tool, "%s: %s", path, what);
}

static int
run_verify(struct track *t)
{
	struct store_check o = { .fault = report_fault, .note = report_note,
	    .ctx = t };
	struct diag d = DIAG_INIT;

	check(t, store_check(t->store, &o, &d), &d);
	tool_warn(&t->tool, "%llu objects of %llu bytes, %llu files of lines: "
	    "%zu fault%s", (unsigned long long)o.n_objects,
	    (unsigned long long)o.n_bytes, (unsigned long long)o.n_files,
	    t->n_faults, t->n_faults == 1 ? "" : "s");
	return (t->n_faults > 0);
}

#define AT(member) .at = offsetof(struct track, member)
#define METRIC { OPTION_TEXT, 'm', "metric", "METRIC", \
	"a metric of mlc-eval", AT(metric) }
#define SLICE { OPTION_TEXT, 0, "slice", "SLICE", "of this slice (default: " \
	"split=test, else all, else\nsplit=valid, else the first)", AT(slice) }

static const struct option_def run_options[] = {
	{ OPTION_TEXT, 'n', "name", "NAME", "what the run is called",
	    AT(name) },
	{ OPTION_END }
}, log_options[] = {
	{ OPTION_TEXT, 'r', "run", "RUN", "to this one (default: the one at "
	    "work, else the last)", AT(run) },
	{ OPTION_END }
}, ls_options[] = {
	METRIC, SLICE,
	{ OPTION_END }
}, show_options[] = {
	{ OPTION_FLAG, 0, "json", NULL, "all that is known, as an object",
	    AT(json) },
	{ OPTION_FLAG, 0, "stdout", NULL, "what the sentence wrote, as far as "
	    "it was kept", AT(output) },
	{ OPTION_END }
}, diff_options[] = {
	{ OPTION_FLAG, 0, "all", NULL, "also what is the same", AT(all) },
	{ OPTION_END }
}, best_options[] = {
	METRIC, SLICE,
	{ OPTION_INT, 'n', "number", "N", "the best N (default 1)", AT(n) },
	{ OPTION_END }
}, rm_options[] = {
	{ OPTION_TEXT, 0, "reason", "TEXT", "why", AT(reason) },
	{ OPTION_END }
}, gc_options[] = {
	{ OPTION_FLAG, 0, "dry-run", NULL, "only say how much", AT(dry_run) },
	{ OPTION_INT, 0, "grace", "SECONDS", "leave what is newer (default "
	    "3600)", AT(grace) },
	{ OPTION_END }
};

const struct track_verb track_run_verbs[] = {
	{ "init", "init", "make the folder .mlc here", NULL, 0, 0, 0,
	    run_init },
	{ "run", "run [-n NAME] -- SENTENCE", "run a shell sentence and keep "
	    "what went in and came out", run_options, 1, -1, WANT_MADE,
	    run_run },
	{ "log", "log [-r RUN] FILE...", "add files to a run, and metrics of "
	    "mlc-eval in them", log_options, 1, -1, WANT_STORE | WANT_RUNS,
	    run_log },
	{ "ls", "ls [-m METRIC] [--slice SLICE]", "a row a run", ls_options, 0,
	    0, WANT_STORE | WANT_RUNS, run_ls },
	{ "show", "show [--json|--stdout] [RUN]", "all that is known of a run",
	    show_options, 0, 1, WANT_STORE | WANT_RUNS, run_show },
	{ "diff", "diff [--all] RUN RUN", "what differs between two runs",
	    diff_options, 2, 2, WANT_STORE | WANT_RUNS, run_diff },
	{ "best", "best -m METRIC [--slice SLICE] [-n N]", "the best runs by a "
	    "metric", best_options, 0, 0, WANT_STORE | WANT_RUNS, run_best },
	{ "rm", "rm [--reason TEXT] RUN...", "remove runs", rm_options, 1, -1,
	    WANT_STORE | WANT_RUNS, run_rm },
	{ "gc", "gc [--dry-run] [--grace SECONDS]", "take away what nothing "
	    "needs", gc_options, 0, 0, WANT_STORE, run_gc },
	{ "verify", "verify", "find what was changed behind the back of "
	    "mlc-track", NULL, 0, 0, WANT_STORE, run_verify },
	{ .name = NULL }
};
