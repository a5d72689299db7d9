/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mlc-encode: categories, texts, dates and numbers as learners want them. */
#include <string.h>

#include "step_auto.h"
#include "step_select.h"
#include "text_options.h"
#include "tool_plan.h"
#include "unknown_level.h"

struct request {
	struct step_list carried, steps;
	bool automatic;
	struct level_options levels;
	struct text_options texts;
};

static int
take_select(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	struct step *s;

	(void)o;
	if (step_new(&step_select, arg, 0, &s, d) == -1)
		return (-1);
	step_list_add(value, s);
	return (0);
}

#define AT(member) .at = offsetof(struct request, member)
#define STEP .call = take_step, AT(steps)

static const struct option_def options[] = {
	{ OPTION_FLAG, 0, "auto", NULL,
	    "what is left after the other options: few levels\n"
	    "one-hot, many target-encoded, numbers scaled,\n"
	    "times to parts", AT(automatic) },
	{ OPTION_CALL, 0, "carry", "SEL",
	    "keep copies COL.raw of columns as they come in, for\n"
	    "slices of mlc-eval", .call = take_step, AT(carried) },
	{ OPTION_CALL, 0, "onehot", "SEL",
	    "a bool column for each level; of more than 255 one\n"
	    "sparse column", STEP },
	{ OPTION_CALL, 0, "ordinal", "SEL[=A<B<C]",
	    "the number of the level, in order", STEP },
	{ OPTION_CALL, 0, "hash", "SEL=BITS",
	    "one of 2^BITS places of a sparse column", STEP },
	{ OPTION_CALL, 0, "text", "SEL[=VALUE]",
	    "the words of a text as a sparse column: tfidf\n"
	    "(default), count, binary or hash:BITS", STEP },
	{ OPTION_CALL, 0, "target-encode", "SEL[=M]",
	    "the target's mean for the level, cross-fitted;\n"
	    "M smooths (default auto)", STEP },
	{ OPTION_CALL, 0, "count", "SEL[=count|frequency]",
	    "how many training rows have the level", STEP },
	{ OPTION_CALL, 0, "scale", "SEL[=METHOD]",
	    "standard (default) minmax robust log quantile", STEP },
	{ OPTION_CALL, 0, "bin", "SEL=N[:quantile|width]",
	    "the number of the bin", STEP },
	{ OPTION_CALL, 0, "date", "SEL",
	    "year, month, day, weekday, yearday, hour", STEP },
	{ OPTION_CALL, 0, "svd", "SEL=K",
	    "numbers and sparse columns as K components of their\n"
	    "singular value decomposition", STEP },
	{ OPTION_CALL, 0, "select", "METHOD=K",
	    "of the numeric features the K that tell most of the\n"
	    "target, by f, chi2, mi (mutual information) or l1",
	    .call = take_select, AT(steps) },
	{ OPTION_INT, 0, "max-levels", "N",
	    "one-hot levels at most (default: all)",
	    AT(levels.max_levels) },
	{ OPTION_INT, 0, "min-count", "N",
	    "training rows of a level that gets a column",
	    AT(levels.min_count) },
	{ OPTION_TEXT, 0, "unknown", "other|missing|error",
	    "what a level not seen in training becomes",
	    AT(levels.unknown) },
	{ OPTION_TEXT, 0, "ngrams", "N|LOW-HIGH",
	    "texts: words of a token (default 1)", AT(texts.ngrams) },
	{ OPTION_TEXT, 0, "chars", "N|LOW-HIGH",
	    "texts: runs of so many characters, not words",
	    AT(texts.chars) },
	{ OPTION_TEXT, 0, "min-df", "ROWS|SHARE",
	    "texts: rows that have a token (default 2)",
	    AT(texts.min_df) },
	{ OPTION_TEXT, 0, "max-df", "ROWS|SHARE",
	    "texts: at most (default 1.0: all)", AT(texts.max_df) },
	{ OPTION_INT, 0, "max-words", "N",
	    "texts: the N most frequent tokens (default: all)",
	    AT(texts.max_words) },
	{ OPTION_TEXT, 0, "stop-words", "english|FILE",
	    "texts: words that are left out", AT(texts.stop_words) },
	{ OPTION_TEXT, 0, "stem", "LANGUAGE",
	    "texts: words are cut to their stem", AT(texts.stem) },
	{ OPTION_FLAG, 0, "sublinear", NULL,
	    "texts: 1 + ln(count) in place of the count",
	    AT(texts.sublinear) },
	{ OPTION_END }
};

