/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Values as people read them: numbers rounded to five digits, "-" for what is
 * missing, texts without control characters and of 244 bytes at most.
 */
#ifndef FMT_TABLE_CELL_H
#define FMT_TABLE_CELL_H

#include "column.h"
#include "str.h"

void table_add_cell(struct str *, const struct column *, size_t row);
/* A text: control characters would break the lines, or drive the terminal. */
void table_add_visible(struct str *, const char *p, size_t n);

/* In code points: wide and combining characters are rare in tables. */
size_t table_count_chars(const char *p, size_t n);
/* Cut a text of more characters than max; the last one is then "...". 0: no
   bound. */
void table_cut(struct str *, size_t max);

/* The characters of a line, where it is a terminal; else 0. */
size_t table_terminal_width(int fd);

#endif
