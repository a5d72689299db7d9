/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A report: a small table that a tool makes as its output, as a stream of one
 * batch.  It carries the lineage of the stream it is about: what was
 * judged can be seen.
 */
#ifndef REPORT_H
#define REPORT_H

#include "batch.h"
#include "stream.h"

struct report_field {
	const char *name;
	enum col_type type;
	uint8_t rank;		/* as that of a field (schema.h) */
};

/* An empty report about a stream that was read to its end, or NULL. Nothing
   can fail: names are not empty and differ. */
struct stream *report_new(const struct report_field *, size_t n_fields,
    const struct stream *about);
/* Say later what it is about, before it is read. */
void report_about(struct stream *, const struct stream *about);

/* Its columns, to be filled before the stream is read. */
struct block *report_block(struct stream *);

/* Append a text or a number; NULL and NaN are missing. */
void report_text(struct column *, const char *text);
void report_number(struct column *, double v);

#endif
