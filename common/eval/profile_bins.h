/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a column's profile that are frozen from what was gathered. */
#ifndef PROFILE_BINS_H
#define PROFILE_BINS_H

#include "level_counts.h"
#include "profile.h"
#include "sketch.h"

/*
 * Fill grid, law, edges, counts and n_bins; n, min and max of the profile are
 * there.  The view is of all values or of some of them; exact: each of its
 * values is a point of the law.
 */
void profile_bins_of_view(const struct sketch_view *, bool exact,
    struct column_profile *);

/* Fill levels and level_counts with the most frequent, and other. */
void profile_top_levels(const struct level_counts *, struct column_profile *);

#endif
