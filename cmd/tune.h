/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What mlc-tune was asked for, and what it makes of it. */
#ifndef TUNE_H
#define TUNE_H

#include "outfile.h"
#include "search.h"
#include "spool.h"
#include "tool.h"

#define FOLDS_AUTO (-1)
#define FOLDS_DEFAULT 5

struct tune {
	struct tool tool;
	struct space space;
	struct objectives objectives;
	struct search search;
	const char *way, *model, *html;
	int64_t n_trials, n_folds, n_outer, grid;
	bool no_input, importance;
	const char **learn;	/* folders of earlier searches */
	size_t n_learn;

	struct stream *in;
	struct spool *spool;
	uint8_t *parts;
	struct folds_options inner;
	struct trials trials, earlier;
	struct outfile out;	/* the model */
	struct outfile page;
	size_t n_failed;
	bool shown;		/* how it goes is shown on a terminal */
	double began;
};

extern const struct option_def tune_options[];

/* Wrong usage ends the program. */
void tune_check_options(struct tune *);
/* What --list prints. */
void tune_list(struct str *out);

#endif
