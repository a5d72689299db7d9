/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An operation on the rows of a stream: it drops rows, remembers rows, or
 * makes other rows of them.  It stands in the lineage and in no recipe: a row
 * that is served is answered.  One struct of functions a kind, one file each,
 * listed in row_table.h.
 *
 * Life: row_op_new from an option's argument, then row_op_open, which finds
 * its columns in the rows that come and puts it as a stage over them.
 */
#ifndef ROW_OP_H
#define ROW_OP_H

#include "stream.h"
#include "stream_op.h"

struct row_op;

/* What is NULL is not there or not needed. */
struct row_op_kind {
	const char *name;	/* in --list, and of the option */
	const char *summary;	/* one line, for --list */
	/* Take the option's argument: op->select, op->state. */
	int (*parse)(struct row_op *, const char *arg, struct diag *);
	/* After op->cols were found in the schema. */
	int (*bind)(struct row_op *, const struct schema *, struct diag *);
	/* The stage: a stream over in, of any rows and any schema. It takes
	   in over, also on failure, and where it succeeds the operation too.
	   NULL: those rows of in that keep lets pass. */
	int (*open)(struct row_op *, struct stream *in, struct stream **out,
	    struct diag *);
	/* keep[i], at first 1, becomes 0 for a row that is dropped. */
	int (*keep)(struct row_op *, const struct batch *, uint8_t *keep,
	    struct diag *);
	/* After the last row: count what was found in op->counts. */
	void (*conclude)(struct row_op *);
	void (*free_state)(void *state);
};

struct row_op {
	const struct row_op_kind *kind;
	char *label;		/* as it was asked for: "where age > 18" */
	char *select;		/* selector of its columns, or NULL */
	size_t *cols, n_cols;	/* their positions, after bind */
	void *state;		/* what the kind keeps */
	const struct op_options *options;	/* once open */
	struct op_counts *counts;		/* in the tally, once open */
};

int row_op_new(const struct row_op_kind *, const char *arg,
    struct row_op **out, struct diag *) MUST_CHECK;

/* Takes operation and stream over, also on failure. The options have to live
   as long as the stream that comes out, and have a tally. */
int row_op_open(struct row_op *, struct stream *in, const struct op_options *,
    struct stream **out, struct diag *) MUST_CHECK;

/* For kinds. */
void row_op_free(struct row_op *);

/* For kinds: the parse of those whose argument is a selector. */
int row_op_parse_selector(struct row_op *, const char *arg, struct diag *);

#endif
