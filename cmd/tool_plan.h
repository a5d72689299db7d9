/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Steps as mlc-clean and mlc-encode have them: made of options, in the order
 * given, and run over a stream, whose columns the first of them that fits
 * anything profiles as it reads them.
 */
#ifndef TOOL_PLAN_H
#define TOOL_PLAN_H

#include "tool.h"

/* The steps that were asked for; the array is to be freed. */
struct step_list {
	struct step **v;
	size_t n, cap;
};

int step_list_add(struct step_list *, const struct step_kind *,
    const char *arg, struct diag *) MUST_CHECK;

/* The call of an option that is named as a kind of steps; its value is a
   struct step_list. */
int take_step(void *value, const struct option_def *, const char *arg,
    struct diag *);

/* For --list: the kinds of steps that a table has options for. */
void list_steps(const struct option_def *, struct str *out);

/* Takes the stream and the n steps over; the options have to outlive what is
   returned. The profile goes into the head if there is none yet. Never returns
   on failure. */
struct stream *tool_plan(const struct tool *, struct stream *,
    struct step **steps, size_t n, struct plan_options *);

#endif
