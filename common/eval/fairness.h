/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is a prediction of classes as good for one group of rows as for another?  Of
 * two it is the positive one that is meant, of several each against the rest,
 * as recall(class=a).  For each group its rates with Wilson's intervals, and
 * against the group with the most rows:
 *
 *	selected recall fpr precision accuracy
 *	observed_expected	positives over the sum of their probabilities
 *	selected_ratio		with Katz's interval of a ratio (1978)
 *	selected_difference recall_difference fpr_difference
 *				with Newcombe's of a difference (1998, method
 *				10)
 *
 * and over all groups, with the interval of the two groups it is of, corrected
 * by Bonferroni for the number of pairs:
 *
 *	demographic_parity_difference	greatest - least selected
 *	demographic_parity_ratio	least / greatest selected
 *	equalized_odds_difference	the greater one of those of recall and
 *					fpr (Hardt, Price and Srebro 2016)
 *
 * Weighted rows count as Kish's effective number.
 */
#ifndef FAIRNESS_H
#define FAIRNESS_H

#include "evaluation.h"

/* Each part's slices that are not whole are its groups. An error where the
   rows are of a regression. */
int fairness_make(const struct score_table *, const struct slicing *,
    double level, struct evaluation *out, struct diag *) MUST_CHECK;

#endif
