/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows labelled by rules: all rows are spooled, the rules vote, a label model
 * makes probabilities of the votes (label_model.h), which then go out beside
 * the rows, or a report on the rules does.  The votes and the probabilities
 * are kept in memory, a byte a rule and 8 a label for each row.
 *
 * Where there is a target, its values are the labels known.  Only training
 * rows are learned from.
 */
#ifndef LABEL_H
#define LABEL_H

#include <stdbool.h>
#include <stdint.h>

#include "label_model.h"
#include "stream.h"

struct label_options {
	const char *rules;	/* a file */
	const char *into;	/* the column that gets the label */
	enum label_model model;
	bool report;
	uint64_t mem;
};

/*
 * Columns INTO (the label, role target), INTO_probability and INTO_weight
 * (role weight: 0 for a label as likely as chance, 1 for a sure one) are
 * added; a target that was there gets the role ignore.  Or a row a rule, and
 * one for the label model.  Takes the stream over.
 */
int label_open(struct stream *in, const struct label_options *,
    struct stream **out, struct diag *) MUST_CHECK;

#endif
