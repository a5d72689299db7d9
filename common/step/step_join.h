/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The join step, which is made of a reference and not of an option's text. */
#ifndef STEP_JOIN_H
#define STEP_JOIN_H

#include "lookup.h"
#include "step.h"

struct live_lookup;

struct join_inputs {
	const char *const *keys;	/* columns of the rows, one a key of
					   the reference */
	const char *time;		/* where the reference has one */
	int64_t tolerance;		/* microseconds; INT64_MAX: any age */
};

/* Shares the reference. */
struct step *step_join_new(struct lookup *, const struct join_inputs *);
/* Owns it from here on. */
struct step *step_join_live(struct live_lookup *, const struct join_inputs *);

#endif
