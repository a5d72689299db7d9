/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DRIFT_EXEC_H
#define DRIFT_EXEC_H

#include "tool.h"

/* Run a sentence by sh, and wait for it, with MLC_DRIFT, "drift" or "ok", and
   MLC_DRIFT_SAYS, what the report concludes, in its environment. One that fails
   is trouble. */
void drift_exec(const struct tool *, const char *sentence, bool drifted,
    const char *says);

#endif
