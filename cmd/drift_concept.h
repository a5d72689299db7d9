/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mlc-drift --concept: do the errors of predictions drift? */
#ifndef DRIFT_CONCEPT_H
#define DRIFT_CONCEPT_H

#include "concept_watch.h"
#include "tool.h"

struct drift_concept {
	const char *list;	/* of detectors; NULL: not asked for */
	const char *labels, *on;
	struct concept_watch_options watch;
};

/* Append the kinds, a line each, with their parameters. */
void drift_concept_list(struct str *out);

/* Judge the rows, write the report. Returns the exit status. */
int drift_concept_run(const struct tool *, struct drift_concept *);

#endif
