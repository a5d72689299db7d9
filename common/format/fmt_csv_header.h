/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is the first row of CSV a header?  What the options say is so.  With the
 * columns of a spec a header is a row that has their names.  Else the first
 * row is judged by those that follow it (up to HEADER_SAMPLE of the text at
 * hand), as by data.table, DuckDB and Python's csv.Sniffer:
 *
 *	a field that is text above numbers or times: a header
 *	all fields above numbers or times are such values: data; but not
 *	  ascending years, which are names of columns
 *	no such columns: data if half of the fields or more are found again
 *	  below, in their columns; else a header
 *	no rows below: data if a field is a number or time, but for years
 *
 * What is decided on mixed signs is told.
 */
#ifndef FMT_CSV_HEADER_H
#define FMT_CSV_HEADER_H

#include "row_format.h"

#define HEADER_SAMPLE 1000	/* rows */

/* row has n cells; the text goes on behind it. */
bool csv_has_header(struct layout *, const struct cell *row, size_t n,
    const struct row_text *);

#endif
