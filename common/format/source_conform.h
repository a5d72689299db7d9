/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Typed rows as a read_spec wants them: columns are found by name and
 * converted to its types.  For streams that have a head (mlc, Arrow) where
 * raw rows are asked for; text is read by the spec in the first place.
 */
#ifndef SOURCE_CONFORM_H
#define SOURCE_CONFORM_H

#include "read_options.h"
#include "stream.h"

/* Takes the stream over, also on failure. Absent and unknown columns are
   treated as read_options.h says. */
int conform_open(struct stream *, const struct read_options *,
    struct stream **out, struct diag *) MUST_CHECK;

#endif
