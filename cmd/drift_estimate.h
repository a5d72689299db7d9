/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mlc-drift --estimate: how good is a model, before truths are known? */
#ifndef DRIFT_ESTIMATE_H
#define DRIFT_ESTIMATE_H

#include "estimate_watch.h"
#include "tool.h"

/* Names and windows are set. Returns the exit status. */
int drift_estimate_run(const struct tool *, const char *reference,
    struct estimate_options *);

#endif
