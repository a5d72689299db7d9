/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signals that a program waits for, instead of being ended by them.
 *
 * The handlers only write to a pipe.  So it does not matter which thread the
 * kernel gives a signal to: libraries start threads of their own, with signals
 * unblocked, before main begins.  One pipe a process, open until its end.
 */
#ifndef SIGNAL_PIPE_H
#define SIGNAL_PIPE_H

#include <stddef.h>

#include "diag.h"

/* Catch the signals from now on; once. */
int signal_pipe_open(const int *numbers, size_t n, struct diag *) MUST_CHECK;

/* The next signal that came; 0 if none comes within the milliseconds. */
int signal_pipe_wait(int ms);

#endif
