/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mlc-encode: categories, dates and numbers as learners want them. */
#include <stdlib.h>

#include "encode_auto.h"
#include "mem.h"
#include "spool.h"
#include "tool_plan.h"
#include "unknown_level.h"

/* The options that are steps; their names are those of the kinds. */
static const char *const encoders[] = {
	"onehot", "ordinal", "hash", "target-encode", "count", "scale", "bin",
	"date"
};

#define N_ENCODERS (sizeof(encoders) / sizeof(encoders[0]))

/* What was asked for, in the order given. */
struct request {
	struct asked {
		const char *kind, *arg;
	} *asked;
	size_t n;
	bool automatic;
	struct level_options levels;
};

static int
ask_step(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	struct request *r = value;

	(void)d;
	r->asked = mem_realloc(r->asked, r->n + 1, sizeof(*r->asked));
	r->asked[r->n++] = (struct asked){ o->name, arg };
	return (0);
}

static void
list_encoders(struct str *out)
{
	struct diag d;

	for (size_t i = 0; i < N_ENCODERS; i++)
		str_addf(out, "%-14s %s\n", encoders[i],
		    step_kind_find(encoders[i], &d)->summary);
}

/* The steps asked for; trouble with an option is wrong usage. */
static struct step **
make_steps(const struct tool *t, const struct request *r)
{
	struct step **steps = mem_alloc(r->n, sizeof(*steps));
	const struct step_kind *kind;
	struct diag d = DIAG_INIT;

	for (size_t i = 0; i < r->n; i++) {
		kind = step_kind_find(r->asked[i].kind, &d);
		if (kind == NULL || step_new(kind, r->asked[i].arg,
		    (uint64_t)t->seed, &steps[i], &d) == -1 ||
		    level_options_set(&r->levels, steps[i], &d) == -1)
			tool_usage(t, "--%s: %s", r->asked[i].kind, d.text);
	}
	return (steps);
}

/* Spool what there is, choose steps for it and run them. */
static struct stream *
run_auto(const struct tool *t, struct stream *in, size_t first_own_step,
    struct plan_options *o, struct spool **spool)
{
	struct encode_auto_options ao = {
		.threads = t->threads, .n_workers = (int)t->n_threads,
		.seed = (uint64_t)t->seed, .first_own_step = first_own_step
	};
	struct encode_auto_plan plan;
	struct diag d = DIAG_INIT;
	struct stream *out;

	o->mem = t->mem / 2;	/* the rows are spooled twice */
	if (spool_new(in, o->mem, spool, &d) == -1 ||
	    encode_auto(*spool, &ao, &plan, &d) == -1)
		tool_die(t, &d);
	stream_close(in);
	if (plan.counted)
		tool_note(t, "there is no target: columns of more than %d "
		    "levels are encoded by their counts", AUTO_ONEHOT_MAX);
	out = tool_plan(t, spool_stream(*spool), plan.steps, plan.n, o);
	plan.n = 0;		/* the stream has them */
	encode_auto_plan_release(&plan);
	return (out);
}

static void
tell_unseen(const struct tool *t, const struct plan_tally *tally)
{
	for (size_t i = 0; i < tally->n; i++) {
		uint64_t n = tally->rows[i].counts.unseen;

		if (n > 0)
			tool_note(t, "%s: levels that are not in the training "
			    "rows: %llu value%s", tally->rows[i].label,
			    (unsigned long long)n, n == 1 ? "" : "s");
	}
}

static void
encode(const struct tool *t, const struct request *r)
{
	struct plan_tally tally = { NULL, 0, 0 };
	struct step **steps = make_steps(t, r);
	struct spool *spool = NULL;
	struct plan_options o;
	struct stream *s = tool_open(t, t->args, t->n_args, NULL);
	size_t first_own_step = json_array_size(s->head.recipe);

	tool_plan_options(t, &o);
	o.tally = &tally;
	s = tool_plan(t, s, steps, r->n, &o);
	if (r->automatic)
		s = run_auto(t, s, first_own_step, &o, &spool);
	tool_write(t, s);
	tell_unseen(t, &tally);
	plan_tally_release(&tally);
	spool_free(spool);
	free(steps);
}

static void
check_request(const struct tool *t, const struct request *r)
{
	if (r->n == 0 && !r->automatic)
		tool_usage(t, "nothing is asked for: try --auto");
	if (r->levels.max_levels < 0 || r->levels.min_count < 0)
		tool_usage(t, "--max-levels and --min-count want a number "
		    "from 1");
}

int
main(int argc, char **argv)
{
	struct request r = { .asked = NULL };
	const struct option_def options[] = {
		{ OPTION_FLAG, 0, "auto", NULL,
		    "what is left after the other options: few levels\n"
		    "one-hot, many target-encoded, numbers scaled,\n"
		    "times to parts", &r.automatic, NULL },
		{ OPTION_CALL, 0, "onehot", "SEL",
		    "a bool column for each level", &r, ask_step },
		{ OPTION_CALL, 0, "ordinal", "SEL[=A<B<C]",
		    "the number of the level, in order", &r, ask_step },
		{ OPTION_CALL, 0, "hash", "SEL=BITS",
		    "one of 2^BITS places of a sparse column", &r, ask_step },
		{ OPTION_CALL, 0, "target-encode", "SEL[=M]",
		    "the target's mean for the level, cross-fitted;\n"
		    "M smooths (default auto)", &r, ask_step },
		{ OPTION_CALL, 0, "count", "SEL[=count|frequency]",
		    "how many training rows have the level", &r, ask_step },
		{ OPTION_CALL, 0, "scale", "SEL[=METHOD]",
		    "standard (default) minmax robust log quantile", &r,
		    ask_step },
		{ OPTION_CALL, 0, "bin", "SEL=N[:quantile|width]",
		    "the number of the bin", &r, ask_step },
		{ OPTION_CALL, 0, "date", "SEL",
		    "year, month, day, weekday, yearday, hour", &r, ask_step },
		{ OPTION_INT, 0, "max-levels", "N",
		    "one-hot columns at most (default: 255 or an error)",
		    &r.levels.max_levels, NULL },
		{ OPTION_INT, 0, "min-count", "N",
		    "training rows of a level that gets a column",
		    &r.levels.min_count, NULL },
		{ OPTION_TEXT, 0, "unknown", "other|missing|error",
		    "what a level not seen in training becomes",
		    &r.levels.unknown, NULL },
		{ OPTION_END, 0, NULL, NULL, NULL, NULL, NULL }
	};
	struct tool t = {
		.name = "mlc-encode",
		.synopsis = "[options] [FILE...]",
		.summary = "Turn categories, dates and numbers into what "
		    "learners want.\nSteps run in the order given.",
		.shares = SHARE_ALL | SHARE_LIST,
		.options = options,
		.list = list_encoders
	};

	tool_begin(&t, argc, argv);
	check_request(&t, &r);
	encode(&t, &r);
	free(r.asked);
	return (tool_end(&t, 0));
}
