/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "lineage.h"
#include "mem.h"
#include "nearest.h"
#include "num_init.h"
#include "outfile.h"
#include "remote.h"
#include "states_file.h"
#include "stop_mark.h"
#include "time_format.h"

#include "tool.h"

#define DEFAULT_MEM ((uint64_t)512 << 20)

static int
add_role(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	struct tool *t = value;
	const char *eq = strrchr(arg, '=');
	enum col_role role;

	(void)o;
	if (eq == NULL || eq == arg)
		return (diag_set(d, "not COL=ROLE: \"%s\"", arg));
	if (col_role_parse(eq + 1, &role, d) == -1)
		return (-1);
	t->roles = mem_realloc(t->roles, t->n_roles + 1, sizeof(*t->roles));
	t->roles[t->n_roles++] = arg;
	return (0);
}

void
tool_print(const struct tool *t, const struct str *text)
{
	struct outfile out;
	struct diag d = DIAG_INIT;

	if (outfile_open(&out, NULL, &d) == -1 ||
	    outfile_write(&out, text->buf, text->len, &d) == -1 ||
	    outfile_commit(&out, &d) == -1)
		tool_die(t, &d);
}

static void __attribute__((noreturn))
print_and_exit(const struct tool *t, const struct str *text)
{
	tool_print(t, text);
	exit(0);
}

static void
add_usage(const struct tool *t, struct str *out)
{
	const char *p = t->synopsis, *end;
	const char *lead = "usage: ";

	for (; *p != '\0'; p = *end != '\0' ? end + 1 : end) {
		end = strchrnul(p, '\n');
		str_addf(out, "%s%s %.*s\n", lead, t->name, (int)(end - p), p);
		lead = "       ";
	}
}

static int
show_version(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	const struct tool *t = value;
	struct str out = STR_INIT;

	(void)o, (void)arg, (void)d;
	str_addf(&out, "%s %s\n", t->name, MLC_VERSION);
	str_addz(&out, "with " MLC_LIBRARIES "\n");
	str_addz(&out, "Licence: GPL-3.0-or-later; there is no warranty.\n");
	print_and_exit(t, &out);
}

static int
show_list(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	const struct tool *t = value;
	struct str out = STR_INIT;

	(void)o, (void)arg, (void)d;
	t->list(&out);
	print_and_exit(t, &out);
}

static int
ask_help(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	struct tool *t = value;

	(void)o;
	if (arg != NULL && strcmp(arg, "json") != 0)
		return (diag_set(d, "no form \"%s\" (there is json)",
		    arg));
	t->help = true;
	t->help_json = arg != NULL;
	return (0);
}

/* An option with the name of the member that it sets. */
static int
set_dialect(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	return (dialect_set(value, o->name, arg, d));
}

static int
add_time_format(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	const char *percent = strchr(arg, '%');
	struct tool *t = value;

	(void)o;
	if (time_format_check(percent != NULL ? percent : arg, d) == -1)
		return (-1);
	t->time_formats = mem_realloc(t->time_formats, t->n_time_formats + 1,
	    sizeof(*t->time_formats));
	t->time_formats[t->n_time_formats++] = arg;
	return (0);
}

static int
set_no_header(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	(void)o, (void)arg;
	return (dialect_set(value, "header-row", "no", d));
}

static int
set_on_duplicate(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	bool *number = value;

	(void)o;
	*number = strcmp(arg, "number") == 0;
	if (!*number && strcmp(arg, "error") != 0)
		return (diag_set(d, "\"%s\" is not error or number", arg));
	return (0);
}

#define AT(member) .at = offsetof(struct tool, member)
#define SELF .at = 0		/* the tool */
#define DIALECT .call = set_dialect, AT(dialect)

