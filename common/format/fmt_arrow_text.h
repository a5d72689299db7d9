/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows of an Arrow array as text: see fmt_arrow_value.h.
 */
#ifndef FMT_ARROW_TEXT_H
#define FMT_ARROW_TEXT_H

#include "fmt_arrow_value.h"

/* Into a column of n rows whose validity is set. */
int arrow_read_text(struct arrow_values *, const struct arrow_array *,
    size_t first, size_t n, struct column *, struct diag *) MUST_CHECK;

/* The text of row i, not missing and of no list or struct, in the array or in
   scratch. */
int arrow_text_at(const struct arrow_array *, size_t i, struct str *scratch,
    const char **p, size_t *n, struct diag *) MUST_CHECK;

int arrow_check_utf8(const char *p, size_t n, struct diag *) MUST_CHECK;

/* n bytes of the room; it is an error where there are fewer. */
int arrow_take_room(struct arrow_values *, size_t n, struct diag *)
    MUST_CHECK;

#endif
