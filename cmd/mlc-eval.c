/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mlc-eval: scored rows -> one row a slice and metric; and a verdict. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "board.h"
#include "evaluation.h"
#include "gate.h"
#include "mem.h"
#include "predictor.h"
#include "raw_rows.h"
#include "recipe.h"
#include "score_reader.h"
#include "scored_stream.h"

#include "tool.h"

#define AUTO (-1)
#define CLASSES_SHOWN 50	/* on a terminal without being asked for */

struct eval {
	struct tool tool;
	struct score_options columns;
	const char *metrics, *model, *baseline;
	const char **slices;
	size_t n_slices;
	struct gate *gates;
	size_t n_gates;
	bool confusion;
	int64_t n_bootstrap;
	double level;
	struct predictor *predictor;	/* of the model, or NULL */
	struct read_report read;	/* of the rows that it scores */
};

static int
add_score(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	struct score_names *names = value;

	(void)o, (void)d;
	names->scores = mem_realloc(names->scores, names->n_scores + 1,
	    sizeof(*names->scores));
	names->scores[names->n_scores++] = arg;
	return (0);
}

static int
add_slice(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	struct eval *e = value;

	(void)o, (void)d;
	e->slices = mem_realloc(e->slices, e->n_slices + 1,
	    sizeof(*e->slices));
	e->slices[e->n_slices++] = arg;
	return (0);
}

static int
add_gate(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	struct eval *e = value;

	(void)o;
	e->gates = mem_realloc(e->gates, e->n_gates + 1, sizeof(*e->gates));
	if (gate_parse(arg, &e->gates[e->n_gates], d) == -1)
		return (-1);
	e->n_gates++;
	return (0);
}

static void
list_metrics(struct str *out)
{
	static const char *const words[][2] = {
		{ "confusion", "rows confusion[truth,predicted]: counts" },
		{ "report", "precision, recall, f1 and support by class" },
		{ "all", "all that fit the rows, also those marked *" },
	};

	for (size_t i = 0; metric_table[i] != NULL; i++)
		str_addf(out, "%-18s %s %s\n", metric_table[i]->name,
		    metric_table[i]->on_request ? "*" : " ",
		    metric_table[i]->summary);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		str_addf(out, "%-18s   %s\n", words[i][0], words[i][1]);
}

static void
check_options(struct eval *e)
{
	if ((e->n_bootstrap < 0 && e->n_bootstrap != AUTO) ||
	    e->n_bootstrap > 1000000)
		tool_usage(&e->tool, "--bootstrap wants 0 to 1000000");
	if (!(e->level > 0 && e->level < 1))
		tool_usage(&e->tool, "--level wants a number between 0 "
		    "and 1");
	for (size_t i = 0; i < e->n_gates; i++) {
		if (e->gates[i].from_baseline && e->baseline == NULL)
			tool_usage(&e->tool, "--fail-if \"%s\" wants "
			    "--baseline", e->gates[i].text);
	}
}

#define AT(member) .at = offsetof(struct eval, member)

static const struct option_def options[] = {
	{ OPTION_TEXT, 'm', "model", "MODEL",
	    "score raw rows by this model first", AT(model) },
	{ OPTION_TEXT, 0, "truth", "COL", "the truth (default: the "
	    "target)", AT(columns.names.truth) },
	{ OPTION_TEXT, 0, "prediction", "COL",
	    "the predicted class or value",
	    AT(columns.names.prediction) },
	{ OPTION_TEXT, 0, "low", "COL", "the lower limit of an interval "
	    "(default: prediction_low)", AT(columns.names.low) },
	{ OPTION_TEXT, 0, "high", "COL", "its upper limit",
	    AT(columns.names.high) },
	{ OPTION_CALL, 0, "score", "COL", "a score of a class, given "
	    "once for each: score_CLASS", .call = add_score,
	    AT(columns.names) },
	{ OPTION_TEXT, 0, "positive", "CLASS",
	    "the class that the score is of",
	    AT(columns.names.positive) },
	{ OPTION_TEXT, 0, "task", "TASK",
	    "classification or regression (default: by the columns)",
	    AT(columns.names.task) },
	{ OPTION_FLOAT, 0, "threshold", "P",
	    "score from which on a row is predicted positive",
	    AT(columns.threshold) },
	{ OPTION_TEXT, 0, "metrics", "LIST",
	    "names, with commas (default: all that fit)",
	    AT(metrics) },
	{ OPTION_FLAG, 0, "confusion", NULL,
	    "also the confusion matrix", AT(confusion) },
	{ OPTION_CALL, 0, "slice", "EXPR|COL", "also the rows where "
	    "EXPR is true, or those of each value", .call = add_slice },
	{ OPTION_CALL, 0, "by", "COL", "the same as --slice COL",
	    .call = add_slice },
	{ OPTION_INT, 0, "bootstrap", "N",
	    "replicates for the intervals, 0: none (default: 1000\n"
	    "up to 1000 rows, falling to 200 at 5000)",
	    AT(n_bootstrap) },
	{ OPTION_FLOAT, 0, "level", "P",
	    "level of the intervals (default 0.95)", AT(level) },
	{ OPTION_TEXT, 0, "baseline", "FILE",
	    "a former evaluation to compare with", AT(baseline) },
	{ OPTION_CALL, 0, "fail-if", "GATE",
	    "exit 1 if so: 'auc < 0.8', 'split=valid: f1 < 0.5',\n"
	    "'auc < baseline - 0.01'", .call = add_gate },
	{ OPTION_END }
};

