/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The registry: models by name and stage (staging, production, archived, or any
 * other word).  Each change is a numbered file that is made once and never
 * changed, in which it stands who, when, why, from what and to what; the state
 * of a stage follows from them, and the stage's link is made to lead there by
 * rename.  So readers find one model or the other, and of changes at the same
 * time the one of the higher number holds.
 *
 * A change is an object: number, name, stage, kind (promote or rollback),
 * from?, to, run?, reason?, verdict?, forced?, who, host, when.
 */
#ifndef PROMOTION_H
#define PROMOTION_H

#include "jsondoc.h"

struct promotion {
	const char *store, *name, *stage;
	const char *to;		/* the object; NULL: back to what was before */
	const char *run, *reason;	/* or NULL */
	const char *verdict;	/* an object, or NULL */
	bool forced;
	int64_t number;		/* filled in */
	json_t *change;		/* filled in: what was written */
};

int promotion_make(struct promotion *, struct diag *) MUST_CHECK;

/* All changes of a name, in order; a new reference. */
int promotion_history(const char *store, const char *name, json_t **out,
    struct diag *) MUST_CHECK;
/* Where the stages of a name are by now: the change that each is at, with
   "was", where it was before the last change. */
int promotion_stages(const char *store, const char *name, json_t **out,
    struct diag *) MUST_CHECK;
/* Let the link of a stage lead to where its history has put it, as it may not
   where a change was cut short. */
int promotion_settle(const char *store, const char *name, const char *stage,
    struct diag *) MUST_CHECK;

/* Does a verdict of mlc-eval let the object in? 1 it does (or is none of
   mlc-eval's), 0 it does not: the diag says why. */
int promotion_judge(const char *verdict_path, const char *to, struct diag *);

#endif
