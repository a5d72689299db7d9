/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verbs of mlc-track that run what is to be run again. */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mem.h"
#include "sentence.h"
#include "shell.h"
#include "trigger.h"

#include "track.h"

static const char rules[] =
"# Rules for make, by content in place of time: where the bytes of FILE\n"
"# are what they were, nothing is made again.\n"
"#\n"
"#	include mlc.mk\n"
"#	model.mlc: $(call mlc-content,churn.csv params.json)\n"
"#		mlc-ingest churn.csv | ...\n"
"#\n"
"# .mlc-sums/FILE is written when the bytes of FILE are others.\n"
"mlc-content = $(addprefix .mlc-sums/,$(1))\n"
".PHONY: mlc-always\n"
".PRECIOUS: .mlc-sums/%\n"
"mlc-always:\n"
".DEFAULT_GOAL :=\n"
".mlc-sums/%: % mlc-always\n"
"	@mlc-track sum $< $@\n";

/* The words behind the inputs are the command: one is a sentence. */
static char *
read_command(char **words, size_t n)
{
	struct str s = STR_INIT;

	if (n == 1)
		return (mem_strdup(words[0]));
	for (size_t i = 0; i < n; i++) {
		str_addz(&s, i > 0 ? " " : "");
		sentence_quote(words[i], &s);
	}
	return (str_detach(&s));
}

/* Where "--" stands in what was given; 0: nowhere. */
static int
find_dashes(const struct tool *t)
{
	for (int i = 1; i < t->argc; i++) {
		if (strcmp(t->given[i], "--") == 0)
			return (i);
	}
	return (0);
}

/* Run it as it was looked at before, so that what changes meanwhile is seen the
   next time. */
static int
run_command(const struct track *t, const struct trigger *g, const json_t *now)
{
	const int fds[3] = { STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO };
	struct diag d = DIAG_INIT;
	int status;
	pid_t pid;

	if (shell_spawn(&pid, g->command, fds, false, &d) == -1)
		tool_die(&t->tool, &d);
	status = shell_wait(pid);
	if (status == 0 && trigger_stamp(g, now, &d) == -1)
		tool_die(&t->tool, &d);
	return (status);
}

static int
run_changed(struct track *t)
{
	int dashes = find_dashes(&t->tool);
	size_t n = dashes > 0 ? (size_t)(t->tool.argc - dashes - 1) : 0;
	char *command;
	struct trigger g = { .store = t->store, .inputs = t->tool.args + 1,
	    .runs = t->drift ? t->runs : NULL, .stamp = t->stamp };
	struct str why = STR_INIT;
	struct diag d = DIAG_INIT;
	json_t *now;
	int status = 0;

	if (n == 0 || t->tool.n_args < n + 2)
		tool_usage(&t->tool, "name what may change, then -- and the "
		    "command");
	g.n_inputs = t->tool.n_args - 1 - n;
	g.command = command = read_command(t->tool.given + dashes + 1, n);
	if (trigger_look(&g, &now, &d) == -1 ||
	    trigger_why(&g, now, &why, &d) == -1)
		tool_die(&t->tool, &d);
	if (t->dry_run) {
		status = why.len > 0;
		track_write(t, &why);
	} else if (why.len > 0) {
		tool_note(&t->tool, "%.*s", (int)(why.len - 1), why.buf);
		status = run_command(t, &g, now);
	}
	json_decref(now);
	str_release(&why);
	free(command);
	return (status);
}

static int
run_rules(struct track *t)
{
	struct str s = STR_INIT;

	str_addz(&s, rules);
	track_write(t, &s);
	str_release(&s);
	return (0);
}

static int
run_sum(struct track *t)
{
	const char *to = track_arg(t, 1), *slash = strrchr(to, '/');
	struct diag d = DIAG_INIT;
	char *folder;

	if (slash != NULL && slash > to) {
		folder = mem_strndup(to, (size_t)(slash - to));
		if (store_make_folders(folder, &d) == -1)
			tool_die(&t->tool, &d);
		free(folder);
	}
	if (trigger_sum(track_arg(t, 0), to, &d) == -1)
		tool_die(&t->tool, &d);
	return (0);
}

#define AT(member) .at = offsetof(struct track, member)

static const struct option_def changed_options[] = {
	{ OPTION_TEXT, 0, "stamp", "FILE", "where it stands what they were "
	    "(default: in .mlc)", AT(stamp) },
	{ OPTION_FLAG, 0, "drift", NULL, "also where mlc-drift has told of "
	    "drift since", AT(drift) },
	{ OPTION_FLAG, 0, "dry-run", NULL, "only say why it would be run; exit "
	    "1 if so", AT(dry_run) },
	{ OPTION_END }
};

const struct track_verb track_change_verbs[] = {
	{ "changed", "changed [options] FILE|data:NAME... -- COMMAND",
	    "run a command where the bytes of "
	    "what it reads are others", changed_options, 1, -1,
	    WANT_MADE | WANT_RUNS, run_changed },
	{ "rules", "rules", "rules for make, by content", NULL, 0, 0, 0,
	    run_rules },
	{ "sum", "sum FILE SUM", "write FILE's SHA-256 to SUM, where it is "
	    "another one", NULL, 2, 2, 0, run_sum },
	{ .name = NULL }
};
