/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Explaining sums of trees: the Shapley values of the features of a row.  The
 * value of a set of features is what the trees give where the other features
 * go down both sides of a node, in proportion to the covers of the sides
 * (Lundberg, Erion and Lee 2018, "Consistent Individualized Feature
 * Attribution for Tree Ensembles", algorithm 2, here leaf by leaf).
 */
#ifndef TREE_SHAP_H
#define TREE_SHAP_H

#include "trees.h"

/*
 * out: (n_rows, n_groups, n_cols + 1), for each of the n_cols columns of the
 * batch what it adds to the sum of the group's trees (a vector: what its
 * elements add), and last the sum's mean over the training rows of the trees.
 * They add up to the sum before the link.  Fails on trees without covers.
 */
int trees_explain(const struct trees *, const struct batch *, size_t n_cols,
    double *out, struct diag *) MUST_CHECK;

#endif
