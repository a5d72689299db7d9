/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The catalog: data sets by name and version.  A version is a numbered file
 * that is made once, of these bytes and no others:
 *	name, version, path, digest (SHA-256 of the file), bytes, rows,
 *	columns: [{name, type, missing}], owner?, note?, licence?,
 *	tags, who, host, added, modified, kept? (the digest, of a copy)
 */
#ifndef CATALOG_H
#define CATALOG_H

#include "jsondoc.h"
#include "stream.h"

struct catalog_entry {
	const char *name, *path;
	const char *owner, *note, *licence;	/* or NULL */
	const char *const *tags;
	size_t n_tags;
	bool copy;		/* keep the bytes in the store */
};

/* Read the rows, which are the file's, to their end and add a version; 1 it is
   new, 0 the last one is the same. *out: the version, a new reference. */
int catalog_add(const char *store, const struct catalog_entry *,
    struct stream *rows, json_t **out, struct diag *) MUST_CHECK;

/* The last version of all data sets (all: every one); a new reference. */
int catalog_list(const char *store, bool all, json_t **out, struct diag *)
    MUST_CHECK;
/* Is a word in its name, note, owner, tags or columns? */
bool catalog_matches(const json_t *version, const char *word);

/* A row a version: name, version, rows, columns, bytes, added, state (here,
   changed, gone or kept), owner, licence, tags, note, path, digest. */
struct stream *catalog_report(const json_t *versions);
/* A row a column of a version. */
struct stream *catalog_columns(const json_t *version);

#endif
