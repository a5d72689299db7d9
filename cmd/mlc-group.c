/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mlc-group: groups of rows and what sums them up. */
#include <unistd.h>

#include "aggregate.h"
#include "group.h"
#include "group_each.h"
#include "tool.h"

/* What was asked for, as the options give it. */
struct request {
	struct group_options o;
	const char *state;
	bool merge;
	bool each, sorted;	/* aggregates before each row */
};

#define AT(member) .at = offsetof(struct request, member)

static const struct option_def options[] = {
	{ OPTION_TEXT, 'k', "keys", "SEL",
	    "rows with equal values there are a group", AT(o.keys) },
	{ OPTION_TEXT, 'a', "aggregates", "NAME=FUNC(EXPR),...",
	    "what is told of each group; --list has the\n"
	    "functions (default: n=count())", AT(o.aggregates) },
	{ OPTION_TEXT, 0, "window", "15m|1h|1d|1w|ROWS",
	    "groups of each such window too", AT(o.window.window) },
	{ OPTION_TEXT, 0, "every", "1h|1d|...",
	    "windows overlap: one begins so often", AT(o.window.every) },
	{ OPTION_TEXT, 0, "session", "30m|1h|...",
	    "windows end where a key has no rows so long",
	    AT(o.window.session) },
	{ OPTION_TEXT, 0, "time", "COL",
	    "the time of a row (default: the role time)", AT(o.window.time) },
	{ OPTION_FLAG, 0, "each", NULL,
	    "beside each row what came before it; with\n"
	    "--window only what is not older",
	    AT(each) },
	{ OPTION_FLAG, 0, "sorted", NULL,
	    "with --each: rows come in the order of time", AT(sorted) },
	{ OPTION_TEXT, 0, "state", "FILE",
	    "go on from what the file has gathered, and\n"
	    "put all there", AT(state) },
	{ OPTION_FLAG, 0, "merge", NULL,
	    "the files are such states: unite them",
	    AT(merge) },
	{ OPTION_END }
};

static void
list(struct str *out)
{
	for (size_t i = 0; aggregate_table[i] != NULL; i++)
		str_addf(out, "%-10s %s\n", aggregate_table[i]->name,
		    aggregate_table[i]->summary);
}

static struct stream *
open_each(const struct tool *t, const struct request *r)
{
	struct each_options o = { r->o.keys, r->o.aggregates,
	    r->o.window.time, r->o.window.window, r->sorted, t->mem };
	struct stream *out;
	struct diag d = DIAG_INIT;

	if (group_each_open(tool_open(t, t->args, t->n_args, NULL), &o, &out,
	    &d) == -1)
		tool_die(t, &d);
	return (out);
}

/* The groups, of rows or of states alone. */
static struct stream *
open_groups(const struct tool *t, struct request *r)
{
	struct stream *in, *out;
	struct diag d = DIAG_INIT;
	int status;

	if (r->merge) {
		r->o.states = t->args;
		r->o.n_states = t->n_args;
		status = group_open_states(&r->o, &out, &d);
		return (status == 0 ? tool_record(t, out) :
		    (tool_die(t, &d), NULL));
	}
	if (r->state != NULL && access(r->state, F_OK) == 0) {
		r->o.states = &r->state;
		r->o.n_states = 1;
	}
	in = tool_open(t, t->args, t->n_args, NULL);
	if (group_open(in, &r->o, &out, &d) == -1)
		tool_die(t, &d);
	return (out);
}

int
main(int argc, char **argv)
{
	struct request r = { .state = NULL };
	struct tool t = {
		.name = "mlc-group",
		.synopsis = "[options] [FILE...]\n"
		    "--merge [options] STATE...",
		.summary = "Sum up groups of rows: a table with a row a "
		    "group.",
		.shares = (SHARE_ALL & ~SHARE_SEED) | SHARE_LIST,
		.options = options,
		.own = &r,
		.list = list
	};
	struct outfile state;
	struct diag d = DIAG_INIT;

	tool_begin(&t, argc, argv);
	if (r.merge && (t.n_args == 0 || r.o.keys != NULL ||
	    r.o.aggregates != NULL || has_window(&r.o.window)))
		tool_usage(&t, "--merge wants files of states, which say what "
		    "they are made of, and no keys, aggregates or windows");
	if (r.each && (r.merge || r.state != NULL || r.o.window.every !=
	    NULL || r.o.window.session != NULL))
		tool_usage(&t, "--each goes with -k, -a, --time, --window and "
		    "--sorted");
	r.o.mem = t.mem;
	if (r.state != NULL) {
		if (outfile_open(&state, r.state, &d) == -1)
			tool_die(&t, &d);
		r.o.save = &state;
	}
	tool_write(&t, r.each ? open_each(&t, &r) : open_groups(&t, &r));
	if (r.state != NULL && outfile_commit(&state, &d) == -1)
		tool_die(&t, &d);
	return (tool_end(&t, 0));
}
