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

#include "crew.h"
#include "drift_watch.h"
#include "read_report.h"
#include "read_spec.h"
#include "stream.h"

struct monitor;

/* Columns and score of the model in a file. A reference without rows is an
   error. */
int monitor_of_model(const char *path, struct monitor **out, struct diag *)
    MUST_CHECK;

struct reference_options {
	uint64_t mem;
	struct crew *crew;
	const struct row_part *part;	/* of the rows; NULL: all */
	bool joint;		/* watch features together (watcher_joint.h) */
	struct season season;	/* n is not 0: known by slot, */
	size_t time_col;	/* by this column, of type time */
	/* To find thresholds: how rows are to be judged; NULL: not. */
	const struct drift_watch_options *watch;
	struct drift_limits *limits;	/* where they go: only such as are not
					   set */
};

/* Columns of a table, which is read to its end. */
int monitor_of_table(struct stream *, const struct reference_options *,
    struct monitor **out, struct diag *) MUST_CHECK;
void monitor_free(struct monitor *);

/* How the rows to be judged are to be read: as the reference was. */
const struct read_spec *monitor_spec(const struct monitor *);

/* The column that windows by time go by: the one of the name, which becomes
   one more of the spec where the reference does not have it; or, for NULL, the
   one of role time. It has to be of type time. */
int monitor_find_time(struct monitor *, const char *name, size_t *col,
    struct diag *) MUST_CHECK;

struct monitor_result {
	uint64_t rows;
	uint64_t n_reference;	/* rows of the reference */
	bool by_quantiles;	/* an old file: numbers have no law (law.h) */
	struct drift_watch_result watch;
};

struct monitor_rows {
	struct stream *rows;	/* as source_open gives them with the spec */
	const struct read_report *read;	/* of them */
	const struct row_part *part;	/* those to be judged; NULL: all */
};

/* Read the stream to its end; rows of another table, and those that are no
   longer raw, are an error (raw_rows.h). Lines for columns that the reference
   does not have come last. Once for a monitor where there is a history. */
int monitor_run(struct monitor *, const struct monitor_rows *,
    const struct drift_watch_options *,
    void (*row)(void *ctx, const struct drift_row *), void *ctx,
    struct monitor_result *out, struct diag *) MUST_CHECK;

#endif
