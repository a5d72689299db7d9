/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mlc-clean: missing values, types, text, ranges, rows, derived columns and
 * checks, as steps in the order of the command line.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "step_table.h"
#include "tool_plan.h"

struct clean {
	struct step_list steps;
	bool indicator;
};

static int
take_expect(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	(void)o;
	return (step_list_add(value, is_stream_rule(arg) ?
	    &step_expect_stream : &step_expect, arg, d));
}

#define AT(member) .at = offsetof(struct clean, member)
#define STEP .call = take_step, AT(steps)

static const struct option_def options[] = {
	{ OPTION_CALL, 'i', "impute", "auto|SEL=METHOD",
	    "fill missing values: mean, median, mode,\n"
	    "const:VALUE or missing (the word, for text)", STEP },
	{ OPTION_FLAG, 0, "indicator", NULL,
	    "let each --impute add NAME_missing columns",
	    AT(indicator) },
	{ OPTION_CALL, 0, "cast", "SEL=TYPE",
	    "change the type: bool, int, float, string, time", STEP },
	{ OPTION_CALL, 0, "trim", "SEL",
	    "take blanks off the ends of text", STEP },
	{ OPTION_CALL, 0, "lower", "SEL",
	    "text in lower case", STEP },
	{ OPTION_CALL, 0, "replace", "SEL=FROM:TO",
	    "replace a whole value; \\: is a colon", STEP },
	{ OPTION_CALL, 0, "na", "SEL=TOKEN,...",
	    "values that mean missing", STEP },
	{ OPTION_CALL, 0, "clip", "SEL=LOW:HIGH",
	    "bounds: numbers, percentiles (q01:q99) or\n"
	    "iqr:K interquartile ranges", STEP },
	{ OPTION_CALL, 0, "drop", "SEL",
	    "take columns away", STEP },
	{ OPTION_CALL, 0, "keep", "SEL",
	    "take all other features away", STEP },
	{ OPTION_CALL, 0, "rename", "OLD=NEW",
	    "rename a column", STEP },
	{ OPTION_CALL, 0, "drop-missing", "SEL",
	    "drop rows with missing values there", STEP },
	{ OPTION_CALL, 0, "dedupe", "[=SEL]",
	    "drop rows that came before (by some columns)", STEP },
	{ OPTION_CALL, 0, "where", "EXPR",
	    "keep rows for which it is true", STEP },
	{ OPTION_CALL, 0, "derive", "NAME=EXPR",
	    "compute a column", STEP },
	{ OPTION_CALL, 0, "expect", "RULE",
	    "exit 1 if rows break it: an expression,\n"
	    "unique(SEL), no_missing(SEL),\n"
	    "missing(COL) < 0.1 or type(COL) = int",
	    .call = take_expect, AT(steps) },
	{ OPTION_END }
};

static void
list(struct str *out)
{
	list_steps(options, out);
}

/* What the steps did, with -v; values that were lost, always. */
static void
tell_steps(const struct tool *t, const struct plan_tally *tally)
{
	for (size_t i = 0; i < tally->n; i++) {
		const struct plan_tally_row *r = &tally->rows[i];

		if (r->counts.failed > 0)
			tool_warn(t, "%s: values that did not convert and "
			    "are missing now: %" PRIu64, r->label,
			    r->counts.failed);
		if (r->counts.imputed > 0)
			tool_note(t, "%s: values filled: %" PRIu64,
			    r->label, r->counts.imputed);
		if (r->counts.changed > 0)
			tool_note(t, "%s: values changed: %" PRIu64,
			    r->label, r->counts.changed);
		if (r->dropped > 0)
			tool_note(t, "%s: rows dropped: %" PRIu64, r->label,
			    r->dropped);
	}
}

/* Rules that are broken, and the exit status that follows. */
static int
judge(const struct tool *t, const struct plan_tally *tally)
{
	int status = 0;

	for (size_t i = 0; i < tally->n; i++) {
		uint64_t n = tally->rows[i].counts.broken;

		if (n == 0)
			continue;
		tool_warn(t, "%s: rows that break it: %" PRIu64,
		    tally->rows[i].label, n);
		status = 1;
	}
	return (status);
}

int
main(int argc, char **argv)
{
	struct clean c = { .indicator = false };
	struct plan_tally tally = { NULL, 0, 0 };
	struct plan_options plan;
	struct stream *s;
	int status;
	struct tool t = {
		.name = "mlc-clean",
		.synopsis = "[options] [FILE...]",
		.summary = "Clean the rows of a stream, by steps in the order "
		    "given.",
		.shares = SHARE_ALL | SHARE_LIST,
		.options = options,
		.own = &c,
		.list = list
	};

	tool_begin(&t, argc, argv);
	for (size_t i = 0; i < c.steps.n && c.indicator; i++)
		impute_add_indicator(c.steps.v[i]);
	tool_plan_options(&t, &plan);
	plan.tally = &tally;
	s = tool_open(&t, t.args, t.n_args, NULL);
	tool_write(&t, tool_plan(&t, s, c.steps.v, c.steps.n, &plan));
	tell_steps(&t, &tally);
	status = judge(&t, &tally);
	plan_tally_release(&tally);
	free(c.steps.v);
	return (tool_end(&t, status));
}
