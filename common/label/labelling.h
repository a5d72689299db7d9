/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is known of rows that are labelled: their votes, the labels known, the
 * probabilities that come of them; and the report on it.
 */
#ifndef LABELLING_H
#define LABELLING_H

#include "label_model.h"
#include "label_rules.h"
#include "stream.h"

struct labelling {
	struct label_rules rules;
	struct votes votes;	/* of the arrays below */
	uint8_t *vote, *truth, *fit;	/* truth: NULL without a target */
	double *p;		/* (n_rows, n_labels) */
};

/* A row a rule and one for all together: coverage, overlap and conflict as
   shares of the rows, accuracy where the truth is known, and the accuracy that
   the probabilities tell. */
struct stream *labelling_report(const struct labelling *,
    const struct stream *about);

#endif
