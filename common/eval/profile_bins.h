/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a column's profile that are frozen from what was gathered. */
#ifndef PROFILE_BINS_H
#define PROFILE_BINS_H

#include "level_counts.h"
#include "profile.h"
#include "sketch.h"

/*
 * Fill grid, edges, counts and n_bins; n, min and max of the profile are
 * there.  From all values, ascending, or from a sketch of some of them.
 */
void profile_bins_of_values(const double *sorted, size_t n,
    struct column_profile *);
void profile_bins_of_sketch(const struct sketch *, struct column_profile *);

/* Fill levels and level_counts with the most frequent, and other. */
void profile_top_levels(const struct level_counts *, struct column_profile *);

#endif
