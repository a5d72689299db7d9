/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Samplers: which points a search tries.  One struct of functions each, one
 * file each, listed in sampler_table.c.
 *
 * What trial k is depends on the seed and on the trials below needs(k), and on
 * nothing else.  So trials that run at once, in whatever order they end, are
 * those of a search that runs one after the other.
 */
#ifndef SAMPLER_H
#define SAMPLER_H

#include <stdint.h>

#include "trial.h"

struct sampling {
	const struct space *space;
	const struct trials *known;	/* of this search */
	const struct trials *earlier;	/* of others, whose points and values
					   may be learned from; or NULL */
	uint64_t seed;
	size_t n_trials;	/* that were asked for; 0: the sampler's own */
	size_t ahead;		/* trials that may be under way at once */
	size_t grid;		/* values of a range in a grid */
};

struct sampler {
	const char *name;
	const char *summary;
	bool by_count;		/* trials depend on how many there are */
	/* The sampler's state; *n_trials becomes how many trials there are. */
	void *(*begin)(const struct sampling *, size_t *n_trials,
	    struct diag *);
	/* How many of the first trials have to be known before this one.
	   NULL: none. */
	size_t (*needs)(const void *state, size_t number);
	/* Fill point and budget of a trial whose number is set. */
	int (*propose)(void *state, struct trial *, struct diag *);
	void (*end)(void *state);
};

extern const struct sampler *const sampler_table[];	/* NULL-terminated */

const struct sampler *sampler_find(const char *name, struct diag *);

/* Points that fill the unit cube evenly: a heap array (n, space->n). */
double *sampler_cover(const struct sampling *, size_t n);

extern const struct sampler sampler_grid, sampler_random, sampler_tpe,
    sampler_halving, sampler_hyperband;

#endif
