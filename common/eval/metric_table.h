/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The metrics there are, in the order of --list.  A new one is a file and a
   row here. */
#ifndef METRIC_TABLE_H
#define METRIC_TABLE_H

#include "metric.h"

#define METRICS(ROW) \
	ROW(auc) \
	ROW(ap) \
	ROW(logloss) \
	ROW(brier) \
	ROW(ece) \
	ROW(accuracy) \
	ROW(precision) \
	ROW(recall) \
	ROW(f1) \
	ROW(mcc) \
	ROW(rmse) \
	ROW(mae) \
	ROW(r2) \
	ROW(mape)

#define METRIC_DECLARE(name) extern const struct metric metric_def_##name;
METRICS(METRIC_DECLARE)

#endif
