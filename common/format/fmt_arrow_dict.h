/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Dictionaries of an Arrow stream: values by number, which the columns that
 * are encoded with them hold.
 */
#ifndef FMT_ARROW_DICT_H
#define FMT_ARROW_DICT_H

#include "fmt_arrow_array.h"

struct arrow_dict {
	int64_t id;
	struct arrow_layout layout;
	struct column values;
};

struct arrow_dicts {
	struct arrow_dict *v;
	size_t n, cap;
	struct column numbers;	/* of the rows being read */
	struct str room;	/* of compressed bodies */
};

void arrow_dicts_init(struct arrow_dicts *);
void arrow_dicts_release(struct arrow_dicts *);

/* Know of the field's dictionary, empty until a message fills it. */
int arrow_dicts_add(struct arrow_dicts *, const struct arrow_field *,
    struct diag *) MUST_CHECK;

/* A DictionaryBatch: new values, or more of them. */
int arrow_dicts_fill(struct arrow_dicts *, const struct flat_table *,
    struct span body, struct diag *) MUST_CHECK;

/* Rows of an array of indexes into a column, as arrow_array_read. */
int arrow_dicts_read(struct arrow_dicts *, const struct arrow_field *,
    const struct arrow_array *, size_t first, size_t n, struct column *out,
    struct diag *) MUST_CHECK;

#endif
