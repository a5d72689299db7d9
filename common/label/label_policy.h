/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a log of labels to one label a row, where labelers may differ.  Of each
 * labeler the last word counts, unless it takes back what was said.
 *
 * latest     the label that was given last
 * majority   that of most labelers; none where two have equally many
 * trusted    that of the labeler who stands first in a list; where none of them
 *            said anything, the latest
 *
 * Last is what has the later time, of equal times what stands later in the log.
 */
#ifndef LABEL_POLICY_H
#define LABEL_POLICY_H

#include "label_log.h"

enum label_policy {
	POLICY_LATEST,
	POLICY_MAJORITY,
	POLICY_TRUSTED,
	N_POLICIES
};

extern const char *const label_policy_names[N_POLICIES + 1];

struct label_choice {
	uint32_t label;		/* LABEL_TAKEN_BACK: there is none */
	uint32_t labeler;	/* of those who say it the last one */
	int64_t time;		/* when that was */
	double agreement;	/* the share of the row's labelers who say it */
};

/* trusted: names with commas between, or NULL. out: (log->rows.n). */
int label_policy_apply(enum label_policy, const char *trusted,
    const struct label_log *, struct label_choice *out, struct diag *)
    MUST_CHECK;

#endif
