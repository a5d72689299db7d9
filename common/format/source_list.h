/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What sources a list of names stands for: files, standard input, the files
 * in directories (recursively, by name, without hidden ones), the members of
 * archives ("data.zip:*.csv" picks some of them), files of other machines and
 * folders of S3 (remote.h), tables and queries of databases.  A folder with the
 * manifest of a set of shards (shard_set.h) is what that lists.
 */
#ifndef SOURCE_LIST_H
#define SOURCE_LIST_H

#include "bytes.h"

struct source_list {
	struct bytes **v;	/* paused */
	size_t n, cap;
	const char **addresses;	/* of databases (database.h), borrowed */
	size_t n_addresses;
	struct remote_client *client;	/* NULL: nothing is elsewhere */
	uint64_t mem;		/* for keeping pipes */
};

void source_list_init(struct source_list *, uint64_t mem);
void source_list_release(struct source_list *);

/* Append the sources of a name; none at all is an error. */
int source_list_add(struct source_list *, const char *name, struct diag *)
    MUST_CHECK;

/* The n bytes at p, which have to live as long. */
int source_list_add_memory(struct source_list *, const char *name,
    const char *p, size_t n, struct diag *) MUST_CHECK;

#endif
