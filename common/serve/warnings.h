/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was odd about a request that was answered all the same, for its client:
 * columns that were absent or unknown, values that were bad, categories that
 * training did not know, rows that break an expectation.
 */
#ifndef WARNINGS_H
#define WARNINGS_H

#include "scorer.h"

/* Does the request have what --strict refuses, unknown columns and bad values?
   Then the diag is filled. */
bool warnings_refuse(const struct scorer *, struct diag *);

/* A JSON array of objects with "warning" and, where it is of one, "column" and
   "row" (from 1); nothing where there are none. Returns how many. scored NULL:
   the rows were not scored. */
size_t warnings_write(const struct scorer *, const struct batch *scored,
    struct str *out);

#endif
