/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdbool.h>
#include <string.h>

#include "letters.h"

#include "expr_lex.h"

static bool
is_digit(char c)
{
	return (c >= '0' && c <= '9');
}

static bool
is_word_byte(char c)
{
	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    c == '_' || (unsigned char)c >= 0x80 || is_digit(c));
}

/* Up to the closing quote; a doubled one is itself. */
static int
read_quoted(struct lexer *l, struct diag *d)
{
	char quote = *l->p++;

	l->kind = quote == '\'' ? TOKEN_TEXT : TOKEN_COLUMN;
	for (; *l->p != '\0'; l->p++) {
		if (*l->p == quote && *++l->p != quote)
			return (0);
		str_addc(&l->word, *l->p);
	}
	return (diag_set(d, "at character %zu: %c is not closed", l->at,
	    quote));
}

static const char *
skip_digits(const char *p)
{
	while (is_digit(*p))
		p++;
	return (p);
}

static int
read_number(struct lexer *l, struct diag *d)
{
	const char *p = skip_digits(l->p), *q;

	if (*p == '.')
		p = skip_digits(p + 1);
	if (*p == 'e' || *p == 'E') {
		q = p + 1 + (p[1] == '+' || p[1] == '-');
		p = skip_digits(q);
		if (p == q)
			p = q - 1;
	}
	if (is_word_byte(*p) || *p == '.')
		return (diag_set(d, "at character %zu: not a number",
		    l->at));
	l->kind = TOKEN_NUMBER;
	str_add(&l->word, l->p, (size_t)(p - l->p));
	l->p = p;
	return (0);
}

static int
read_sign(struct lexer *l, struct diag *d)
{
	static const char *const signs[] = {
		"==", "!=", "<>", "<=", ">=", "||", "!~", "=", "<", ">", "+",
		"-", "*", "/", "%", "^", "~", "(", ")", ",", NULL
	};

	for (size_t i = 0; signs[i] != NULL; i++) {
		size_t n = strlen(signs[i]);

		if (strncmp(l->p, signs[i], n) != 0)
			continue;
		l->kind = TOKEN_SIGN;
		str_add(&l->word, l->p, n);
		l->p += n;
		return (0);
	}
	return (diag_set(d, "at character %zu: \"%c\" means nothing here",
	    l->at, *l->p));
}

int
lexer_next(struct lexer *l, struct diag *d)
{
	str_clear(&l->word);
	while (*l->p == ' ' || *l->p == '\t' || *l->p == '\n' ||
	    *l->p == '\r')
		l->p++;
	l->at = letters_count(l->text, (size_t)(l->p - l->text)) + 1;
	if (*l->p == '\0') {
		l->kind = TOKEN_END;
		return (0);
	}
	if (*l->p == '\'' || *l->p == '"' || *l->p == '`')
		return (read_quoted(l, d));
	if (is_digit(*l->p) || (*l->p == '.' && is_digit(l->p[1])))
		return (read_number(l, d));
	if (!is_word_byte(*l->p))
		return (read_sign(l, d));
	l->kind = TOKEN_WORD;
	while (is_word_byte(*l->p))
		str_addc(&l->word, *l->p++);
	return (0);
}

int
lexer_init(struct lexer *l, const char *text, struct diag *d)
{
	l->text = l->p = text;
	str_init(&l->word);
	return (lexer_next(l, d));
}

void
lexer_release(struct lexer *l)
{
	str_release(&l->word);
}
