/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Types: each call is held against its function's signature, and operands
 * are coerced where nothing is lost.
 */
#include <string.h>

#include "convert.h"
#include "mem.h"
#include "numtext.h"

#include "expr_node.h"

struct checker {
	const struct schema *schema;
	struct expr *expr;
	size_t n_nodes, n_operands;
	struct diag *d;
};

/* Operands that do not go together are the schema's doing where one of them
   is a column's; else they are in no schema. */
static bool
has_column(const struct expr_node *n)
{
	bool has = n->kind == NODE_COLUMN;

	for (size_t i = 0; i < n->n_args && !has; i++)
		has = has_column(n->args[i]);
	return (has);
}

static enum col_type
letter_type(char letter)
{
	switch (letter) {
	case 'b':
		return (COL_BOOL);
	case 'i':
		return (COL_INT);
	case 's':
		return (COL_STRING);
	case 't':
		return (COL_TIME);
	default:
		return (COL_FLOAT);
	}
}

/* What a letter asks for, for messages. */
static const char *
letter_words(char letter)
{
	if (letter == 'f' || letter == 'n')
		return ("a number");
	return (strchr("bist", letter) == NULL ? "a plain value" :
	    col_type_words(letter_type(letter)));
}

/* The letter of argument i: a star repeats the one before it. */
static char
argument_letter(const struct expr_function *fn, size_t i)
{
	size_t n = strcspn(fn->signature, "*:");

	return (fn->signature[i < n ? i : n - 1]);
}

static int
check_count(struct checker *k, const struct expr_node *n)
{
	const char *sig = n->fn->signature;
	size_t letters = strcspn(sig, "*:");
	size_t least = n->fn->min > 0 ? n->fn->min : letters;
	bool repeats = sig[letters] == '*';

	if (n->n_args >= least && (repeats || n->n_args <= letters))
		return (0);
	if (least == letters || repeats)
		return (diag_set(k->d, "at character %zu: %s takes %s%zu "
		    "argument%s, not %zu", n->at, n->fn->name,
		    repeats ? "at least " : "", least,
		    least == 1 ? "" : "s", n->n_args));
	return (diag_set(k->d, "at character %zu: %s takes %zu to %zu "
	    "arguments, not %zu", n->at, n->fn->name, least, letters,
	    n->n_args));
}

/* Put a conversion between a call and its argument. */
static void
insert_conversion(struct checker *k, struct expr_node **slot,
    enum col_type type)
{
	struct expr_node *n = expr_node_new(k->expr, NODE_CALL, (*slot)->at);

	n->fn = expr_function_find(col_type_name(type));
	n->type = type;
	n->id = k->n_nodes++;
	n->first_arg = k->n_operands++;
	expr_node_add(n, *slot);
	*slot = n;
}

/* A number as another type of number, or missing as anything. */
static void
retype_constant(struct expr_node *n, enum col_type type)
{
	struct column c;

	column_init(&c, type, 0);
	if (n->untyped)
		column_add_missing(&c);
	else
		(void)column_convert(&n->constant, &c);
	column_release(&n->constant);
	n->constant = c;
	n->type = type;
	n->untyped = false;
}

static bool
widens_to(enum col_type from, enum col_type to)
{
	return ((from == COL_BOOL && (to == COL_INT || to == COL_FLOAT)) ||
	    (from == COL_INT && to == COL_FLOAT));
}

static int
text_to_time(struct checker *k, struct expr_node *n)
{
	size_t len;
	const char *p = column_string(&n->constant, 0, &len);
	int64_t t;

	if (parse_time(p, len, &t) == -1)
		return (diag_set(k->d, "at character %zu: not a time: "
		    "\"%.*s\"", n->at, (int)(len < 60 ? len : 60), p));
	retype_constant(n, COL_TIME);
	return (0);
}

/* 0 when the argument is of the type, or was made so; 1 when it cannot be. */
static int
coerce(struct checker *k, struct expr_node **slot, enum col_type type)
{
	struct expr_node *n = *slot;

	if (n->type == type && !n->untyped)
		return (0);
	if (n->kind == NODE_CONSTANT && n->type == COL_STRING &&
	    type == COL_TIME)
		return (text_to_time(k, n));
	if (!n->untyped && !widens_to(n->type, type))
		return (1);
	if (n->kind == NODE_CONSTANT)
		retype_constant(n, type);
	else
		insert_conversion(k, slot, type);
	return (0);
}

static int
fail_type(struct checker *k, const struct expr_node *call, size_t i,
    char letter)
{
	const struct expr_node *a = call->args[i];

	k->expr->misfits = has_column(call);
	return (diag_set(k->d, "at character %zu: \"%s\" takes %s, not %s",
	    a->at, call->fn->name, letter_words(letter),
	    col_type_words(a->type)));
}

static int
coerce_or_fail(struct checker *k, struct expr_node *call, size_t i,
    char letter, enum col_type type)
{
	int rc = coerce(k, &call->args[i], type);

	return (rc == 1 ? fail_type(k, call, i, letter) : rc);
}

static bool
is_text_literal(const struct expr_node *n)
{
	return (n->kind == NODE_CONSTANT && n->type == COL_STRING);
}

/* The type that holds both, or N_COL_TYPES. */
static enum col_type
join_types(enum col_type a, enum col_type b)
{
	if (a == b)
		return (a);
	if (widens_to(a, b))
		return (b);
	if (widens_to(b, a))
		return (a);
	return (N_COL_TYPES);
}

