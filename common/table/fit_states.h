/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What several processes have fitted, each on a shard of a table (shard.h), in
 * files, to be merged in the order of the rows: the fit of the whole table, to
 * the byte.
 *
 * A plan fits in rounds: in each it goes over the rows once.  States are those
 * of some rounds, whole or of some shards.  A round that is whole gives its
 * fits without rows; in the first one that is not, the rows at hand are fitted
 * on and their states are kept to be saved, or, where there are none, the
 * states that are there are merged as far as they go.
 *
 * A file is a stream without rows.  Its head is that of the rows, with
 *
 *	"fit":{"of":{"what":...,"table":sha256,"units":7},
 *	 "rounds":[{"round":1,"trained":true,"fits":3,
 *	  "nodes":[[2,0,"fit-..."],[0,4,"fit-..."]]}]}
 *
 * "what" is what was asked for, as the plan tells it; a node of the tree
 * (merge_tree.h) has height, number and an attachment, of the bytes of each fit
 * (pack.h).
 */
#ifndef FIT_STATES_H
#define FIT_STATES_H

#include "pass.h"
#include "stream.h"

struct fit_states;

/* saves: they are to be written; has_rows: there are rows to fit on. */
struct fit_states *fit_states_new(bool saves, bool has_rows);
void fit_states_free(struct fit_states *);
bool fit_states_has_rows(const struct fit_states *);

/* Add those of a file by its head; name is for messages. */
int fit_states_add(struct fit_states *, const char *name, const struct head *,
    struct diag *) MUST_CHECK;

/* The head of the rows that the states are of; NULL if no file was added. */
const struct head *fit_states_rows(const struct fit_states *);

/* Rows of this head are to be fitted, by what (shared): are the states of
   these? */
int fit_states_begin(struct fit_states *, const struct head *,
    const json_t *what, struct diag *) MUST_CHECK;

/* The next round: 1, its fits are made; 0, it is not whole: fit on the rows, or
   stop where there are none. */
int fit_states_round(struct fit_states *, struct fitter *, size_t n,
    struct diag *) MUST_CHECK;
/* Fit on the rows of a pass (spool, crew and so on) in that round. */
int fit_states_run(struct fit_states *, const struct pass *, struct fitter *,
    size_t n, struct diag *) MUST_CHECK;

/* The rounds that are whole. */
size_t fit_states_whole(const struct fit_states *);
/* The head of the file to be written. */
int fit_states_head(const struct fit_states *, struct head *out,
    struct diag *) MUST_CHECK;

#endif
