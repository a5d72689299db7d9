/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A desk on a terminal, /dev/tty, while rows may come by standard input: a row
 * at a time, a key a label.  The screen is as it was when it ends.
 */
#ifndef DESK_FORM_H
#define DESK_FORM_H

#include "desk.h"

/* Until all rows are done, or the person or a signal ends it; the signal pipe
   is open.  *stopped: the signal, or 0. */
int desk_form_run(struct desk *, int *stopped, struct diag *) MUST_CHECK;

#endif
