/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A stream of scored rows over a stream of rows: its columns, the target as
 * the recipe leaves it, then the predictor's outputs.
 */
#ifndef SCORED_STREAM_H
#define SCORED_STREAM_H

#include <stdbool.h>

#include "predictor.h"
#include "read_report.h"
#include "stream.h"

struct scored_options {
	bool processed;	/* the recipe was applied to these rows already;
			   else they are raw, as source_open gives them with
			   the predictor's spec */
	bool only;	/* nothing but the outputs */
	bool name_score;	/* the one score has its class in its name, as
				   each of several has: score_CLASS */
	bool explain;		/* with what each column adds (explainer.h) */
	size_t n_reasons;	/* of these the columns that add most; 0: all */
	const struct read_report *read;	/* of the raw rows: columns that
			   are absent and not features are left out. NULL:
			   all columns go out */
	struct predictor_counts *counts;	/* kept up to date, or NULL */
};

/* Takes the stream over, also on failure. */
int scored_stream(const struct predictor *, struct stream *in,
    const struct scored_options *, struct stream **out, struct diag *)
    MUST_CHECK;

#endif
