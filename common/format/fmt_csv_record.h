/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * CSV records, whose fields are split by fmt_csv_split.h.  A field that begins
 * with a quote ends at the next quote that is not doubled; blanks before the
 * one and behind the other are not part of it.  Quotes in fields that begin
 * without one are text.
 *
 * Text behind a closing quote belongs to the field ("Acme" Ltd is Acme Ltd),
 * as in Python's csv and in pandas, and is counted.  libcsv, which is used for
 * doubled quotes, would go on to the next quote before a delimiter or a line
 * end, and so over any number of rows.
 *
 * Where such a field runs over a line end, or is not closed before the text
 * ends, its first quote was none: the line in which it stands is a broken
 * record, which is no row, and the next line is the next record.
 *
 * An escape takes the meaning from a quote, a delimiter, a line end or another
 * escape behind it; before other characters it is text.  Line ends are LF, CR
 * LF and CR CR LF, or CR alone.
 */
#ifndef FMT_CSV_RECORD_H
#define FMT_CSV_RECORD_H

#include "row_format.h"

extern const struct csv_form csv_usual;	/* of RFC 4180 */

/* As cut of struct row_format. Empty lines are passed over, unless they are
   rows, and so are comments. */
int csv_cut(struct layout *, struct row_text *, struct record *,
    struct diag *) MUST_CHECK;

/* Pass over a line, whatever is in it. 0: its end is not there. */
int csv_pass_line(const struct csv_form *, struct row_text *);

#endif
