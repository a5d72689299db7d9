/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Grouping: a table with a row for each group of rows, of equal keys and, if
 * asked, of one window.  It has the columns of the keys, then "window", then
 * one an aggregate; groups stand in order of first sight.  It is a new table:
 * its recipe begins with it.
 *
 * The input is read when the first group is asked for.  Groups beyond the
 * memory given are kept in temporary files.
 *
 * The states of groups can be written to a file, and files read before the
 * rows: a later run goes on from it, and what machines have gathered apart is
 * united (group_state.h).  Their groups are numbered on through all files.
 */
#ifndef GROUP_H
#define GROUP_H

#include "group_window.h"
#include "outfile.h"
#include "stream.h"

struct group_options {
	const char *keys;	/* a selector; NULL: all rows are one group */
	const char *aggregates;	/* aggregate.h; NULL: n=count() */
	struct window_options window;
	const char *const *states;	/* files that come before the rows */
	size_t n_states;
	struct outfile *save;	/* all states are written here; or NULL */
	uint64_t mem;
};

/* Takes the stream over, also on failure. Windows, states and save have to
   live as long as the stream that comes out; what is saved is complete at its
   end. */
int group_open(struct stream *, const struct group_options *,
    struct stream **out, struct diag *) MUST_CHECK;

/* The groups of the states alone, of which there is at least one: they say
   what the groups are made of. */
int group_open_states(const struct group_options *, struct stream **out,
    struct diag *) MUST_CHECK;

#endif
