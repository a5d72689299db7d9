/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a tool tells people, on standard error. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cleanup.h"
#include "stop_mark.h"
#include "tool.h"

static void
say(const struct tool *t, const char *fmt, va_list ap)
{
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
	if (d->blame != BLAME_TOLD)
		fprintf(stderr, "%s: %s\n", t->name, d->text);
	if (d->blame != BLAME_NONE && tool_feeds_program(t))
		dprintf(STDOUT_FILENO, STOP_MARK);
	cleanup_run();
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
	exit(2);
}
