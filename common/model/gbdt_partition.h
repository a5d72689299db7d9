/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Parting the rows of a leaf: those that go left in front, both sides in
 * their order.  Nothing here can fail.
 */
#ifndef GBDT_PARTITION_H
#define GBDT_PARTITION_H

#include "gbdt_bins.h"

/* scratch: room for 2 n rows. Returns how many went left. */
size_t gbdt_partition(const struct gbdt_matrix *, const struct gbdt_tree *,
    const struct gbdt_node *, struct threads *, uint32_t *rows, size_t n,
    uint32_t *scratch);

#endif
