/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The metrics there are, for metric_table.c, which gives their order. */
#ifndef METRIC_TABLE_H
#define METRIC_TABLE_H

#include "metric.h"

extern const struct metric metric_def_auc, metric_def_ap, metric_def_logloss,
    metric_def_brier, metric_def_ece, metric_def_accuracy,
    metric_def_precision, metric_def_recall, metric_def_f1, metric_def_mcc,
    metric_def_rmse, metric_def_mae, metric_def_r2, metric_def_mape;

#endif
