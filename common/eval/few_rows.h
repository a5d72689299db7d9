/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Intervals where rows are too few for samples of them to tell anything, as of
 * a perfect ranking, of which every sample is perfect, too.  Each fills out
 * and is true where there are so few, else false.
 *
 *	auc	Newcombe 2006, method 5, with fewer than 30 rows of either
 *		class; for several classes the mean of their limits
 *	ap	Wilson's for a share of the positive rows (after Boyd, Eng and
 *		Page 2013), as auc
 *	cells	a metric of the confusion matrix between -1 or 0 and 1, with
 *		a quarter of a row more in each cell, on the scale of atanh
 *		or logit, by the delta method; with fewer than 10 rows that are
 *		wrong, or of a class
 *
 * Weighted rows count as Kish's effective number.
 */
#ifndef FEW_ROWS_H
#define FEW_ROWS_H

#include "interval.h"
#include "metric.h"

bool few_rows_auc(const struct metric *, const struct sample *,
    double level, struct interval *out);
bool few_rows_ap(const struct metric *, const struct sample *,
    double level, struct interval *out);
bool few_rows_cells(const struct metric *, const struct sample *,
    double level, struct interval *out);

#endif
