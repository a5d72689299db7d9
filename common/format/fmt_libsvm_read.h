/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The reader of libsvm's (svmlight's) rows: see struct format.
 *
 *	LABEL [qid:GROUP] INDEX:VALUE ... [# comment]
 *
 * gives the columns label (the target: an int where all labels are, else a
 * float), qid (an int of the role group, where the first row has one) and
 * features, a sparse column.  Indexes ascend within a row and count from 1, or
 * as the options say from 0.  The width is what the largest index asks for,
 * for which all rows are read twice, or that of the spec.
 */
#ifndef FMT_LIBSVM_READ_H
#define FMT_LIBSVM_READ_H

#include "format.h"

bool libsvm_detect(const char *p, size_t n);
int libsvm_open(struct bytes *, const struct read_options *,
    struct stream **out, struct diag *) MUST_CHECK;

#endif
