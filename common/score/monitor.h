/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Monitoring: rows against what a model, or another table, knew.
 *
 * With a model, raw rows are replayed through as many steps of its recipe as
 * had been applied when its profile was taken, so that the columns compared
 * are the ones people know; and scored, so that the score is compared with
 * that on rows the model was not fitted to.
 */
#ifndef MONITOR_H
#define MONITOR_H

#include "drift_watch.h"
#include "predictor.h"
#include "profile.h"
#include "read_report.h"
#include "stream.h"

struct monitor;

/* Columns and score of a model; it has to outlive the monitor. */
int monitor_new_model(const struct predictor *, struct monitor **out,
    struct diag *) MUST_CHECK;
/* Columns of a table by its profile. */
struct monitor *monitor_new_table(const struct profile *);
void monitor_free(struct monitor *);

struct monitor_result {
	uint64_t rows;
	size_t n_absent;	/* watched columns that the rows do not have */
	struct drift_watch_result watch;
};

struct monitor_rows {
	struct stream *rows;	/* raw, as source_open gives them with the
				   spec of the model or the table */
	const struct read_report *read;	/* of them */
};

/* Read the stream to its end. */
int monitor_run(struct monitor *, const struct monitor_rows *,
    const struct drift_watch_options *,
    void (*row)(void *ctx, const struct drift_row *), void *ctx,
    struct monitor_result *out, struct diag *) MUST_CHECK;

#endif