/* Raw rows through the model, or rows that are scored already. */
static struct stream *
open_scored(struct eval *e)
{
	const struct scored_options raw = { .processed = false };
	struct tool *t = &e->tool;
	struct source_options o;
	struct stream *s;
	struct diag d = DIAG_INIT;

	if (e->model == NULL)
		return (tool_open(t, t->args, t->n_args, NULL));
	if (predictor_open(e->model, &e->predictor, &d) == -1)
		tool_die(t, &d);
	tool_source_options(t, &o);
	o.read.spec = &e->predictor->spec;
	o.read.lenient = true;
	o.read.others = true;
	o.read.report = &e->read;
	s = tool_open(t, t->args, t->n_args, &o);
	if (raw_rows_check(e->predictor, s, &e->read, &d) == -1 ||
	    scored_stream(e->predictor, s, &raw, &s, &d) == -1)
		tool_die(t, &d);
	return (s);
}

static void
compare_with_baseline(struct eval *e, struct evaluation *result)
{
	struct stream *former;
	struct source_options o;
	struct diag d = DIAG_INIT;

	if (e->baseline == NULL)
		return;
	tool_source_options(&e->tool, &o);
	if (source_open(&e->baseline, 1, &o, &former, &d) == -1 ||
	    evaluation_compare(result, former, &d) == -1) {
		diag_prefix(&d, "%s", e->baseline);
		tool_die(&e->tool, &d);
	}
	stream_close(former);
}

static void
add_slices(struct eval *e, const struct head *h, struct slicing *slices)
{
	uint8_t *used = mem_calloc(h->schema.n, 1);
	struct diag d = DIAG_INIT;
	const char *step;

	slicing_init(slices, &h->schema, e->columns.room);
	for (size_t i = 0; i < e->n_slices; i++) {
		if (slicing_add(slices, e->slices[i], &h->schema, &d) == -1)
			tool_die(&e->tool, &d);
	}
	slicing_columns(slices, used);
	for (size_t i = 0; i < h->schema.n; i++) {
		const char *name = h->schema.fields[i].name;

		if (!used[i] ||
		    (step = recipe_recodes(h->recipe, name)) == NULL)
			continue;
		diag_set(&d, "slices by \"%s\" would be by what the step "
		    "\"%s\" made of it; mlc-encode --carry '%s' keeps the "
		    "values themselves", name, step, name);
		tool_die(&e->tool, &d);
	}
	free(used);
}

static void
evaluate(struct eval *e, struct stream *in, struct evaluation *out)
{
	struct bootstrap_options o = {
		.n_replicates = e->n_bootstrap == AUTO ? BOOTSTRAP_AUTO :
		    (size_t)e->n_bootstrap, .level = e->level,
		.seed = (uint64_t)e->tool.seed, .crew = e->tool.crew };
	struct metric_choice choice;
	struct slicing slices;
	struct score_table table;
	struct diag d = DIAG_INIT;

	if (metric_choice_parse(e->metrics, &choice, &d) == -1)
		tool_usage(&e->tool, "--metrics: %s", d.text);
	e->confusion |= choice.confusion;
	for (size_t i = 0; i < e->n_gates; i++)
		metric_choice_add(&choice, e->gates[i].metric);
	add_slices(e, &in->head, &slices);
	if (score_table_read(in, &e->columns, &slices, &table, &d) == -1 ||
	    metric_choice_settle(&choice, &table, &d) == -1)
		tool_die(&e->tool, &d);
	choice.confusion = e->confusion || (e->tool.on_terminal &&
	    choice.usual && table.classes != NULL &&
	    table.rows.n_classes <= CLASSES_SHOWN);
	if (table.n_unlabelled > 0)
		tool_warn(&e->tool, "left out for want of a truth: %llu rows",
		    (unsigned long long)table.n_unlabelled);
	if (table.note.len > 0)
		tool_warn(&e->tool, "%s", str_get(&table.note));
	if (e->predictor != NULL && slices.split_col == COLUMN_NONE &&
	    rows_were_trained_on(e->predictor, in))
		tool_warn(&e->tool, "the model was trained on rows of the "
		    "same file, and no column of role split tells which rows "
		    "were held out");
	evaluation_make(&table, &slices, &choice, &o, out);
	metric_choice_release(&choice);
	score_table_release(&table);
	slicing_release(&slices);
}

