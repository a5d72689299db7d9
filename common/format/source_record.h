/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a lineage says of one source.
 */
#ifndef SOURCE_RECORD_H
#define SOURCE_RECORD_H

#include "bytes.h"
#include "stream.h"

/* {"name","format"}, for the head. */
json_t *source_record_name(const struct bytes *, const char *format);
/* {"bytes","sha256"}, for the tail; empty where it was not read to its end. */
json_t *source_record_digest(const struct bytes *);

/* Of raw rows with the head's columns: let recipe and lineage begin with the
   one source; and the tail after so many of them. */
void source_record_begin(struct head *, const struct bytes *,
    const char *format);
void source_record_end(json_t *tail, const struct bytes *, uint64_t n_rows);

/* The same of one of which not all was read: its size, its version, and the
   digest of the footer by which parts of it were found. */
void source_record_part(json_t *tail, const struct bytes *, uint64_t n_rows,
    const char *footer_hex);

#endif
