/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mlc-label: labels by rules that vote, labels to doubt, labels to ask for, and
   those that people give. */
#include <signal.h>
#include <stdlib.h>

#include "desk_form.h"
#include "desk_page.h"
#include "raw_rows.h"
#include "signal_pipe.h"

#include "labels.h"

/* Rows as the models take them, with a committee of those. */
static struct stream *
open_raw(const struct labels *l, struct committee *c, struct read_report *read,
    struct diag *d)
{
	struct source_options o;
	struct stream *in;

	if (committee_open(c, l->models.v, l->models.n, d) == -1)
		tool_die(&l->tool, d);
	if (l->ask.by == WORTH_DISAGREE && !committee_can_disagree(c))
		tool_usage(&l->tool, "--by disagree wants several models, or "
		    "a forest");
	tool_source_options(&l->tool, &o);
	o.read.spec = &c->members[0].p->spec;
	o.read.lenient = true;
	o.read.others = true;
	o.read.no_target = true;
	o.read.report = read;
	in = tool_open(&l->tool, l->tool.args, l->tool.n_args, &o);
	for (size_t i = 0; i < c->n; i++)
		if (raw_rows_check(c->members[i].p, in, read, d) == -1)
			tool_die(&l->tool, d);
	return (in);
}

static int
open_ask(const struct labels *l, struct read_report *read,
    struct stream **out, struct diag *d)
{
	struct committee c;
	struct stream *in = open_raw(l, &c, read, d);
	int r = ask_open(in, &c, &l->ask, out, d);

	committee_release(&c);
	return (r);
}

/* Programs of a sentence that end, and what is to end this in order. */
static void
catch_signals(const struct tool *t)
{
	static const int numbers[] = { SIGCHLD, SIGINT, SIGTERM, SIGHUP };
	struct diag d = DIAG_INIT;

	if (signal_pipe_open(numbers, 4, &d) == -1)
		tool_die(t, &d);
}

static int
open_rows(struct labels *l, struct read_report *read, struct stream **out,
    struct diag *d)
{
	const struct tool *t = &l->tool;
	struct stream *in;

	if (l->n_ask > 0)
		return (open_ask(l, read, out, d));
	in = tool_open(t, t->args, t->n_args, NULL);
	return (l->suspect ? suspects_open(in, &l->suspects, out, d) :
	    l->log.log != NULL ? logged_open(in, &l->log, out, d) :
	    label_open(in, &l->rules, out, d));
}

/* On a page, until a signal ends it. */
static void
run_page(const struct labels *l, struct desk *desk)
{
	struct desk_page *page;
	struct diag d = DIAG_INIT;

	if (desk_page_start(desk, l->listen, &page, &d) == -1)
		tool_die(&l->tool, &d);
	tool_warn(&l->tool, "label at %s", desk_page_address(page));
	while (signal_pipe_wait(1000) == 0)
		desk_page_watch(page);
	desk_page_stop(page);
}

/* A person labels the rows. Returns the exit status. */
static int
run_desk(const struct labels *l)
{
	const struct tool *t = &l->tool;
	struct stream *in = tool_open(t, t->args, t->n_args, NULL);
	struct desk desk;
	struct diag d = DIAG_INIT;
	int stopped = 0;

	if (desk_open(&desk, in, &l->desk, &d) == -1 ||
	    (l->form && desk_form_run(&desk, &stopped, &d) == -1))
		tool_die(t, &d);
	if (l->listen != NULL)
		run_page(l, &desk);
	tool_note(t, "%zu of %zu rows are labelled, %zu were skipped",
	    desk_count(&desk, DESK_LABELLED), desk.n_rows,
	    desk_count(&desk, DESK_SKIPPED));
	desk_release(&desk);
	stream_close(in);
	return (stopped != 0 ? 2 : 0);
}

int
main(int argc, char **argv)
{
	struct labels l = {
		.tool = {
			.name = "mlc-label",
			.synopsis = "-f RULES [options] [FILE...]\n"
			    "--suspect [options] [FILE...]\n"
			    "--ask N -m MODEL [options] [FILE...]\n"
			    "--log FILE [--form | --listen ADDR:PORT] "
			    "[options] [FILE...]",
			.summary = "Label rows by rules that vote, with a "
			    "probability and a weight for training;\nfind "
			    "labels that are probably wrong, and rows that "
			    "are worth a label;\nlet people label.",
			.shares = SHARE_ALL & ~SHARE_THREADS,
			.options = labels_options,
			.own = &l
		},
		.suspects.scores.n_folds = 5,
		.quality = "self",
		.into = "label"
	};
	struct read_report read;
	struct stream *out;
	struct diag d = DIAG_INIT;
	int status = 0;

	tool_begin(&l.tool, argc, argv);
	labels_check_options(&l);
	read_report_init(&read);
	if (l.suspects.scores.sentence != NULL || l.form || l.listen != NULL)
		catch_signals(&l.tool);
	if (l.form || l.listen != NULL)
		status = run_desk(&l);
	else if (open_rows(&l, &read, &out, &d) == -1)
		tool_die(&l.tool, &d);
	else
		tool_write(&l.tool, out);
	read_report_release(&read);
	free(l.user);
	free(l.models.v);
	return (tool_end(&l.tool, status));
}
