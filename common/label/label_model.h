/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the votes of rules to the probability of each label.
 *
 * A vote is a label's number, or VOTE_NONE where a voter abstains.  Rows that
 * nobody votes on have NaN for probabilities.  What is learned is learned from
 * rows where fit is not 0 (all, where fit is NULL), and then used for all.
 * Nothing here can fail.
 *
 * majority      a label's share of the row's votes.
 * weighted      naive Bayes: a voter is right as often as on rows whose label
 *               is known, (right + 1) / (n + 2), and otherwise any other label
 *               is equally likely; the shares of labels are those known.
 * dawid-skene   Dawid and Skene 1979, EM from the majority's shares: each voter
 *               has a matrix of what it says where a label is true.  Who
 *               abstains tells nothing.
 * programming   data programming (Ratner and others 2016) without correlations,
 *               by EM from the majority's shares: as weighted, but how often a
 *               voter is right is estimated, at least as often as chance.  The
 *               prior is moved until the mean of the probabilities is the
 *               share of each label among those known (equal shares, where none
 *               is known): else rules that have one label each would agree best
 *               where all rows have one label.
 */
#ifndef LABEL_MODEL_H
#define LABEL_MODEL_H

#include <stddef.h>
#include <stdint.h>

#define VOTE_NONE UINT8_MAX
#define LABELS_MAX 250

enum label_model {
	LABEL_MAJORITY,
	LABEL_WEIGHTED,
	LABEL_DAWID_SKENE,
	LABEL_PROGRAMMING,
	N_LABEL_MODELS
};

extern const char *const label_model_names[N_LABEL_MODELS + 1];

struct votes {
	const uint8_t *vote;	/* (n_rows, n_voters) */
	size_t n_rows, n_voters, n_labels;
	const uint8_t *truth;	/* n_rows or NULL; VOTE_NONE: not known */
	const uint8_t *fit;	/* n_rows or NULL */
};

/* p: (n_rows, n_labels). */
void label_model_run(enum label_model, const struct votes *, double *p);

/* The label of a row with these probabilities, VOTE_NONE where it has none or
   two are equally likely. */
uint8_t label_chosen(const double *p, size_t n_labels);

#endif
