/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words of an expression, one after the other.
 */
#ifndef EXPR_LEX_H
#define EXPR_LEX_H

#include "diag.h"
#include "str.h"

enum token_kind {
	TOKEN_END,
	TOKEN_NUMBER,		/* text as written */
	TOKEN_TEXT,		/* 'it''s': text without the quotes */
	TOKEN_WORD,		/* a keyword, function or bare column name */
	TOKEN_COLUMN,		/* "a column" or `a column` */
	TOKEN_SIGN		/* + <= ( , ... */
};

struct lexer {
	const char *text, *p;
	enum token_kind kind;	/* of the current word */
	struct str word;
	size_t at;		/* its first character, from 1 */
};

/* The first word is read at once. */
int lexer_init(struct lexer *, const char *text, struct diag *) MUST_CHECK;
void lexer_release(struct lexer *);
int lexer_next(struct lexer *, struct diag *) MUST_CHECK;

#endif
