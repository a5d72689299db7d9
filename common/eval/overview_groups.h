/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An overview of the rows of each group, by the values of a column: up to
 * OVERVIEW_GROUPS of them, in the order of the values, rows without one last.
 */
#ifndef OVERVIEW_GROUPS_H
#define OVERVIEW_GROUPS_H

#include "levels.h"
#include "overview.h"

#define OVERVIEW_GROUPS 50

struct overview_groups {
	size_t by;		/* the column */
	char **names;		/* NULL: no value */
	struct overview *v;
	size_t n;
};

/* Read the stream to its end; to have more groups is an error. */
int overview_groups_read(struct stream *, size_t by,
    const struct overview_options *, struct overview_groups *out,
    struct diag *) MUST_CHECK;
void overview_groups_release(struct overview_groups *);

#endif
