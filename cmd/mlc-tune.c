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
#include "shell.h"
#include "signal_pipe.h"
#include "split_part.h"

#include "tune.h"

#define FAILURES_TOLD 3

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
	double spent = shell_clock() - t->began;
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
	t->began = shell_clock();
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
			.options = tune_options,
			.own = &t,
			.list = tune_list,
		},
		.way = "tpe",
		.n_folds = FOLDS_AUTO,
		.grid = 5,
	};
	int stopped = 0;

	tool_begin(&t.tool, argc, argv);
	unsetenv("MLC_TRACK");	/* the trials' programs are no part of a run */
	tune_check_options(&t);
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
