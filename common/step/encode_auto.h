/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What `mlc-encode --auto` means for the rows of a spool: steps that make
 * numbers of all features.
 *
 *	time			its parts, scaled
 *	string, few levels	one-hot
 *	string, more		target encoding, scaled (where there are more
 *				than two classes, their shares as they are);
 *				without a target the level's count, scaled
 *	int, float		scaled (standard)
 *	bool, vector, sparse	as they are
 *
 * Levels are counted on training rows.
 */
#ifndef ENCODE_AUTO_H
#define ENCODE_AUTO_H

#include "spool.h"
#include "step.h"
#include "crew.h"

#define AUTO_ONEHOT_MAX 20

struct encode_auto_options {
	struct crew *crew;
	uint64_t seed;
	/* Steps of the recipe from this one on have made columns that are to
	   be left as they are. */
	size_t first_own_step;
};

struct encode_auto_plan {
	struct step **steps;	/* for plan_run, which takes them over */
	size_t n;
	bool counted;		/* count encoding for want of a target */
};

int encode_auto(const struct spool *, const struct encode_auto_options *,
    struct encode_auto_plan *out, struct diag *) MUST_CHECK;

/* Frees the array, and the steps if n is not 0. */
void encode_auto_plan_release(struct encode_auto_plan *);

#endif
