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
#include "overview_compare.h"
#include "overview_groups.h"
#include "overview_page.h"
#include "overview_report.h"
#include "overview_screen.h"
#include "profile_rules.h"
#include "select.h"
#include "value_shares.h"

#include "tool.h"

#define VALUES_KEPT 65536	/* of a number, for exact ranges */

struct profiling {
	struct tool tool;
	bool histogram, only_warnings, pairs;
	const char *by, *columns, *compare, *html, *rules, *fail_on;
};

struct looked {
	struct overview overview;
	struct warnings warnings;
	struct overview second;		/* with --compare */
	struct overview_compare compared;
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
	{ OPTION_TEXT, 0, "by", "COL",
	    "the same of the rows of each value of a column",
	    .at = offsetof(struct profiling, by) },
	{ OPTION_TEXT, 0, "compare", "FILE2",
	    "a row for each column of either table: how far they\n"
	    "are apart",
	    .at = offsetof(struct profiling, compare) },
	{ OPTION_TEXT, 0, "html", "FILE",
	    "write a page with charts for a browser, too",
	    .at = offsetof(struct profiling, html) },
	{ OPTION_TEXT, 0, "rules", "FILE",
	    "write rules that the rows keep to, for mlc-clean\n"
	    "--expect-file, too", .at = offsetof(struct profiling, rules) },
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

static size_t
screen_line(void)
{
	size_t line = table_terminal_width(STDOUT_FILENO);

	return (line == 0 || line > SCREEN_LINE ? SCREEN_LINE : line);
}

/* The page is there before the rows, so that they tell that all went well. */
static void
write_page(const struct profiling *p, const struct overview_page *page)
{
	struct diag d = DIAG_INIT;
	struct str text = STR_INIT;

	overview_page(page, &text);
	if (outfile_put(p->html, &text, &d) == -1)
		tool_die(&p->tool, &d);
	str_release(&text);
}

static void
write_rules(const struct profiling *p, const struct overview *o)
{
	struct diag d = DIAG_INIT;
	struct str text = STR_INIT;

	profile_rules(&o->profile, &text);
	if (outfile_put(p->rules, &text, &d) == -1)
		tool_die(&p->tool, &d);
	str_release(&text);
}

static bool
is_output(const char *file)
{
	return (file != NULL && strcmp(file, "-") == 0);
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

static const char *
table_name(const struct profiling *p)
{
	return (p->tool.n_args > 0 ? p->tool.args[0] : "standard input");
}

static void
write_overview(const struct profiling *p, const struct looked *l,
    const struct stream *in)
{
	const struct overview *o = &l->overview;
	const struct warnings *w = &l->warnings;
	struct column_pairs pairs = { 0 };
	struct str text = STR_INIT;

	if (p->pairs || p->html != NULL)
		column_pairs_find(o, NULL, p->tool.crew, &pairs);
	if (p->html != NULL)
		write_page(p, &(struct overview_page){ table_name(p), o, w,
		    &pairs, p->compare != NULL ? &l->compared : NULL });
	if (p->rules != NULL)
		write_rules(p, o);
	if (is_output(p->html) || is_output(p->rules)) {
		tool_note(&p->tool, "the page, or the rules, are the output");
	} else if (p->compare != NULL) {
		tool_write(&p->tool, overview_compare_report(&l->compared,
		    in));
	} else if (p->columns != NULL) {
		tool_write(&p->tool, columns_report(p, o, in));
	} else if (p->pairs) {
		tool_write(&p->tool, column_pairs_report(o, &pairs, in));
	} else if (p->only_warnings) {
		tool_write(&p->tool, warnings_report(o, w, in));
	} else if (p->tool.on_screen && !p->histogram) {
		overview_screen(o, w, screen_line(), &text);
		tool_print(&p->tool, &text);
	} else {
		tool_write(&p->tool, overview_report(o, w, p->histogram, in));
	}
	column_pairs_release(&pairs);
	str_release(&text);
}

/* --by: there are no warnings. */
static void
run_groups(const struct profiling *p, struct stream *in,
    const struct overview_options *opt)
{
	struct overview_groups groups;
	struct diag d = DIAG_INIT;
	struct str text = STR_INIT;
	size_t by;

	if (schema_need(&in->head.schema, p->by, &by, &d) == -1 ||
	    overview_groups_read(in, by, opt, &groups, &d) == -1)
		tool_die(&p->tool, &d);
	if (p->tool.on_screen && !p->histogram) {
		overview_groups_screen(&groups, screen_line(), &text);
		tool_print(&p->tool, &text);
	} else {
		tool_write(&p->tool, overview_groups_report(&groups,
		    p->histogram, in));
	}
	overview_groups_release(&groups);
	str_release(&text);
}

/* The second table, its columns in the roles of those of the first. */
static void
read_second(const struct profiling *p, const struct schema *first,
    const struct overview_options *opt, struct overview *out)
{
	struct source_options o;
	struct stream *s = NULL;
	struct diag d = DIAG_INIT;
	size_t col;

	tool_source_options(&p->tool, &o);
	if (source_open(&p->compare, 1, &o, &s, &d) == -1)
		tool_die(&p->tool, &d);
	for (size_t i = 0; i < first->n; i++) {
		col = schema_find(&s->head.schema, first->fields[i].name);
		if (col != COLUMN_NONE)
			schema_set_role(&s->head.schema, col,
			    first->fields[i].role);
	}
	if (overview_read(s, opt, out, &d) == -1)
		tool_die(&p->tool, &d);
	stream_close(s);
}

/* Returns how many warnings are of a kind that --fail-on names. */
static size_t
run_whole(const struct profiling *p, struct stream *in,
    const struct overview_options *opt)
{
	struct looked l = { .warnings = { 0 } };
	const char *const names[] = { table_name(p), p->compare };
	struct diag d = DIAG_INIT;
	size_t n_failing;

	if (overview_read(in, opt, &l.overview, &d) == -1)
		tool_die(&p->tool, &d);
	if (p->compare != NULL) {
		read_second(p, &in->head.schema, opt, &l.second);
		overview_compare(&l.overview, &l.second, names, &l.compared);
	}
	warnings_find(&l.overview, &l.warnings);
	n_failing = count_failing(p, &l.warnings);
	write_overview(p, &l, in);
	warnings_release(&l.warnings);
	if (p->compare != NULL) {
		overview_compare_release(&l.compared);
		overview_release(&l.second);
	}
	overview_release(&l.overview);
	return (n_failing);
}

/* What can be asked for at a time. */
static void
check_usage(const struct profiling *p)
{
	const struct warnings none = { 0 };

	(void)count_failing(p, &none);
	if (p->only_warnings + p->pairs + (p->columns != NULL) +
	    (p->compare != NULL) > 1)
		tool_usage(&p->tool, "one of --warnings, --columns, --pairs "
		    "and --compare is the output");
	if (p->by != NULL && (p->only_warnings || p->pairs ||
	    p->columns != NULL || p->compare != NULL || p->html != NULL ||
	    p->rules != NULL || p->fail_on != NULL))
		tool_usage(&p->tool, "--by goes with --histogram only");
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
	struct stream *in;
	size_t n_failing = 0;

	tool_begin(&p.tool, argc, argv);
	check_usage(&p);
	in = tool_open(&p.tool, p.tool.args, p.tool.n_args, NULL);
	look.crew = p.tool.crew;
	look.rows = p.pairs || p.html != NULL;
	look.values = p.columns != NULL || p.compare != NULL ||
	    p.html != NULL ? VALUES_KEPT : 0;
	if (p.by != NULL)
		run_groups(&p, in, &look);
	else
		n_failing = run_whole(&p, in, &look);
	stream_close(in);
	return (tool_end(&p.tool, n_failing > 0));
}
