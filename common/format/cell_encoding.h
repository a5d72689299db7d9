/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cells whose bytes are no text.  Where nobody said in what encoding a source
 * is, they are read as Windows-1252.  Where it is known, and wherever there is
 * a NUL, they are bad values.
 */
#ifndef CELL_ENCODING_H
#define CELL_ENCODING_H

#include "row_format.h"

enum cell_text {
	CELL_FITS,		/* it is text as it is */
	CELL_RECODED,		/* its text is now in the store */
	CELL_NO_TEXT		/* it is CELL_ABSENT, and keeps its bytes */
};

/* *at (or NULL): where in the cell its first byte stands that is no text. */
enum cell_text cell_decode(const struct layout *, struct cell *,
    struct cell_store *, size_t *at);

/* Of CELL_NO_TEXT, why: "not UTF-8 at byte 4 of the value: "Jos\xe9"". */
void cell_explain_encoding(const struct layout *, const struct cell *,
    struct diag *out);

/* Cells of one column that were recoded. */
struct recoded {
	uint64_t n, line;	/* line: of the first, ... */
	size_t at;		/* ... and the place of its first such byte */
};

void recoded_add(struct recoded *, const struct recoded *);
/* Tell of those of all columns of a spec, once. */
void recoded_tell(const struct layout *, const struct recoded *);

#endif
