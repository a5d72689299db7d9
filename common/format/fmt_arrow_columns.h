/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The columns of an Arrow schema: a column a field, and of a struct those of
 * its fields, with dotted names.
 *
 * Of some fields only the values tell what they are: lists of numbers are a
 * vector where all have one length, else their JSON text; integers that may
 * need more than 63 bits are ints where none does, else text.  Where nobody
 * says what they are (a head of mlc, the columns of a model), all batches are
 * looked through before the first row is given, or the first one where that is
 * not possible; then a later one that is otherwise is an error.
 */
#ifndef FMT_ARROW_COLUMNS_H
#define FMT_ARROW_COLUMNS_H

#include "fmt_arrow_dict.h"
#include "fmt_arrow_value.h"
#include "read_options.h"

struct arrow_column {
	struct arrow_array *array;
	char *name;
	enum col_type type;
	uint32_t width;
	bool is_open;		/* its values tell what it is ... */
	bool is_text;		/* ... and they are none of the above */
	bool unwanted;		/* nobody will look at it: all is missing */
};

struct arrow_columns {
	struct arrow_type *types;	/* of the fields */
	struct arrow_array *arrays;
	size_t n_fields;
	struct arrow_dicts dicts;
	struct dict names;
	uint32_t *numbers;		/* by name: the last one behind it */
	size_t cap_numbers;
	size_t n_renamed;		/* columns of no name, or of a second */
	struct arrow_column *v;
	size_t n, cap;
	bool is_open;		/* any of them */
};

/* From the fields of a Schema table. told may be NULL: what of its columns the
   schema has is of their type, if it can be. To be released in any case. */
int arrow_columns_init(struct arrow_columns *, const struct flat_vector *,
    const struct schema *told, struct diag *) MUST_CHECK;
/* The same of types, n of them, which it takes over. */
int arrow_columns_of(struct arrow_columns *, struct arrow_type *types,
    size_t n, const struct schema *told, struct diag *) MUST_CHECK;
void arrow_columns_release(struct arrow_columns *);

int arrow_columns_take(struct arrow_columns *, struct arrow_batch *,
    struct diag *) MUST_CHECK;

/* What is taken: all, or what is open. */
void arrow_columns_want(struct arrow_columns *, bool all);
/* Look through the arrays that were taken for what is open. */
int arrow_columns_look(struct arrow_columns *, struct diag *) MUST_CHECK;
/* Now nothing is open. */
void arrow_columns_decide(struct arrow_columns *);
int arrow_columns_schema(const struct arrow_columns *, struct schema *out,
    struct diag *) MUST_CHECK;

/* Nobody will look at other columns than those that the options name: those of
   the selector, or of the spec. Is there any? */
bool arrow_columns_choose(struct arrow_columns *, const struct schema *,
    const struct read_options *);

#endif
