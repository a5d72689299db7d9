/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options of mlc-label. */
#include <string.h>

#include "folds.h"
#include "line_file.h"
#include "numtext.h"

#include "labels.h"

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
set_policy(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	enum label_policy *policy = value;

	(void)o;
	for (int i = 0; i < N_POLICIES; i++) {
		if (strcmp(arg, label_policy_names[i]) == 0) {
			*policy = (enum label_policy)i;
			return (0);
		}
	}
	return (diag_set(d, "no policy \"%s\": there are latest, majority and "
	    "trusted", arg));
}

static int
set_worth(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	struct ask_options *ask = value;

	(void)o;
	return (worth_parse(arg, &ask->by, &ask->spread, d));
}

#define AT(member) .at = offsetof(struct labels, member)

const struct option_def labels_options[] = {
	{ OPTION_HEADING, .help = "Labels by rules" },
	{ OPTION_TEXT, 'f', "rules", "FILE",
	    "lines NAME: EXPR -> LABEL that vote", AT(rules.rules) },
	{ OPTION_CALL, 0, "model", "NAME",
	    "how votes become probabilities: majority (the\n"
	    "default), weighted, dawid-skene, programming", .call = set_model,
	    AT(rules.model) },
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
	{ OPTION_TEXTS, 'm', "with", "MODEL",
	    "a model that has been trained so far; given several times,\n"
	    "they form a committee", AT(models) },
	{ OPTION_CALL, 0, "by", "WAY",
	    "what makes it so: margin (default), confidence, entropy,\n"
	    "disagree, center; WAY,center takes rows unlike each other",
	    .call = set_worth, AT(ask) },
	{ OPTION_HEADING, .help = "Labels by people" },
	{ OPTION_TEXT, 0, "log", "FILE",
	    "join rows with the labels in this log; or, with --form or\n"
	    "--listen, write them there", AT(log.log) },
	{ OPTION_CALL, 0, "policy", "NAME",
	    "where labelers differ: latest (default), majority, trusted",
	    .call = set_policy, AT(log.policy) },
	{ OPTION_TEXT, 0, "trust", "NAMES",
	    "labelers, with commas, the most trusted first", AT(log.trusted) },
	{ OPTION_TEXT, 0, "as-of", "TIME",
	    "as the log was at that time", AT(as_of) },
	{ OPTION_FLAG, 0, "form", NULL,
	    "label rows on this terminal, a key a label", AT(form) },
	{ OPTION_TEXT, 0, "listen", "ADDR:PORT",
	    "label rows on a page for a browser, or at unix:PATH",
	    AT(listen) },
	{ OPTION_TEXT, 0, "labels", "LIST",
	    "the labels there are, with commas", AT(desk.labels) },
	{ OPTION_TEXT, 0, "labeler", "NAME",
	    "who labels (default: the user's name)", AT(desk.labeler) },
	{ OPTION_TEXT, 0, "show", "SEL", "the columns to show",
	    AT(desk.show) },
	{ OPTION_HEADING, .help = "Of several" },
	{ OPTION_TEXT, 0, "into", "NAME",
	    "the column of labels by rules or people (default: label)",
	    AT(into) },
	{ OPTION_FLAG, 0, "report", NULL,
	    "a table instead of the rows: of each rule its coverage,\n"
	    "overlaps, conflicts and accuracy; of suspects how often each\n"
	    "label stands for each", AT(report) },
	{ OPTION_END }
};

static void
check_log(struct labels *l)
{
	const struct tool *t = &l->tool;
	bool is_desk = l->form || l->listen != NULL;

	l->log.as_of = INT64_MAX;
	if (l->as_of != NULL && parse_time(l->as_of, strlen(l->as_of),
	    &l->log.as_of) == -1)
		tool_usage(t, "--as-of: \"%s\" is no time", l->as_of);
	if (l->log.policy == POLICY_TRUSTED && l->log.trusted == NULL)
		tool_usage(t, "--policy trusted wants --trust NAMES");
	if (is_desk && l->log.log == NULL)
		tool_usage(t, "--form and --listen want a --log to write to");
	if (l->form && l->listen != NULL)
		tool_usage(t, "--form and --listen do not go together");
	l->desk.log = l->log.log;
	if (l->desk.labeler == NULL)
		l->desk.labeler = l->user = line_file_user();
	if (is_desk && *l->desk.labeler == '\0')
		tool_usage(t, "who labels? say --labeler NAME");
}

void
labels_check_options(struct labels *l)
{
	const struct tool *t = &l->tool;

	check_log(l);
	if ((l->rules.rules != NULL) + l->suspect + (l->n_ask != 0) +
	    (l->log.log != NULL) != 1)
		tool_usage(t, "one of -f RULES, --suspect, --ask N and --log "
		    "FILE says what to do");
	if (l->suspects.scores.n_folds < 2 ||
	    l->suspects.scores.n_folds > FOLDS_MAX)
		tool_usage(t, "--folds is from 2 to %d", FOLDS_MAX);
	if (strcmp(l->quality, "self") != 0 &&
	    strcmp(l->quality, "margin") != 0)
		tool_usage(t, "--quality is self or margin");
	if (l->n_ask < 0 || (l->n_ask > 0 && l->models.n == 0))
		tool_usage(t, "--ask wants a number of rows, and -m a model");
	l->suspects.by_margin = strcmp(l->quality, "margin") == 0;
	l->suspects.scores.seed = (uint64_t)t->seed;
	l->ask.n = (size_t)l->n_ask;
	l->rules.mem = l->suspects.mem = l->ask.mem = t->mem;
	l->rules.report = l->suspects.report = l->report;
	l->rules.into = l->log.into = l->into;
	if (l->report && t->format == NULL && t->output == NULL)
		l->tool.format = "table";
}