/* In one order for all tools. */
static const struct {
	unsigned share;		/* 0: all tools have it */
	struct option_def option;
} shared_options[] = {
	{ 0, { OPTION_HEADING, .help = "Shared options" } },
	{ SHARE_OUTPUT, { OPTION_TEXT, 'O', "to", "FORMAT",
	    "output format: mlc arrow parquet csv tsv jsonl\n"
	    "table vertical", AT(format),
	    .idle = true } },
	{ SHARE_OUTPUT, { OPTION_TEXT, 'o', "output", "FILE",
	    "write to FILE, which appears whole or not at all",
	    AT(output), .idle = true } },
	{ SHARE_ROLES, { OPTION_TEXT, 't', "target", "COL",
	    "the column to be predicted", AT(target) } },
	{ SHARE_ROLES, { OPTION_CALL, 0, "role", "COL=ROLE",
	    "feature target id weight group split time ignore\n"
	    "prediction score", .call = add_role, SELF } },
	{ SHARE_THREADS, { OPTION_INT, 'j', "threads", "N",
	    "threads (default: as many as there are CPUs)",
	    AT(n_threads), .idle = true } },
	{ SHARE_MEM, { OPTION_SIZE, 0, "mem", "SIZE",
	    "rows held in memory before a temporary file\n"
	    "takes them (default 512M)", AT(mem), .idle = true } },
	{ SHARE_SEED, { OPTION_INT, 0, "seed", "N",
	    "random seed (default 1)", AT(seed) } },
	{ SHARE_LINEAGE, { OPTION_FLAG, 0, "no-lineage", NULL,
	    "leave out which program did what", AT(no_lineage),
	    .idle = true } },
	{ SHARE_PARTIAL, { OPTION_FLAG, 0, "partial", NULL,
	    "accept a stream that was cut", AT(partial) } },
	{ SHARE_STATES, { OPTION_TEXT, 0, "fit-state", "FILE",
	    "fit on this shard, as far as one pass over its rows\n"
	    "goes: what was gathered goes to FILE, to be merged",
	    AT(fit_state), .idle = true } },
	{ SHARE_STATES, { OPTION_FLAG, 0, "from-states", NULL,
	    "files of that are among the FILEs, and are merged:\n"
	    "the fit of the whole table", AT(from_states),
	    .idle = true } },
	{ SHARE_LIST, { OPTION_CALL, 0, "list", NULL,
	    "list what there is, with a line on each",
	    .call = show_list, SELF } },
	{ 0, { OPTION_FLAG, 'q', "quiet", NULL, "no warnings", AT(quiet),
	    .idle = true } },
	{ 0, { OPTION_FLAG, 'v', "verbose", NULL, "tell what is done",
	    AT(verbose), .idle = true } },
	{ 0, { OPTION_CALL, 'h', "help", "[=json]",
	    "this help; json: for programs", .call = ask_help, SELF } },
	{ 0, { OPTION_CALL, 'V', "version", NULL,
	    "versions of mlc and its libraries, licence",
	    .call = show_version, SELF } },
	{ SHARE_READ, { OPTION_HEADING, .help = "Plain text is read so" } },
	{ SHARE_READ, { OPTION_CALL, 0, "encoding", "NAME",
	    "what it is in, as latin1 or utf-16; default: found out,\n"
	    "UTF-8 or Windows-1252", DIALECT } },
	{ SHARE_READ, { OPTION_CALL, 0, "delimiter", "CHAR",
	    "between fields, \\t for a tab; default: found out", DIALECT } },
	{ SHARE_READ, { OPTION_CALL, 0, "quote", "CHAR|none",
	    "around fields (default \"); none: quotes are text",
	    DIALECT } },
	{ SHARE_READ, { OPTION_CALL, 0, "escape", "CHAR",
	    "before quotes and delimiters that are text", DIALECT } },
	{ SHARE_READ, { OPTION_CALL, 0, "comment", "CHAR",
	    "lines that begin with it are left out", DIALECT } },
	{ SHARE_READ, { OPTION_CALL, 0, "skip-lines", "N",
	    "leave N lines out before the header", DIALECT } },
	{ SHARE_READ, { OPTION_CALL, 0, "header-row", "yes|no|auto",
	    "is the first row a header? default: found out", DIALECT } },
	{ SHARE_READ, { OPTION_CALL, 0, "no-header", NULL,
	    "it is data; columns are x1, x2 ...", .call = set_no_header,
	    AT(dialect) } },
	{ SHARE_READ, { OPTION_TEXT, 0, "header", "NAMES",
	    "it is data; names with commas between", AT(header) } },
	{ SHARE_READ, { OPTION_CALL, 0, "on-duplicate", "error|number",
	    "columns of one name end the run, or the second\n"
	    "is called NAME_2 and so on", .call = set_on_duplicate,
	    AT(number_names) } },
	{ SHARE_READ, { OPTION_CALL, 0, "decimal", "CHAR",
	    "the decimal point of numbers (default .)", DIALECT } },
	{ SHARE_READ, { OPTION_CALL, 0, "thousands", "CHAR",
	    "between groups of three digits", DIALECT } },
	{ SHARE_READ, { OPTION_CALL, 0, "time-format", "FORMAT",
	    "times are written so, as %d/%m/%Y %H:%M;\n"
	    "COL=FORMAT: of one column", .call =
	    add_time_format, SELF } },
	{ 0, { OPTION_END } }
};
#define N_SHARED_OPTIONS (sizeof(shared_options) / sizeof(shared_options[0]))

