/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The body of a request as a table of raw rows, typed by the same cells as
 * every text format, so that a row over HTTP equals the row in a file.
 *
 * A table is made once for a model and refilled for each request.  Columns
 * are found by name: what the model does not know is left out and counted,
 * what the request does not have is missing and counted.  Values that are no
 * value of their column's type are missing and counted.  Rows without names
 * are by position: all raw columns but the target, in their order; or, where
 * that is not the number of values, only those of the role feature or time, or
 * only the inputs of the model.
 */
#ifndef REQUEST_TABLE_H
#define REQUEST_TABLE_H

#include <stdint.h>

#include "batch.h"
#include "json_cursor.h"
#include "predictor.h"
#include "read_report.h"
#include "typing.h"

struct request_table;
struct infer_request;

/* A body, and what makes rows of it: so it can be read for any version of a
   model. */
struct request_body {
	const char *p;
	size_t n;
	int (*read)(struct request_table *, const struct request_body *,
	    struct diag *);
	/* Of tensors (request_tensors.h): */
	size_t n_json;		/* bytes before binary ones */
	struct infer_request *infer;	/* filled */
};

struct request_counts {
	uint64_t rows;
	uint64_t missing;	/* values of inputs */
	uint64_t bad_values;
	uint64_t absent_columns;	/* inputs */
	uint64_t unknown_columns;
};

struct request_table {
	const struct predictor *p;
	struct block rows;	/* of the raw schema */
	size_t n_rows;
	size_t max_rows;	/* more are an error */
	size_t longest_name;	/* of a raw column, in bytes */
	struct read_report report;	/* by raw column */
	struct stream *source;	/* CSV: while it is read */
	struct cell_form *forms;	/* by raw column */
	size_t *map, map_cap;	/* position in a row -> raw column */
	struct str name;	/* of a nested key: "address.city" */
	struct str text;	/* of a string with escapes */
	struct str told;	/* how a CSV was read, a line each */
	struct str compact;	/* of an array, or a number among texts */
};

void request_table_init(struct request_table *, const struct predictor *,
    size_t max_rows);
void request_table_release(struct request_table *);

/* {"dataframe_split": ...}, {"dataframe_records": ...}, {"instances": ...} or
   {"inputs": ...}: exactly one of them. */
int request_table_json(struct request_table *, const struct request_body *,
    struct diag *) MUST_CHECK;
int request_table_csv(struct request_table *, const struct request_body *,
    struct diag *) MUST_CHECK;

/* All rows as a batch, after any of the above. */
const struct batch *request_table_batch(struct request_table *);
void request_table_counts(const struct request_table *,
    struct request_counts *out);

/* For readers of other bodies: */
void request_table_clear(struct request_table *);
/* The raw column of a name, noted as given; COLUMN_NONE, noted as unknown. */
size_t request_table_column(struct request_table *, const char *p, size_t n);
/* t->map for rows of n values without names. */
int request_table_by_position(struct request_table *, size_t n,
    struct diag *) MUST_CHECK;
/* Consume a value into a column, which may be COLUMN_NONE. */
void request_table_put(struct request_table *, size_t col,
    struct json_cursor *);
/* The same for a cell. */
void request_table_put_cell(struct request_table *, size_t col,
    const struct cell *);
/* A row's values were put: missing in all other columns. */
int request_table_end_row(struct request_table *, struct diag *) MUST_CHECK;
/* Whole columns were put: all have to have n_rows values or none. */
int request_table_end_columns(struct request_table *, size_t n_rows,
    struct diag *) MUST_CHECK;

/* Consume an array, nested or flat, value by value, into the n_cols columns
   of cols in turn. Values after the first max are left out. Returns how many
   there are. */
size_t request_table_put_all(struct request_table *, const size_t *cols,
    size_t n_cols, size_t max, struct json_cursor *);

#endif
