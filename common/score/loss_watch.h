/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Estimates of the errors of a regression (loss_estimate.h), window by window.
 * Windows are kept to the end, so that rows may come in any order.
 */
#ifndef LOSS_WATCH_H
#define LOSS_WATCH_H

#include "loss_estimate.h"

/* The table that estimate_watch gives, with the metrics mae and rmse.  The
   estimator is bound to the rows. */
int loss_watch(struct stream *, struct loss_estimator *,
    const struct estimate_options *, struct stream **table,
    struct estimate_result *, struct diag *) MUST_CHECK;

#endif
