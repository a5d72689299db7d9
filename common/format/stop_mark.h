/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The line that a program whose input was cut leaves in its pipe, in place of
 * rows or behind them: why there are no more was said, and the reader fails
 * without a word.
 */
#ifndef STOP_MARK_H
#define STOP_MARK_H

#include <stdbool.h>
#include <stddef.h>

#include "diag.h"

#define STOP_MARK "#stop\n"

/* Is the mark the next that comes? */
bool is_stop_mark(const char *p, size_t n);

/* Fail for it. Returns -1. */
int stop_mark_fail(const char *source, struct diag *);

#endif
