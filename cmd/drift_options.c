/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "mem.h"
#include "numtext.h"

#include "drift_tool.h"

void
drift_list(struct str *out)
{
	for (size_t i = 0; drift_table[i] != NULL; i++)
		str_addf(out, "%-16s %s (drift from %g%s)\n",
		    drift_table[i]->name, drift_table[i]->summary,
		    drift_table[i]->threshold,
		    drift_table[i]->by_default ? ", by default" : "");
	drift_concept_list(out);
}

void
drift_tool_init(struct drift_tool *o)
{
	memset(o, 0, sizeof(*o));
	drift_limits_init(&o->limits);
	drift_watch_options_init(&o->watch);
	o->watch.rule.limits = &o->limits;
	o->concept.watch.unit = NAN;
	o->level = 0.9;
}

void
drift_tool_release(struct drift_tool *o)
{
	drift_limits_release(&o->limits);
	drift_history_release(&o->history);
	free(o->watch.choice.tests);
	free(o->scores);
}

/* Windows that slide are made of those that --every names. */
static int
parse_windows(const struct drift_tool *o, struct drift_watch_options *w,
    struct diag *d)
{
	struct window_rule step;

	if (window_rule_parse(o->window, &w->window, d) == -1)
		return (-1);
	if (o->every == NULL)
		return (0);
	if (window_rule_parse(o->every, &step, d) == -1)
		return (-1);
	if (step.micros > 0 ? w->window.micros % step.micros != 0 ||
	    w->window.micros == 0 : w->window.rows == 0 ||
	    w->window.rows % step.rows != 0)
		return (diag_set(d, "\"%s\" is no multiple of \"%s\"",
		    o->window, o->every));
	w->slide = step.micros > 0 ? w->window.micros / step.micros :
	    (int64_t)(w->window.rows / step.rows);
	w->window = step;
	return (0);
}

static void
check_windows(const struct tool *t, struct drift_tool *o)
{
	struct drift_watch_options *w = &o->watch;
	struct diag d = DIAG_INIT;

	if (o->window != NULL && parse_windows(o, w, &d) == -1)
		tool_usage(t, "--window: %s", d.text);
	if (o->every != NULL && o->window == NULL)
		tool_usage(t, "--every goes with --window");
	if (o->season != NULL && season_parse(o->season, &w->season, &d) == -1)
		tool_usage(t, "--season: %s", d.text);
	if (w->season.n > 0 && (w->slide > 1 ||
	    !season_fits(&w->season, &w->window)))
		tool_usage(t, "--season %s goes with a --window by time of "
		    "which such a part is a multiple, without --every",
		    o->season);
	if (o->reference_window != NULL &&
	    row_part_parse(o->reference_window, &o->part, &d) == -1)
		tool_usage(t, "--reference-window: %s", d.text);
	if (o->time != NULL && w->window.micros == 0 && o->state == NULL &&
	    (o->reference_window == NULL || o->part.by != PART_TIME))
		tool_usage(t, "--time goes with --window and a time, as 1d");
}

/* Windows of a number of rows tell nothing of how many came. */
static void
check_state(const struct tool *t, struct drift_tool *o)
{
	struct timespec clock;
	struct diag d = DIAG_INIT;

	if (o->state == NULL && o->now != NULL)
		tool_usage(t, "--now goes with --state");
	if (o->state == NULL)
		return;
	if (o->watch.window.rows > 0 || o->watch.slide > 1)
		tool_usage(t, "--state is of all rows, or of windows by time "
		    "that do not slide");
	clock_gettime(CLOCK_REALTIME, &clock);
	o->history.now = (int64_t)clock.tv_sec * 1000000;
	if (o->now != NULL &&
	    parse_time(o->now, strlen(o->now), &o->history.now) == -1)
		tool_usage(t, "--now: no time: \"%s\"", o->now);
	if (drift_history_read(&o->history, o->state, &d) == -1)
		tool_die(t, &d);
	o->watch.history = &o->history;
	if (o->history.n > 0)
		o->had_drifted = o->history.v[o->history.n - 1].drifted;
}

