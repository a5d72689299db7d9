/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sources of plain rows, united by column name into one stream whose recipe
 * is the read step: types hold the values of all of them.
 */
#ifndef SOURCE_PLAIN_H
#define SOURCE_PLAIN_H

#include "format.h"
#include "read_options.h"
#include "source_list.h"

/* One source and what was found out about it. */
struct source_part {
	struct bytes *bytes;	/* owned */
	const struct format *format;
};

/* Takes the parts' bytes over, also when it fails. */
int plain_open(const struct source_part *, size_t n,
    const struct source_options *, struct stream **out, struct diag *)
    MUST_CHECK;

/* The columns that were found, of which some were selected. */
const struct schema *plain_found(const struct stream *);

/* No more rows are wanted: the tail and the rejects are made whole. Done by
   itself after the last row. */
int plain_finish(struct stream *, struct diag *) MUST_CHECK;

#endif