static bool
has_own(const struct tool *t, const char *name)
{
	const struct option_def *o = t->options;

	if (o == NULL || name == NULL)
		return (false);
	while (o->kind != OPTION_END &&
	    (o->name == NULL || strcmp(o->name, name) != 0))
		o++;
	return (o->kind != OPTION_END);
}

/* Those that this tool has, and has no other option of the name. */
static struct option_def *
pick_shared(struct tool *t)
{
	struct option_def *mine = mem_alloc(N_SHARED_OPTIONS, sizeof(*mine));
	size_t k = 0;

	for (size_t i = 0; i < N_SHARED_OPTIONS; i++) {
		unsigned share = shared_options[i].share;

		if ((share != 0 && (t->shares & share) == 0) ||
		    has_own(t, shared_options[i].option.name))
			continue;
		mine[k] = shared_options[i].option;
		mine[k].value = (char *)t + mine[k].at;
		k++;
	}
	return (mine);
}

static void
set_defaults(struct tool *t, int argc, char **argv)
{
	t->args = NULL;
	t->n_threads = crew_default();
	t->mem = DEFAULT_MEM;
	t->seed = 1;
	t->argc = argc;
	t->given = mem_dup(argv, (size_t)argc + 1, sizeof(*argv));
	t->argv = argv;
}

/* An object, with a line for each option. */
static void
add_help_json(const struct tool *t, const struct option_def *const *tables,
    struct str *out)
{
	json_t *j = json_pack("{ssssss}", "tool", t->name, "synopsis",
	    t->synopsis, "summary", t->summary);

	doc_write(j, out);
	json_decref(j);
	out->len--;		/* go on in the object */
	str_addz(out, ",\"options\":[\n");
	options_help_json(tables, out);
	str_addz(out, "\n]}\n");
}

static void
help_and_exit(const struct tool *t, const struct option_def *const *tables)
{
	struct str out = STR_INIT;

	if (t->help_json) {
		add_help_json(t, tables, &out);
		print_and_exit(t, &out);
	}
	add_usage(t, &out);
	str_addf(&out, "\n%s\n", t->summary);
	options_help(tables, &out);
	print_and_exit(t, &out);
}

/* Said now, and not after hours of work. */
static void
check_format(const struct tool *t)
{
	const char *from_environment = getenv("MLC_FORMAT");
	const char *path = t->makes_model ? NULL : t->output;
	struct diag d = DIAG_INIT;

	if (from_environment != NULL && from_environment[0] != '\0' &&
	    nearest_lookup(sink_formats(), from_environment, "output format",
	    &d) == -1)
		tool_usage(t, "MLC_FORMAT: %s", d.text);
	if ((t->format != NULL || path != NULL) &&
	    sink_check(path, t->format, &d) == -1)
		tool_usage(t, "%s", d.text);
}

/* A file must not get the number of a standard stream that was closed, or
   messages would be written into it.  The wrong way round, so that use of the
   stream still fails. */
static void
fill_standard_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) == -1 && open("/dev/null",
		    fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) == -1)
			exit(2);
	}
}

