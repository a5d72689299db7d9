/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options of mlc-eval. */
#include <string.h>

#include "mem.h"

#include "eval.h"

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
	struct gates *g = value;

	(void)o;
	g->v = mem_realloc(g->v, g->n + 1, sizeof(*g->v));
	if (gate_parse(arg, &g->v[g->n], d) == -1)
		return (-1);
	g->n++;
	return (0);
}

void
eval_add_others(struct eval *e, const char *names)
{
	const char *end;

	for (const char *p = names; p != NULL; p = *end ? end + 1 : NULL) {
		end = strchrnul(p, ',');
		e->others = mem_realloc(e->others, e->n_others + 1,
		    sizeof(*e->others));
		e->others[e->n_others++] = mem_strndup(p, (size_t)(end - p));
	}
}

static int
add_others(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	(void)o, (void)d;
	eval_add_others(value, arg);
	return (0);
}

void
eval_list(struct str *out)
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
	str_addz(out, "\ncurves\n");
	curves_list(out);
}

void
eval_check_options(struct eval *e)
{
	if ((e->n_bootstrap < 0 && e->n_bootstrap != AUTO) ||
	    e->n_bootstrap > 1000000)
		tool_usage(&e->tool, "--bootstrap wants 0 to 1000000");
	if (!(e->level > 0 && e->level < 1))
		tool_usage(&e->tool, "--level wants a number between 0 "
		    "and 1");
	for (size_t i = 0; i < e->gates.n; i++) {
		if (e->gates.v[i].from_baseline && e->baseline == NULL)
			tool_usage(&e->tool, "--fail-if \"%s\" wants "
			    "--baseline", e->gates.v[i].text);
	}
	if (e->n_points < 0)
		tool_usage(&e->tool, "--points wants a number from 0 on");
	if (e->n_find < 0 || e->n_find > 1000)
		tool_usage(&e->tool, "--find-slices wants 0 to 1000");
	if (e->fair != NULL && e->n_slices > 0)
		tool_usage(&e->tool, "--fair takes no other slices");
	if (e->html == NULL && (e->curves != NULL) + (e->n_others > 0) +
	    (e->n_find > 0) + (e->fair != NULL) > 1)
		tool_usage(&e->tool, "--curve, --vs or --champion, "
		    "--find-slices and --fair have a table each: ask for one, "
		    "or for a page with --html");
	if (e->champion == NULL && (e->verdict_file != NULL ||
	    e->floors.n > 0 || e->margin != 0))
		tool_usage(&e->tool, "--verdict, --floor and --margin want "
		    "--champion");
	if (!(e->margin >= 0))
		tool_usage(&e->tool, "--margin wants a number from 0 on");
	if (e->n_others > 0 && e->baseline != NULL)
		tool_usage(&e->tool, "--baseline is not for --vs and "
		    "--champion");
	if (e->n_others > 0 && e->scores.model != NULL &&
	    e->tool.n_args == 0)
		tool_usage(&e->tool, "rows that several models score are "
		    "read again: name their files");
}

#define AT(member) .at = offsetof(struct eval, member)

const struct option_def eval_options[] = {
	{ OPTION_TEXT, 'm', "model", "MODEL",
	    "score raw rows by this model first", AT(scores.model) },
	{ OPTION_TEXT, 0, "truth", "COL", "the truth (default: the "
	    "target)", AT(columns.names.truth) },
	{ OPTION_TEXT, 0, "prediction", "COL",
	    "the predicted class or value",
	    AT(columns.names.prediction) },
	{ OPTION_TEXT, 0, "low", "COL", "the lower limit of an interval "
	    "(default: prediction_low)", AT(columns.names.low) },
	{ OPTION_TEXT, 0, "high", "COL", "its upper limit",
	    AT(columns.names.high) },
	{ OPTION_TEXT, 0, "set", "COL", "the set of classes that is to hold "
	    "the truth (default: prediction_set)", AT(columns.names.set) },
	{ OPTION_CALL, 0, "score", "COL", "a score of a class, given "
	    "once for each: score_CLASS", .call = add_score,
	    AT(columns.names) },
	{ OPTION_TEXT, 0, "positive", "CLASS",
	    "the class that the score is of",
	    AT(columns.names.positive) },
	{ OPTION_TEXT, 0, "task", "TASK",
	    "classification or regression (default: by the columns)",
	    AT(columns.names.task) },
	{ OPTION_TEXT, 0, "threshold", "P|best:METRIC", "score from which on "
	    "a row is predicted positive, or\nthe one that is best for the "
	    "valid rows", AT(threshold) },
	{ OPTION_TEXT, 0, "cost", "COSTS", "what wrong and right predictions "
	    "cost: 'fn=50,fp=1'", AT(cost) },
	{ OPTION_TEXT, 0, "metrics", "LIST",
	    "names, with commas (default: all that fit)",
	    AT(metrics) },
	{ OPTION_FLAG, 0, "confusion", NULL,
	    "also the confusion matrix", AT(confusion) },
	{ OPTION_CALL, 0, "slice", "EXPR|COL", "also the rows where "
	    "EXPR is true, or those of each value", .call = add_slice },
	{ OPTION_CALL, 0, "by", "COL", "the same as --slice COL",
	    .call = add_slice },
	{ OPTION_FLAG, 0, "worst-first", NULL, "slices in the order of their "
	    "first metric", AT(worst_first) },
	{ OPTION_INT, 0, "find-slices", "N", "find up to N slices where the "
	    "scores are worst", AT(n_find) },
	{ OPTION_TEXT, 0, "fair", "COL", "rates of the groups of COL beside "
	    "each other", AT(fair) },
	{ OPTION_TEXT, 0, "html", "FILE", "also all of it as a page for a "
	    "browser", AT(html) },
	{ OPTION_TEXT, 0, "curve", "LIST", "the points of curves instead: "
	    "roc, pr, det, calibration,\nlift, gain, threshold, residuals",
	    AT(curves) },
	{ OPTION_INT, 0, "points", "N", "about the most points of a curve "
	    "(default: all)", AT(n_points) },
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
	    "'auc < baseline - 0.01'", .call = add_gate, AT(gates) },
	{ OPTION_CALL, 0, "vs", "OTHER[,...]", "compare with other scores of "
	    "the same rows: scored files,\nor models with --model",
	    .call = add_others },
	{ OPTION_TEXT, 0, "champion", "OLD", "the same, and judge whether "
	    "this one is to take its\nplace: exit 1 if not", AT(champion) },
	{ OPTION_FLOAT, 0, "margin", "D", "by how much it has to be better "
	    "(default 0)", AT(margin) },
	{ OPTION_CALL, 0, "floor", "GATE", "what has to hold for that: "
	    "'recall(class=fraud) >= 0.8'", .call = add_gate, AT(floors) },
	{ OPTION_TEXT, 0, "verdict", "FILE", "write the verdict, as JSON",
	    AT(verdict_file) },
	{ OPTION_END }
};

