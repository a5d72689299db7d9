/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expect: a rule that is judged over all rows together.  It drops nothing;
 * what breaks it is told at the end.
 *
 *	unique(SEL)		no two rows are equal there; rows with a
 *				missing value are not compared
 *	no_missing(SEL)		no row lacks a value there
 *	missing(COL) < 0.1	the share of rows that lack it; any comparison
 *	type(COL) = int
 */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "numtext.h"
#include "row_set.h"

#include "row_expect.h"
#include "row_table.h"

enum rule {
	RULE_UNIQUE,
	RULE_NO_MISSING,
	RULE_MISSING,
	RULE_TYPE
};

static const char *const rule_names[] = {
	"unique", "no_missing", "missing", "type", NULL
};

static const char *const signs[] = {
	"<=", ">=", "==", "!=", "<", ">", "=", NULL
};

struct expect_state {
	enum rule rule;
	const char *sign;	/* one of signs */
	double limit;
	enum col_type type;
	uint64_t n_rows, n_bad;
	struct row_set *seen;
};

static const char *
skip_blanks(const char *p)
{
	while (*p == ' ')
		p++;
	return (p);
}

/* The rule's index and what follows its name, or -1. */
static int
find_rule(const char *text, const char **rest)
{
	text = skip_blanks(text);
	for (int i = 0; rule_names[i] != NULL; i++) {
		size_t n = strlen(rule_names[i]);

		if (strncmp(text, rule_names[i], n) != 0)
			continue;
		*rest = skip_blanks(text + n);
		if (**rest == '(')
			return (i);
	}
	return (-1);
}

bool
is_row_rule(const char *text)
{
	const char *rest;

	return (find_rule(text, &rest) != -1);
}

static const char *
take_sign(const char **p)
{
	*p = skip_blanks(*p);
	for (size_t i = 0; signs[i] != NULL; i++) {
		if (strncmp(*p, signs[i], strlen(signs[i])) != 0)
			continue;
		*p = skip_blanks(*p + strlen(signs[i]));
		return (signs[i]);
	}
	return (NULL);
}

/* What stands after the bracket. */
static int
parse_condition(struct expect_state *st, const char *p, struct diag *d)
{
	p = skip_blanks(p);
	if (st->rule == RULE_UNIQUE || st->rule == RULE_NO_MISSING)
		return (*p == '\0' ? 0 :
		    diag_set(d, "nothing may follow: \"%s\"", p));
	if ((st->sign = take_sign(&p)) == NULL)
		return (diag_set(d, "a comparison is missing"));
	if (st->rule == RULE_MISSING)
		return (parse_float(p, strlen(p), &st->limit) == 0 ? 0 :
		    diag_set(d, "not a number: \"%s\"", p));
	if (st->sign[0] != '=')
		return (diag_set(d, "a type is compared by \"=\""));
	return (col_type_parse(p, &st->type, d));
}

static int
parse_rule(struct row_op *op, const char *arg, struct diag *d)
{
	struct expect_state *st = MEM_NEW(struct expect_state);
	const char *open, *close;
	int rule = find_rule(arg, &open);

	op->state = st;
	if (rule == -1)
		return (diag_set(d, "not a rule: \"%s\"", arg));
	if ((close = strrchr(open, ')')) == NULL)
		return (diag_set(d, "\")\" is missing"));
	st->rule = (enum rule)rule;
	op->select = mem_strndup(open + 1, (size_t)(close - open - 1));
	return (parse_condition(st, close + 1, d));
}

static int
bind_rule(struct row_op *op, const struct schema *in, struct diag *d)
{
	struct expect_state *st = op->state;

	if ((st->rule == RULE_MISSING || st->rule == RULE_TYPE) &&
	    op->n_cols != 1)
		return (diag_set(d, "is about one column, not %zu",
		    op->n_cols));
	if (st->rule == RULE_TYPE)
		st->n_bad = in->fields[op->cols[0]].type != st->type;
	return (0);
}

static bool
lacks_value(const struct row_op *op, const struct batch *b, size_t row)
{
	for (size_t k = 0; k < op->n_cols; k++) {
		if (!b->cols[op->cols[k]]->valid[row])
			return (true);
	}
	return (false);
}

static int
watch_rows(struct row_op *op, const struct batch *b, uint8_t *keep,
    struct diag *d)
{
	struct expect_state *st = op->state;

	(void)keep;
	(void)d;
	st->n_rows += b->n_rows;
	if (st->rule == RULE_TYPE)
		return (0);
	if (st->rule == RULE_UNIQUE && st->seen == NULL)
		st->seen = row_set_new(b->schema, op->cols, op->n_cols);
	for (size_t i = 0; i < b->n_rows; i++) {
		bool lacks = lacks_value(op, b, i);

		if (st->rule == RULE_UNIQUE)
			st->n_bad += !lacks && !row_set_add(st->seen, b, i);
		else
			st->n_bad += lacks;
	}
	return (0);
}

static bool
holds(const struct expect_state *st, double v)
{
	if (strcmp(st->sign, "<") == 0)
		return (v < st->limit);
	if (strcmp(st->sign, "<=") == 0)
		return (v <= st->limit);
	if (strcmp(st->sign, ">") == 0)
		return (v > st->limit);
	if (strcmp(st->sign, ">=") == 0)
		return (v >= st->limit);
	return ((v == st->limit) == (st->sign[0] == '='));
}

static uint64_t
at_least_one(uint64_t n)
{
	return (n > 0 ? n : 1);
}

/* The rows that break it; a share or a type that is wrong counts for one at
   least. */
static void
conclude_rule(struct row_op *op)
{
	const struct expect_state *st = op->state;
	struct op_counts *counts = op->counts;

	counts->broken = st->n_bad;
	if (st->rule == RULE_MISSING)
		counts->broken = holds(st, st->n_rows == 0 ? 0 :
		    (double)st->n_bad / (double)st->n_rows) ? 0 :
		    at_least_one(st->n_bad);
	if (st->rule == RULE_TYPE && st->n_bad > 0)
		counts->broken = at_least_one(st->n_rows);
}

static void
free_rule(void *state)
{
	struct expect_state *st = state;

	row_set_free(st->seen);
	free(st);
}

const struct row_op_kind row_expect = {
	.name = "expect",
	.summary = "a rule for all rows together",
	.parse = parse_rule,
	.bind = bind_rule,
	.keep = watch_rows,
	.conclude = conclude_rule,
	.free_state = free_rule
};
