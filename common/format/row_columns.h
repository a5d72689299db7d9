/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The columns of rows of text against those of a read_spec: which cell is
 * whose, which columns are absent, and which names are no column's.  A layout
 * with names says so at once; where each row names its columns, columns are
 * absent until a row has them.
 */
#ifndef ROW_COLUMNS_H
#define ROW_COLUMNS_H

#include "row_piece.h"

struct row_columns {
	size_t *map;		/* as in struct piece_plan */
	uint8_t *seen;		/* by column of spec; NULL: names are known */
	struct column_notes *notes;	/* borrowed; may be NULL */
};

void row_columns_release(struct row_columns *);

/* Fill map. A column that is absent is an error unless absent_ok, or the
   options allow it. */
int row_columns_map(struct row_columns *, const struct layout *,
    const struct read_spec *, bool absent_ok, struct diag *) MUST_CHECK;

/* Rows are going to name their columns; notes are there. */
void row_columns_expect(struct row_columns *, const struct read_spec *);
/* What the rows of a typed piece have. */
void row_columns_note(struct row_columns *, const struct read_spec *,
    const struct piece *);

#endif
