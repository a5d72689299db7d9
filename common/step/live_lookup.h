/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A reference table that stays a file: what is kept is where it is, and a file
 * that changed is read again while rows are looked up.
 *
 * The file is looked at once a second at most. What it changed to is taken as
 * a whole or not at all: where it cannot be read, was cut short or has other
 * columns, rows are looked up in what was read last, and it is said that this
 * is outdated. Many threads may look up at once; one of them reads.
 */
#ifndef LIVE_LOOKUP_H
#define LIVE_LOOKUP_H

#include <stdbool.h>

#include "jsondoc.h"
#include "lookup.h"

struct live_lookup;

/* Read a regular file as source_open does without options. */
int live_lookup_new(const char *path, const struct lookup_options *,
    struct live_lookup **out, struct diag *) MUST_CHECK;
void live_lookup_free(struct live_lookup *);

/* What the file has to be, maybe without rows. */
struct lookup *live_lookup_shape(const struct live_lookup *);

/* The table of now, which lookup_free gives back; NULL is an error: there is
   none yet. */
struct lookup *live_lookup_now(struct live_lookup *, bool *outdated,
    struct diag *);

/* Where it is, beside the head of its shape (lookup_head). Loading does not
   read the file. */
json_t *live_lookup_save(const struct live_lookup *);
int live_lookup_load(const json_t *, struct lookup *shape,
    struct live_lookup **out, struct diag *) MUST_CHECK;

#endif
