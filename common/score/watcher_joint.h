/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The watcher of features together: could one tell a window's rows from those
 * of the reference?  It holds up to JOINT_ROWS rows of either, evenly spaced;
 * of the windows, too, where there are several.
 *
 * "classifier": boosted trees that tell which side a row is of, each fold by
 * those that were trained on the others (cross_fit.h); the value is their area
 * under the ROC curve, p that of Mann and Whitney (1947), and the kind names
 * the columns that tell, by their share of the gain.
 * "reconstruction", "correlation": of the int and float features, see
 * joint_math.h; the kind of the latter names the pair.
 */
#ifndef WATCHER_JOINT_H
#define WATCHER_JOINT_H

#include "crew.h"
#include "spool.h"
#include "watcher.h"

#define JOINT_ROWS 8192

/* The reference's rows; the crew outlives the watcher. */
int watcher_of_joint(const struct spool *, struct crew *,
    struct watcher **out, struct diag *) MUST_CHECK;

#endif
