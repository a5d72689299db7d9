/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mlc-tune: rows and a shell sentence -> one row a trial, and the model. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "mem.h"
#include "nested.h"
#include "outfile.h"
#include "param_importance.h"
#include "results.h"
#include "search.h"
#include "search_page.h"
#include "sentence.h"
#include "shell_run.h"
#include "signal_pipe.h"
#include "split_part.h"

#include "tool.h"

#define FOLDS_AUTO (-1)
#define FOLDS_DEFAULT 5
#define FAILURES_TOLD 3

struct tune {
	struct tool tool;
	struct space space;
	struct objectives objectives;
	struct search search;
	const char *way, *model, *html;
	int64_t n_trials, n_folds, n_outer, grid;
	bool no_input, importance;
	const char **learn;	/* folders of earlier searches */
	size_t n_learn;

	struct stream *in;
	struct spool *spool;
	uint8_t *parts;
	struct folds_options inner;
	struct trials trials, earlier;
	struct outfile out;	/* the model */
	struct outfile page;
	size_t n_failed;
	bool shown;		/* how it goes is shown on a terminal */
	double began;
};

static int
add_parameter(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	(void)o;
	return (space_add(value, arg, d));
}

static int
add_metrics(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	(void)o;
	return (objectives_add(value, arg, d));
}

static int
add_earlier(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	struct tune *t = value;

	(void)o, (void)d;
	t->learn = mem_realloc(t->learn, t->n_learn + 1, sizeof(*t->learn));
	t->learn[t->n_learn++] = arg;
	return (0);
}

static void
list_samplers(struct str *out)
{
	for (size_t i = 0; sampler_table[i] != NULL; i++)
		str_addf(out, "%-10s %s\n", sampler_table[i]->name,
		    sampler_table[i]->summary);
}

#define AT(member) .at = offsetof(struct tune, member)

static const struct option_def options[] = {
	{ OPTION_CALL, 'p', "param", "NAME=SPEC", "a parameter: LOW..HIGH, "
	    "with :int or :log or both, or\n{WORD,WORD...}; then perhaps "
	    "\" if CONDITION\"", .call = add_parameter, AT(space) },
	{ OPTION_CALL, 'm', "metric", "LIST", "what makes a trial good: a "
	    "metric of mlc-eval,\nmin:NAME or max:NAME of a printed number, "
	    "time,\ncpu or memory", .call = add_metrics, AT(objectives) },
	{ OPTION_TEXT, 's', "search", "WAY",
	    "how points are chosen (see --list; default tpe)", AT(way) },
	{ OPTION_INT, 'n', "trials", "N",
	    "trials (default 50; of a grid: all)", AT(n_trials) },
	{ OPTION_INT, 0, "grid", "N",
	    "values of a range in a grid (default 5)", AT(grid) },
	{ OPTION_INT, 0, "folds", "K", "folds that judge (default: the "
	    "valid rows judge, or\nwithout them 5 folds)", AT(n_folds) },
	{ OPTION_INT, 0, "outer", "K", "judge the whole search: run it in K "
	    "outer folds,\neach judged by rows that it did not see",
	    AT(n_outer) },
	{ OPTION_FLAG, 0, "no-input", NULL,
	    "the sentence reads nothing", AT(no_input) },
	{ OPTION_FLAG, 0, "race", NULL, "drop a trial that is worse on its "
	    "folds so far", AT(search.race) },
	{ OPTION_INT, 'j', "threads", "N",
	    "trials that run at once (default: as many as CPUs)",
	    AT(tool.n_threads), .idle = true },
	{ OPTION_TEXT, 0, "exec", "COMMAND", "run the sentence by it: {} is "
	    "sh -c and the sentence,\n{sentence} that alone",
	    AT(search.exec), .idle = true },
	{ OPTION_FLOAT, 0, "timeout", "SECONDS",
	    "a run that takes longer fails", AT(search.limit) },
	{ OPTION_FLOAT, 0, "max-time", "SECONDS",
	    "no trial begins after that", AT(search.total) },
	{ OPTION_TEXT, 0, "journal", "DIR", "keep trials there, go on with "
	    "those that are there,\nand share the work with who else does",
	    AT(search.journal), .idle = true },
	{ OPTION_CALL, 0, "from", "DIR", "learn from the journal of an "
	    "earlier search (tpe)", .call = add_earlier },
	{ OPTION_TEXT, 'o', "output", "MODEL", "the sentence run on all rows "
	    "but test with the best\nparameters writes this model",
	    AT(model), .idle = true },
	{ OPTION_FLAG, 0, "importance", NULL, "a row a parameter comes out: "
	    "how much it counts", AT(importance) },
	{ OPTION_TEXT, 0, "html", "FILE", "also write a page with how it "
	    "went, for a browser", AT(html), .idle = true },
	{ OPTION_END }
};

