/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows in the order of some columns: a stable sort in bounded memory.
 *
 * Rows are gathered until they fill the memory they may have; sorted, they
 * are a run in a temporary file.  Runs are merged as rows are asked for.  What
 * fits in memory never sees a file.
 */
#ifndef ROW_SORT_H
#define ROW_SORT_H

#include "row_order.h"
#include "stream.h"

/* Takes the stream and the keys (heap memory) over. The input is read when the
   first row is asked for. */
struct stream *row_sort_open(struct stream *, struct order_key *keys,
    size_t n_keys, uint64_t mem);

#endif
