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
 * Rows in a bin are known by their share of the leaf's hessian: exactly where
 * all hessians are equal, else about.  Nothing here can fail.
 */
#ifndef GBDT_SPLIT_H
#define GBDT_SPLIT_H

#include "gbdt_bins.h"
#include "gbdt_sums.h"

#define GBDT_SET_MAX 64		/* bins in the set of a split */

struct gbdt_split {
	double gain;		/* <= 0: none */
	int64_t left;		/* packed sum */
	uint32_t feature;
	uint32_t bin;		/* number: the last one on the left */
	bool missing_left;
	uint16_t n_set;		/* category: the bins on the left */
	uint16_t set[GBDT_SET_MAX];
};

struct gbdt_limits {
	double l2;
	double min_gain;
	double min_leaf;	/* rows */
	double min_hessian;
};

/* A leaf whose splits are searched. */
struct gbdt_search {
	const struct gbdt_limits *limits;
	struct gbdt_scale scale;
	int64_t sum;		/* of the leaf, packed */
	double n_rows;
};

/* hist: the n_bins sums of the feature. best: replaced where one is found
   that gains more. */
void gbdt_split_number(const struct gbdt_search *, const int64_t *hist,
    uint32_t n_bins, struct gbdt_split *best);
void gbdt_split_category(const struct gbdt_search *, const int64_t *hist,
    uint32_t n_bins, struct gbdt_split *best);

#endif
