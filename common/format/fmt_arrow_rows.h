/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows of Arrow arrays as batches: what the readers of Arrow and of Parquet do
 * with the rows that they have.
 */
#ifndef FMT_ARROW_ROWS_H
#define FMT_ARROW_ROWS_H

#include "batch.h"
#include "fmt_arrow_columns.h"
#include "read_report.h"

struct arrow_rows {
	struct arrow_columns columns;
	struct arrow_values values;
	struct block block;
	struct read_report *report;	/* or NULL */
	size_t n, at;			/* rows of the arrays; the next one */
	size_t fit;			/* rows that had room at one time */
	uint64_t n_given;
};

/* All but the columns, and the block, which needs a schema. */
void arrow_rows_init(struct arrow_rows *, struct read_report *);
void arrow_rows_release(struct arrow_rows *);

/* The next of the rows: as many as a batch may have, or fewer where their text
   is too long. There are some: at < n. */
int arrow_rows_give(struct arrow_rows *, const struct batch **out,
    struct diag *) MUST_CHECK;

#endif
