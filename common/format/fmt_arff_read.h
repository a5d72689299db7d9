/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The reader of ARFF (fmt_arff_head.h): see struct format.
 *
 * Rows are lists of values, or sparse, "{INDEX VALUE, ...}" with indexes from
 * 0, where a number that is left out is 0, a date is 1970 and a nominal value
 * the first of its set.  ? without quotes is missing.  Values that are not of
 * the type, or not in the set, are bad.  Relational attributes and weights of
 * rows are refused.
 */
#ifndef FMT_ARFF_READ_H
#define FMT_ARFF_READ_H

#include "format.h"

bool arff_detect(const char *p, size_t n);
int arff_open(struct bytes *, const struct read_options *,
    struct stream **out, struct diag *) MUST_CHECK;

#endif