static void
list(struct str *out)
{
	list_ops(options, out);
}

/* What concerns all steps; trouble with an option is wrong usage. */
static void
set_up_steps(const struct tool *t, const struct request *r)
{
	struct diag d = DIAG_INIT;

	for (size_t i = 0; i < r->steps.n; i++) {
		struct step *s = r->steps.v[i];

		s->seed = (uint64_t)t->seed;
		if (level_options_set(&r->levels, s, &d) == -1 ||
		    text_options_set(&r->texts, s, &d) == -1)
			tool_usage(t, "--%s: %s", s->kind->name, d.text);
	}
}

/* After all others: numbers of what is left. */
static void
add_auto(const struct tool *t, struct step_list *steps)
{
	struct diag d = DIAG_INIT;
	struct step *s;

	if (step_new(&step_auto, NULL, (uint64_t)t->seed, &s, &d) == -1)
		tool_die(t, &d);
	step_list_add(steps, s);
}

static void
tell_ways(const struct tool *t, const struct op_tally *tally)
{
	for (size_t i = 0; i < tally->n; i++) {
		if (strcmp(tally->rows[i]->label, "auto: count") == 0)
			tool_note(t, "there is no target: columns of more "
			    "than %d levels are encoded by their counts",
			    AUTO_ONEHOT_MAX);
		if (strcmp(tally->rows[i]->label, "auto: hash") == 0)
			tool_warn(t, "columns of more than %d levels are "
			    "hashed (--hash SEL=" AUTO_HASH_BITS "): are they "
			    "ids? --role NAME=id leaves them out",
			    AUTO_LEVELS_MAX);
	}
}

static void
tell_unseen(const struct tool *t, const struct op_tally *tally)
{
	for (size_t i = 0; i < tally->n; i++) {
		uint64_t n = tally->rows[i]->counts.unseen;

		if (n > 0)
			tool_note(t, "%s: levels that are not in the training "
			    "rows: %llu value%s", tally->rows[i]->label,
			    (unsigned long long)n, n == 1 ? "" : "s");
	}
}

static void
encode(struct tool *t, struct request *r)
{
	struct op_tally tally = { NULL, 0, 0 };
	struct plan_options o;
	struct fit_states *states;
	struct stream *s = tool_open_states(t, &states);

	tool_plan_options(t, &o);
	o.states = states;
	o.op.tally = &tally;
	for (size_t i = 0; i < r->steps.n; i++)
		step_list_add(&r->carried, r->steps.v[i]);
	free(r->steps.v);
	if (r->automatic)
		add_auto(t, &r->carried);
	s = tool_plan(t, s, &r->carried, &o);
	tell_ways(t, &tally);
	if (tool_keep_states(t, states, s))
		tool_write(t, s);
	tell_unseen(t, &tally);
	fit_states_free(states);
	op_tally_release(&tally);
}

static void
check_request(const struct tool *t, const struct request *r)
{
	if (r->steps.n + r->carried.n == 0 && !r->automatic)
		tool_usage(t, "nothing is asked for: try --auto");
	if (r->levels.max_levels < 0 || r->levels.min_count < 0)
		tool_usage(t, "--max-levels and --min-count want a number "
		    "from 1");
}

int
main(int argc, char **argv)
{
	struct request r = { .automatic = false };
	struct tool t = {
		.name = "mlc-encode",
		.synopsis = "[options] [FILE...]",
		.summary = "Turn categories, texts, dates and numbers into "
		    "what learners want.\nSteps run in the order given.",
		.shares = SHARE_ALL | SHARE_LIST | SHARE_STATES,
		.options = options,
		.own = &r,
		.list = list
	};

	tool_begin(&t, argc, argv);
	check_request(&t, &r);
	set_up_steps(&t, &r);
	encode(&t, &r);
	return (tool_end(&t, 0));
}
