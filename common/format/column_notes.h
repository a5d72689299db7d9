/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is found out about columns while rows are read by a read_spec, beside
 * their values.  Arrays are by column of the spec.
 */
#ifndef COLUMN_NOTES_H
#define COLUMN_NOTES_H

#include "dict.h"
#include "schema.h"

#define UNKNOWN_COLUMNS_MAX 1000	/* names that are kept */

struct column_notes {
	uint64_t *bad;		/* values that became missing */
	uint32_t *absent;	/* sources that have it in no row so far */
	struct dict unknown;	/* names that the spec does not have */
};

void column_notes_init(struct column_notes *, size_t n_cols);
void column_notes_release(struct column_notes *);

void unknown_column_add(struct dict *, const char *name, size_t n);

/* How many features are absent: other columns are not missed. */
size_t column_notes_missed(const struct column_notes *,
    const struct schema *);

#endif
