/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diag.h"

/* Copy s to out (DIAG_MAX bytes) with control characters as \n, \t, \xNN. */
static void
copy_visible(char *out, const char *s)
{
	size_t n = 0;
	unsigned char c;

	for (; (c = (unsigned char)*s) != '\0' && n < DIAG_MAX - 8; s++) {
		if (c == '\n')
			n += (size_t)snprintf(out + n, 8, "\\n");
		else if (c == '\t')
			n += (size_t)snprintf(out + n, 8, "\\t");
		else if (c < 0x20 || c == 0x7f)
			n += (size_t)snprintf(out + n, 8, "\\x%02x", c);
		else
			out[n++] = (char)c;
	}
	if (c != '\0')
		n += (size_t)snprintf(out + n, 8, "...");
	out[n] = '\0';
}

static void
set_text(struct diag *d, const char *fmt, va_list ap)
{
	char raw[DIAG_MAX];

	vsnprintf(raw, sizeof(raw), fmt, ap);
	copy_visible(d->text, raw);
	d->blame = BLAME_NONE;
}

int
diag_set(struct diag *d, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	set_text(d, fmt, ap);
	va_end(ap);
	return (-1);
}

int
diag_errno(struct diag *d, const char *fmt, ...)
{
	va_list ap;
	size_t n;
	int e = errno;

	va_start(ap, fmt);
	set_text(d, fmt, ap);
	va_end(ap);
	n = strlen(d->text);
	snprintf(d->text + n, sizeof(d->text) - n, ": %s", strerror(e));
	return (-1);
}

int
diag_blame(struct diag *d, enum diag_blame blame)
{
	d->blame = blame;
	return (-1);
}

int
diag_prefix(struct diag *d, const char *fmt, ...)
{
	struct diag old = *d;
	va_list ap;
	size_t n;

	va_start(ap, fmt);
	set_text(d, fmt, ap);
	va_end(ap);
	n = strlen(d->text);
	snprintf(d->text + n, sizeof(d->text) - n, ": %s",
	    old.text);
	return (diag_blame(d, old.blame));
}

void
bug_die(const char *file, int line, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "mlc: BUG at %s:%d: ", file, line);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	abort();
}
