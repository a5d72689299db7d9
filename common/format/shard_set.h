/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A set of shards (shard.h): a folder of files, and manifest.json, which says
 * what belongs into it.
 *
 *	{"mlc_shards":1,"done":true,"table":sha256,"rows":460000,"unit":65536,
 *	 "shards":[
 *	  {"name":"part-00001.mlcs","first_row":0,"rows":65536,
 *	   "bytes":812345,"sha256":"..."},
 *	  ...]}
 *
 * Who reads the folder or the manifest gets the files of the list: one that is
 * missing or not what it was is an error, and so is one that is not listed.
 * While the files are written the list is empty and "done" is false, which is
 * an error for a reader, and the next writer begins anew.
 */
#ifndef SHARD_SET_H
#define SHARD_SET_H

#include "crew.h"
#include "source_list.h"
#include "stream.h"

#define SHARDS_MAX 100000

struct shard_options {
	const char *dir;	/* made if it is not there, or empty */
	const char *format;	/* mlc or arrow; NULL: mlc */
	size_t n;		/* some are empty if there are few rows */
	uint64_t mem;		/* for the spool */
	struct crew *crew;
	bool no_lineage;
};

/* Write the rows of a stream, which stays the caller's; *n_rows: how many. */
int shard_set_write(struct stream *, const struct shard_options *,
    uint64_t *n_rows, struct diag *) MUST_CHECK;

/* As manifests begin; and those of what is not all written. */
#define SHARD_MANIFEST "{\"mlc_shards\":1,"
#define SHARD_MANIFEST_OPEN SHARD_MANIFEST "\"done\":false,"

/* Is there a file of this name that begins so? */
bool shard_manifest_is(const char *path);
bool shard_manifest_is_open(const char *path);

/* Append the files of a manifest. */
int shard_set_add(struct source_list *, const char *manifest, struct diag *)
    MUST_CHECK;

/* Where the manifest of a folder is (heap memory). */
char *shard_manifest_path(const char *dir);

#endif
