/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows that find back into their order: a column of numbers that goes with
 * them, and a stage that sorts by it and takes it away.
 */
#ifndef ROW_NUMBER_H
#define ROW_NUMBER_H

#include "stream.h"

/* Append a column of whole numbers, named as no other of the schema is. */
int row_number_declare(struct schema *, struct diag *) MUST_CHECK;

/* The rows with such a column behind, the number of each. Takes the stream
   over, also on failure. */
int row_number_open(struct stream *, struct stream **out, struct diag *)
    MUST_CHECK;
/* The same with a number drawn for each row, by a key (rng.h). */
int row_number_draw(struct stream *, uint64_t key, struct stream **out,
    struct diag *) MUST_CHECK;

/* The rows in the order of this column, without it. Takes the stream over. */
struct stream *row_number_restore(struct stream *, size_t col, uint64_t mem);

#endif
