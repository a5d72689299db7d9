/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options of mlc-tune. */

#include "mem.h"
#include "results.h"
#include "sentence.h"

#include "tune.h"

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

void
tune_list(struct str *out)
{
	for (size_t i = 0; sampler_table[i] != NULL; i++)
		str_addf(out, "%-10s %s\n", sampler_table[i]->name,
		    sampler_table[i]->summary);
}

#define AT(member) .at = offsetof(struct tune, member)

const struct option_def tune_options[] = {
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

void
tune_check_options(struct tune *t)
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
