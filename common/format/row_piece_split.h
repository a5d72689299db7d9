/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the records of a piece become cells, for typing and for inferring. */
#ifndef ROW_PIECE_SPLIT_H
#define ROW_PIECE_SPLIT_H

#include "row_piece.h"

/* Fill cells; records of rows that are left out are left out, too. */
void piece_split_all(struct piece *, const struct piece_plan *,
    size_t n_cells);
/* Split the records from first on, as many as are a tile; 0 where one is not
   what it should be. */
size_t piece_split_tile(struct piece *, const struct piece_plan *,
    size_t first);
/* Is a row whose split did not go well to be kept all the same? */
bool piece_keep_unsplit(struct piece *, const struct piece_plan *,
    const struct record *, enum split_result, const struct diag *why);

void piece_release_guesses(struct piece *);

#endif
