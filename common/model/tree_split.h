/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The best split of a leaf on one feature, from its histogram.
 *
 * With G and H the sums of gradients and hessians, a split gains
 *	GL^2 / (HL + l2) + GR^2 / (HR + l2) - G^2 / (H + l2)
 * (Chen and Guestrin 2016, "XGBoost", equation 7 without the half), where the
 * value of a leaf is -G / (H + l2).  Numbers: every border between bins, with
 * the missing rows on either side.  Categories: up to four bins, one against
 * the others; more, the bins in order of G / (H + smooth), from both ends
 * (Fisher 1958, "On Grouping for Maximum Homogeneity").
 *
 * With l1, G is drawn towards 0 by it.  Where a value has to rise or fall with
 * a feature, values are clipped to the bounds of their leaf, and a split whose
 * values are in the wrong order is none (as XGBoost has it): a side with value
 * w counts -(2 G w + (H + l2) w^2 + 2 l1 |w|), at its best G^2 / (H + l2).
 *
 * Rows in a bin are known by their share of the leaf's hessian: exactly where
 * all hessians are equal, else about.  Nothing here can fail.
 */
#ifndef TREE_SPLIT_H
#define TREE_SPLIT_H

#include "bin_hist.h"

#define TREE_SET_MAX 8		/* bins in the set of a split */

struct tree_split {
	double gain;		/* <= 0: none */
	struct bin_sum left;
	uint32_t feature;
	uint32_t bin;		/* number: the last one on the left */
	bool missing_left;
	uint16_t n_set;		/* category: the bins on the left */
	uint16_t set[TREE_SET_MAX];
};

struct tree_limits {
	double l2, l1;
	double min_gain;
	double min_leaf;	/* rows */
	double min_hessian;
};

/* A leaf whose splits are searched. */
struct tree_search {
	const struct tree_limits *limits;
	struct bin_scale scale;
	struct bin_sum sum;	/* of the leaf */
	double n_rows;
	double low, high;	/* bounds of its values */
	double direction;	/* 1: they rise with the feature, -1: fall */
};

/* hist: the n_bins sums of the feature. best: replaced where one is found
   that gains more. */
void tree_split_number(const struct tree_search *,
    const struct bin_sum *hist, uint32_t n_bins, struct tree_split *best);
void tree_split_category(const struct tree_search *,
    const struct bin_sum *hist, uint32_t n_bins, struct tree_split *best);

#endif
