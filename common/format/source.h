/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sources: any input as one stream.
 *
 * A source is a file, "-" (standard input), a directory, or an archive, each
 * of whose members is a source; compression is seen through; format, column
 * types and header are detected from content, never from names.  Several
 * sources are united by column name.  An input that is an mlc or Arrow stream
 * brings its head along; a plain one gets a head whose recipe is one "read"
 * step and whose lineage names the sources.
 *
 * A stream that was cut (no end mark) is an error unless partial is set.
 * Bounded memory: types are inferred over all rows by reading a regular file
 * twice, or by keeping what came from a pipe (in memory up to mem, then in a
 * temporary file).
 *
 * The options' report is filled as rows come and complete with the last one.
 */
#ifndef SOURCE_H
#define SOURCE_H

#include "read_options.h"
#include "stream.h"

/* n = 0 reads standard input. */
int source_open(const char *const *names, size_t n,
    const struct source_options *, struct stream **out, struct diag *)
    MUST_CHECK;

/* The same for n bytes in memory, which have to live as long. */
int source_open_memory(const char *name, const char *p, size_t n,
    const struct source_options *, struct stream **out, struct diag *)
    MUST_CHECK;

/*
 * How the rows of a model file, a stream or a plain file are read: the read
 * step of its recipe, with the roles that its columns have.
 */
int source_read_spec(const char *path, struct read_spec *out, struct diag *)
    MUST_CHECK;

#endif
