/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mlc-label: labels by rules that vote, labels to doubt, labels to ask for. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "folds.h"
#include "label.h"
#include "mem.h"
#include "raw_rows.h"
#include "signal_pipe.h"
#include "suspects.h"
#include "tool.h"

struct labels {
	struct tool tool;
	struct label_options rules;
	struct suspects_options suspects;
	bool suspect, report;
	const char *quality;
	int64_t n_ask;
	struct ask_options ask;
	const char **models;
	size_t n_models;
};

static int
set_model(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	enum label_model *model = value;

	(void)o;
	for (int i = 0; i < N_LABEL_MODELS; i++) {
		if (strcmp(arg, label_model_names[i]) == 0) {
			*model = (enum label_model)i;
			return (0);
		}
	}
	return (diag_set(d, "no label model \"%s\": there are majority, "
	    "weighted, dawid-skene and programming", arg));
}

static int
set_worth(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	struct ask_options *ask = value;

	(void)o;
	return (worth_parse(arg, &ask->by, &ask->spread, d));
}

static int
add_model(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	struct labels *l = value;

	(void)o, (void)d;
	l->models = mem_realloc(l->models, l->n_models + 1,
	    sizeof(*l->models));
	l->models[l->n_models++] = arg;
	return (0);
}

#define AT(member) .at = offsetof(struct labels, member)

static const struct option_def options[] = {
	{ OPTION_HEADING, .help = "Labels by rules" },
	{ OPTION_TEXT, 'f', "rules", "FILE",
	    "lines NAME: EXPR -> LABEL that vote", AT(rules.rules) },
	{ OPTION_CALL, 0, "model", "NAME",
	    "how votes become probabilities: majority (the\n"
	    "default), weighted, dawid-skene, programming", .call = set_model,
	    AT(rules.model) },
	{ OPTION_TEXT, 0, "into", "NAME",
	    "the column of the labels (default: label)", AT(rules.into) },
	{ OPTION_HEADING, .help = "Labels to doubt" },
	{ OPTION_FLAG, 0, "suspect", NULL,
	    "tell of each row whether its label is probably wrong, by the\n"
	    "scores of models that did not see it", AT(suspect) },
	{ OPTION_TEXT, 0, "run", "SENTENCE",
	    "get the scores by a shell sentence that ends in mlc-train,\n"
	    "run on folds of the rows", AT(suspects.scores.sentence) },
	{ OPTION_INT, 0, "folds", "K", "how many folds (default 5)",
	    AT(suspects.scores.n_folds) },
	{ OPTION_TEXT, 0, "quality", "NAME",
	    "what is told of a label: self, its probability (default),\n"
	    "or margin, how far that is above the next", AT(quality) },
	{ OPTION_HEADING, .help = "What to label next" },
	{ OPTION_INT, 0, "ask", "N",
	    "the N rows whose label is worth most, with the reason",
	    AT(n_ask) },
	{ OPTION_CALL, 'm', "with", "MODEL",
	    "a model that has been trained so far; given several times,\n"
	    "they form a committee", .call = add_model },
	{ OPTION_CALL, 0, "by", "WAY",
	    "what makes it so: margin (default), confidence, entropy,\n"
	    "disagree, center; WAY,center takes rows unlike each other",
	    .call = set_worth, AT(ask) },
	{ OPTION_HEADING, .help = "Of rules and suspects" },
	{ OPTION_FLAG, 0, "report", NULL,
	    "a table instead of the rows: of each rule its coverage,\n"
	    "overlaps, conflicts and accuracy; of suspects how often each\n"
	    "label stands for each", AT(report) },
	{ OPTION_END }
};

static void
check_options(struct labels *l)
{
	const struct tool *t = &l->tool;

	if ((l->rules.rules != NULL) + l->suspect + (l->n_ask != 0) != 1)
		tool_usage(t, "one of -f RULES, --suspect and --ask N says "
		    "what to do");
	if (l->suspects.scores.n_folds < 2 ||
	    l->suspects.scores.n_folds > FOLDS_MAX)
		tool_usage(t, "--folds is from 2 to %d", FOLDS_MAX);
	if (strcmp(l->quality, "self") != 0 &&
	    strcmp(l->quality, "margin") != 0)
		tool_usage(t, "--quality is self or margin");
	l->suspects.by_margin = strcmp(l->quality, "margin") == 0;
	if (l->n_ask < 0 || (l->n_ask > 0 && l->n_models == 0))
		tool_usage(t, "--ask wants a number of rows, and -m a model");
	l->ask.n = (size_t)l->n_ask;
	if (l->report && t->format == NULL && t->output == NULL)
		l->tool.format = "table";
}

/* Rows as the models take them, with a committee of those. */
static struct stream *
open_raw(const struct labels *l, struct committee *c, struct read_report *read,
    struct diag *d)
{
	struct source_options o;
	struct stream *in;

	if (committee_open(c, l->models, l->n_models, d) == -1)
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

/* Programs of a sentence that end, and what is to end this. */
static void
catch_signals(const struct tool *t)
{
	static const int numbers[] = { SIGCHLD, SIGINT, SIGTERM };
	struct diag d = DIAG_INIT;

	if (signal_pipe_open(numbers, 3, &d) == -1)
		tool_die(t, &d);
}

int
main(int argc, char **argv)
{
	struct labels l = {
		.tool = {
			.name = "mlc-label",
			.synopsis = "-f RULES [options] [FILE...]\n"
			    "--suspect [options] [FILE...]\n"
			    "--ask N -m MODEL [options] [FILE...]",
			.summary = "Label rows by rules that vote, with a "
			    "probability and a weight for training;\nfind "
			    "labels that are probably wrong, and rows that "
			    "are worth a label.",
			.shares = SHARE_ALL & ~SHARE_THREADS,
			.options = options,
			.own = &l
		},
		.rules = { .into = "label", .model = LABEL_MAJORITY },
		.suspects.scores.n_folds = 5,
		.quality = "self"
	};
	struct tool *t = &l.tool;
	struct read_report read;
	struct stream *out;
	struct diag d = DIAG_INIT;
	int r;

	tool_begin(t, argc, argv);
	check_options(&l);
	l.rules.mem = l.suspects.mem = l.ask.mem = t->mem;
	l.rules.report = l.suspects.report = l.report;
	l.suspects.scores.seed = (uint64_t)t->seed;
	read_report_init(&read);
	if (l.suspects.scores.sentence != NULL)
		catch_signals(t);
	r = l.n_ask > 0 ? open_ask(&l, &read, &out, &d) :
	    l.suspect ? suspects_open(tool_open(t, t->args, t->n_args, NULL),
	    &l.suspects, &out, &d) :
	    label_open(tool_open(t, t->args, t->n_args, NULL), &l.rules, &out,
	    &d);
	if (r == -1)
		tool_die(t, &d);
	tool_write(t, out);
	read_report_release(&read);
	free(l.models);
	return (tool_end(t, 0));
}
