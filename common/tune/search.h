/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A search: trials of a sentence at points of a space, each on folds of the
 * rows, several at once, by one process or several on one journal.
 *
 * A fold that fails makes its trial fail, which is recorded and told.  Only
 * what keeps trials from being run is an error.
 */
#ifndef SEARCH_H
#define SEARCH_H

#include "folds.h"
#include "journal.h"
#include "sampler.h"

struct search {
	const struct space *space;
	const struct objectives *objectives;
	const struct sampler *sampler;
	const char *sentence;
	const char *exec;	/* how to run it, or NULL */
	struct folds *folds;	/* NULL: the sentence reads nothing */
	const char *journal;	/* a folder, or NULL */
	const struct trials *earlier;	/* see sampler.h */
	uint64_t seed;
	size_t n_trials, grid;	/* see sampler.h */
	size_t at_once;
	bool race;		/* drop a trial that is worse by a paired t test
				   on its folds so far, at level 0.05 */
	double limit;		/* seconds of a run, or 0 */
	double total;		/* seconds after which no trial begins, or 0 */
	/* Told of each trial that ends, and about twice a second of none. */
	void (*tell)(void *ctx, const struct trial *, size_t known,
	    size_t of);
	void *ctx;
};

#define SEARCH_AHEAD 4		/* trials under way that a sampler has to
				   count with, or at_once if that is more */

/*
 * Run it until all trials are known. The signal pipe is open for SIGCHLD and
 * for signals that end the search: *stopped becomes the number of one that
 * came, or 0.  out: initialised, gets all trials that are known.
 */
int search_run(const struct search *, struct trials *out, int *stopped,
    struct diag *) MUST_CHECK;

/* Run the sentence once more, at this point, writing the model. in: the rows,
   taken over. *values: of the objectives, where not NULL. */
int search_fit(const struct search *, const double *point, const char *model,
    int in, double *values, struct diag *) MUST_CHECK;

/* What a sentence that reads no rows has in their place. */
int search_no_rows(int *in, struct diag *) MUST_CHECK;

#endif
