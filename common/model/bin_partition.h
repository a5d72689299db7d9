/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Parting the rows of a leaf: those that go left in front, both sides in
 * their order.  Nothing here can fail.
 */
#ifndef BIN_PARTITION_H
#define BIN_PARTITION_H

#include "bin_matrix.h"

/* scratch: room for 2 n rows. Returns how many went left. */
size_t bin_partition(const struct bin_matrix *, const struct tree *,
    const struct tree_node *, struct crew *, uint32_t *rows, size_t n,
    uint32_t *scratch);

#endif
