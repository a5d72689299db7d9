/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The next rows to ask a person for: those without a label whose label is worth
 * most (worth.h) to the models that there are.
 *
 * Where no row has a value in the target's column, all rows can be asked for.
 * Rows that the models do not score are not.  All rows are kept within mem, and
 * in memory 8 bytes a class for each; where distances are wanted, 4 for each
 * number of its features, too.
 */
#ifndef ASK_H
#define ASK_H

#include "committee.h"
#include "stream.h"
#include "worth.h"

#define ASK_POOL 10		/* times as many rows as are asked for, of which
				   those far from each other are chosen */

struct ask_options {
	size_t n;		/* rows */
	enum worth by;
	bool spread;		/* of the ASK_POOL * n worth most, by center */
	uint64_t mem;
};

/* Those rows, worth most first, with the columns worth and reason.  Takes the
   stream over; the committee is bound to it, and done with when it is open. */
int ask_open(struct stream *in, struct committee *, const struct ask_options *,
    struct stream **out, struct diag *) MUST_CHECK;

#endif
