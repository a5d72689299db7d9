/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Typed rows as a read_spec wants them: columns are found by name and
 * converted to its types.  For streams that have a head (mlc, Arrow) where
 * raw rows are asked for; text is read by the spec in the first place.
 */
#ifndef SOURCE_CONFORM_H
#define SOURCE_CONFORM_H

#include "source.h"

/* Takes the stream over, also on failure. Absent and unknown columns are
   treated as source.h says. */
int conform_open(struct stream *, const struct source_options *,
    struct stream **out, struct diag *) MUST_CHECK;

void conform_get_counts(const struct stream *, struct source_counts *);
const struct column_notes *conform_notes(const struct stream *);

#endif
