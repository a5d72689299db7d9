/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is learnt of the tokens of texts on training rows: how many rows have
 * each, and how often it stands in all of them.  Rows whose text is missing
 * are rows without a token.  Weights are not counted.
 */
#ifndef TEXT_COUNTS_H
#define TEXT_COUNTS_H

#include "dict.h"
#include "fit.h"
#include "step.h"
#include "tokens.h"

/* More different tokens than these cannot be counted. */
#define TEXT_TOKENS_MAX ((size_t)1 << 24)

struct text_counts {
	struct dict tokens;
	uint64_t *rows;		/* (tokens.n): rows that have it */
	uint64_t *times;	/* (tokens.n): in all rows */
	size_t rows_cap, times_cap;
	bool is_over;		/* there were more than TEXT_TOKENS_MAX */
};

struct text_fit {
	uint64_t n_rows;
	struct text_counts *cols;	/* one an input */
	size_t n;
};

/* what is a step whose params say the rules of its tokens. */
extern const struct fit_ops text_fit_ops;

/* The rules of tokens that a step's params say; to be released. */
int text_rules(const struct step *, struct token_rules *, struct diag *)
    MUST_CHECK;

#endif