static void
check_counts(const struct tune *t)
{
	if (t->n_trials < 0 || t->n_trials > 1000000)
		tool_usage(&t->tool, "--trials wants 1 to 1000000");
	if (t->grid < 1 || t->grid > 1000)
		tool_usage(&t->tool, "--grid wants 1 to 1000");
	if (t->n_folds != FOLDS_AUTO && (t->n_folds < 2 ||
	    t->n_folds > FOLDS_MAX))
		tool_usage(&t->tool, "--folds wants 2 to %d", FOLDS_MAX);
	if (t->n_outer != 0 && (t->n_outer < 2 || t->n_outer > FOLDS_MAX))
		tool_usage(&t->tool, "--outer wants 2 to %d", FOLDS_MAX);
	if (!(t->search.limit >= 0) || !(t->search.total >= 0))
		tool_usage(&t->tool, "--timeout and --max-time want seconds");
}

static void
check_usage(struct tune *t)
{
	struct search *s = &t->search;
	struct diag d = DIAG_INIT;

	if (t->tool.n_args == 0)
		tool_usage(&t->tool, "name the shell sentence");
	if (t->space.n == 0)
		tool_usage(&t->tool, "name a parameter with -p");
	if (t->objectives.n == 0)
		tool_usage(&t->tool, "name a metric with -m");
	check_counts(t);
	s->sentence = t->tool.args[0];
	s->sampler = sampler_find(t->way, &d);
	if (s->sampler == NULL ||
	    results_check(&t->space, &t->objectives, &d) == -1 ||
	    sentence_check(s->sentence, &t->space, &d) == -1 ||
	    (s->exec != NULL && sentence_exec_check(s->exec, &d) == -1))
		tool_usage(&t->tool, "%s", d.text);
	if (t->model != NULL && !sentence_makes_model(s->sentence))
		tool_usage(&t->tool, "-o wants a sentence that ends in "
		    "mlc-train, or writes to {model}");
	if (t->no_input && (t->tool.n_args > 1 || t->n_outer > 0 ||
	    t->n_folds != FOLDS_AUTO))
		tool_usage(&t->tool, "--no-input goes with no files, --folds "
		    "or --outer");
	if (t->n_outer > 0 && (t->importance || t->html != NULL))
		tool_usage(&t->tool, "--importance and --html are not of "
		    "--outer");
	if (t->n_learn > 0 && s->sampler != &sampler_tpe)
		tool_usage(&t->tool, "--from goes with -s tpe");
}

static void
read_earlier(struct tune *t)
{
	struct diag d = DIAG_INIT;
	size_t n_left;

	for (size_t i = 0; i < t->n_learn; i++) {
		if (journal_learn(t->learn[i], &t->earlier, &n_left, &d) ==
		    -1)
			tool_die(&t->tool, &d);
		if (n_left > 0)
			tool_warn(&t->tool, "%s: %zu trials of other "
			    "parameters or objectives were left out",
			    t->learn[i], n_left);
	}
	if (t->n_learn > 0)
		t->search.earlier = &t->earlier;
}

/* Do valid rows judge, and not folds? */
static bool
valid_rows_judge(const struct tune *t)
{
	return (t->n_folds == FOLDS_AUTO && memchr(t->parts, PART_VALID,
	    spool_n_rows(t->spool)) != NULL);
}

static void
read_rows(struct tune *t)
{
	struct folds_options *o = &t->inner;
	struct tool *tool = &t->tool;
	struct diag d = DIAG_INIT;

	if (t->no_input)
		return;
	t->in = tool_open(tool, tool->args + 1, tool->n_args - 1, NULL);
	if (tool->no_lineage)
		head_clear_lineage(&t->in->head);
	if (spool_new(t->in, tool->mem, &t->spool, &d) == -1 ||
	    folds_parts(t->spool, &t->parts, &d) == -1)
		tool_die(tool, &d);
	o->seed = (uint64_t)tool->seed;
	if (!valid_rows_judge(t))
		o->n = t->n_folds == FOLDS_AUTO ? FOLDS_DEFAULT :
		    (size_t)t->n_folds;
}

