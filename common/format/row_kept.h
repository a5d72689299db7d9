/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows that were typed while the types of their columns were still inferred,
 * piece by piece, so that their text need not be read again.  Where a column
 * turned out to be of a type that its values do not tell, the piece is lost.
 *
 * With this, tiles and digits.h a table of 1M rows takes .58 (12 floats, 2 ints
 * and 8 texts) and .47 (29 numbers) of the processor time that it took to infer
 * first and to type then, .91 and 1.01 of the time of data.table's fread with
 * two threads each.  A number takes 9 bytes of memory, a text 5 and its own.
 */
#ifndef ROW_KEPT_H
#define ROW_KEPT_H

#include "row_piece.h"

struct kept_piece {
	struct guess *guesses;	/* (n_guesses); NULL: lost, or given */
	size_t n_guesses;
	size_t n_records;
	struct odd_quotes odd;
	struct block rows;	/* of the spec, once it is known */
	size_t n_finer_times;
};

struct kept_rows {
	struct kept_piece *v;
	size_t n, cap, next;
};

void kept_release(struct kept_rows *);

/* Take the rows of a piece of so many records that was guessed; returns the
   bytes that they take. */
uint64_t kept_add(struct kept_rows *, struct piece *, size_t n_records);

/* Make them rows of the plan's spec. Pieces up to the last one that is lost
   are dropped: returns how many records those are. */
uint64_t kept_fit(struct kept_rows *, const struct piece_plan *,
    struct crew *);

/* The next ones, until the one after them is asked for; NULL at the end. */
struct kept_piece *kept_next(struct kept_rows *);

#endif
