/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows whose label is probably wrong, by confident learning (confident.h).
 * The rows are kept within mem, and 8 bytes a label and row in memory.
 */
#ifndef SUSPECTS_H
#define SUSPECTS_H

#include "row_scores.h"

struct suspects_options {
	struct row_scores_options scores;
	bool by_margin;		/* the quality, and not self-confidence */
	bool report;
	uint64_t mem;
};

/* The rows with the columns suspect, likely (the likeliest label) and quality,
   missing where there is no label.  Or a report: the joint of given and true
   labels.  Takes the stream over. */
int suspects_open(struct stream *in, const struct suspects_options *,
    struct stream **out, struct diag *) MUST_CHECK;

#endif
