/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mlc-train: fit a model; its file is the whole pipeline. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "mem.h"
#include "metric.h"
#include "row_report.h"
#include "tool.h"
#include "train_verbs.h"
#include "trainer.h"
#include "typing.h"

/* How far the learner has come, by its last word, and its best valid loss. */
struct progress {
	bool shown;		/* standard error is a terminal */
	bool open;		/* its line has not ended */
	size_t k, n, best;
	char metric[80];	/* "": it never said anything */
	bool more;		/* of it is better */
	double value, best_value;
};

struct train_tool {
	struct tool tool;
	struct train_options o;
	struct progress progress;
	bool name_score;
};

static void
list_learners(struct str *out)
{
	for (size_t i = 0; learner_table[i] != NULL; i++) {
		str_addf(out, "%-10s %s\n", learner_table[i]->name,
		    learner_table[i]->summary);
		params_help(learner_table[i]->params, out);
	}
}

/* The algorithm's word is the first argument that names one. */
static const struct learner *
find_algorithm(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		for (size_t k = 0; learner_table[k] != NULL; k++) {
			if (strcmp(learner_table[k]->name, argv[i]) == 0)
				return (learner_table[k]);
		}
	}
	return (NULL);
}

static int
set_param(void *params, const struct option_def *o, const char *arg,
    struct diag *d)
{
	return (params_set(params, o->name, arg, d));
}

#define AT(member) .at = offsetof(struct train_tool, o.member)

static const struct option_def own_options[] = {
	{ OPTION_TEXT, 0, "task", "TASK",
	    "classification or regression (default: by the target)",
	    AT(data.task) },
	{ OPTION_TEXT, 0, "positive", "CLASS",
	    "of two classes, the one whose probability is the score",
	    AT(data.positive) },
	{ OPTION_TEXT, 0, "class-weight", "balanced|CLASS=W,...",
	    "what the rows of each class count for", AT(data.class_weight) },
	{ OPTION_TEXT, 0, "target-transform", "WORD",
	    "fit to log, log1p, sqrt or quantile of the target; answers\n"
	    "are on its own scale", AT(outcome.transform) },
	{ OPTION_TEXT, 0, "calibrate", "WORD", "sigmoid or isotonic: "
	    "probabilities by rows that are held out", AT(outcome.calibrate) },
	{ OPTION_TEXT, 0, "threshold-for", "RULE", "predict the positive "
	    "class from where 'recall >= 0.9',\n'precision >= 0.9', "
	    "'specificity >= 0.9', or accuracy, f1 or\nmcc is largest",
	    AT(outcome.threshold_for) },
	{ OPTION_TEXT, 0, "cost", "COSTS", "predict the class of least "
	    "expected cost: 'fn=50,fp=1',\n'TRUTH:PREDICTED=COST,...'",
	    AT(outcome.cost) },
	{ OPTION_FLOAT, 0, "conformal", "P", "beside predictions intervals, "
	    "or sets of classes, that hold\nthe truth with probability P",
	    AT(outcome.conformal) },
	{ OPTION_FLOAT, 0, "contamination", "P", "predict as many anomalies "
	    "as the share P of the rows", AT(outcome.contamination) },
	{ OPTION_FLAG, 0, "name-score", NULL, "call the score of two classes "
	    "score_CLASS, too", .at = offsetof(struct train_tool,
	    name_score) },
	{ OPTION_TEXT, 0, "from", "MODEL", "go on from a model of the same "
	    "algorithm (gbdt, sgd)", AT(from) },
	{ OPTION_TEXT, 0, "metric", "METRIC", "stop early by a metric of "
	    "mlc-eval in place of the loss (gbdt)", AT(metric) },
	{ OPTION_TEXT, 0, "checkpoint", "FILE", "write there how far it has "
	    "come, and go on from it where\nit is there (gbdt)",
	    AT(checkpoint) },
	{ OPTION_INT, 0, "every", "N", "rounds between two checkpoints "
	    "(default 50)", AT(every) },
	{ OPTION_FLAG, 0, "no-profile", NULL, "the model file has no profile, "
	    "with which later rows are compared", AT(no_profile) },
	{ OPTION_HEADING, .help = "Parameters of the algorithm" }
};

/* With a line for each algorithm. */
static char *
make_summary(void)
{
	struct str s = STR_INIT;

	str_addz(&s, "Fits a model to the training rows of a stream and writes "
	    "its file;\nthe held-out rows go to standard output with their "
	    "scores.\n\nAlgorithms (mlc-train ALGORITHM --help tells their "
	    "parameters):");
	for (size_t i = 0; learner_table[i] != NULL; i++)
		str_addf(&s, "\n  %-10s %s", learner_table[i]->name,
		    learner_table[i]->summary);
	return (str_detach(&s));
}

