/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The member trees.bin of a model file. */
#ifndef TREE_FILE_H
#define TREE_FILE_H

#include "schema.h"
#include "trees.h"

/*
 * trees.bin, all little endian, u32 and f64 (IEEE bits) unless said:
 *   "mlctrees", version, link, n_groups, n_features, n_trees,
 *   f64 base of each group;
 *   each feature: 0 for a number, 1 for a category, 3 for means of levels
 *     (level_means.h); col; element; f64 gain; with levels also: n_levels, and
 *     each level's length and bytes; means: (n_levels + 2) f64, for missing,
 *     the levels and all other texts;
 *   each tree: n_leaves, its n_leaves - 1 nodes, f64 value of each leaf, and
 *     f64 cover of each leaf: the weight of the training rows in it, 1 each
 *     without weights.  A node's cover is the sum of its leaves'.
 *   A node: left, right (i32: a later node, or ~leaf), feature, then for a
 *     number 1 if missing goes left, else 0, and f64 threshold; for a
 *     category its set, (n_levels + 2) bits in words.
 * Version 3, of models that other programs trained and of forests of any kind,
 * has behind n_trees: 1 if they are in single precision, else 0, f64 divisor
 * and f64 steepness; and a 2 in place of the 0 of a feature whose zeros are
 * missing.
 * Version 5, of forests that need it, has all that, means, and more groups than
 * one without a link.  Else the version is the least that will do: 4 with
 * means, 2 without.  Version 1, which is read too, has no covers: such trees
 * predict but cannot be explained (tree_shap.h), and are saved as version 1
 * again.
 */
void trees_save(const struct trees *, struct str *out);

/* Whatever the bytes: fails, or gives trees that can be predicted with on
   batches of the schema. */
int trees_load(const struct schema *, const char *p, size_t n,
    struct trees **out, struct diag *) MUST_CHECK;

#endif
