/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a watch came to, for Prometheus: a file in the text format (0.0.4), as
 * the textfile collector of its node exporter reads it.
 *
 * Of each column and test that was judged in the last window: mlc_drift_value,
 * _threshold, where there is one, and _drifted, 1 or 0, _rows of the window
 * among them; and how many windows were judged, and how many drifted.
 */
#ifndef DRIFT_PROM_H
#define DRIFT_PROM_H

#include "drift_report.h"

struct drift_prom {
	struct str window;	/* the last one */
	struct str lines[4];	/* of each family of its lines */
};

void drift_prom_init(struct drift_prom *);
void drift_prom_release(struct drift_prom *);
void drift_prom_add(struct drift_prom *, const struct drift_row *);
/* All of it; the counts of windows are the report's. */
void drift_prom_text(const struct drift_prom *, const struct drift_report *,
    struct str *out);

#endif
