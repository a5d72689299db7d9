/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Groups: rows of equal keys, with the state of each aggregate, in order of
 * first sight.  Groups merge and are saved one by one, so that those which do
 * not fit in memory, or come from other machines, are put together again.
 */
#ifndef GROUPS_H
#define GROUPS_H

#include "aggregate.h"
#include "row_set.h"

struct groups {
	const struct schema *keys;	/* of key rows: scalars */
	const struct aggregate_list *aggregates;
	struct row_set *set;
	size_t n, cap;
	char **states;			/* (aggregates, cap) */
	uint64_t *first_rows;		/* number of the first row of each */
	uint32_t *ids;			/* of the rows of a batch */
	size_t ids_cap;
	struct block key;		/* one row, for loading */
};

/* The columns of a selector (NULL: none) as keys, appended to the schema: *cols
   is a heap array of their positions. */
int groups_find_keys(const char *sel, const struct schema *, size_t **cols,
    struct schema *keys, struct diag *) MUST_CHECK;

/* Schema and aggregates (which are bound) have to outlive it. */
void groups_init(struct groups *, const struct schema *keys,
    const struct aggregate_list *);
void groups_release(struct groups *);
/* Forget all groups. */
void groups_clear(struct groups *);

/* The group of a key row, made if need be; row is the number of the row. */
size_t groups_find(struct groups *, const struct batch *keys, size_t i,
    uint64_t row);

/* Add rows by their keys, after aggregates_eval of their batch; keys->first_row
   is the number of the first. */
void groups_add(struct groups *, const struct batch *keys);

/* Take the states of group i of others, of the same aggregates, into group
   id. */
void groups_merge(struct groups *, size_t id, const struct groups *from,
    size_t i);

/* Append group i to the columns of a block: keys, then aggregates. */
int groups_give(const struct groups *, size_t i, struct column *out,
    struct diag *) MUST_CHECK;

/* Group i with key and states as bytes; and back: merged into a group of the
   same key. rows is added to the numbers of rows. */
void groups_save(const struct groups *, size_t i, struct str *);
void groups_load(struct groups *, uint64_t rows, struct unpack *);

size_t groups_bytes(const struct groups *);

#endif
