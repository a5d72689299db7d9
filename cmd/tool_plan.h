/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Running steps over a stream, as mlc-clean and mlc-encode do: the first of
 * them that fits anything profiles the columns as it reads them.
 */
#ifndef TOOL_PLAN_H
#define TOOL_PLAN_H

#include "tool.h"

/* Takes the stream and the n steps over; the options have to outlive what is
   returned. The profile goes into the head if there is none yet. Never returns
   on failure. */
struct stream *tool_plan(const struct tool *, struct stream *,
    struct step **steps, size_t n, struct plan_options *);

#endif
