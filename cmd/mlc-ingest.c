/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "fmt_fixed_read.h"
#include "format.h"
#include "mem.h"
#include "numtext.h"
#include "tool.h"

struct ingest {
	struct source_options source;
	struct read_spec schema;
	bool has_schema;
	struct fixed_form fixed;
};

static int
set_infer(void *value, const struct option_def *def, const char *arg,
    struct diag *d)
{
	struct ingest *in = value;
	int64_t n;

	(void)def;
	if (strcmp(arg, "all") == 0) {
		in->source.read.infer_rows = 0;
		return (0);
	}
	if (parse_int(arg, strlen(arg), &n) == -1 || n < 1)
		return (diag_set(d, "\"%s\" is neither \"all\" nor a number "
		    "of rows", arg));
	in->source.read.infer_rows = (uint64_t)n;
	return (0);
}

static int
set_on_bad(void *value, const struct option_def *def, const char *arg,
    struct diag *d)
{
	struct ingest *in = value;

	(void)def;
	if (strcmp(arg, "stop") == 0)
		in->source.read.on_bad = BAD_STOP;
	else if (strcmp(arg, "skip") == 0)
		in->source.read.on_bad = BAD_SKIP;
	else if (strcmp(arg, "null") == 0)
		in->source.read.on_bad = BAD_NULL;
	else
		return (diag_set(d, "\"%s\" is not stop, skip or null", arg));
	return (0);
}

static int
set_rows(void *value, const struct option_def *def, const char *arg,
    struct diag *d)
{
	int64_t n;

	(void)def;
	if (parse_int(arg, strlen(arg), &n) == -1 || n < 0)
		return (diag_set(d, "\"%s\" is no number of rows", arg));
	*(uint64_t *)value = (uint64_t)n;
	return (0);
}

/* Tokens with commas between; the option may be repeated. */
static int
add_na(void *value, const struct option_def *def, const char *arg,
    struct diag *d)
{
	struct ingest *in = value;
	char *copy = mem_strdup(arg), *rest = copy, *token;
	struct source_options *o = &in->source;

	(void)def;
	(void)d;
	while ((token = strsep(&rest, ",")) != NULL) {
		o->na = mem_realloc(o->na, o->n_na + 1, sizeof(char *));
		o->na[o->n_na++] = mem_strdup(token);
	}
	free(copy);
	return (0);
}

static int
set_index_base(void *value, const struct option_def *def, const char *arg,
    struct diag *d)
{
	(void)def;
	if (strcmp(arg, "0") != 0 && strcmp(arg, "1") != 0)
		return (diag_set(d, "is 0 or 1, not \"%s\"", arg));
	*(bool *)value = arg[0] == '0';
	return (0);
}

static int
set_schema(void *value, const struct option_def *def, const char *arg,
    struct diag *d)
{
	struct ingest *in = value;

	(void)def;
	if (in->has_schema)
		return (diag_set(d, "is given twice"));
	if (source_read_spec(arg, &in->schema, d) == -1)
		return (-1);
	in->has_schema = true;
	in->source.read.spec = &in->schema;
	in->source.read.no_target = true;
	return (0);
}

static int
set_widths(void *value, const struct option_def *def, const char *arg,
    struct diag *d)
{
	struct ingest *in = value;

	(void)def;
	fixed_form_release(&in->fixed);
	if (fixed_form_parse(&in->fixed, arg, d) == -1)
		return (-1);
	in->source.read.fixed = &in->fixed;
	if (in->source.format == NULL)
		in->source.format = "fixed";
	return (0);
}

#define AT(member) .at = offsetof(struct ingest, source.member)

