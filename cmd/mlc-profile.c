/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mlc-profile: a stream -> what is in it, a row a column. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "column_pairs.h"
#include "fmt_table_cell.h"
#include "mem.h"
#include "num_init.h"
#include "outfile.h"
#include "overview_page.h"
#include "overview_report.h"
#include "overview_screen.h"
#include "select.h"
#include "value_shares.h"

#include "tool.h"

#define VALUES_KEPT 65536	/* of a number, for exact ranges */

struct profiling {
	struct tool tool;
	bool histogram, only_warnings, pairs;
	const char *columns, *html, *fail_on;
};

static const struct option_def options[] = {
	{ OPTION_FLAG, 0, "histogram", NULL,
	    "a small bar chart of each number",
	    .at = offsetof(struct profiling, histogram) },
	{ OPTION_FLAG, 0, "warnings", NULL,
	    "a row for each warning, and nothing else",
	    .at = offsetof(struct profiling, only_warnings) },
	{ OPTION_TEXT, 0, "columns", "SEL",
	    "a row for each value, or range of values, of these\n"
	    "columns: how often it is there",
	    .at = offsetof(struct profiling, columns) },
	{ OPTION_FLAG, 0, "pairs", NULL,
	    "a row for each two columns: how closely they go\n"
	    "together",
	    .at = offsetof(struct profiling, pairs) },
	{ OPTION_TEXT, 0, "html", "FILE",
	    "write a page with charts for a browser, too",
	    .at = offsetof(struct profiling, html) },
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

/* The page is there before the rows, so that they tell that all went well. */
static void
write_page(const struct profiling *p, const struct overview_page *page)
{
	struct outfile out;
	struct diag d = DIAG_INIT;
	struct str text = STR_INIT;

	overview_page(page, &text);
	if (outfile_open(&out, p->html, &d) == -1 ||
	    outfile_take(&out, &text, &d) == -1 ||
	    outfile_commit(&out, &d) == -1)
		tool_die(&p->tool, &d);
	str_release(&text);
}

static struct stream *
columns_report(const struct profiling *p, const struct overview *o,
    const struct stream *in)
{
	struct diag d = DIAG_INIT;
	struct stream *s;
	size_t *cols, n;

	if (select_columns(p->columns, &in->head.schema, NULL, &cols, &n,
	    &d) == -1)
		tool_die(&p->tool, &d);
	s = value_shares_report(o, cols, n, in);
	free(cols);
	return (s);
}

static void
write_overview(const struct profiling *p, const struct overview *o,
    const struct warnings *w, const struct stream *in)
{
	size_t line = table_terminal_width(STDOUT_FILENO);
	struct column_pairs pairs = { 0 };
	struct str text = STR_INIT;

	if (p->pairs || p->html != NULL)
		column_pairs_find(o, NULL, p->tool.crew, &pairs);
	if (p->html != NULL)
		write_page(p, &(struct overview_page){ p->tool.n_args > 0 ?
		    p->tool.args[0] : "standard input", o, w, &pairs });
	if (p->columns != NULL) {
		tool_write(&p->tool, columns_report(p, o, in));
	} else if (p->pairs) {
		tool_write(&p->tool, column_pairs_report(o, &pairs, in));
	} else if (p->only_warnings) {
		tool_write(&p->tool, warnings_report(o, w, in));
	} else if (p->tool.on_screen && !p->histogram) {
		overview_screen(o, w, line == 0 || line > SCREEN_LINE ?
		    SCREEN_LINE : line, &text);
		tool_print(&p->tool, &text);
	} else {
		tool_write(&p->tool, overview_report(o, w, p->histogram, in));
	}
	column_pairs_release(&pairs);
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
	struct overview_options look = { .values = 0 };
	struct overview overview;
	struct warnings warnings = { 0 };
	struct diag d = DIAG_INIT;
	struct stream *in;
	size_t n_failing;

	tool_begin(&p.tool, argc, argv);
	(void)count_failing(&p, &warnings);
	in = tool_open(&p.tool, p.tool.args, p.tool.n_args, NULL);
	look.crew = p.tool.crew;
	look.rows = p.pairs || p.html != NULL;
	look.values = p.columns != NULL || p.html != NULL ? VALUES_KEPT : 0;
	if (overview_read(in, &look, &overview, &d) == -1)
		tool_die(&p.tool, &d);
	warnings_find(&overview, &warnings);
	n_failing = count_failing(&p, &warnings);
	write_overview(&p, &overview, &warnings, in);
	warnings_release(&warnings);
	overview_release(&overview);
	stream_close(in);
	return (tool_end(&p.tool, n_failing > 0));
}
