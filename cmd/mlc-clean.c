/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mlc-clean: missing values, types, text, ranges, rows, derived columns and
 * checks, as steps in the order of the command line.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "row_expect.h"
#include "tool_plan.h"

struct clean {
	struct op_list ops;
	bool indicator, expect_stop;
	struct op_tally tally;
};

static int
take_expect(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	(void)o;
	return (is_row_rule(arg) ?
	    op_list_add_rows(value, &row_expect, arg, d) :
	    op_list_add_step(value, &step_expect, arg, d));
}

/* A rule a line; empty lines and those of comments are passed over. */
static int
take_expect_file(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	FILE *f = fopen(arg, "r");
	char *line = NULL, *rule;
	size_t cap = 0, number = 0;
	int r = 0;

	if (f == NULL)
		return (diag_errno(d, "%s", arg));
	while (r == 0 && getline(&line, &cap, f) > 0) {
		line[strcspn(line, "\r\n")] = '\0';
		rule = line + strspn(line, " \t");
		number++;
		if (*rule != '\0' && *rule != '#' &&
		    take_expect(value, o, rule, d) == -1)
			r = diag_prefix(d, "%s:%zu", arg, number);
	}
	if (r == 0 && ferror(f))
		r = diag_errno(d, "%s", arg);
	free(line);
	fclose(f);
	return (r);
}

#define AT(member) .at = offsetof(struct clean, member)
#define OP .call = take_op, AT(ops)

static const struct option_def options[] = {
	{ OPTION_CALL, 'i', "impute", "auto|SEL=METHOD",
	    "fill missing values: mean, median, mode,\n"
	    "const:VALUE or missing (the word, for text)", OP },
	{ OPTION_FLAG, 0, "indicator", NULL,
	    "let each --impute add NAME_missing columns",
	    AT(indicator) },
	{ OPTION_CALL, 0, "iterative-impute", "SEL",
	    "fill missing numbers by what other columns say:\n"
	    "a chain of ridge regressions", OP },
	{ OPTION_CALL, 0, "cast", "SEL=TYPE",
	    "change the type: bool, int, float, string, time", OP },
	{ OPTION_CALL, 0, "trim", "SEL",
	    "take blanks off the ends of text", OP },
	{ OPTION_CALL, 0, "lower", "SEL",
	    "text in lower case", OP },
	{ OPTION_CALL, 0, "replace", "SEL=FROM:TO",
	    "replace a whole value; \\: is a colon", OP },
	{ OPTION_CALL, 0, "na", "SEL=TOKEN,...",
	    "values that mean missing", OP },
	{ OPTION_CALL, 0, "clip", "SEL=LOW:HIGH",
	    "bounds: numbers, percentiles (q01:q99) or\n"
	    "iqr:K interquartile ranges", OP },
	{ OPTION_CALL, 0, "drop", "SEL",
	    "take columns away", OP },
	{ OPTION_CALL, 0, "keep", "SEL",
	    "take all other features away", OP },
	{ OPTION_CALL, 0, "rename", "OLD=NEW",
	    "rename a column", OP },
	{ OPTION_CALL, 0, "drop-missing", "SEL",
	    "drop rows with missing values there", OP },
	{ OPTION_CALL, 0, "dedupe", "[=SEL]",
	    "drop rows that came before (by some columns)", OP },
	{ OPTION_CALL, 0, "where", "EXPR",
	    "keep rows for which it is true", OP },
	{ OPTION_CALL, 0, "sort", "COL[:desc],...",
	    "all rows in the order of some columns", OP },
	{ OPTION_CALL, 0, "shuffle", NULL,
	    "all rows in an order that is drawn", OP },
	{ OPTION_CALL, 0, "sample", "N|SHARE[:SEL]",
	    "so many rows that are drawn; with SEL of each\n"
	    "group of rows that are equal there", OP },
	{ OPTION_CALL, 0, "fill-down", "SEL",
	    "missing values become those of the row before", OP },
	{ OPTION_CALL, 0, "melt", "SEL[=NAME:VALUE]",
	    "columns become rows of name and value", OP },
	{ OPTION_CALL, 0, "pivot", "NAME=VALUE",
	    "and back: a column for each name", OP },
	{ OPTION_CALL, 0, "count", "[=SEL]",
	    "how many rows there are of each value there", OP },
	{ OPTION_CALL, 0, "derive", "NAME=EXPR",
	    "compute a column", OP },
	{ OPTION_CALL, 0, "split-text", "SEL=SEPARATOR",
	    "the parts of text as columns NAME.1, NAME.2 ...", OP },
	{ OPTION_CALL, 0, "parse-json", "SEL",
	    "the values of JSON objects as columns NAME.KEY", OP },
	{ OPTION_CALL, 0, "expect", "RULE",
	    "exit 1 if rows break it: an expression,\n"
	    "unique(SEL), no_missing(SEL),\n"
	    "missing(COL) < 0.1 or type(COL) = int",
	    .call = take_expect, AT(ops) },
	{ OPTION_CALL, 0, "expect-file", "FILE",
	    "such rules, one a line, as mlc-profile --rules\n"
	    "writes them", .call = take_expect_file, AT(ops) },
	{ OPTION_FLAG, 0, "expect-stop", NULL,
	    "if rows break a rule, end no output: the program\n"
	    "that reads it fails, too", AT(expect_stop) },
	{ OPTION_END }
};

