/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fits that were gathered on shards, by --fit-state and --from-states. */
#include <stdlib.h>

#include "mem.h"
#include "states_file.h"

#include "tool.h"

/* The files of states behind the other arguments. */
static size_t
part_arguments(struct tool *t, const char **states)
{
	size_t n = 0, k = 0;

	for (size_t i = 0; i < t->n_args; i++) {
		if (states_file_is(t->args[i]))
			states[n++] = t->args[i];
		else
			t->args[k++] = t->args[i];
	}
	t->n_args = k;
	return (n);
}

static struct stream *
read_states(struct tool *t, struct fit_states *s, const char *const *names,
    size_t n, bool has_rows)
{
	struct stream *rows = NULL;
	struct source_options o;
	struct diag d = DIAG_INIT;

	tool_source_options(t, &o);
	for (size_t i = 0; i < n; i++) {
		if (states_file_read(s, names[i], &o,
		    has_rows || i > 0 ? NULL : &rows, &d) == -1)
			tool_die(t, &d);
	}
	return (has_rows ? tool_open(t, t->args, t->n_args, NULL) :
	    tool_record(t, rows));
}

struct stream *
tool_open_states(struct tool *t, struct fit_states **states)
{
	const char **names;
	struct stream *s;
	bool has_rows;
	size_t n = 0;

	*states = NULL;
	if (t->fit_state == NULL && !t->from_states)
		return (tool_open(t, t->args, t->n_args, NULL));
	names = mem_calloc(t->n_args, sizeof(*names));
	if (t->from_states && (n = part_arguments(t, names)) == 0)
		tool_usage(t, "none of the files has states of a fit");
	has_rows = t->n_args > 0 || !t->from_states;
	*states = fit_states_new(t->fit_state != NULL, has_rows);
	s = read_states(t, *states, names, n, has_rows);
	free(names);
	return (s);
}

/* For scripts, which go on to the next round or have done. */
static void
tell_rounds(const struct tool *t, const struct fit_states *s, bool done)
{
	struct str text = STR_INIT;

	str_addf(&text, "%s %zu\n", done ? "done" : "more",
	    fit_states_whole(s));
	tool_print(t, &text);
	str_release(&text);
}

bool
tool_keep_states(const struct tool *t, struct fit_states *s,
    struct stream *rows)
{
	struct diag d = DIAG_INIT;

	if (s == NULL || t->fit_state == NULL)
		return (true);
	if (rows != NULL && fit_states_whole(s) == 0)
		tool_usage(t, "--fit-state: nothing is to be fitted");
	if (rows != NULL && fit_states_has_rows(s))
		tool_usage(t, "--fit-state: all rounds are in the states, so "
		    "nothing is left to be fitted: %zu", fit_states_whole(s));
	if (states_file_write(s, t->fit_state, &d) == -1)
		tool_die(t, &d);
	if (!fit_states_has_rows(s))
		tell_rounds(t, s, rows != NULL);
	stream_close(rows);
	return (false);
}
