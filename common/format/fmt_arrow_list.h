/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lists of numbers as vectors and as sparse columns: see fmt_arrow_value.h.
 */
#ifndef FMT_ARROW_LIST_H
#define FMT_ARROW_LIST_H

#include "fmt_arrow_value.h"

/* Is it a list of numbers, or one of an index (uint32) and a value (float32)
   as mlc writes a sparse column? */
bool arrow_is_vector(const struct arrow_array *);
bool arrow_is_sparse(const struct arrow_array *);

/*
 * Could all rows of a list of numbers be a vector: of the same length (which
 * is *width where that is not 0, and set else), without a missing number, and
 * integers that are exact in a float32? *width is 0 where that is not so or
 * there is no list; *no is set where it is not so.
 */
int arrow_list_width(const struct arrow_array *, uint32_t *width, bool *no,
    struct diag *) MUST_CHECK;

/* Into a column of n rows whose validity is set. */
int arrow_read_vectors(const struct arrow_array *, size_t first, size_t n,
    struct column *, struct diag *) MUST_CHECK;
int arrow_read_sparse(struct arrow_values *, const struct arrow_array *,
    size_t first, size_t n, struct column *, struct diag *) MUST_CHECK;

#endif
