/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rules that label rows: a file of lines NAME: EXPR -> LABEL, where EXPR is a
 * condition (expr.h).  Lines of one name are one voter, whose first line that
 * holds is its vote; where none holds it abstains.  Empty lines and lines that
 * begin with # are passed by.
 *
 * Errors name the file, the line and the character of the line.
 */
#ifndef LABEL_RULES_H
#define LABEL_RULES_H

#include "batch.h"
#include "dict.h"
#include "expr.h"

struct label_rule {
	struct expr *expr;
	struct expr_scratch *scratch;
	uint32_t voter, label;
	size_t line, at;	/* the expression's character */
};

struct label_rules {
	const char *path;
	struct label_rule *rules;
	size_t n, cap;
	struct dict voters, labels;
	struct column holds;	/* scratch */
};

/* The path has to live. Release it also after a failure. */
int label_rules_read(struct label_rules *, const char *path, struct diag *)
    MUST_CHECK;
void label_rules_release(struct label_rules *);

int label_rules_bind(struct label_rules *, const struct schema *,
    struct diag *) MUST_CHECK;

/* votes: (n_rows, voters.n), labels' ids or VOTE_NONE. */
int label_rules_vote(struct label_rules *, const struct batch *,
    uint8_t *votes, struct diag *) MUST_CHECK;

#endif
