/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The files of fit states (fit_states.h): streams as text, without rows.
 */
#ifndef STATES_FILE_H
#define STATES_FILE_H

#include "fit_states.h"
#include "source.h"

/* Does a file of this name begin as such? */
bool states_file_is(const char *path);

/* Add its states.  *rows, where it is not NULL, becomes a stream of no rows
   with the head of those that were fitted on. */
int states_file_read(struct fit_states *, const char *path,
    const struct source_options *, struct stream **rows, struct diag *)
    MUST_CHECK;

int states_file_write(const struct fit_states *, const char *path,
    struct diag *) MUST_CHECK;

#endif