/* What is missing in the result, or may mislead: a line each. */
static void
tell_doubts(const struct eval *e, const struct evaluation *result)
{
	static void (*const doubts[])(const struct evaluation *,
	    struct str *) = {
		evaluation_empty, evaluation_undefined, evaluation_inverted
	};
	struct str line = STR_INIT;

	for (size_t i = 0; i < sizeof(doubts) / sizeof(doubts[0]); i++) {
		str_clear(&line);
		doubts[i](result, &line);
		if (line.len > 0)
			tool_warn(&e->tool, "%s", str_get(&line));
	}
	str_release(&line);
}

/* Before anything is written: a gate on an unknown slice is trouble. */
static void
check_gates(const struct eval *e, const struct evaluation *result)
{
	struct diag d = DIAG_INIT;

	for (size_t i = 0; i < e->n_gates; i++) {
		if (gate_check(&e->gates[i], result, &d) == -1)
			tool_die(&e->tool, &d);
	}
}

/* The exit status by the gates. */
static int
judge(const struct eval *e, const struct evaluation *result)
{
	struct str why = STR_INIT;
	int status = 0;

	for (size_t i = 0; i < e->n_gates; i++) {
		str_clear(&why);
		if (!gate_fails(&e->gates[i], result, &why))
			continue;
		tool_warn(&e->tool, "failed: %s", str_get(&why));
		status = 1;
	}
	str_release(&why);
	return (status);
}

/* A person at a terminal gets a grid and the classes. */
static void
write_board(const struct eval *e, const struct evaluation *result)
{
	struct stream *tables[2] = {
		board_metrics(result, e->level, e->baseline != NULL),
		board_classes(result, e->confusion)
	};
	struct str blank = STR_INIT;

	if (tables[0] != NULL)
		tool_write(&e->tool, tables[0]);
	str_addc(&blank, '\n');
	if (tables[0] != NULL && tables[1] != NULL)
		tool_print(&e->tool, &blank);
	if (tables[1] != NULL)
		tool_write(&e->tool, tables[1]);
	str_release(&blank);
}

static void
write_result(const struct eval *e, const struct evaluation *result,
    const struct stream *in)
{
	if (e->tool.on_terminal)
		write_board(e, result);
	else
		tool_write(&e->tool, evaluation_report(result,
		    e->baseline != NULL, in));
}

static void
release(struct eval *e)
{
	for (size_t i = 0; i < e->n_gates; i++)
		gate_release(&e->gates[i]);
	free(e->gates);
	free(e->slices);
	free(e->columns.names.scores);
	predictor_free(e->predictor);
	room_free(e->columns.room);
	read_report_release(&e->read);
}

int
main(int argc, char **argv)
{
	struct eval e = {
		.tool = {
			.name = "mlc-eval",
			.synopsis = "[options] [FILE...]",
			.summary = "Evaluate scored rows: metrics with "
			    "confidence intervals, slices, gates.",
			.shares = SHARE_OUTPUT | SHARE_ROLES | SHARE_THREADS |
			    SHARE_MEM | SHARE_SEED | SHARE_LINEAGE |
			    SHARE_PARTIAL | SHARE_LIST | SHARE_READ,
			.reports = true,
			.options = options,
			.own = &e,
			.list = list_metrics,
		},
		.columns = { .threshold = NAN },
		.n_bootstrap = AUTO,
		.level = 0.95,
	};
	struct evaluation result;
	struct stream *in;
	int status;

	read_report_init(&e.read);
	tool_begin(&e.tool, argc, argv);
	check_options(&e);
	in = open_scored(&e);
	e.columns.room = room_new(e.tool.mem / 2);
	evaluate(&e, in, &result);
	compare_with_baseline(&e, &result);
	check_gates(&e, &result);
	tell_doubts(&e, &result);
	write_result(&e, &result, in);
	status = judge(&e, &result);
	evaluation_release(&result);
	stream_close(in);
	release(&e);
	return (tool_end(&e.tool, status));
}
