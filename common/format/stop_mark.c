/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "stop_mark.h"

bool
is_stop_mark(const char *p, size_t n)
{
	return (n >= strlen(STOP_MARK) &&
	    memcmp(p, STOP_MARK, strlen(STOP_MARK)) == 0);
}

int
stop_mark_fail(const char *source, struct diag *d)
{
	diag_set(d, "%s: the stream was cut: a program before failed", source);
	return (diag_blame(d, BLAME_TOLD));
}