static const struct option_def options[] = {
	{ OPTION_TEXT, 'f', "from", "FORMAT",
	    "what the input is; default: found out", AT(format) },
	{ OPTION_CALL, 0, "na", "TOKENS",
	    "texts that mean missing, with commas between", .call = add_na },
	{ OPTION_FLAG, 0, "trim", NULL,
	    "take blanks off both ends of a field", AT(read.trim) },
	{ OPTION_TEXT, 0, "types", "COL=TYPE,...",
	    "types of columns, instead of inferred ones", AT(types) },
	{ OPTION_CALL, 0, "infer", "all|N",
	    "infer types from all rows or the first N", .call = set_infer },
	{ OPTION_CALL, 0, "schema", "FILE",
	    "columns and types as in a model file, a stream or\n"
	    "another source", .call = set_schema },
	{ OPTION_TEXT, 0, "select", "SEL", "only these columns",
	    AT(read.select) },
	{ OPTION_CALL, 0, "skip", "N", "leave the first N rows out",
	    .call = set_rows, AT(skip) },
	{ OPTION_CALL, 0, "limit", "N", "then give at most N rows",
	    .call = set_rows, AT(limit) },
	{ OPTION_CALL, 0, "on-bad", "stop|skip|null",
	    "rows that do not fit end the run, or are left out,\n"
	    "or lose the value", .call = set_on_bad },
	{ OPTION_TEXT, 0, "rejects", "FILE", "write bad rows there",
	    AT(rejects) },
	{ OPTION_TEXT, 0, "source-column", "NAME",
	    "add a column with the name of the source",
	    AT(source_column) },
	{ OPTION_FLAG, 0, "partitions", NULL,
	    "folders NAME=VALUE are columns", AT(partitions) },
	{ OPTION_CALL, 0, "widths", "FIELDS",
	    "fields of fixed width: [NAME:]WIDTH,... or\n"
	    "[NAME:]FIRST-LAST,...",
	    .call = set_widths },
	{ OPTION_CALL, 0, "index-base", "0|1",
	    "what the indexes of libsvm's rows count from\n(default 1)",
	    .call = set_index_base, AT(read.index_from_zero) },
	{ OPTION_END }
};

static void
list_formats(struct str *out)
{
	for (size_t i = 0; format_table[i] != NULL; i++) {
		if (format_table[i]->rows != NULL ||
		    format_table[i]->open != NULL ||
		    format_table[i]->open_files != NULL)
			str_addf(out, "%-8s %s\n", format_table[i]->name,
			    format_table[i]->summary);
	}
}

/* The shared options go where the others were put before. */
static void
add_shared(const struct tool *t, struct source_options *o)
{
	struct source_options shared;

	tool_source_options(t, &shared);
	o->read.partial = shared.read.partial;
	o->read.crew = shared.read.crew;
	o->read.report = shared.read.report;
	o->read.dialect = shared.read.dialect;
	o->read.header = shared.read.header;
	o->read.number_names = shared.read.number_names;
	o->read.time_formats = shared.read.time_formats;
	o->read.n_time_formats = shared.read.n_time_formats;
	o->read.tell = shared.read.tell;
	o->read.tell_ctx = shared.read.tell_ctx;
	o->read.progress = shared.read.progress;
	o->read.progress_ctx = shared.read.progress_ctx;
	o->mem = shared.mem;
}

static void
tell_counts(const struct tool *t, const struct read_report *r)
{
	if (r->skipped > 0)
		tool_warn(t, "%llu bad rows were left out",
		    (unsigned long long)r->skipped);
	if (r->bad_values > 0)
		tool_warn(t, "%llu bad values became missing",
		    (unsigned long long)r->bad_values);
	if (r->unknown.n > 0)
		tool_warn(t, "%zu columns that the schema does not have "
		    "were left out", r->unknown.n);
}

static void
release(struct ingest *in)
{
	for (size_t i = 0; i < in->source.n_na; i++)
		free(in->source.na[i]);
	free(in->source.na);
	read_spec_release(&in->schema);
	fixed_form_release(&in->fixed);
}

int
main(int argc, char **argv)
{
	struct ingest in = { .has_schema = false };
	struct source_options *o = &in.source;
	struct tool t = {
		.name = "mlc-ingest",
		.synopsis = "[options] [SOURCE...]",
		.summary = "Read files, archives and directories into one "
		    "stream of typed rows.",
		.shares = (SHARE_ALL & ~SHARE_SEED) | SHARE_LIST,
		.options = options,
		.own = &in,
		.list = list_formats,
	};

	source_options_init(o);
	read_spec_init(&in.schema);
	tool_begin(&t, argc, argv);
	if (o->read.fixed != NULL && strcmp(o->format, "fixed") != 0)
		tool_usage(&t, "--widths is of -f fixed");
	if (o->partitions && in.has_schema)
		tool_usage(&t, "--partitions are not of a --schema");
	add_shared(&t, o);
	tool_write(&t, tool_open(&t, t.args, t.n_args, o));
	tell_counts(&t, t.read);
	release(&in);
	return (tool_end(&t, 0));
}
