/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Temporary files that vanish with the process.
 *
 * A file made by cleanup_create is removed when a signal ends the process, or
 * when it runs out of memory, unless it was forgotten first.  The register is
 * one for the process and safe to use from threads and signal handlers.
 */
#ifndef CLEANUP_H
#define CLEANUP_H

#include <stdbool.h>
#include <sys/types.h>

#include "diag.h"

/*
 * Create the file, which must not exist, for writing, and register it in
 * *slot.  Returns its descriptor, or -1 with errno (ENFILE: too many at once).
 */
int cleanup_create(const char *path, mode_t mode, int *slot) MUST_CHECK;

/* The file is renamed or removed. */
void cleanup_forget(int slot);

/* A line of progress on standard error is open: cleanup_run ends it. */
void cleanup_line_open(bool);

/* Remove all that are registered; async-signal-safe. */
void cleanup_run(void);

/*
 * For cmd/, once, at the start: SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM and
 * SIGXCPU clean up, and then end the process as they would have done.  Those
 * that are ignored (nohup) stay ignored.  SIGXFSZ is ignored: a write past the
 * limit on files fails, and is told.
 */
void cleanup_install_handlers(void);

#endif