/* The help of a parameter with its default. */
static char *
param_help(const struct param_def *p)
{
	struct str s = STR_INIT;
	size_t n;

	str_addz(&s, p->help);
	if (p->kind == PARAM_CHOICE)
		str_addz(&s, ":");
	for (const char *w = p->kind == PARAM_CHOICE ? p->choices : "";
	    *w != '\0'; w += n + (w[n] != '\0')) {
		n = strcspn(w, ",");
		str_addf(&s, " %.*s", (int)n, w);
	}
	params_default(p, &s);
	return (str_detach(&s));
}

static struct option_def
param_option(const struct param_def *p)
{
	static const char *const args[] = {
		[PARAM_INT] = "N", [PARAM_FLOAT] = "X",
		[PARAM_CHOICE] = "WORD", [PARAM_COLUMNS] = "SEL:X",
		[PARAM_PAIRS] = "A*B,..."
	};

	const char *arg = args[p->kind];

	if (p->choices != NULL && strcmp(p->choices, "auto") == 0)
		arg = p->kind == PARAM_INT ? "N|auto" : "X|auto";
	return ((struct option_def){ OPTION_CALL, 0, p->name, arg,
	    param_help(p), .call = set_param, AT(params) });
}

/* The tool's own options, and those of the algorithm, if it has any. */
static struct option_def *
make_options(const struct learner *l)
{
	size_t n = sizeof(own_options) / sizeof(own_options[0]);
	struct option_def *all = mem_calloc(n + PARAMS_MAX + 1, sizeof(*all));

	memcpy(all, own_options, sizeof(own_options));
	if (l == NULL || l->params[0].name == NULL)
		n--;		/* no heading */
	for (size_t i = 0; l != NULL && l->params[i].name != NULL; i++)
		all[n++] = param_option(&l->params[i]);
	all[n].kind = OPTION_END;
	return (all);
}

static void
free_options(struct option_def *options)
{
	for (struct option_def *o = options; o->kind != OPTION_END; o++) {
		if (o->call == set_param)
			free((char *)(uintptr_t)o->help);
	}
	free(options);
}

static void
show_progress(void *ctx, size_t k, size_t n, const char *metric, double value)
{
	struct progress *p = ctx;

	if (p->metric[0] == '\0' || k <= p->k || (p->more ?
	    value > p->best_value : value < p->best_value)) {
		p->best = k;
		p->best_value = value;
	}
	p->k = k;
	p->n = n;
	snprintf(p->metric, sizeof(p->metric), "%s", metric);
	p->value = value;
	if (!p->shown)
		return;
	fprintf(stderr, "\r%zu/%zu %s %.5g \33[K", k, n, metric, value);
	p->open = true;
	cleanup_line_open(true);
}

/* The length that was found by rows held out of the training rows. */
static void
add_length(const struct train_tool *t, const struct trained *trained,
    struct str *out)
{
	const struct model *m = trained->predictor->model;

	str_addf(out, "stopped at %.0f rounds (cross-fitted best%s%s, %zu "
	    "fold%s)", params_get(&m->params, m->learner->length),
	    t->o.metric != NULL ? " " : "", t->o.metric != NULL ?
	    t->o.metric : "", trained->n_folds,
	    trained->n_folds == 1 ? "" : "s");
}

/* How it ended, and why. */
static void
add_end(const struct train_tool *t, const struct trained *trained,
    struct str *out)
{
	const struct progress *p = &t->progress;

	if (trained->n_folds > 0) {
		add_length(t, trained, out);
	} else if (strcmp(p->metric, "loss") == 0) {
		str_addf(out, "%zu iteration%s: loss %.4g", p->k,
		    p->k == 1 ? "" : "s", p->value);
	} else if (strcmp(p->metric, "train loss") == 0) {
		str_addf(out, "%zu rounds: train loss %.4g", p->n, p->value);
	} else if (strncmp(p->metric, "out-of-bag", 10) == 0) {
		str_addf(out, "%zu trees: %s %.4g", p->n, p->metric, p->value);
	} else {
		if (p->k < p->n)
			str_addz(out, "stopped after ");
		str_addf(out, "%zu rounds: best %s %.4g at %zu", p->k,
		    p->metric, p->best_value, p->best);
		if (params_get(&t->o.params, "early-stop") > 0)
			str_addf(out, "; %zu are kept", p->best);
	}
}

