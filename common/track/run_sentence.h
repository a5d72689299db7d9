/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A sentence of the shell as a run: its programs write their parts, and what it
 * writes passes through and is kept up to a bound.
 */
#ifndef RUN_SENTENCE_H
#define RUN_SENTENCE_H

#include "run.h"

#define RUN_OUTPUT_KEPT (1 << 16)	/* bytes of standard output */

struct run_sentence {
	const char *store, *name;	/* name may be NULL */
	const char *sentence;
	char id[RUN_ID + 1];		/* filled in */
	int status;			/* as a shell tells it */
};

/* MLC_TRACK of this process names the run afterwards. The signals that end a
   program are passed on, and this goes on to its end. */
int run_sentence(struct run_sentence *, struct diag *) MUST_CHECK;

#endif
