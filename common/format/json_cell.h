/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A value of JSON text as a cell, the same for rows of a file and for bodies
 * of requests: null and NaN are absent, a string is quoted text, a number is
 * its own text, an array or object compact JSON.  In a column of text a number
 * with a fraction or an exponent is the text of its double: 1.50 is "1.5".
 */
#ifndef JSON_CELL_H
#define JSON_CELL_H

#include "json_cursor.h"
#include "typing.h"

/* Consume the value. The cell lies in the document or in one of the two texts,
   that of the cursor and this one, until they are used again. The type is that
   of the column, if it is known, else N_COL_TYPES. */
struct cell json_cell(struct json_cursor *, enum col_type, struct str *text);

#endif