/* The line ends with how the work did, or for a message that follows. */
static void
end_progress(struct train_tool *t, const struct trained *trained, bool done)
{
	struct str line = STR_INIT;

	if (!t->progress.open)
		return;
	if (done)
		add_end(t, trained, &line);
	fprintf(stderr, done ? "\r%s\33[K\n" : "%s\n", str_get(&line));
	t->progress.open = false;
	cleanup_line_open(false);
	str_release(&line);
}

static void
check_usage(struct train_tool *t)
{
	struct diag d = DIAG_INIT;

	if (t->tool.n_args == 0)
		tool_usage(&t->tool, "name an algorithm (see --list)");
	if (t->o.learner == NULL) {
		learner_find(t->tool.args[0], &d);
		tool_usage(&t->tool, "%s", d.text);
	}
	if (strcmp(t->tool.args[0], t->o.learner->name) != 0)
		tool_usage(&t->tool, "the algorithm comes before the files");
	if (t->tool.output == NULL || strcmp(t->tool.output, "-") == 0)
		tool_usage(&t->tool, "name the model file with -o");
	if (t->o.metric != NULL) {
		struct metric *m = metric_ask(t->o.metric, &d);

		if (m == NULL)
			tool_usage(&t->tool, "%s", d.text);
		t->progress.more = !m->less;
		metric_free(m);
	}
	if (t->o.every < 1)
		tool_usage(&t->tool, "--every wants a number of rounds, from "
		    "1 on");
	if (outcome_options_check(&t->o.outcome, &d) == -1)
		tool_usage(&t->tool, "%s", d.text);
}

/* A class called NA is most likely none. */
static void
warn_of_classes(const struct train_tool *t, const struct model *m)
{
	const char *name;

	for (size_t k = 0; k < m->n_classes; k++) {
		name = m->classes[k];
		if (*name != '\0' && is_missing_word(name, strlen(name)))
			tool_warn(&t->tool, "a class is called \"%s\"; if that "
			    "means missing, say --na '%s' where the table is "
			    "first read", name, name);
	}
}

static void
report(const struct train_tool *t, const struct trained *trained)
{
	const struct outcome *outcome = &trained->predictor->outcome;
	const char *name, *text;
	struct str length = STR_INIT;

	tool_note(&t->tool, "%zu rows to train on, %zu valid, %llu test, read "
	    "in %.2f s", trained->n_train, trained->n_valid,
	    (unsigned long long)trained->n_test, trained->read_seconds);
	if (trained->went_on > 0)
		tool_note(&t->tool, "went on after round %zu of %s",
		    trained->went_on, t->o.checkpoint);
	if (trained->predictor->model->found != NULL)
		tool_note(&t->tool, "%s", trained->predictor->model->found);
	if (trained->n_folds > 0) {
		add_length(t, trained, &length);
		tool_note(&t->tool, "%s", length.buf);
		str_release(&length);
	}
	for (size_t i = 0; outcome_fact(outcome, i, &name, &text); i++)
		tool_note(&t->tool, "%s: %s", name, text);
	if (trained->profile != NULL)
		tool_note(&t->tool, "profile taken in %.2f s",
		    trained->profile_seconds);
	if (trained->predictor->model->warning != NULL)
		tool_warn(&t->tool, "%s", trained->predictor->model->warning);
	warn_of_classes(t, trained->predictor->model);
	if (!task_has_target(trained->predictor->model->task) &&
	    trained->predictor->target_raw != COLUMN_NONE)
		tool_warn(&t->tool, "%s learns without a target: \"%s\" is "
		    "left out", t->o.learner->name,
		    trained->predictor->spec.schema.fields[
		    trained->predictor->target_raw].name);
	if (trained->n_no_target > 0)
		tool_warn(&t->tool, "%llu rows have no target and were left "
		    "out", (unsigned long long)trained->n_no_target);
	if (trained->n_unseen_class > 0)
		tool_warn(&t->tool, "%llu valid rows are of a class that no "
		    "training row has and were left out",
		    (unsigned long long)trained->n_unseen_class);
}

/* Another program has to be told when there are no held-out rows; a file or a
   terminal does not. */
static bool
is_read_by_another(void)
{
	struct stat st;

	return (fstat(STDOUT_FILENO, &st) == 0 && S_ISFIFO(st.st_mode));
}

