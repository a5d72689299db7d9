/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sources of texts: each file or member of an archive is one row, in the order
 * of the list, with the columns
 *
 *	path	its name
 *	folder	the last folder of the path, missing where there is none
 *	text	all of it
 *
 * A text is UTF-8, or what its mark or the options say; where nothing is said,
 * bytes that are not UTF-8 are Windows-1252, which is told once.  A file that
 * is no text (NUL bytes, or not in the encoding that was said) is a bad row.
 */
#ifndef SOURCE_TEXTS_H
#define SOURCE_TEXTS_H

#include "read_options.h"
#include "source_list.h"
#include "stream.h"

/* Takes the sources out of the list when it succeeds. */
int texts_open(struct source_list *, const struct read_options *,
    struct stream **out, struct diag *) MUST_CHECK;

#endif
