/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kinds of aggregates, in the order of --list. */
#ifndef AGGREGATE_KINDS_H
#define AGGREGATE_KINDS_H

#include "aggregate.h"

#define AGGREGATES(ROW) \
	ROW(count) \
	ROW(sum) \
	ROW(mean) \
	ROW(sd) \
	ROW(var) \
	ROW(min) \
	ROW(max) \
	ROW(first) \
	ROW(last) \
	ROW(median) \
	ROW(quantile) \
	ROW(distinct) \
	ROW(mode) \
	ROW(share)

#define AGGREGATE_DECLARE(name) \
	extern const struct aggregate_kind aggregate_##name;
AGGREGATES(AGGREGATE_DECLARE)

/* What kinds take. */
#define TAKES(type) (1u << (type))
#define TAKES_NUMBERS \
	(TAKES(COL_BOOL) | TAKES(COL_INT) | TAKES(COL_FLOAT))
#define TAKES_SCALARS \
	(TAKES_NUMBERS | TAKES(COL_STRING) | TAKES(COL_TIME))

#endif
