/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside of group.c: a grouping at work, from rows and saved states to groups.
 * Its stream has the columns of the groups and then the number of the first
 * row of each, for whoever puts them in order.
 */
#ifndef GROUP_RUN_H
#define GROUP_RUN_H

#include "group.h"
#include "group_spill.h"
#include "group_state.h"

struct grouping {
	struct stage stage;
	struct aggregate_list aggregates;
	size_t *cols, n_cols;	/* of the keys, in the rows that come */
	struct schema keys;	/* the same as columns, then the window's */
	bool has_window;
	struct group_window window;
	struct batch key_rows;
	struct groups groups;	/* what is given out */
	struct groups panes;	/* of windows that slide, to be united */
	struct group_spill spill;
	struct group_options o;
	struct window_options windows;
	uint64_t rows;		/* those of the states, then of the input */
	json_t *made_of;	/* the head of the states, but rows */
	struct state_writer save;
	bool is_read;
	size_t file;		/* of those groups are in, the next */
	size_t at;		/* the next group */
	struct block out;
	uint64_t row;
};

extern const struct stream_ops grouping_ops;

#endif
