/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scored rows for mlc-drift: as they are, or raw ones by a model; with labels
   of another table. */
#ifndef DRIFT_ROWS_H
#define DRIFT_ROWS_H

#include "raw_rows.h"
#include "score_columns.h"
#include "tool.h"

struct drift_rows_request {
	const char *model;	/* NULL: they were scored before */
	const char *const *files;
	size_t n_files;
	const char *labels, *on;	/* NULL: the truth is in the rows */
	struct score_names *names;	/* the truth is set to that of labels */
};

/* What is open. */
struct drift_rows {
	struct predictor *p;	/* NULL: they were scored before */
	struct read_report read;
	struct plan_options plan;
	struct str truth;	/* the name of the joined column */
	struct stream *in;
};

/* Never returns on failure. */
void drift_rows_open(struct drift_rows *, const struct tool *,
    const struct drift_rows_request *);
void drift_rows_close(struct drift_rows *);

#endif
