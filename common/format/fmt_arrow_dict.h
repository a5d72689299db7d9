/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Dictionaries of an Arrow stream: values by number, which the columns that
 * are encoded with them hold.
 */
#ifndef FMT_ARROW_DICT_H
#define FMT_ARROW_DICT_H

#include "column.h"
#include "fmt_arrow_array.h"

struct arrow_values;

struct arrow_dict {
	struct arrow_array array;	/* of the message being read */
	struct column values;
};

struct arrow_dicts {
	struct dict ids;
	struct arrow_dict **v;		/* by the number of their id */
	size_t n, cap;
};

void arrow_dicts_init(struct arrow_dicts *);
void arrow_dicts_release(struct arrow_dicts *);

/* Know of the dictionaries of the fields and of what is in these, empty until
   messages fill them. The types outlive them. */
int arrow_dicts_add(struct arrow_dicts *, const struct arrow_type *,
    size_t n, struct diag *) MUST_CHECK;
/* See arrow_find_dict; ctx is the dictionaries. */
struct arrow_dict *arrow_dicts_find(void *ctx, const struct arrow_type *);

/* A DictionaryBatch: new values, or more of them. */
int arrow_dicts_fill(struct arrow_dicts *, const struct flat_table *,
    struct span body, struct str *room, struct arrow_values *,
    struct diag *) MUST_CHECK;

/* Which value the index in row i of an array is, below dict->values.n. */
int arrow_index_at(const struct arrow_array *, size_t i, size_t *out,
    struct diag *) MUST_CHECK;

#endif
