/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An overview as a report (report.h), for programs:
 *
 * a row for each column:
 *	column, type, role, n, missing, missing_rate, distinct,
 *	mean, sd, min, p25, median, p75, max	of numbers
 *	top, top_share				of categories: the most
 *						frequent one, its share of n
 *	first, last				of times, if there are any
 *	correlation, kind			with the target, if there is
 *						one (association.h)
 *	least, greatest				of ints beyond 2^53
 *	histogram				if asked for: the shares of
 *						12 bins of equal width
 *	skew, warnings				the latter by name
 *
 * or a row for each warning: column, warning, value, limit, says.
 */
#ifndef OVERVIEW_REPORT_H
#define OVERVIEW_REPORT_H

#include "overview_groups.h"
#include "table_warnings.h"

struct stream *overview_report(const struct overview *,
    const struct warnings *, bool histogram, const struct stream *about);

/* A row for each column, but for that they are made by, and group: behind the
   group's name, without warnings. */
struct stream *overview_groups_report(const struct overview_groups *,
    bool histogram, const struct stream *about);

struct stream *warnings_report(const struct overview *,
    const struct warnings *, const struct stream *about);

#endif