static void
write_held_out(struct train_tool *t, const struct trained *trained)
{
	struct diag d = DIAG_INIT;
	struct predictor_counts counts = { 0 };
	const struct scored_options o = { .processed = true,
	    .name_score = t->name_score, .counts = &counts };
	struct str none = STR_INIT;
	struct stream *scored;

	if (schema_find_role(&spool_head(trained->spool)->schema, ROLE_SPLIT)
	    == COLUMN_NONE && !is_read_by_another())
		return;
	if (trained_held_out(trained, &o, &scored, &d) == -1)
		tool_die(&t->tool, &d);
	t->tool.output = NULL;
	tool_write(&t->tool, scored);
	row_report_none(&counts, &none);
	if (none.len > 0)
		tool_warn(&t->tool, "%s", none.buf);
	str_release(&none);
}

/* What a person at a terminal wants to know, who did not ask for the rows. */
static void
print_summary(const struct train_tool *t, const struct trained *trained)
{
	const struct model *m = trained->predictor->model;
	const char *name, *text;
	struct str s = STR_INIT;

	str_addf(&s, "model      %s, %s", t->tool.output, m->learner->name);
	if (m->target.name != NULL)
		str_addf(&s, " of \"%s\"", m->target.name);
	str_addc(&s, '\n');
	for (size_t k = 0; k < m->n_classes; k++)
		str_addf(&s, "%s%s", k == 0 ? "classes    " : ", ",
		    m->classes[k]);
	if (m->task == TASK_BINARY)
		str_addf(&s, "; the score is of %s", m->classes[1]);
	if (m->n_classes > 0)
		str_addc(&s, '\n');
	str_addf(&s, "rows       %zu trained on, %zu valid, %llu test\n",
	    trained->n_train, trained->n_valid,
	    (unsigned long long)trained->n_test);
	if (t->progress.metric[0] != '\0') {
		str_addz(&s, "fit        ");
		add_end(t, trained, &s);
		str_addc(&s, '\n');
	}
	for (size_t i = 0; outcome_fact(&trained->predictor->outcome, i,
	    &name, &text); i++)
		str_addf(&s, "%-10s %s\n", name, text);
	str_addz(&s, trained->n_valid + trained->n_test > 0 ?
	    "next       the held-out rows go on in a pipe: ... | mlc-eval\n" :
	    "next       no rows are held out to judge it by: mlc-split\n");
	tool_print(&t->tool, &s);
	str_release(&s);
}

int
main(int argc, char **argv)
{
	struct train_tool t = {
		.o.every = 50,
		.tool = {
			.name = "mlc-train",
			.synopsis = "ALGORITHM [options] -o MODEL [FILE...]\n"
			    "export FORM MODEL -o FILE\n"
			    "import FILE [options] -o MODEL",
			.shares = SHARE_ALL | SHARE_LIST,
			.makes_model = true,
			.own = &t,
			.list = list_learners,
		},
	};
	struct option_def *options;
	char *summary;
	struct trained trained;
	struct diag d = DIAG_INIT;
	struct stream *in;
	bool alone;
	int r;

	train_verb(argc, argv);
	t.o.learner = find_algorithm(argc, argv);
	if (t.o.learner != NULL)
		params_init(&t.o.params, t.o.learner->params);
	t.tool.summary = summary = make_summary();
	t.tool.options = options = make_options(t.o.learner);
	tool_begin(&t.tool, argc, argv);
	check_usage(&t);
	t.o.data.seed = (uint64_t)t.tool.seed;
	t.o.data.crew = t.tool.crew;
	t.o.mem = t.tool.mem;
	t.o.lineage = !t.tool.no_lineage;
	t.progress.shown = isatty(STDERR_FILENO) && !t.tool.quiet;
	alone = isatty(STDOUT_FILENO) && t.tool.format == NULL;
	if (t.progress.shown || alone)
		t.o.progress = show_progress;
	t.o.progress_ctx = &t.progress;
	in = tool_open(&t.tool, t.tool.args + 1, t.tool.n_args - 1, NULL);
	r = train_stream(in, &t.o, &trained, &d);
	end_progress(&t, &trained, r == 0);
	if (r == -1 ||
	    trained_write(&trained, &t.o, t.tool.output, &d) == -1)
		tool_die(&t.tool, &d);
	report(&t, &trained);
	if (alone)
		print_summary(&t, &trained);
	else
		write_held_out(&t, &trained);
	tool_note(&t.tool, "trained in %.3f s", trained.train_seconds);
	trained_release(&trained);
	params_release(&t.o.params);
	stream_close(in);
	free_options(options);
	free(summary);
	return (tool_end(&t.tool, 0));
}
