/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a person should know of raw rows that were scored: columns that were
 * absent or unknown, values that were bad, categories that were unseen.
 */
#ifndef ROW_REPORT_H
#define ROW_REPORT_H

#include "predictor.h"
#include "read_report.h"

struct row_report {
	const struct read_report *read;	/* of all rows, by the predictor's
					   spec */
	const struct schema *raw;
	const struct schema *out;	/* what was written; NULL: no columns
					   of the input */
	const struct predictor_counts *scored;
};

/* Tell each kind of fault that there was, as one line of text. */
void row_report(const struct row_report *,
    void (*tell)(void *ctx, const char *text), void *ctx);

/* Rows without a prediction, and why; "" where there are none. */
void row_report_none(const struct predictor_counts *, struct str *out);

#endif