static void
end_line(struct tune *t)
{
	if (t->shown)
		fputs("\r\33[K", stderr);
	cleanup_line_open(false);
}

/* How it goes, on a terminal. */
static void
show(struct tune *t, size_t known, size_t of)
{
	const struct trial *best = trials_best(&t->trials, SIZE_MAX);
	double spent = shell_run_clock() - t->began;
	long left = (long)(spent / (double)(known > 0 ? known : 1) *
	    (double)(of - known));

	if (!t->shown)
		return;
	fprintf(stderr, "\r%zu/%zu", known, of);
	if (best != NULL)
		fprintf(stderr, "  best %s %.5g (trial %zu)",
		    t->objectives.v[0].name, best->values[0], best->number);
	if (known > 0 && known < of)
		fprintf(stderr, "  %ld:%02ld left", left / 60, left % 60);
	fputs(" \33[K", stderr);
	cleanup_line_open(true);
}

static void
tell(void *ctx, const struct trial *trial, size_t known, size_t of)
{
	struct tune *t = ctx;

	if (trial != NULL && trial->state == TRIAL_FAILED &&
	    t->n_failed++ < FAILURES_TOLD) {
		end_line(t);
		tool_warn(&t->tool, "trial %zu failed: %s", trial->number,
		    trial->why);
	}
	show(t, known, of);
}

/* Signals that a child ended, and that this is to end, but for those that are
   ignored (nohup). */
static void
catch_signals(struct tune *t)
{
	static const int ends[] = { SIGINT, SIGTERM, SIGHUP };
	int numbers[4] = { SIGCHLD };
	struct sigaction old;
	struct diag d = DIAG_INIT;
	size_t n = 1;

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		if (sigaction(ends[i], NULL, &old) == 0 &&
		    old.sa_handler != SIG_IGN)
			numbers[n++] = ends[i];
	}
	if (signal_pipe_open(numbers, n, &d) == -1)
		tool_die(&t->tool, &d);
}

static void
prepare(struct tune *t)
{
	struct search *s = &t->search;

	s->space = &t->space;
	s->objectives = &t->objectives;
	s->seed = (uint64_t)t->tool.seed;
	s->n_trials = (size_t)t->n_trials;
	s->grid = (size_t)t->grid;
	s->at_once = (size_t)t->tool.n_threads;
	s->tell = tell;
	s->ctx = t;
	t->shown = isatty(STDERR_FILENO) && !t->tool.quiet;
	t->began = shell_run_clock();
}

/* Returns the signal that ended it early, or 0. */
static int
search(struct tune *t)
{
	struct diag d = DIAG_INIT;
	int stopped, r = 0;

	if (!t->no_input)
		r = folds_new(t->spool, t->parts, &t->inner,
		    &t->search.folds, &d);
	if (r == 0)
		r = search_run(&t->search, &t->trials, &stopped, &d);
	end_line(t);
	if (r == -1)
		tool_die(&t->tool, &d);
	return (stopped);
}

/* The same for each outer fold. */
static int
search_outer(struct tune *t)
{
	const struct nested o = { &t->search, t->spool, t->parts, t->inner,
		(size_t)t->n_outer };
	struct stream *report;
	struct diag d = DIAG_INIT;
	int stopped, r;

	r = nested_run(&o, t->in, &report, &stopped, &d);
	end_line(t);
	if (r == -1)
		tool_die(&t->tool, &d);
	tool_write(&t->tool, report);
	return (stopped);
}

/* Failures that were not told, or that nothing else came of. */
static void
judge_failures(const struct tune *t)
{
	struct diag d = DIAG_INIT;
	const struct trial *failed = NULL;
	size_t n = 0;

	for (size_t i = 0; i < t->trials.n; i++) {
		const struct trial *one = trials_get(&t->trials, i);

		if (one == NULL || one->state != TRIAL_FAILED)
			continue;
		failed = failed != NULL ? failed : one;
		n++;
	}
	if (n > 0 && n == t->trials.n_known) {
		diag_set(&d, "all trials failed, trial %zu as %s",
		    failed->number, failed->why);
		tool_die(&t->tool, &d);
	}
	if (n > FAILURES_TOLD)
		tool_warn(&t->tool, "%zu of %zu trials failed", n,
		    t->trials.n_known);
}

