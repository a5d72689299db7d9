/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What mlc-drift was asked for. */
#ifndef DRIFT_TOOL_H
#define DRIFT_TOOL_H

#include "monitor.h"

#include "drift_concept.h"
#include "drift_estimate.h"

struct drift_tool {
	const char *reference, *reference_window;
	const char *tests;
	const char *window, *every, *time, *season;
	const char *effect;
	const char *limits_file, *prom, *state, *now, *html, *exec;
	struct drift_history history;	/* of --state */
	bool had_drifted;	/* the run before, as it says */
	bool no_correction, only_drift, calibrate, joint;
	struct row_part part;	/* the reference's, of the rows */
	struct drift_limits limits;
	struct drift_watch_options watch;
	struct drift_concept concept;
	bool estimate;
	const char **scores;
	size_t n_scores;
	const char *positive;
	double level;
};

extern const struct option_def drift_options[];

void drift_tool_init(struct drift_tool *);
void drift_tool_release(struct drift_tool *);
/* Wrong usage ends the program. */
void drift_check_options(const struct tool *, struct drift_tool *);
/* What --list prints. */
void drift_list(struct str *out);

#endif
