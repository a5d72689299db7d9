/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a tool tells people, on standard error. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "mem.h"
#include "shell.h"
#include "stop_mark.h"
#include "tool.h"

#define LONG_S 2.0		/* of reading, before a word is said */
#define AGAIN_S 0.2

/* A line on the terminal that is written over as rows are read. */
struct reading {
	const struct tool *tool;
	bool types_only;	/* the rows are written to the same terminal */
	bool open;
	double since, shown;	/* s */
};

/* Rows that come through a pipe are the business of who reads them first. */
struct reading *
reading_new(const struct tool *t)
{
	struct reading *r;
	struct stat st;

	if (t->quiet || !isatty(STDERR_FILENO) || (t->n_args == 0 &&
	    strcmp(t->name, "mlc-ingest") != 0 &&
	    fstat(STDIN_FILENO, &st) == 0 && S_ISFIFO(st.st_mode)))
		return (NULL);
	r = MEM_NEW(struct reading);
	r->tool = t;
	r->types_only = !t->reports && !t->makes_model &&
	    isatty(STDOUT_FILENO);
	r->since = shell_clock();
	return (r);
}

static void
end_line(const struct tool *t)
{
	struct reading *r = t->reading;

	if (r == NULL || !r->open)
		return;
	fputs("\r\33[K", stderr);
	r->open = false;
	cleanup_line_open(false);
}

void
reading_show(void *ctx, enum read_stage stage, uint64_t rows)
{
	struct reading *r = ctx;
	double now;

	if (stage == READ_END || (stage == READ_ROWS && r->types_only)) {
		end_line(r->tool);
		return;
	}
	now = shell_clock();
	if (now - r->since < LONG_S || now - r->shown < AGAIN_S)
		return;
	r->shown = now;
	r->open = true;
	fprintf(stderr, "\r%s: %s %llu rows, %.3g a second \33[K",
	    r->tool->name, stage == READ_TYPES ? "looked for types in" :
	    "read", (unsigned long long)rows,
	    (double)rows / (now - r->since));
	cleanup_line_open(true);
}

static void
say(const struct tool *t, const char *fmt, va_list ap)
{
	end_line(t);
	fprintf(stderr, "%s: ", t->name);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
}

void
tool_warn(const struct tool *t, const char *fmt, ...)
{
	va_list ap;

	if (t->quiet)
		return;
	va_start(ap, fmt);
	say(t, fmt, ap);
	va_end(ap);
}

void
tool_note(const struct tool *t, const char *fmt, ...)
{
	va_list ap;

	if (!t->verbose)
		return;
	va_start(ap, fmt);
	say(t, fmt, ap);
	va_end(ap);
}

void
tool_die(const struct tool *t, const struct diag *d)
{
	end_line(t);
	if (d->blame != BLAME_TOLD)
		fprintf(stderr, "%s: %s\n", t->name, d->text);
	if (d->blame != BLAME_NONE && tool_feeds_program(t))
		dprintf(STDOUT_FILENO, STOP_MARK);
	cleanup_run();
	tool_track_end(t, 2);
	exit(2);
}

void
tool_usage(const struct tool *t, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(t, fmt, ap);
	va_end(ap);
	fprintf(stderr, "try '%s --help'\n", t->name);
	tool_track_end(t, 2);
	exit(2);
}
