/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The journal of a search: a folder in which every process at work on it has
 * a file of its own, to which it appends a line of JSON for each trial.
 *
 *	study.json		what is searched; all who join say the same
 *	HOST.PID.N.jsonl	the trials of one process
 *	NUMBER.G.claim		who is at work on a trial, and does it for the
 *				Gth time: those before were killed
 *
 * Files are only appended to or made, so that nothing is torn on a network
 * file system; a last line without its end is of a process that was killed,
 * and counts for nothing.  A process is gone where it was on this host and is
 * not there any more, or has shown no life for JOURNAL_SILENCE seconds.
 */
#ifndef JOURNAL_H
#define JOURNAL_H

#include "trial.h"

#define JOURNAL_SILENCE 60

struct journal;

/* Make or join it. The study is compared with the one that is there. */
int journal_open(const char *folder, const json_t *study,
    struct journal **out, struct diag *) MUST_CHECK;
void journal_free(struct journal *);

/* Add the trials that others wrote since the last call. */
int journal_read(struct journal *, struct trials *, struct diag *)
    MUST_CHECK;
/* 1: the trial is ours; 0: another one is at work on it. */
int journal_claim(struct journal *, size_t number, struct diag *) MUST_CHECK;
int journal_write(struct journal *, const struct trials *,
    const struct trial *, struct diag *) MUST_CHECK;
/* Show life. */
void journal_beat(struct journal *);

/* The trials of another search, as far as its points are of this space and
   its objectives there; numbered from trials->n on. *n_left: lines left out. */
int journal_learn(const char *folder, struct trials *, size_t *n_left,
    struct diag *) MUST_CHECK;

#endif
