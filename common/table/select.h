/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Column selectors: the one syntax by which every tool names columns.
 *
 *	age,income	columns by name
 *	x*		a pattern: * any text, ? one character
 *	@numeric	a class: @numeric (int and float), @bool, @int, @float,
 *			@string, @time, @vector, @sparse by type, @feature by
 *			role, @missing for columns with missing values
 *	!name		takes away; so do !x* and !@class
 *
 * Terms are separated by commas and apply from left to right.  When the first
 * term takes away, it takes away from @feature and the time columns, which is
 * what * finds.  Blanks around a term do not count.  A name with special
 * characters stands in backquotes (a doubled one is itself) or has them
 * escaped by a backslash.
 *
 * Patterns and classes only find columns of the roles feature and time: a
 * target, an id or a weight is only taken when it is named in full.
 */
#ifndef SELECT_H
#define SELECT_H

#include <stddef.h>
#include <stdint.h>

#include "schema.h"

/*
 * *cols is a heap array of *n positions, ascending and without duplicates.
 * has_missing[i] is 1 if column i is known to have missing values, for
 * @missing; NULL where that is not known, and then @missing is an error.
 * Unknown names and a pattern or class that finds no column are errors, as is
 * a selection that is empty in the end.
 */
int select_columns(const char *sel, const struct schema *,
    const uint8_t *has_missing, size_t **cols, size_t *n, struct diag *)
    MUST_CHECK;

/* The same in the order of the terms. */
int select_in_order(const char *sel, const struct schema *, size_t **cols,
    size_t *n, struct diag *) MUST_CHECK;

/* The same where patterns, classes and the whole may find nothing. */
int select_columns_any(const char *sel, const struct schema *,
    const uint8_t *has_missing, size_t **cols, size_t *n, struct diag *)
    MUST_CHECK;

/* The first of these characters that is not part of a quoted name, as the
   second "=" of "`a=b`=median"; or NULL. */
const char *select_find(const char *arg, const char *characters);

/* A new name as it is given: n bytes without the backquotes around them. A
   heap string. */
char *select_unquote(const char *text, size_t n);

#endif