void
tool_begin(struct tool *t, int argc, char **argv)
{
	static const struct option_def none[] = { { OPTION_END } };
	const struct option_def *tables[3];
	struct option_def *shared, *own;
	struct diag d = DIAG_INIT;

	fill_standard_streams();
	doc_init();
	cleanup_install_handlers();
	num_init();
	set_defaults(t, argc, argv);
	shared = pick_shared(t);
	own = options_bind(t->options != NULL ? t->options : none, t->own);
	tables[0] = own;
	tables[1] = shared;
	tables[2] = NULL;
	if (options_parse(tables, argc, argv, &t->n_args, &d) == -1)
		tool_usage(t, "%s", d.text);
	if (t->help)
		help_and_exit(t, tables);
	check_format(t);
	if (t->reports && t->format == NULL &&
	    (t->output == NULL || strcmp(t->output, "-") == 0)) {
		t->format = "table";
		t->on_screen = true;
		t->on_terminal = isatty(STDOUT_FILENO);
	}
	if (t->n_threads < 1 || t->n_threads > 1024)
		tool_usage(t, "-j wants a number from 1 to 1024");
	t->args = (const char **)argv + 1;
	t->crew = crew_new((int)t->n_threads);
	t->reading = reading_new(t);
	t->read = MEM_NEW(struct read_report);
	read_report_init(t->read);
	tool_track_begin(t, tables);
	free(own);
	free(shared);
}

/* Is it an option that only says where to write, how fast or how loud?  Equal
   work has equal lineage.  *skip_next: its argument stands by itself. */
static bool
is_idle(const char *arg, bool *skip_next)
{
	const struct option_def *o;
	const char *end;
	size_t n;

	for (size_t i = 0; i < N_SHARED_OPTIONS; i++) {
		o = &shared_options[i].option;
		if (!o->idle || arg[0] != '-')
			continue;
		n = strlen(o->name);
		if (arg[1] == '-' && strncmp(arg + 2, o->name, n) == 0)
			end = arg + 2 + n;
		else if (o->letter != 0 && arg[1] == o->letter)
			end = arg + 2;
		else
			continue;
		*skip_next = o->arg != NULL && *end == '\0';
		if (*end == '\0' || (o->arg != NULL &&
		    (arg[1] != '-' || *end == '=')))
			return (true);
	}
	return (false);
}

/* As others may see it: an address may let them in. */
static json_t *
argument(const char *arg)
{
	const char *value = strncmp(arg, "--", 2) == 0 &&
	    strchr(arg, '=') != NULL ? strchr(arg, '=') + 1 : arg;
	struct str s = STR_INIT;
	json_t *o;

	str_add(&s, arg, (size_t)(value - arg));
	if (remote_is_address(value))
		remote_public_name(value, &s);
	else
		str_addz(&s, value);
	o = doc_stringn(str_get(&s), s.len);
	str_release(&s);
	return (o);
}

static json_t *
lineage_record(const struct tool *t)
{
	json_t *o = json_object(), *args = json_array();
	bool skip = false;

	json_object_set_new(o, "tool", json_string(t->name));
	json_object_set_new(o, "version", json_string(MLC_VERSION));
	for (int i = 1; i < t->argc; i++) {
		if (skip)
			skip = false;
		else if (!is_idle(t->given[i], &skip) &&
		    !(t->from_states && states_file_is(t->given[i])))
			json_array_append_new(args, argument(t->given[i]));
	}
	json_object_set_new(o, "args", args);
	if ((t->shares & SHARE_SEED) != 0)
		json_object_set_new(o, "seed", json_integer(t->seed));
	return (o);
}

struct stream *
tool_record(const struct tool *t, struct stream *s)
{
	if ((t->shares & SHARE_LINEAGE) != 0)
		s = lineage_open(s, lineage_record(t));
	tool_set_roles(t, &s->head);
	return (s);
}

int
tool_end(struct tool *t, int status)
{
	if (t->read->finer_times > 0)
		tool_warn(t, "times finer than a microsecond, cut off: %llu",
		    (unsigned long long)t->read->finer_times);
	read_report_release(t->read);
	free(t->read);
	if (t->reading != NULL)
		reading_show(t->reading, READ_END, 0);
	free(t->reading);
	crew_free(t->crew);
	free(t->given);
	free(t->roles);
	free(t->time_formats);
	tool_track_end(t, status);
	return (status);
}