static void
check_reference(const struct tool *t, const struct drift_tool *o)
{
	bool of_table = o->reference != NULL || o->reference_window != NULL;

	if (!of_table && t->n_args == 0)
		tool_usage(t, "name a model, or a reference with -r");
	if (o->reference != NULL && o->reference_window != NULL)
		tool_usage(t, "--reference-window is of the rows: no -r");
	if (o->reference_window != NULL && t->n_args == 0)
		tool_usage(t, "--reference-window reads the rows twice: name "
		    "their files");
	if (!of_table && (o->calibrate || o->season != NULL || o->joint))
		tool_usage(t, "--calibrate, --season and --joint want the "
		    "rows of a reference: -r or --reference-window");
	if (o->joint && o->season != NULL)
		tool_usage(t, "--joint knows no --season");
}

void
drift_check_options(const struct tool *t, struct drift_tool *o)
{
	struct drift_watch_options *w = &o->watch;
	struct diag d = DIAG_INIT;

	check_reference(t, o);
	if (o->tests != NULL &&
	    drift_choice_parse(o->tests, &w->choice, &d) == -1)
		tool_usage(t, "--tests: %s", d.text);
	if (o->effect != NULL &&
	    drift_effect_parse(o->effect, &w->choice.effect, &d) == -1)
		tool_usage(t, "--effect: %s", d.text);
	check_windows(t, o);
	check_state(t, o);
	if (w->rule.min_rows < 1)
		tool_usage(t, "--min-rows wants a whole number above 0");
	if (w->rule.after < 1)
		tool_usage(t, "--after wants a whole number above 0");
	if (!(w->rule.alpha > 0 && w->rule.alpha <= 1))
		tool_usage(t, "--alpha wants a number above 0, at most 1");
	if (w->rule.warn < 0)
		tool_usage(t, "--warn wants a share of the threshold");
	w->rule.correct = !o->no_correction;
	w->mem = t->mem;
}

static int
take_score(void *value, const struct option_def *def, const char *arg,
    struct diag *d)
{
	struct drift_tool *o = value;

	(void)def;
	(void)d;
	o->scores = mem_realloc(o->scores, o->n_scores + 1,
	    sizeof(*o->scores));
	o->scores[o->n_scores++] = arg;
	return (0);
}

#define AT(member) .at = offsetof(struct drift_tool, member)