/* Before hours of work: can the files be written? */
static void
open_outputs(struct tune *t)
{
	struct diag d = DIAG_INIT;

	if ((t->model != NULL &&
	    outfile_open(&t->out, t->model, &d) == -1) ||
	    (t->html != NULL && outfile_open(&t->page, t->html, &d) == -1))
		tool_die(&t->tool, &d);
}

/* The sentence once more, on all rows but test. */
static void
write_model(struct tune *t)
{
	const struct trial *best = trials_best(&t->trials, SIZE_MAX);
	struct diag d = DIAG_INIT;
	int in = -1;

	if (t->model == NULL)
		return;
	if (best == NULL) {
		diag_set(&d, "no trial was run on all folds, so there is no "
		    "model");
		tool_die(&t->tool, &d);
	}
	if ((t->no_input ? search_no_rows(&in, &d) :
	    folds_open_all(t->search.folds, NULL, &in, &d)) == -1 ||
	    search_fit(&t->search, best->point, t->out.temp != NULL ?
	    t->out.temp : t->out.path, in, NULL, &d) == -1) {
		diag_prefix(&d, "%s", t->model);
		tool_die(&t->tool, &d);
	}
	if (outfile_commit(&t->out, &d) == -1)
		tool_die(&t->tool, &d);
	tool_note(&t->tool, "%s is trial %zu on all rows", t->model,
	    best->number);
}

static void
write_page(struct tune *t)
{
	double *importance = mem_alloc(t->space.n, sizeof(*importance));
	const struct search_page page = { &t->trials, t->search.sentence,
		importance };
	struct str text = STR_INIT;
	struct diag d = DIAG_INIT;

	if (param_importance(&t->trials, importance, &d) == -1)
		tool_die(&t->tool, &d);
	search_page(&page, &text);
	if (outfile_take(&t->page, &text, &d) == -1 ||
	    outfile_commit(&t->page, &d) == -1)
		tool_die(&t->tool, &d);
	str_release(&text);
	free(importance);
}

static void
write_report(struct tune *t)
{
	struct diag d = DIAG_INIT;
	struct stream *s;

	if (t->html != NULL)
		write_page(t);
	if (!t->importance)
		s = results_report(&t->trials, t->in);
	else if (param_importance_report(&t->trials, t->in, &s, &d) == -1)
		tool_die(&t->tool, &d);
	tool_write(&t->tool, s);
}

static void
release(struct tune *t)
{
	trials_release(&t->trials);
	trials_release(&t->earlier);
	folds_free(t->search.folds);
	free(t->parts);
	spool_free(t->spool);
	stream_close(t->in);
	free(t->learn);
	objectives_release(&t->objectives);
	space_release(&t->space);
}

int
main(int argc, char **argv)
{
	struct tune t = {
		.tool = {
			.name = "mlc-tune",
			.synopsis = "[options] SENTENCE [FILE...]",
			.summary = "Search the parameters of a shell sentence "
			    "that ends in mlc-train, judged by\nfolds of the "
			    "rows.",
			.shares = SHARE_ALL | SHARE_LIST,
			.reports = true,
			.makes_model = true,
			.options = options,
			.own = &t,
			.list = list_samplers,
		},
		.way = "tpe",
		.n_folds = FOLDS_AUTO,
		.grid = 5,
	};
	int stopped = 0;

	tool_begin(&t.tool, argc, argv);
	check_usage(&t);
	trials_init(&t.trials, &t.space, &t.objectives);
	trials_init(&t.earlier, &t.space, &t.objectives);
	read_earlier(&t);
	open_outputs(&t);
	read_rows(&t);
	catch_signals(&t);
	prepare(&t);
	if (t.n_outer > 0)
		stopped = search_outer(&t);
	if (stopped == 0 && (t.n_outer == 0 || t.model != NULL))
		stopped = search(&t);
	judge_failures(&t);
	if (stopped == 0)
		write_model(&t);
	if (t.n_outer == 0)
		write_report(&t);
	if (stopped != 0) {
		tool_warn(&t.tool, "stopped by signal %d", stopped);
		cleanup_run();
	}
	release(&t);
	return (tool_end(&t.tool, stopped != 0 ? 2 : 0));
}
