/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From text to a tree, by precedence climbing.  Loosest first:
 *	or   and   not   = < in between is like ~   ||   + -   * / %   -x   ^
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mem.h"
#include "nearest.h"
#include "numtext.h"

#include "expr_lex.h"
#include "expr_node.h"

enum {
	LEVEL_OR = 1,
	LEVEL_AND,
	LEVEL_NOT,
	LEVEL_COMPARE,		/* does not chain */
	LEVEL_CONCAT,
	LEVEL_SUM,
	LEVEL_PRODUCT,
	LEVEL_MINUS,
	LEVEL_POWER		/* groups from the right */
};

static const struct infix {
	const char *word, *fn;
	int level;
} infixes[] = {
	{ "or", "or", LEVEL_OR },
	{ "and", "and", LEVEL_AND },
	{ "=", "=", LEVEL_COMPARE },
	{ "==", "=", LEVEL_COMPARE },
	{ "!=", "!=", LEVEL_COMPARE },
	{ "<>", "!=", LEVEL_COMPARE },
	{ "<", "<", LEVEL_COMPARE },
	{ "<=", "<=", LEVEL_COMPARE },
	{ ">", ">", LEVEL_COMPARE },
	{ ">=", ">=", LEVEL_COMPARE },
	{ "~", "~", LEVEL_COMPARE },
	{ "!~", "~", LEVEL_COMPARE },
	{ "||", "||", LEVEL_CONCAT },
	{ "+", "+", LEVEL_SUM },
	{ "-", "-", LEVEL_SUM },
	{ "*", "*", LEVEL_PRODUCT },
	{ "/", "/", LEVEL_PRODUCT },
	{ "%", "%", LEVEL_PRODUCT },
	{ "^", "^", LEVEL_POWER },
};

/* After an error the text is at its end and later errors are not told: what is
   being parsed is finished somehow and then thrown away. */
struct parser {
	struct lexer lex;
	struct expr *expr;
	size_t nesting;
	struct diag *d;
	struct diag later;
	bool failed;
};

static struct expr_node *parse_level(struct parser *, int level);

/* The error has been told. Returns NULL. */
static struct expr_node *
give_up(struct parser *p)
{
	p->failed = true;
	p->lex.kind = TOKEN_END;
	p->d = &p->later;
	return (NULL);
}

static bool
is_sign(const struct parser *p, const char *sign)
{
	return (p->lex.kind == TOKEN_SIGN &&
	    strcmp(str_get(&p->lex.word), sign) == 0);
}

static bool
is_keyword(const struct parser *p, const char *word)
{
	return (p->lex.kind == TOKEN_WORD &&
	    strcasecmp(str_get(&p->lex.word), word) == 0);
}

static void
advance(struct parser *p)
{
	if (!p->failed && lexer_next(&p->lex, p->d) == -1)
		give_up(p);
}

/* Is this keyword here? Then it is read. */
static bool
take_keyword(struct parser *p, const char *word)
{
	bool is_here = is_keyword(p, word);

	if (is_here)
		advance(p);
	return (is_here);
}

/* Say that something else was wanted here. Returns NULL. */
static struct expr_node *
fail_wanting(struct parser *p, const char *what)
{
	if (p->lex.kind == TOKEN_END)
		diag_set(p->d, "at the end: %s is missing", what);
	else
		diag_set(p->d, "at character %zu: %s is missing before "
		    "\"%s\"", p->lex.at, what, str_get(&p->lex.word));
	return (give_up(p));
}

static void
expect_sign(struct parser *p, const char *sign, const char *what)
{
	if (is_sign(p, sign))
		advance(p);
	else
		fail_wanting(p, what);
}

/* Add an argument; NULL if either is, or all is too deep. */
static struct expr_node *
with_arg(struct parser *p, struct expr_node *n, struct expr_node *arg)
{
	if (n == NULL || arg == NULL)
		return (NULL);
	expr_node_add(n, arg);
	if (n->depth <= EXPR_DEPTH)
		return (n);
	diag_set(p->d, "at character %zu: more than %d operations in a row",
	    n->at, EXPR_DEPTH);
	return (give_up(p));
}

/* A call with one argument, NULL if that is. */
static struct expr_node *
wrap(struct parser *p, const char *name, size_t at, struct expr_node *arg)
{
	struct expr_node *n = expr_node_new(p->expr, NODE_CALL, at);

	if ((n->fn = expr_function_find(name)) == NULL)
		BUG("no function \"%s\"", name);
	if (arg != NULL)
		expr_node_add(n, arg);
	return (arg != NULL ? n : NULL);
}

/* Arguments up to the closing bracket, which is read. */
static struct expr_node *
parse_arguments(struct parser *p, struct expr_node *n)
{
	n = with_arg(p, n, parse_level(p, LEVEL_OR));
	while (is_sign(p, ",")) {
		advance(p);
		n = with_arg(p, n, parse_level(p, LEVEL_OR));
	}
	expect_sign(p, ")", "\")\"");
	return (n);
}

