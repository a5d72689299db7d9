/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mlc-split: which rows fit, which choose, which judge; and shards. */
#include <string.h>
#include <unistd.h>

#include "shard_set.h"
#include "split.h"
#include "tool.h"

/* What was asked for, as the options give it. */
struct request {
	struct split_options o;
	const char *shares;
	int64_t shards;		/* 0: none are asked for */
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
	{ OPTION_INT, 0, "shards", "N",
	    "write all rows as N files and their manifest into\n"
	    "the folder -o; no column, unless it is asked for",
	    AT(shards) },
	{ OPTION_END }
};

/* Is there to be a column of parts beside shards? */
static bool
wants_column(const struct request *r)
{
	return (r->shards == 0 || r->shares != NULL || r->o.folds != 0 ||
	    r->o.stratify || r->o.by != NULL || r->o.time != NULL ||
	    r->o.replace);
}

static void
check_shards(const struct tool *t, const struct request *r)
{
	if (r->shards < 0 || r->shards > SHARDS_MAX)
		tool_usage(t, "--shards wants a number from 1 to %d",
		    SHARDS_MAX);
	if (r->shards > 0 && t->output == NULL)
		tool_usage(t, "--shards wants a folder for the files: -o DIR");
	if (r->shards > 0 && t->format != NULL &&
	    strcmp(t->format, "mlc") != 0 && strcmp(t->format, "arrow") != 0)
		tool_usage(t, "--shards: a shard says which rows it has, so "
		    "it is mlc or arrow, not %s", t->format);
}

static struct stream *
add_column(const struct tool *t, struct request *r, struct stream *in)
{
	struct split_counts counts;
	struct diag d = DIAG_INIT;
	struct stream *out;

	if (split_open(in, &r->o, &counts, &out, &d) == -1)
		tool_die(t, &d);
	tool_note(t, "train %llu, valid %llu, test %llu rows",
	    (unsigned long long)counts.rows[PART_TRAIN],
	    (unsigned long long)counts.rows[PART_VALID],
	    (unsigned long long)counts.rows[PART_TEST]);
	return (out);
}

static void
write_shards(const struct tool *t, const struct request *r, struct stream *in)
{
	struct shard_options o = { .dir = t->output, .format = t->format,
	    .n = (size_t)r->shards, .mem = t->mem, .crew = t->crew,
	    .no_lineage = t->no_lineage };
	struct diag d = DIAG_INIT;
	uint64_t n_rows;

	if (shard_set_write(in, &o, &n_rows, &d) == -1)
		tool_die(t, &d);
	tool_note(t, "%llu rows in %lld shards",
	    (unsigned long long)n_rows, (long long)r->shards);
	stream_close(in);
}

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
	struct stream *s;

	split_options_init(&r.o);
	tool_begin(&t, argc, argv);
	take_shares(&t, &r);
	check_shards(&t, &r);
	r.o.seed = (uint64_t)t.seed;
	r.o.mem = t.mem;
	s = tool_open(&t, t.args, t.n_args, NULL);
	if (wants_column(&r))
		s = add_column(&t, &r, s);
	if (r.shards > 0)
		write_shards(&t, &r, s);
	else
		tool_write(&t, s);
	return (tool_end(&t, 0));
}
