/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sources of plain rows, united by column name into one stream whose recipe
 * is the read step: types hold the values of all of them.
 */
#ifndef SOURCE_PLAIN_H
#define SOURCE_PLAIN_H

#include "format.h"
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
void plain_get_counts(const struct stream *, struct source_counts *out);

const struct column_notes *plain_notes(const struct stream *);

/* The source of the batch at hand. */
const char *plain_source_name(const struct stream *);

/* No more rows are wanted: the tail and the rejects are made whole. Done by
   itself after the last row. */
int plain_finish(struct stream *, struct diag *) MUST_CHECK;

/* What a lineage says of one source: {"name","format"} in the head, and
   {"bytes","sha256"} in the tail, empty where it was not read to its end. */
json_t *source_name_record(const struct bytes *, const char *format);
json_t *source_digest(const struct bytes *);

#endif
