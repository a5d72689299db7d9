/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scored rows as mlc-eval reads them: those that are evaluated, and other
   scores of the same rows. */
#ifndef EVAL_SCORES_H
#define EVAL_SCORES_H

#include "comparison.h"
#include "predictor.h"
#include "row_marks.h"
#include "verdict.h"

#include "tool.h"

struct eval_scores {
	const char *model;	/* scores the rows of the files; or NULL */
	const char *const *files;
	size_t n_files;
	bool marked;		/* other scores of these rows will come */

	struct predictor *predictor;
	struct read_report read;	/* of raw rows */
	struct row_marks marks;
	struct stream *in;
};

/* Other scores of the rows of these, by name: a model, if these are by one, or
   a scored file. */
void eval_scores_named(struct eval_scores *, const char *const *name);

/* Never returns on failure. */
void eval_scores_open(struct eval_scores *, const struct tool *,
    const struct score_options *);
void eval_scores_release(struct eval_scores *);

/* Of what they are called and what they are. */
void eval_scores_contender(const struct eval_scores *, const struct tool *,
    struct contender *out);

/* Read those of that name. Never returns on failure. */
void eval_scores_other(const struct eval_scores *first,
    const struct score_table *, const char *const *name, const struct tool *,
    const struct score_options *, struct compared *out);

#endif
