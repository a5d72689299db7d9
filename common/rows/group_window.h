/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The window of each row: one after the other, sliding, or a session of a key,
 * which ends where for some time none of its rows comes.
 *
 * Windows that slide are made of panes, of which each row has one; a window is
 * as many panes as it is longer than a pane, and is known by its first.
 */
#ifndef GROUP_WINDOW_H
#define GROUP_WINDOW_H

#include "batch.h"
#include "row_set.h"
#include "window.h"

struct window_options {
	const char *time;	/* column; NULL: that of the role time */
	const char *window;	/* as window.h has it, or NULL */
	const char *every;	/* by how much windows slide, or NULL */
	const char *session;	/* a length of time, or NULL */
};

struct group_window {
	struct window_rule rule;	/* of the panes */
	int64_t n_panes;	/* of a window: 1 where it does not slide */
	int64_t gap;		/* microseconds that end a session, or 0 */
	size_t time_col;	/* or COLUMN_NONE: by number */
	enum col_type type;	/* of the column */
	struct column column;	/* of the rows last asked for */
	struct row_set *set;	/* keys of sessions, */
	int64_t *begin, *last;	/* where theirs began and was last seen */
	size_t cap;
};

/* The column of times by its name; NULL: that of the role time. */
int window_find_time(const char *name, const struct schema *, size_t *col,
    struct diag *) MUST_CHECK;

/* Is there a window at all? */
bool has_window(const struct window_options *);

/* Without a schema no rows will be asked for. */
int group_window_init(struct group_window *, const struct window_options *,
    const struct schema *, struct diag *) MUST_CHECK;
void group_window_release(struct group_window *);

/* Fill the column for the rows of a batch, whose keys are given too. Sessions
   want rows in the order of time. */
void group_window_eval(struct group_window *, const struct batch *,
    const struct batch *keys);

#endif
