/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What steps of texts can be asked for beside the value of a token, as members
 * of their params, and which tokens get a place.
 */
#ifndef TEXT_OPTIONS_H
#define TEXT_OPTIONS_H

#include "text_counts.h"

/* As they stand on the command line; NULL and 0: the default. */
struct text_options {
	const char *ngrams;	/* "2" or "1-2": words of a token */
	const char *chars;	/* the same of characters, in their place */
	const char *min_df;	/* "2" rows or ".01" of the rows */
	const char *max_df;	/* likewise; "1" is one row, "1.0" all */
	int64_t max_words;
	const char *stop_words;	/* "english" or the path of a list */
	const char *stem;	/* a language of libstemmer */
	bool sublinear;
};

/* Words one by one, in at least two rows. */
void text_options_defaults(json_t *params);
/* Set them on a step that was made; other kinds are left alone. */
int text_options_set(const struct text_options *, struct step *,
    struct diag *) MUST_CHECK;

struct text_limits {
	double min_df, max_df;		/* rows, or below 1 their share */
	bool min_is_share, max_is_share;
	const char *min_text, *max_text;	/* of the params */
	size_t max_words;		/* 0: all */
};

/* What params say of them. */
int text_limits(const json_t *params, struct text_limits *, struct diag *)
    MUST_CHECK;

/* The tokens that get a place, in the order of their bytes: *n ids, a heap
   array. */
uint32_t *text_choose(const struct text_counts *, uint64_t n_rows,
    const struct text_limits *, size_t *n);

#endif