/* The common type of the arguments of a letter, before coercion. */
static int
common_type(struct checker *k, const struct expr_node *call, char letter,
    enum col_type *out)
{
	enum col_type type = N_COL_TYPES, joined;
	const struct expr_node *first = NULL;

	for (size_t i = 0; i < call->n_args; i++) {
		const struct expr_node *a = call->args[i];

		if (argument_letter(call->fn, i) != letter || a->untyped)
			continue;
		if (first == NULL) {
			first = a;
			type = a->type;
			continue;
		}
		joined = join_types(type, a->type);
		if (type == COL_TIME && is_text_literal(a))
			joined = COL_TIME;
		if (a->type == COL_TIME && is_text_literal(first))
			joined = COL_TIME;
		if (joined == N_COL_TYPES) {
			k->expr->misfits = has_column(call);
			return (diag_set(k->d, "at character %zu: \"%s\" of "
			    "%s and %s", call->at, call->fn->name,
			    col_type_words(type), col_type_words(a->type)));
		}
		type = joined;
	}
	*out = type == N_COL_TYPES ? COL_FLOAT : type;
	return (0);
}

/* All arguments of the letter n or a become of one type. */
static int
check_common(struct checker *k, struct expr_node *call, char letter,
    enum col_type *type)
{
	if (common_type(k, call, letter, type) == -1)
		return (-1);
	if (letter == 'n' && *type == COL_BOOL)
		*type = COL_INT;
	for (size_t i = 0; i < call->n_args; i++) {
		if (argument_letter(call->fn, i) == letter &&
		    coerce_or_fail(k, call, i, letter, *type) == -1)
			return (-1);
	}
	return (0);
}

static int
check_argument(struct checker *k, struct expr_node *call, size_t i)
{
	char letter = argument_letter(call->fn, i);
	struct expr_node *a = call->args[i];

	if (letter == 'v')
		return (0);
	if (!can_convert(a->type) ||
	    (letter == 'n' && !is_numeric_type(a->type)))
		return (fail_type(k, call, i, letter));
	if (letter == 'n' || letter == 'a')
		return (0);
	if (letter != 'o')
		return (coerce_or_fail(k, call, i, letter,
		    letter_type(letter)));
	if (a->untyped)
		retype_constant(a, COL_FLOAT);
	return (0);
}

static int
check_call(struct checker *k, struct expr_node *n)
{
	const char *sig = n->fn->signature;
	char result = strchr(sig, ':')[1];
	enum col_type common = COL_FLOAT;
	char letter;

	if (check_count(k, n) == -1)
		return (-1);
	for (size_t i = 0; i < n->n_args; i++) {
		if (check_argument(k, n, i) == -1)
			return (-1);
	}
	letter = strchr(sig, 'n') != NULL ? 'n' : 'a';
	if (strchr(sig, letter) != NULL &&
	    check_common(k, n, letter, &common) == -1)
		return (-1);
	n->type = result == letter ? common : letter_type(result);
	if (n->fn->prepare != NULL)
		return (n->fn->prepare(n, k->d));
	return (0);
}

/* Who writes "Rome" most likely means a text. */
static int
tell_no_column(const struct checker *k, const struct expr_node *n)
{
	struct diag why = *k->d;

	return (diag_set(k->d, "at character %zu: %s%s", n->at, why.text,
	    k->expr->text[n->at - 1] == '"' ?
	    "; text stands in single quotes" : ""));
}

static int
check_node(struct checker *k, struct expr_node *n)
{
	size_t col;

	n->id = k->n_nodes++;
	n->first_arg = k->n_operands;
	k->n_operands += n->n_args;
	switch (n->kind) {
	case NODE_CONSTANT:
		return (0);
	case NODE_COLUMN:
		if (schema_need(k->schema, k->expr->name_list[n->name], &col,
		    k->d) == -1)
			return (tell_no_column(k, n));
		k->expr->cols[n->name] = col;
		n->type = k->schema->fields[col].type;
		return (0);
	case NODE_CALL:
		break;
	}
	for (size_t i = 0; i < n->n_args; i++) {
		if (check_node(k, n->args[i]) == -1)
			return (-1);
	}
	return (check_call(k, n));
}

int
expr_bind(struct expr *e, const struct schema *schema, struct diag *d)
{
	struct checker k = { schema, e, 0, 0, d };

	if (e->cols != NULL)
		BUG("expression \"%s\" is bound twice", e->text);
	e->cols = mem_alloc(e->names.n, sizeof(*e->cols));
	if (check_node(&k, e->root) == -1)
		return (diag_prefix(d, "expression \"%s\"", e->text));
	e->n_nodes = k.n_nodes;
	return (0);
}

bool
expr_misfits(const struct expr *e)
{
	return (e->misfits);
}

int
expr_bind_rule(struct expr *e, const struct schema *schema, struct diag *d)
{
	if (expr_bind(e, schema, d) == -1)
		return (-1);
	if (e->root->type != COL_BOOL && !e->root->untyped)
		return (diag_set(d, "expression \"%s\": gives %s, not true "
		    "or false", e->text, col_type_words(e->root->type)));
	if (e->root->untyped)
		retype_constant(e->root, COL_BOOL);
	return (0);
}
