/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tokens of a text: its words and runs of words, or its runs of characters.
 *
 * Text is UTF-8 and made lower case first (letters.h).  A word is a run of at
 * least two letters, digits or underscores, as in scikit-learn's token_pattern
 * \b\w\w+\b; what a letter is says the C library's C.UTF-8.  Stop words are
 * left out, then words are cut to their stem (libstemmer), then each run of
 * low to high words is a token, joined by blanks.
 *
 * By characters, each piece between white space gets a blank at either end,
 * and each run of low to high characters within it is a token; a piece that is
 * shorter than a run is one token, once (analyzer char_wb of scikit-learn).
 */
#ifndef TOKENS_H
#define TOKENS_H

#include <locale.h>
#include <stdbool.h>
#include <stddef.h>

#include "dict.h"
#include "diag.h"

#define TOKEN_RUN_MAX 16	/* words or characters of a token */

/* What makes tokens; many threads may read it at once. Zeroed and with low and
   high it can be begun. */
struct token_rules {
	bool by_characters;
	unsigned low, high;	/* of a run; 1 <= low <= high */
	struct dict stop;
	char *stem;		/* a language of libstemmer; NULL: no */
	locale_t letters;	/* of token_rules_begin */
};

/* Checks the rules. Fails on a language that is not there. */
int token_rules_begin(struct token_rules *, struct diag *) MUST_CHECK;
void token_rules_release(struct token_rules *);

/* The English words that say how a sentence is built and not what it is of. */
void token_rules_stop_english(struct token_rules *);

/* One for each thread; rules outlive it. */
struct tokenizer;
struct tokenizer *tokenizer_new(const struct token_rules *);
void tokenizer_free(struct tokenizer *);

/* Hands each token to take, in order. */
typedef void token_take(void *to, const char *p, size_t n);
void tokenizer_run(struct tokenizer *, const char *text, size_t n,
    token_take *take, void *to);

#endif
