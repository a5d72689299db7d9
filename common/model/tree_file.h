/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The member trees.bin of a model file. */
#ifndef TREE_FILE_H
#define TREE_FILE_H

#include "schema.h"
#include "trees.h"

/*
 * trees.bin, all little endian, u32 and f64 (IEEE bits) unless said:
 *   "mlctrees", version 1, link, n_groups, n_features, n_trees,
 *   f64 base of each group;
 *   each feature: 1 for a category, else 0; col; element; f64 gain; a
 *     category also: n_levels, and each level's length and bytes;
 *   each tree: n_leaves, its n_leaves - 1 nodes, f64 value of each leaf.
 *   A node: left, right (i32: a later node, or ~leaf), feature, then for a
 *     number 1 if missing goes left, else 0, and f64 threshold; for a
 *     category its set, (n_levels + 2) bits in words.
 */
void trees_save(const struct trees *, struct str *out);

/* Whatever the bytes: fails, or gives trees that can be predicted with on
   batches of the schema. */
int trees_load(const struct schema *, const char *p, size_t n,
    struct trees **out, struct diag *) MUST_CHECK;

#endif
