/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What mlc-clean and mlc-encode share: operations on a stream by their
 * options, in the order of the command line, and a plan with the profile of
 * what it first fits on.
 */
#ifndef TOOL_PLAN_H
#define TOOL_PLAN_H

#include "plan.h"
#include "row_table.h"
#include "step_table.h"
#include "tool.h"

/* Neighbouring steps, which a plan runs as one stage, or an operation on
   rows. */
struct op {
	struct row_op *rows;	/* or NULL */
	struct step_list steps;
};

struct op_list {
	struct op *v;
	size_t n, cap;
};

int op_list_add_step(struct op_list *, const struct step_kind *,
    const char *arg, struct diag *) MUST_CHECK;
int op_list_add_rows(struct op_list *, const struct row_op_kind *,
    const char *arg, struct diag *) MUST_CHECK;

/* An OPTION_CALL: the option is a kind of step, added to the step_list; or of
   an operation on rows too, added to the op_list. */
int take_step(void *steps, const struct option_def *, const char *arg,
    struct diag *);
int take_op(void *ops, const struct option_def *, const char *arg,
    struct diag *);

/* The kinds that are among the options, one a line. */
void list_ops(const struct option_def *, struct str *out);

/*
 * Run the steps; where the stream has no profile, profile the training rows
 * on the first pass over them.  NULL: see plan_run.  Never returns on failure.
 */
struct stream *tool_plan(const struct tool *, struct stream *,
    struct step_list *, struct plan_options *);
/* The same for operations of both sorts. The options have a tally. */
struct stream *tool_run_ops(const struct tool *, struct stream *,
    struct op_list *, struct plan_options *);

#endif
