/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Folders as columns: a folder NAME=VALUE in the path of a source is the value
 * of column NAME in all its rows, as Hive, Spark, DuckDB and Arrow lay tables
 * out ("lake/year=2024/month=05/a.parquet").
 *
 * %XX in names and values is the byte.  No value, the value
 * __HIVE_DEFAULT_PARTITION__, and a path without the folder are missing.
 * Types are inferred over all sources, as of text, but that leading zeros do
 * not make a text of a number: month=05 is 5.
 */
#ifndef PARTITIONS_H
#define PARTITIONS_H

#include "bytes.h"
#include "column.h"

struct partitions {
	struct schema schema;	/* in the order in which names are found */
	struct column *cols;	/* (schema.n): a row is a source */
};

/* Of n sources. No such folder at all is an error. Release it either way. */
int partitions_find(struct partitions *, struct bytes *const *sources,
    size_t n, struct diag *) MUST_CHECK;
void partitions_release(struct partitions *);

#endif
