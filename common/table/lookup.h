/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A reference table, to look up rows in by their keys: by equal values, or,
 * with a time, the last row of the key that is not later.
 *
 * It is read from a stream, once, and then read-only and shared: many threads
 * may look up at once.  It can be saved as bytes, for a recipe.  A row whose
 * key is missing in part finds nothing, and a reference row of such a key is
 * not found.
 */
#ifndef LOOKUP_H
#define LOOKUP_H

#include <stdatomic.h>

#include "row_set.h"
#include "stream.h"

#define LOOKUP_BYTES_MAX ((size_t)256 << 20)	/* of its rows, saved */

enum lookup_twice {	/* two reference rows of one key, and time */
	TWICE_ERROR,
	TWICE_FIRST,
	TWICE_LAST
};

struct lookup_options {
	const char *const *keys;	/* columns of the reference */
	size_t n_keys;
	const char *time;	/* a column, or NULL */
	const char *select;	/* selector of values; NULL: all others */
	const char *prefix;	/* of the values' names, or NULL */
	enum lookup_twice twice;
};

struct lookup {
	struct schema keys;
	struct schema values;	/* as they are called where they are put */
	bool has_time;
	struct column *columns;	/* of the values */
	struct column time;
	size_t n_rows;
	struct row_set *set;	/* different keys */
	uint32_t *first;	/* place in order where each key begins, and
				   the end */
	uint32_t *order;	/* rows by key, then time */
	atomic_int references;
};

#define LOOKUP_NONE SIZE_MAX

/* Read the whole stream, which stays the caller's. */
int lookup_read(struct stream *, const struct lookup_options *,
    struct lookup **out, struct diag *) MUST_CHECK;
struct lookup *lookup_share(struct lookup *);
void lookup_free(struct lookup *);

/* Have the columns of a batch (see lookup_find) the types that the reference
   has?  A column without a value may be of any. */
int lookup_check(const struct lookup *, const struct batch *,
    const size_t *cols, struct diag *) MUST_CHECK;

/*
 * The reference row for row i of a batch that was checked, or LOOKUP_NONE.
 * cols: places of the keys and, where there is a time, of the time; a row is
 * not found that is more than tolerance (microseconds) older.
 */
size_t lookup_find(const struct lookup *, const struct batch *,
    const size_t *cols, size_t i, int64_t tolerance);

/* What it is made of and, in bytes, its rows. */
json_t *lookup_head(const struct lookup *);
void lookup_save(const struct lookup *, struct str *);
int lookup_load(const json_t *head, const char *bytes, size_t n,
    struct lookup **out, struct diag *) MUST_CHECK;

#endif
