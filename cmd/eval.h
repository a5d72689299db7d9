/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What mlc-eval was asked for, and what it makes of it. */
#ifndef EVAL_H
#define EVAL_H

#include "curves.h"
#include "gate.h"
#include "slice_search.h"

#include "eval_scores.h"

#define AUTO (-1)

struct gates {
	struct gate *v;
	size_t n;
};

struct eval {
	struct tool tool;
	struct score_options columns;
	const char *metrics, *baseline, *threshold, *cost, *curves;
	int64_t n_points;
	const char **slices;
	size_t n_slices;
	bool worst_first;
	int64_t n_find;
	const char *fair, *html;
	struct gates gates, floors;
	bool confusion;
	int64_t n_bootstrap;
	double level;
	char **others;
	size_t n_others;
	const char *champion, *verdict_file;
	double margin;

	struct eval_scores scores;
	struct score_table table;
	struct slicing slicing;
	struct metric_choice choice;
	struct evaluation result;
	struct comparison comparison;	/* with the others */
	struct curve_options curve;
	struct curves points;
	struct slice_columns searched;
	struct found_slices found;
	struct evaluation fairness;
};

extern const struct option_def eval_options[];

/* Wrong usage ends the program. */
void eval_check_options(struct eval *);
/* Names of other scores, with commas between. */
void eval_add_others(struct eval *, const char *names);
/* Before anything is written: a gate on an unknown slice is trouble, which
   ends the program. */
void eval_check_gates(const struct eval *);
/* The exit status by the gates and the verdict. */
int eval_judge(struct eval *);
/* What --list prints. */
void eval_list(struct str *out);

#endif
