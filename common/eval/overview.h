/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An overview of a table for people: the profile of all its rows and how each
 * column goes together with the target, as a report of one row a column:
 *
 *	column, type, role, n, missing, missing_rate, distinct,
 *	mean, sd, min, p25, median, p75, max	of numbers
 *	first, last				of times, if there are any
 *	top, top_share				of categories: the most
 *						frequent one, its share of n
 *	correlation, kind			with the target, if there is
 *						one (association.h)
 *	histogram				if asked for: the shares of
 *						12 bins of equal width
 */
#ifndef OVERVIEW_H
#define OVERVIEW_H

#include <stdbool.h>

#include "association.h"
#include "profile.h"
#include "stream.h"
#include "crew.h"

struct overview {
	struct profile profile;
	struct association **with_target;	/* a column; NULL: none */
	size_t target;				/* or COLUMN_NONE */
};

/* Read the stream to its end. */
int overview_read(struct stream *, struct crew *, struct overview *out,
    struct diag *) MUST_CHECK;
void overview_release(struct overview *);

struct stream *overview_report(const struct overview *, bool histogram,
    const struct stream *about);

#endif
