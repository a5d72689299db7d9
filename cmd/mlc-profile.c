/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mlc-profile: a stream -> what is in it, a row a column. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fmt_table_cell.h"
#include "mem.h"
#include "overview_report.h"
#include "overview_screen.h"

#include "tool.h"

struct profiling {
	struct tool tool;
	bool histogram, only_warnings;
	const char *fail_on;
};

static const struct option_def options[] = {
	{ OPTION_FLAG, 0, "histogram", NULL,
	    "a small bar chart of each number",
	    .at = offsetof(struct profiling, histogram) },
	{ OPTION_FLAG, 0, "warnings", NULL,
	    "a row for each warning, and nothing else",
	    .at = offsetof(struct profiling, only_warnings) },
	{ OPTION_TEXT, 0, "fail-on", "NAMES",
	    "exit 1 if there is such a warning (see --list);\n"
	    "any: of whatever name",
	    .at = offsetof(struct profiling, fail_on) },
	{ OPTION_END }
};

/* How many warnings are of the kinds that --fail-on names; with none, whether
   they are names. */
static size_t
count_failing(const struct profiling *p, const struct warnings *w)
{
	const struct warning_kind *kind;
	struct diag d = DIAG_INIT;
	const char *at = p->fail_on, *end;
	size_t n = 0;
	char *name;

	for (; at != NULL; at = *end == '\0' ? NULL : end + 1) {
		end = strchrnul(at, ',');
		name = mem_strndup(at, (size_t)(end - at));
		kind = NULL;
		if (strcmp(name, "any") != 0 &&
		    warning_kind_find(name, &kind, &d) == -1)
			tool_usage(&p->tool, "--fail-on: %s", d.text);
		for (size_t i = 0; i < w->n; i++)
			n += kind == NULL || w->v[i].kind == kind;
		free(name);
	}
	return (n);
}

static void
write_overview(const struct profiling *p, const struct overview *o,
    const struct warnings *w, const struct stream *in)
{
	size_t line = table_terminal_width(STDOUT_FILENO);
	struct str text = STR_INIT;

	if (p->only_warnings) {
		tool_write(&p->tool, warnings_report(o, w, in));
	} else if (p->tool.on_screen && !p->histogram) {
		overview_screen(o, w, line == 0 || line > SCREEN_LINE ?
		    SCREEN_LINE : line, &text);
		tool_print(&p->tool, &text);
	} else {
		tool_write(&p->tool, overview_report(o, w, p->histogram, in));
	}
	str_release(&text);
}

int
main(int argc, char **argv)
{
	struct profiling p = {
		.tool = {
			.name = "mlc-profile",
			.synopsis = "[options] [FILE...]",
			.summary = "Describe the columns of a table, and tell "
			    "what is odd about them.",
			.shares = SHARE_OUTPUT | SHARE_ROLES | SHARE_THREADS |
			    SHARE_MEM | SHARE_LINEAGE | SHARE_PARTIAL |
			    SHARE_LIST | SHARE_READ,
			.reports = true,
			.options = options,
			.own = &p,
			.list = warnings_list
		}
	};
	struct overview overview;
	struct warnings warnings = { 0 };
	struct diag d = DIAG_INIT;
	struct stream *in;
	size_t n_failing;

	tool_begin(&p.tool, argc, argv);
	(void)count_failing(&p, &warnings);
	in = tool_open(&p.tool, p.tool.args, p.tool.n_args, NULL);
	if (overview_read(in, p.tool.crew, &overview, &d) == -1)
		tool_die(&p.tool, &d);
	warnings_find(&overview, &warnings);
	n_failing = count_failing(&p, &warnings);
	write_overview(&p, &overview, &warnings, in);
	warnings_release(&warnings);
	overview_release(&overview);
	stream_close(in);
	return (tool_end(&p.tool, n_failing > 0));
}
