/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A shard: a part of a table's rows in a file of its own, whose head says
 * which part it is.
 *
 *	"shard":{"table":"sha256 of what the table is made of",
 *	 "table_rows":460000,"first_row":65536,"rows":65536}
 *
 * Shards are cut where groups of blocks begin (spool.h), so that what is
 * fitted on each of them and merged is what is fitted on the table.  A head
 * without it is that of a whole table.  What drops, adds or moves rows takes
 * it out of the head.
 */
#ifndef SHARD_H
#define SHARD_H

#include "digest.h"
#include "merge_tree.h"
#include "stream.h"

struct shard {
	char table[DIGEST_HEX + 1];
	uint64_t table_rows, first_row, rows;
};

/* The rows of a unit; where a shard may begin is a multiple of it. */
uint64_t shard_unit(const struct schema *);

/* What identifies a table: its columns, and what its rows come from. */
void shard_table(const struct head *, const json_t *tail, char *hex);

void shard_set(struct head *, const struct shard *);
void shard_clear(struct head *);

/* The shard of a head: 1, or 0 for a whole table; what is there is checked. */
int shard_get(const struct head *, struct shard *out, struct diag *)
    MUST_CHECK;

/* The units that n_rows rows of the head's table are; rows is set for a whole
   table. */
int shard_units(const struct head *, uint64_t n_rows, struct shard *out,
    struct merge_units *units, struct diag *) MUST_CHECK;

/* The head of one that was joined from several: of shards that follow on one
   another the shard that they are together, or none if that is the table.
   Other shards stay what they are, the first. */
void shard_join(struct head *, const struct head *next);

#endif
