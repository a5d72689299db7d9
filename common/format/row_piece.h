/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A piece: up to BATCH_ROWS records that one thread splits and types, or
 * infers from.  What went wrong is kept in the piece and told when its turn
 * comes.
 */
#ifndef ROW_PIECE_H
#define ROW_PIECE_H

#include "batch.h"
#include "cell_encoding.h"
#include "row_format.h"
#include "typing_guess.h"

#define PIECE_BYTES ((size_t)1 << 20)	/* no record begins after so many */

struct piece {
	const char *text;		/* in which the records are */
	size_t n_text;
	bool has_odd;			/* bytes that are no text */
	struct record *records;
	size_t n, cap;
	struct cell *cells;		/* (n_rows, n_cells) */
	size_t cells_cap, n_cells;
	struct cell_store store;
	size_t long_col;		/* row_long.h; COLUMN_NONE: none */
	struct cell long_text;
	uint8_t *bad;			/* by row */
	size_t bad_cap;
	struct block block, kept;	/* kept: without the bad rows */
	bool has_blocks;
	struct batch *rows;	/* the result of piece_type */
	size_t n_skipped, n_bad_values, n_bad_rows, n_finer_times;
	uint32_t *bad_of;		/* bad values by column of spec */
	struct recoded *recoded_of;	/* the same */
	struct str rejects;
	struct bad_notes notes;		/* rows from 0 in the piece */
	bool failed;
	struct diag diag;
	struct columns_seen seen;	/* the result of piece_infer */
	struct guess *guesses;		/* (n_guesses) and of its guesses;
					   NULL: there are none */
	size_t n_guesses;
};

/* Pieces that are typed side by side; all zero before. */
struct piece_group {
	struct piece *v;
	size_t n, cap;
	size_t n_cut;		/* of them, the first ones */
};

/* How the pieces of a source are to be read. */
struct piece_plan {
	const struct row_format *format;
	const struct layout *layout;
	const struct read_spec *spec;
	struct cell_form *forms;	/* of each column of spec */
	size_t *map;			/* cell of each column of spec, or
					   COLUMN_NONE */
	uint8_t *seen;			/* where rows name their columns: has
					   a row had this one? Else NULL */
	bool want_rejects;
	const struct columns_seen *so_far;	/* what piece_infer guesses
						   by; NULL: not at all */
};

/* Find out which cell is whose. A layout with names says at once what is
   absent or unknown; where rows name their columns they are absent until a
   row has them. What is absent is an error unless absent_ok, or the options
   allow it. */
int piece_plan_map(struct piece_plan *, bool absent_ok, struct diag *)
    MUST_CHECK;
/* The columns that rows of a typed piece name, where they do. */
void piece_plan_note(struct piece_plan *, const struct piece *);
void piece_plan_release(struct piece_plan *);

/* The one behind those that are cut. */
struct piece *piece_group_next(struct piece_group *);
void piece_group_release(struct piece_group *);

/* Cut up to max_rows records off the text; a long one (row_long.h) is alone.
   1 if there are any. */
int piece_cut(struct piece *, const struct row_format *, struct layout *,
    struct row_text *, size_t max_rows, struct diag *) MUST_CHECK;

void piece_type(struct piece *, const struct piece_plan *);
void piece_infer(struct piece *, const struct piece_plan *);

#endif
