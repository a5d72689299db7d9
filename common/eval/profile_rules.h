/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a table kept to, as rules that other rows can be held to: lines for
 * mlc-clean --expect-file, each with a column in backquotes.
 *
 *	type(c) = int		of int, bool and time
 *	missing(c) < 0.07	the share here and RULES_MISSING more
 *	unique(c)		whole numbers and texts that all differ
 *	c between 0 and 90	a half of the range on either side is let in,
 *				but no other sign; of up to RULES_CODES whole
 *				numbers without a gap nothing is
 *	c in ('a', 'b')		up to RULES_LEVELS levels, each of several rows
 *
 * The table itself keeps them all.
 */
#ifndef PROFILE_RULES_H
#define PROFILE_RULES_H

#include "profile.h"
#include "str.h"

#define RULES_MISSING 0.05
#define RULES_LEVELS 50
#define RULES_CODES 10
#define RULES_ROWS 100		/* that differ, of a column that is unique */

void profile_rules(const struct profile *, struct str *out);

#endif
