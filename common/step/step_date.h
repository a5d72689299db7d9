/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parts of a time that the step "date" makes, for who has to know them
 * before: COL.year, COL.month, COL.day, COL.weekday (1 Monday .. 7 Sunday),
 * COL.yearday, and COL.hour where a training row is not at midnight UTC.
 */
#ifndef STEP_DATE_H
#define STEP_DATE_H

#include <stdbool.h>
#include <stddef.h>

#include "column.h"

#define N_DATE_PARTS 6		/* the last is the hour */

extern const char *const date_part_names[N_DATE_PARTS];

#endif
