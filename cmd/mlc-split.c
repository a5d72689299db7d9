/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mlc-split: which rows fit, which choose, which judge. */
#include <string.h>
#include <unistd.h>

#include "split.h"
#include "tool.h"

/* What was asked for, as the options give it. */
struct request {
	struct split_options o;
	const char *shares;
};

static int
set_stratify(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	struct split_options *so = value;

	(void)o, (void)d;
	so->stratify = true;
	so->stratify_col = arg;
	return (0);
}

/* Is the argument shares, as 70:15:15, and no file? */
static bool
looks_like_shares(const char *arg)
{
	return (strchr(arg, ':') != NULL &&
	    arg[strspn(arg, "0123456789.:")] == '\0');
}

/* Take the shares from the arguments, of which the rest are files. */
static void
take_shares(struct tool *t, struct request *r)
{
	struct diag d = DIAG_INIT;

	if (t->n_args > 0 && looks_like_shares(t->args[0])) {
		r->shares = *t->args++;
		t->n_args--;
	}
	for (size_t i = 0; i < t->n_args; i++) {
		if (looks_like_shares(t->args[i]))
			tool_usage(t, "the shares come before the files; a "
			    "file of such a name is ./%s", t->args[i]);
	}
	if (t->n_args > 0 && access(t->args[0], F_OK) == -1 &&
	    t->args[0][strspn(t->args[0], "0123456789.,/%")] == '\0')
		tool_usage(t, "shares are written as 70:30, not \"%s\"",
		    t->args[0]);
	if (r->shares != NULL && r->o.folds != 0)
		tool_usage(t, "shares and --folds do not go together");
	if ((r->shares != NULL &&
	    split_parse_shares(&r->o, r->shares, &d) == -1) ||
	    split_options_check(&r->o, &d) == -1)
		tool_usage(t, "%s", d.text);
}

#define AT(member) .at = offsetof(struct request, member)

static const struct option_def options[] = {
	{ OPTION_INT, 0, "folds", "K",
	    "cut into K folds; all but one are train", AT(o.folds) },
	{ OPTION_INT, 0, "fold", "I", "the fold that is test, from 1",
	    AT(o.fold) },
	{ OPTION_CALL, 0, "stratify", "[=COL]",
	    "each class of COL (default: the target)\n"
	    "in proportion", .call = set_stratify,
	    AT(o) },
	{ OPTION_TEXT, 0, "by", "COL",
	    "rows of one value of COL go to one part", AT(o.by) },
	{ OPTION_TEXT, 0, "time", "COL",
	    "oldest rows train, newest rows test", AT(o.time) },
	{ OPTION_FLAG, 0, "replace", NULL,
	    "make an existing split column anew", AT(o.replace) },
	{ OPTION_END }
};

int
main(int argc, char **argv)
{
	struct request r = { .shares = NULL };
	struct tool t = {
		.name = "mlc-split",
		.synopsis = "[options] [SHARES] [FILE...]",
		.summary = "Add a column split: train, valid or test. SHARES "
		    "is train:valid:test or\ntrain:test, 70:15:15 by default.",
		.shares = SHARE_ALL & ~SHARE_THREADS,
		.options = options,
		.own = &r
	};
	struct split_counts counts;
	struct stream *in, *out;
	struct diag d = DIAG_INIT;

	split_options_init(&r.o);
	tool_begin(&t, argc, argv);
	take_shares(&t, &r);
	r.o.seed = (uint64_t)t.seed;
	r.o.mem = t.mem;
	in = tool_open(&t, t.args, t.n_args, NULL);
	if (split_open(in, &r.o, &counts, &out, &d) == -1)
		tool_die(&t, &d);
	tool_note(&t, "train %llu, valid %llu, test %llu rows",
	    (unsigned long long)counts.rows[PART_TRAIN],
	    (unsigned long long)counts.rows[PART_VALID],
	    (unsigned long long)counts.rows[PART_TEST]);
	tool_write(&t, out);
	return (tool_end(&t, 0));
}
