/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text.  Lengths and positions count characters of UTF-8, from 1.
 */
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "letters.h"
#include "mem.h"

#include "expr_node.h"

void
row_length(const struct expr_call *c, size_t i)
{
	size_t n;
	const char *p = operand_string(&c->args[0], i, &n);

	column_add_int(c->out, (int64_t)letters_count(p, n));
}

void
row_letter_case(const struct expr_call *c, size_t i)
{
	size_t n;
	const char *p = operand_string(&c->args[0], i, &n);

	str_clear(c->text);
	str_reserve(c->text, n);
	if (c->node->fn->code == CODE_LOWER)
		letters_lower(p, n, c->text->buf);
	else
		letters_upper(p, n, c->text->buf);
	column_add_string(c->out, c->text->buf, n);
}

void
row_trim(const struct expr_call *c, size_t i)
{
	size_t n;
	const char *p = operand_string(&c->args[0], i, &n);

	p = letters_trim(p, &n);
	column_add_string(c->out, p, n);
}

/* Where character k (from 0) begins, or n when there are fewer. */
static size_t
character_at(const char *p, size_t n, uint64_t k)
{
	size_t i = 0;

	for (; i < n && k > 0; k--)
		i += letters_width(p + i, n - i);
	return (i);
}

/* The characters start, from 1, to start + count - 1; a negative start is
   counted from the end, and 0 is 1. */
static void
add_part(struct column *out, const char *p, size_t n, int64_t start,
    int64_t count)
{
	int64_t all = (int64_t)letters_count(p, n);
	size_t begin;

	if (start < 0)
		start = start < -all ? 1 : all + start + 1;
	if (start == 0)
		start = 1;
	if (count < 0)
		count = 0;
	begin = character_at(p, n, (uint64_t)start - 1);
	column_add_string(out, p + begin,
	    character_at(p + begin, n - begin, (uint64_t)count));
}

void
row_substr(const struct expr_call *c, size_t i)
{
	size_t n;
	const char *p = operand_string(&c->args[0], i, &n);

	add_part(c->out, p, n, operand_int(&c->args[1], i),
	    c->n_args > 2 ? operand_int(&c->args[2], i) : INT64_MAX);
}

/* Strings that may become too long, made row by row in c->text. */
static int
build_strings(const struct expr_call *c,
    void (*build)(struct str *, const struct expr_call *, size_t i),
    struct diag *d)
{
	for (size_t i = 0; i < c->n; i++) {
		if (!call_has_row(c, i)) {
			column_add_missing(c->out);
			continue;
		}
		str_clear(c->text);
		build(c->text, c, i);
		if (c->text->len > STRING_MAX)
			return (diag_set(d, "at character %zu: a string of "
			    "more than 1 GiB", c->node->at));
		column_add_string(c->out, str_get(c->text), c->text->len);
	}
	return (0);
}

static void
join_all(struct str *out, const struct expr_call *c, size_t i)
{
	size_t n;
	const char *p;

	for (size_t k = 0; k < c->n_args; k++) {
		p = operand_string(&c->args[k], i, &n);
		str_add(out, p, n);
	}
}

int
eval_concat(const struct expr_call *c, struct diag *d)
{
	return (build_strings(c, join_all, d));
}

static void
replace_all(struct str *out, const struct expr_call *c, size_t i)
{
	size_t n, n_from, n_to;
	const char *p = operand_string(&c->args[0], i, &n);
	const char *from = operand_string(&c->args[1], i, &n_from);
	const char *to = operand_string(&c->args[2], i, &n_to);
	const char *hit;

	while (n_from > 0 && n >= n_from &&
	    (hit = memmem(p, n, from, n_from)) != NULL) {
		str_add(out, p, (size_t)(hit - p));
		str_add(out, to, n_to);
		n -= (size_t)(hit - p) + n_from;
		p = hit + n_from;
	}
	str_add(out, p, n);
}

int
eval_replace(const struct expr_call *c, struct diag *d)
{
	return (build_strings(c, replace_all, d));
}

static bool
is_found(int code, const char *p, size_t n, const char *part, size_t m)
{
	if (m > n)
		return (false);
	if (m == 0)
		return (true);
	if (code == CODE_CONTAINS)
		return (memmem(p, n, part, m) != NULL);
	return (memcmp(code == CODE_STARTS ? p : p + n - m, part, m) == 0);
}

void
row_find(const struct expr_call *c, size_t i)
{
	size_t n, m;
	const char *p = operand_string(&c->args[0], i, &n);
	const char *q = operand_string(&c->args[1], i, &m);

	column_add_bool(c->out, is_found(c->node->fn->code, p, n, q, m));
}

/* LIKE: % is any text, _ one character, a backslash takes the next byte as
   it is.  Only the last % is ever tried again, so time is at most n * m. */
static bool
is_like(const char *s, size_t n, const char *p, size_t m)
{
	size_t i = 0, k = 0, star = SIZE_MAX, resume = 0;

	while (i < n) {
		size_t escaped = k + 1 < m && p[k] == '\\';

		if (k < m && p[k] == '%') {
			star = k++;
			resume = i;
		} else if (k < m && p[k] == '_') {
			i += letters_width(s + i, n - i);
			k++;
		} else if (k < m && p[k + escaped] == s[i]) {
			k += 1 + escaped;
			i++;
		} else if (star != SIZE_MAX) {
			k = star + 1;
			i = ++resume;
		} else {
			return (false);
		}
	}
	while (k < m && p[k] == '%')
		k++;
	return (k == m);
}

void
row_like(const struct expr_call *c, size_t i)
{
	size_t n, m;
	const char *p = operand_string(&c->args[0], i, &n);
	const char *q = operand_string(&c->args[1], i, &m);

	column_add_bool(c->out, is_like(p, n, q, m));
}

/* The pattern has to be a literal: it is compiled once. */
int
prepare_regex(struct expr_node *n, struct diag *d)
{
	const struct expr_node *pattern = n->args[1];
	char message[128];
	regex_t *re;
	char *text;
	size_t len;
	int rc;

	if (pattern->kind != NODE_CONSTANT || !pattern->constant.valid[0])
		return (diag_set(d, "at character %zu: a regular expression "
		    "is written out, as '^a.*z$'", pattern->at));
	re = MEM_NEW(regex_t);
	text = mem_strndup(column_string(&pattern->constant, 0, &len),
	    pattern->constant.off[1]);
	rc = regcomp(re, text, REG_EXTENDED | REG_NOSUB);
	free(text);
	if (rc == 0) {
		n->compiled = re;
		return (0);
	}
	regerror(rc, re, message, sizeof(message));
	free(re);
	return (diag_set(d, "at character %zu: regular expression: %s",
	    pattern->at, message));
}

void
free_regex(void *compiled)
{
	regfree(compiled);
	free(compiled);
}

void
row_regex(const struct expr_call *c, size_t i)
{
	size_t n;
	const char *p = operand_string(&c->args[0], i, &n);

	str_clear(c->text);
	str_add(c->text, p, n);		/* regexec wants a NUL */
	column_add_bool(c->out, regexec(c->node->compiled, c->text->buf, 0,
	    NULL, 0) == 0);
}