static struct expr_node *
fail_function(struct parser *p, const char *name, size_t at)
{
	struct nearest near;

	nearest_init(&near, name);
	for (size_t i = 0; expr_functions[i].name != NULL; i++)
		nearest_offer(&near, expr_functions[i].name);
	diag_set(p->d, "at character %zu: no function \"%s\"", at, name);
	nearest_tell(&near, p->d);
	return (give_up(p));
}

/* The word has been read, the bracket is here. */
static struct expr_node *
parse_function(struct parser *p, const char *name, size_t at)
{
	struct expr_node *n = expr_node_new(p->expr, NODE_CALL, at);

	if ((n->fn = expr_function_find(name)) == NULL)
		return (fail_function(p, name, at));
	advance(p);
	return (parse_arguments(p, n));
}

static struct expr_node *
new_column(struct parser *p, const char *name, size_t at)
{
	struct expr_node *n = expr_node_new(p->expr, NODE_COLUMN, at);

	n->name = dict_add(&p->expr->names, name, strlen(name));
	return (n);
}

static struct expr_node *
new_constant(struct parser *p, enum col_type type)
{
	struct expr_node *n = expr_node_new(p->expr, NODE_CONSTANT,
	    p->lex.at);

	n->type = type;
	column_init(&n->constant, type, 0);
	return (n);
}

static struct expr_node *
parse_number(struct parser *p)
{
	const struct str *w = &p->lex.word;
	struct expr_node *n;
	int64_t i;
	double v;

	if (parse_int(w->buf, w->len, &i) == 0) {
		n = new_constant(p, COL_INT);
		column_add_int(&n->constant, i);
	} else if (parse_float(w->buf, w->len, &v) == 0) {
		n = new_constant(p, COL_FLOAT);
		column_add_float(&n->constant, v);
	} else {
		diag_set(p->d, "at character %zu: the number \"%s\" is too "
		    "large", p->lex.at, w->buf);
		return (give_up(p));
	}
	return (n);
}

/* true, false, missing or null; NULL for any other word. */
static struct expr_node *
word_constant(struct parser *p)
{
	struct expr_node *n = NULL;

	if (is_keyword(p, "true") || is_keyword(p, "false")) {
		n = new_constant(p, COL_BOOL);
		column_add_bool(&n->constant, is_keyword(p, "true"));
	} else if (is_keyword(p, "missing") || is_keyword(p, "null")) {
		n = new_constant(p, COL_FLOAT);
		n->untyped = true;
		column_add_missing(&n->constant);
	}
	return (n);
}

static bool
is_reserved(const struct parser *p)
{
	static const char *const words[] = {
		"and", "or", "not", "in", "between", "is", "like"
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (is_keyword(p, words[i]))
			return (true);
	}
	return (false);
}

/* A function call or column that begins with a bare word. */
static struct expr_node *
parse_name(struct parser *p)
{
	size_t at = p->lex.at;
	char *name = mem_strdup(str_get(&p->lex.word));
	struct expr_node *n;

	advance(p);
	n = is_sign(p, "(") ? parse_function(p, name, at) :
	    new_column(p, name, at);
	free(name);
	return (n);
}

static struct expr_node *
parse_bracket(struct parser *p)
{
	struct expr_node *n;

	advance(p);
	n = parse_level(p, LEVEL_OR);
	expect_sign(p, ")", "\")\"");
	return (n);
}

static struct expr_node *
parse_primary(struct parser *p)
{
	const struct str *w = &p->lex.word;
	struct expr_node *n = NULL;

	if (is_sign(p, "("))
		return (parse_bracket(p));
	if (p->lex.kind == TOKEN_WORD && !is_reserved(p)) {
		if ((n = word_constant(p)) == NULL)
			return (parse_name(p));
	} else if (p->lex.kind == TOKEN_NUMBER) {
		n = parse_number(p);
	} else if (p->lex.kind == TOKEN_TEXT) {
		n = new_constant(p, COL_STRING);
		column_add_string(&n->constant, str_get(w), w->len);
	} else if (p->lex.kind == TOKEN_COLUMN) {
		n = new_column(p, str_get(w), p->lex.at);
	} else {
		return (fail_wanting(p, "a value"));
	}
	advance(p);
	return (n);
}

static struct expr_node *
parse_prefix(struct parser *p)
{
	size_t at = p->lex.at;

	if (take_keyword(p, "not"))
		return (wrap(p, "not", at, parse_level(p, LEVEL_NOT)));
	if (is_sign(p, "-")) {
		advance(p);
		return (wrap(p, "unary -", at, parse_level(p, LEVEL_MINUS)));
	}
	return (parse_primary(p));
}