static void
list(struct str *out)
{
	list_ops(options, out);
}

/* What the steps did, with -v; values that were lost, always. */
static void
tell_steps(const struct tool *t, const struct op_tally *tally)
{
	for (size_t i = 0; i < tally->n; i++) {
		const struct op_tally_row *r = tally->rows[i];

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
		if (r->counts.dropped > 0)
			tool_note(t, "%s: rows dropped: %" PRIu64, r->label,
			    r->counts.dropped);
	}
}

static uint64_t
count_broken(const struct op_tally *tally)
{
	uint64_t n = 0;

	for (size_t i = 0; i < tally->n; i++)
		n += tally->rows[i]->counts.broken;
	return (n);
}

static bool
may_end(const struct tool *t)
{
	const struct clean *c = t->own;

	return (!c->expect_stop || count_broken(&c->tally) == 0);
}

/* Rules that are broken, and the exit status that follows. */
static int
judge(const struct tool *t, const struct op_tally *tally)
{
	for (size_t i = 0; i < tally->n; i++) {
		const struct op_tally_row *r = tally->rows[i];

		if (r->counts.broken > 0)
			tool_warn(t, "%s: rows that break it: %" PRIu64 "%s",
			    r->label, r->counts.broken,
			    r->counts.misfits == 0 ? "" :
			    ", as a column is of another type");
	}
	if (!may_end(t))
		tool_warn(t, "so the output is not ended");
	return (count_broken(tally) > 0);
}

static void
add_indicators(struct op_list *ops)
{
	for (size_t i = 0; i < ops->n; i++) {
		for (size_t k = 0; k < ops->v[i].steps.n; k++)
			impute_add_indicator(ops->v[i].steps.v[k]);
	}
}

int
main(int argc, char **argv)
{
	struct clean c = { .indicator = false };
	struct plan_options plan;
	struct fit_states *states;
	struct stream *s;
	int status;
	struct tool t = {
		.name = "mlc-clean",
		.synopsis = "[options] [FILE...]",
		.summary = "Clean the rows of a stream, by steps in the order "
		    "given.",
		.shares = SHARE_ALL | SHARE_LIST | SHARE_STATES,
		.options = options,
		.own = &c,
		.list = list,
		.may_end = may_end
	};

	tool_begin(&t, argc, argv);
	if (c.indicator)
		add_indicators(&c.ops);
	tool_plan_options(&t, &plan);
	plan.op.tally = &c.tally;
	s = tool_open_states(&t, &states);
	plan.states = states;
	s = tool_run_ops(&t, s, &c.ops, &plan);
	if (tool_keep_states(&t, states, s))
		tool_write(&t, s);
	fit_states_free(states);
	tell_steps(&t, &c.tally);
	status = judge(&t, &c.tally);
	op_tally_release(&c.tally);
	return (tool_end(&t, status));
}
