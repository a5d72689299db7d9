/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs as events of OpenLineage 2.0.2, a line of JSON an event: START when the
 * run began, with what it read; COMPLETE or FAIL at its end, with what it read
 * and wrote.  A data set has the SHA-256 of its bytes as its version.
 */
#ifndef LINEAGE_EVENTS_H
#define LINEAGE_EVENTS_H

#include "run.h"

void lineage_events_write(const json_t *run, struct str *out);

#endif