/* left is missing; left is not missing: the word is has been read */
static struct expr_node *
parse_is(struct parser *p, struct expr_node *left, size_t at)
{
	bool negated = take_keyword(p, "not");

	if (!take_keyword(p, "missing") && !take_keyword(p, "null"))
		return (fail_wanting(p, "the word \"missing\""));
	left = wrap(p, "is missing", at, left);
	return (negated ? wrap(p, "not", at, left) : left);
}

/* between a and b: the word between has been read */
static struct expr_node *
parse_between(struct parser *p, struct expr_node *n)
{
	n = with_arg(p, n, parse_level(p, LEVEL_CONCAT));
	if (!take_keyword(p, "and"))
		return (fail_wanting(p, "the word \"and\""));
	return (with_arg(p, n, parse_level(p, LEVEL_CONCAT)));
}

/* [not] in (...), [not] between a and b, [not] like x */
static struct expr_node *
parse_set(struct parser *p, struct expr_node *n, size_t at)
{
	bool negated = take_keyword(p, "not");

	if (take_keyword(p, "in")) {
		expect_sign(p, "(", "\"(\"");
		n = parse_arguments(p, wrap(p, "in", at, n));
	} else if (take_keyword(p, "between")) {
		n = parse_between(p, wrap(p, "between", at, n));
	} else if (take_keyword(p, "like")) {
		n = with_arg(p, wrap(p, "like", at, n),
		    parse_level(p, LEVEL_CONCAT));
	} else {
		return (fail_wanting(p, "\"in\", \"between\" or \"like\""));
	}
	return (negated ? wrap(p, "not", at, n) : n);
}

static const struct infix *
find_infix(const struct parser *p)
{
	for (size_t i = 0; i < sizeof(infixes) / sizeof(infixes[0]); i++) {
		const struct infix *x = &infixes[i];

		if (is_sign(p, x->word) || is_keyword(p, x->word))
			return (x);
	}
	return (NULL);
}

static struct expr_node *
parse_infix(struct parser *p, const struct infix *x, struct expr_node *left,
    size_t at)
{
	int level = x->level == LEVEL_POWER ? LEVEL_MINUS : x->level + 1;
	struct expr_node *n = wrap(p, x->fn, at, left);

	advance(p);
	n = with_arg(p, n, parse_level(p, level));
	return (strcmp(x->word, "!~") == 0 ? wrap(p, "not", at, n) : n);
}

/* What follows a value, one operator; *level becomes its level, or 0 when
   there is none that binds as tightly as *level. */
static struct expr_node *
parse_operator(struct parser *p, struct expr_node *left, int *level)
{
	const struct infix *x = find_infix(p);
	size_t at = p->lex.at;
	int least = *level;

	*level = x != NULL ? x->level : LEVEL_COMPARE;
	if (*level >= least) {
		if (x != NULL)
			return (parse_infix(p, x, left, at));
		if (take_keyword(p, "is"))
			return (parse_is(p, left, at));
		if (is_reserved(p))
			return (parse_set(p, left, at));
	}
	*level = 0;
	return (left);
}

static struct expr_node *
parse_level(struct parser *p, int least)
{
	struct expr_node *n;
	bool compared = false;
	int level;

	if (++p->nesting > EXPR_NESTING) {
		diag_set(p->d, "at character %zu: nested more than %d deep",
		    p->lex.at, EXPR_NESTING);
		return (give_up(p));
	}
	n = parse_prefix(p);
	while (n != NULL) {
		size_t at = p->lex.at;

		level = least;
		n = parse_operator(p, n, &level);
		if (n == NULL || level == 0)
			break;
		if (level == LEVEL_COMPARE && compared) {
			diag_set(p->d, "at character %zu: comparisons do not "
			    "chain; join them by \"and\"", at);
			return (give_up(p));
		}
		compared |= level == LEVEL_COMPARE;
	}
	p->nesting--;
	return (n);
}

static int
parse_all(struct parser *p)
{
	if (lexer_init(&p->lex, p->expr->text, p->d) == -1)
		return (-1);
	p->expr->root = parse_level(p, LEVEL_OR);
	if (p->lex.kind != TOKEN_END)
		fail_wanting(p, "an operator");
	return (p->failed ? -1 : 0);
}

int
expr_parse(const char *text, struct expr **out, struct diag *d)
{
	struct parser p = { .d = d };
	struct expr *e = MEM_NEW(struct expr);
	int rc;

	*out = NULL;
	e->text = mem_strdup(text);
	dict_init(&e->names);
	p.expr = e;
	rc = parse_all(&p);
	lexer_release(&p.lex);
	if (rc == -1) {
		expr_free(e);
		return (diag_prefix(d, "expression \"%s\"", text));
	}
	e->name_list = mem_alloc(e->names.n, sizeof(*e->name_list));
	for (uint32_t i = 0; i < e->names.n; i++)
		e->name_list[i] = dict_get(&e->names, i, NULL);
	*out = e;
	return (0);
}
