/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lists and structs of Arrow as JSON text, with all digits of their numbers.
 */
#ifndef FMT_ARROW_JSON_H
#define FMT_ARROW_JSON_H

#include "fmt_arrow_value.h"

/* Is it a list or a struct? */
bool arrow_is_nested(const struct arrow_type *);

/* Row i into v->text, which is at most the room. */
int arrow_make_json(struct arrow_values *, const struct arrow_array *,
    size_t i, struct diag *) MUST_CHECK;

#endif
