/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the process takes of the machine, under the names that the client
 * libraries of Prometheus have agreed on: CPU, memory, descriptors, when it
 * began.  From /proc; nothing where there is none.
 */
#ifndef PROCESS_METRICS_H
#define PROCESS_METRICS_H

#include "str.h"

void process_metrics_write(struct str *out);

#endif