const struct option_def drift_options[] = {
	{ OPTION_TEXT, 'r', "reference", "FILE",
	    "compare with this table instead of a model's profile",
	    AT(reference) },
	{ OPTION_TEXT, 0, "reference-window", "PART",
	    "compare with these of the rows themselves: first:N, or "
	    "FROM..TO by time; the others are judged",
	    AT(reference_window) },
	{ OPTION_TEXT, 0, "window", "N|TIME",
	    "judge every N rows, or those of each 15m, 1h, 1d or 1w, by "
	    "themselves (default: all rows)", AT(window) },
	{ OPTION_TEXT, 0, "every", "N|TIME",
	    "windows slide by so much, of which --window is a multiple",
	    AT(every) },
	{ OPTION_TEXT, 0, "time", "COL",
	    "the time of a row, for windows (default: the column of role "
	    "time)", AT(time) },
	{ OPTION_TEXT, 0, "season", "hour|weekday",
	    "compare a window with the same hour of the day, or day of the "
	    "week, of the reference", AT(season) },
	{ OPTION_TEXT, 0, "tests", "LIST",
	    "which tests (default: see --list)", AT(tests) },
	{ OPTION_TEXT, 0, "effect", "SIZE",
	    "how large a difference is drift: small, medium (default) or "
	    "large", AT(effect) },
	{ OPTION_FLOAT, 0, "threshold", "X",
	    "drift from this value on, for all tests",
	    AT(watch.rule.threshold) },
	{ OPTION_FLAG, 0, "calibrate", NULL,
	    "thresholds by how the windows of the reference differ",
	    AT(calibrate) },
	{ OPTION_FLAG, 0, "joint", NULL,
	    "look at the features together, too: can rows be told apart, do "
	    "they go together as they did?", AT(joint) },
	{ OPTION_FLOAT, 0, "warn", "SHARE",
	    "a value at this share of its threshold is a warning",
	    AT(watch.rule.warn) },
	{ OPTION_TEXT, 0, "limits", "FILE",
	    "of single columns and tests: a table of column, test, "
	    "threshold, warn, after, verdict", AT(limits_file) },
	{ OPTION_FLOAT, 0, "alpha", "P",
	    "and only with a p-value below this (default 0.05)",
	    AT(watch.rule.alpha) },
	{ OPTION_FLAG, 0, "no-correction", NULL,
	    "do not correct p-values for the number of tests",
	    AT(no_correction) },
	{ OPTION_INT, 0, "min-rows", "N",
	    "a window of fewer rows is not judged (default 30)",
	    AT(watch.rule.min_rows) },
	{ OPTION_INT, 0, "after", "N",
	    "drift of a column counts from the Nth window in a row on "
	    "(default 1); before, it is a warning", AT(watch.rule.after) },
	{ OPTION_FLAG, 0, "only-drift", NULL,
	    "write only lines with drift", AT(only_drift) },
	{ OPTION_TEXT, 0, "state", "FILE",
	    "are as many rows here as usual, are rows here twice, are they "
	    "old? FILE has former runs, and gets this one", AT(state) },
	{ OPTION_TEXT, 0, "now", "TIME",
	    "--state: when that is (default: now)", AT(now) },
	{ OPTION_TEXT, 0, "html", "FILE",
	    "a page with a chart a column, too", AT(html) },
	{ OPTION_TEXT, 0, "exec", "CMD",
	    "a sentence for sh that is run on drift; with --state, when "
	    "there is drift and was none, or the other way", AT(exec) },
	{ OPTION_TEXT, 0, "prom", "FILE",
	    "what the last window came to, for Prometheus", AT(prom) },
	{ OPTION_TEXT, 0, "concept", "LIST",
	    "do the errors of predictions drift? adwin, ddm, ... with "
	    "parameters as adwin:delta=0.01 (see --list)", AT(concept.list) },
	{ OPTION_FLAG, 0, "estimate", NULL,
	    "how good is a model, before truths are known? by the truths "
	    "of -r", AT(estimate) },
	{ OPTION_CALL, 0, "score", "COL",
	    "--estimate: that of a class, given once for each; then all FILEs "
	    "are scored rows and there is no MODEL", .call = take_score,
	    .at = 0 },
	{ OPTION_TEXT, 0, "positive", "CLASS",
	    "--estimate: that the one --score is of", AT(positive) },
	{ OPTION_FLOAT, 0, "level", "P",
	    "--estimate: of its intervals (default 0.9)", AT(level) },
	{ OPTION_TEXT, 0, "truth", "COL",
	    "what was true (default: the target)",
	    AT(concept.watch.names.truth) },
	{ OPTION_TEXT, 0, "prediction", "COL",
	    "what was said; then all FILEs are scored rows and "
	    "there is no MODEL", AT(concept.watch.names.prediction) },
	{ OPTION_TEXT, 0, "labels", "FILE",
	    "--concept: what was true, by key", AT(concept.labels) },
	{ OPTION_TEXT, 0, "on", "COL[=COL]",
	    "the key of --labels, in rows and labels", AT(concept.on) },
	{ OPTION_FLOAT, 0, "error-unit", "X",
	    "--concept: of a regression's errors (default: the mean of the "
	    "first 100)", AT(concept.watch.unit) },
	{ OPTION_END }
};
