/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Values as text, the same in every text format: bool, int, float, time and
 * float32.  What is written reads back to the same bits.
 */
#ifndef FMT_VALUE_H
#define FMT_VALUE_H

#include <stddef.h>

#include "column.h"

/* Bytes that one value, or one entry of a vector or sparse row, may take,
   with an index, quotes and a separator around it. */
#define VALUE_MAX 96

/*
 * Write row i of a bool, int, float or time column, which is not missing;
 * returns the end of the text. There has to be room for VALUE_MAX bytes.
 */
char *value_put(char *to, const struct column *, size_t i);

/* The shortest decimal that reads back to the same float32, by way of the
   double that is nearest to it; whole numbers have no ".0". */
char *value_put_float32(char *to, float v);

/*
 * Row i of any column as JSON: missing is null, a vector an array, a sparse
 * row an object of index and value, a time a string; infinities, for which
 * JSON has no number, are the words Infinity and -Infinity, which Python and
 * mlc read. There has to be room for
 * value_bound(column, i, VALUE_ESCAPED) bytes.
 */
char *value_put_json(char *to, const struct column *, size_t i);
/* Text in quotes; bytes that are no UTF-8 become U+FFFD. Room for
   n * VALUE_ESCAPED + 2 bytes. */
char *value_put_json_text(char *to, const char *p, size_t n);
#define VALUE_ESCAPED 6		/* bytes that one byte of text may become */

/* Bytes that row i takes at most where every byte of text becomes k bytes. */
size_t value_bound(const struct column *, size_t i, size_t k);

/* Write row i of a vector or sparse column, not missing, with a blank between
   entries; returns its end. There has to be room: see value_bound. */
char *value_put_list(char *to, const struct column *, size_t i);

#endif
