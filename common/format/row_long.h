/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A row of which one text is most, of many megabytes: it is alone in its
 * piece, and its column takes the memory over that the text was read into, or
 * was unquoted in, so that there are never two copies of it.
 *
 * While the row is typed the column is shown the beginning of the text, as no
 * word for "no value" is so long; the text itself follows when the row is known
 * to be kept and nothing needs what it was cut from any more.
 */
#ifndef ROW_LONG_H
#define ROW_LONG_H

#include "row_piece.h"
#include "row_texts.h"

#define LONG_RECORD ((size_t)8 << 20)

/* Is its one record long? */
bool piece_is_long(const struct piece *);
/* The cells are split: show the beginning of the long one. */
void piece_hide_long(struct piece *, const struct piece_plan *);
/* The piece is typed, and no other is at work on the text. */
void piece_take_long(struct piece *, struct row_texts *);

#endif
