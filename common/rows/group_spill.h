/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Groups that do not fit in memory: in temporary files, by a hash of their
 * keys, so that what is of one group is in one of the files.  The files are
 * put together one at a time, in a GROUP_FILES-th of the memory.
 */
#ifndef GROUP_SPILL_H
#define GROUP_SPILL_H

#include "groups.h"
#include "tempfile.h"

#define GROUP_FILES 64

struct group_spill {
	bool is_used;
	size_t n_keys;		/* of the keys, those that choose the file */
	struct tempfile files[GROUP_FILES];
	struct str waiting[GROUP_FILES];	/* to be written */
};

void group_spill_init(struct group_spill *, size_t n_keys);
void group_spill_release(struct group_spill *);

/* Write all groups and forget them. */
int group_spill_put(struct group_spill *, struct groups *, struct diag *)
    MUST_CHECK;
/* Read the groups of file k into none. */
int group_spill_get(struct group_spill *, size_t k, struct groups *,
    struct diag *) MUST_CHECK;

#endif
