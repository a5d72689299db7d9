/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows that a reference has a row for, or those that it has none for. */
#ifndef ROW_MATCHED_H
#define ROW_MATCHED_H

#include "lookup.h"

struct matched_options {
	const char *const *columns;	/* of the keys, and of the time */
	int64_t tolerance;		/* lookup.h */
	bool none;		/* those that nothing is found for */
	bool refuse;		/* a row that is not let pass is an error */
};

/* Shares the reference; takes the stream over, also on failure. */
int row_matched_open(struct stream *, struct lookup *,
    const struct matched_options *, struct stream **out, struct diag *)
    MUST_CHECK;

#endif
