/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reads models again in a thread of its own, as neither answers nor the end
 * must have to wait for a large file: when it is told to, and, where files are
 * watched, when one has changed.  It opens logs anew, too: when it is told to,
 * and within a second after one was renamed or removed.
 *
 * A file that changed is read when it has been the same for RELOADER_QUIET, so
 * that one that is being written is not; inotify on the folders tells of
 * changes at once, and once a second all files are looked at, as network file
 * systems tell nothing and folders may be replaced.  What is read is verified
 * (predictor_open); the old model stays on any failure, which is told once for
 * each state of the file.
 */
#ifndef RELOADER_H
#define RELOADER_H

#include "registry.h"
#include "request_log.h"

#define RELOADER_QUIET UINT64_C(200000000)	/* nanoseconds */

struct reloader;

/* All are borrowed; the logs end with NULL. */
int reloader_start(struct registry *, struct log_file *const *logs,
    bool watches,
    struct reloader **out, struct diag *) MUST_CHECK;

/* Read all models again, and open the logs anew. Of many calls that come while
   models are read, one is done. */
void reloader_reload(struct reloader *);
/* Only the logs. */
void reloader_reopen(struct reloader *);

/* After what it reads just now. */
void reloader_stop(struct reloader *);

#endif
