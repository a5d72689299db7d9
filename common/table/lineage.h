/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lineage: which program did what to the rows, one record a tool, in the
 * head; each is linked to the one before by that one's SHA-256.  Counts of
 * rows come with the tail.  No clock and no host name: equal runs give equal
 * bytes.
 *
 * {"tool","version","args":[...],"seed"?,"previous"?:sha256}  in the head,
 * {"in":rows,"out":rows}                                      in the tail.
 */
#ifndef LINEAGE_H
#define LINEAGE_H

#include "stream.h"

/* Append a record to the lineage and link it. Steals the record. */
void lineage_add(struct head *, json_t *record);

/* A stage that appends the record and counts the rows that come in. Takes
   the stream over and steals the record. */
struct stream *lineage_open(struct stream *, json_t *record);

/* Records and their tails in one array, for a model file or a reader. */
json_t *lineage_whole(const json_t *lineage, const json_t *tail);

#endif
