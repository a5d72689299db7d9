/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A program's own part of a run, which it writes itself: what it was called
 * with when it begins, and at its end what it read, made and cost.  One that
 * never came to its end was killed.
 */
#ifndef TRACKED_H
#define TRACKED_H

#include "stream.h"

struct tracked;

/*
 * MLC_TRACK says so: "" or "0" nothing, which makes *out NULL; a folder the run
 * of that folder; anything else the run of this group of processes, in the
 * nearest store, or in one that is made here.  *made: the store's folder where
 * it was made, heap.  program: what it is called and called with, stolen.
 */
int tracked_open(const char *says, json_t *program, struct tracked **out,
    char **made, struct diag *) MUST_CHECK;

/* The lineage of what it wrote, with its counts. */
void tracked_lineage(struct tracked *, const json_t *lineage);
/* Rows of metrics, which are read to their end and closed. */
int tracked_metrics(struct tracked *, struct stream *, struct diag *)
    MUST_CHECK;
/* A file that it is to write. */
void tracked_output(struct tracked *, const char *path);

/* Write the end and free. What cannot be written is the trouble. */
int tracked_close(struct tracked *, int status, struct diag *) MUST_CHECK;

/* Files of more bytes are not kept, unless they are models. */
#define TRACKED_KEPT_MAX (4 << 20)

/* What is known of a file: path, bytes, sha256; where it is kept as an object,
   "kept"; where it is a model, "model": its algorithm, task and parameters. The
   sources of a model's lineage go to *sources. NULL where it cannot be read or
   kept. */
json_t *tracked_file(const char *store, const char *path, json_t **sources,
    struct diag *);

#endif
