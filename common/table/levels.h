/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Levels: the distinct values of a column of categories (bool, int, float or
 * string) by their text form, as encoders and classes of a target know them.
 *
 * A set of levels is a dict of texts.  Its order for people and for codes is
 * the value's: numbers by value, false before true, strings by bytes.
 * Nothing here can fail.
 */
#ifndef LEVELS_H
#define LEVELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "column.h"
#include "dict.h"
#include "jsondoc.h"
#include "numtext.h"

/* bool, int, float and string. */
bool has_levels(enum col_type);

/*
 * The text of row i, which is not missing: its own bytes for a string, else
 * as it is written to a stream. In the column's bytes or in scratch, which
 * has room for NUMTEXT_MAX bytes; not NUL-terminated.
 */
const char *level_text(const struct column *, size_t i, char *scratch,
    size_t *n);

/* The text of the level that a person's text means among those of a column of
   this type, "1" for an int's "1.0"; the text itself where it means none. A
   heap string. */
char *level_named(enum col_type, const char *text);

/* The id of row i's level, DICT_NONE if it is not there. The row is not
   missing. */
uint32_t level_find(const struct dict *, const struct column *, size_t i);
/* The same, added if it is new. */
uint32_t level_add(struct dict *, const struct column *, size_t i);

/* Add a level of another set. */
uint32_t levels_take(struct dict *to, const struct dict *from, uint32_t id);

/* Ids in the order of the values that a column of this type has: a heap array
   of dict->n. */
uint32_t *levels_order(const struct dict *, enum col_type);

/* Are these two levels, in any case of letters, yes and no, true and false, y
   and n, t and f, or 1 and 0? */
bool is_yes_and_no(const char *yes, const char *no);
/* The word of such a pair that the level is not, and whether the level is the
   affirmative one; NULL where it is in no pair. */
const char *level_opposite(const char *level, bool *is_yes);

/* Which level counts as the positive one: of two the affirmative one, else
   the last in order. An id; the dict is not empty. */
uint32_t levels_positive(const struct dict *, enum col_type);

/* Texts as JSON strings, in the order of ids, and back; a text that is there
   twice is an error. */
json_t *levels_to_json(const struct dict *);
int levels_from_json(const json_t *array, struct dict *out, struct diag *)
    MUST_CHECK;
/* The member of an object. */
int levels_get(const json_t *, const char *key, struct dict *out,
    struct diag *) MUST_CHECK;

#endif
