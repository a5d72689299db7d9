/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trials: a point of the space each, and what came of it.  They are known by
 * their numbers 0, 1, 2 ...; any of them may not be there (yet).
 */
#ifndef TRIAL_H
#define TRIAL_H

#include "objective.h"
#include "space.h"

enum trial_state {
	TRIAL_NONE,		/* not known */
	TRIAL_DONE,
	TRIAL_RACED,		/* dropped: worse on the folds so far */
	TRIAL_FAILED
};

struct trial {
	size_t number;
	enum trial_state state;
	double *point;		/* (n parameters) */
	double budget;		/* share of the work: 1 is all */
	size_t n_folds;		/* that were run */
	double *folds;		/* (n_folds, n objectives) */
	double *values;		/* (n objectives): means; NaN if it failed */
	double seconds;		/* of all its folds */
	char *why;		/* it failed, or NULL */
};

struct trials {
	const struct space *space;
	const struct objectives *objectives;
	struct trial *v;	/* (n), by number */
	size_t n;
	size_t n_known;
};

const char *trial_state_name(enum trial_state);

/* A trial that nothing is known of yet. */
void trial_init(struct trial *, size_t number, const struct space *);
void trial_release(struct trial *);
/* A fold's values, of which the mean is made. */
void trial_add_fold(struct trial *, const struct objectives *,
    const double *values);
/* Was all of the work done, so that trials can be compared? */
bool trial_is_whole(const struct trial *);

void trials_init(struct trials *, const struct space *,
    const struct objectives *);
void trials_release(struct trials *);
/* Takes it over; one that is known already is left as it is. */
void trials_add(struct trials *, struct trial *);
/* NULL: not known. */
const struct trial *trials_get(const struct trials *, size_t number);
/* Are 0 .. n - 1 known? */
bool trials_know(const struct trials *, size_t n);

/* The whole trial below number `before` that is best in the first objective;
   of equals the first; NULL: none. */
const struct trial *trials_best(const struct trials *, size_t before);

/* A line of a journal, and back. */
json_t *trial_to_json(const struct trials *, const struct trial *);
int trial_from_json(const struct trials *, const json_t *,
    struct trial *out, struct diag *) MUST_CHECK;

#endif
