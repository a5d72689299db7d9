/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names that other tools have for options, algorithms, formats and metrics of
 * ours, so that who types one is told the word of mlc.
 */
#ifndef FOREIGN_WORDS_H
#define FOREIGN_WORDS_H

#include <stddef.h>

/* Our k-th word for theirs, in any case, with - or _ between its parts; NULL
   after the last.  A word may be ours in some tools only. */
const char *foreign_word(const char *theirs, size_t k);

#endif
