/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside of expressions: the tree, the functions, and what a function is
 * given to compute with.  Operators are functions too, named as written.
 */
#ifndef EXPR_NODE_H
#define EXPR_NODE_H

#include "column.h"
#include "expr.h"
#include "str.h"

enum node_kind {
	NODE_CONSTANT,
	NODE_COLUMN,
	NODE_CALL
};

struct expr_node {
	enum node_kind kind;
	enum col_type type;		/* known after checking */
	bool untyped;			/* the word missing: fits any type */
	size_t at;			/* character of the text, from 1 */
	size_t depth;			/* of the tree below, 1 for a leaf */
	struct column constant;		/* one row */
	size_t name;			/* in the expression's names */
	const struct expr_function *fn;
	struct expr_node **args;
	size_t n_args, cap;
	void *compiled;			/* a regex_t where fn has prepare */
	size_t id;			/* its place in a scratch */
	size_t first_arg;		/* where its operands are there */
	struct expr_node *next;		/* of all nodes of the expression */
};

struct expr {
	char *text;
	struct expr_node *root;
	struct expr_node *nodes;	/* all of them, in any order */
	struct dict names;		/* of columns */
	const char **name_list;
	size_t *cols;			/* positions, once bound */
	size_t n_nodes;			/* once bound */
	bool misfits;			/* its columns are of other types */
};

/* What a function computes with: row i of an operand is i * step, so that a
   constant (step 0) stands for any number of rows. */
struct expr_operand {
	const struct column *col;
	size_t step;
};

struct expr_call {
	const struct expr_node *node;
	const struct expr_operand *args;
	size_t n_args;
	size_t n;			/* rows to make */
	uint64_t first_row;		/* for messages */
	struct column *out;		/* empty, of the node's type */
	struct str *text;		/* a buffer to work in */
};

/*
 * A function.  The signature has a letter for each argument, a colon and a
 * letter for the result:
 *	b i f s t	this type, coerced to where that loses nothing
 *	n		numbers: ints, or floats if one of them is; bool is int
 *	a		one common type of all arguments so marked
 *	o		any type but vector and sparse
 *	v		any type
 * A star after the last argument lets it repeat.  min is the least number of
 * arguments where that is not the number of letters.
 */
struct expr_function {
	const char *name;
	const char *signature;
	size_t min;
	/* Make all rows; or append row i, in which all operands are there (a
	   row in which one is missing is missing). */
	int (*eval)(const struct expr_call *, struct diag *);
	void (*row)(const struct expr_call *, size_t i);
	int code;			/* for those that do several things */
	double (*math)(double);
	/* Look at constant arguments once; NULL: nothing to do. */
	int (*prepare)(struct expr_node *, struct diag *);
};

extern const struct expr_function expr_functions[];	/* name NULL ends */

/* By name, in any case, or NULL. */
const struct expr_function *expr_function_find(const char *name);

/* A node, which lives as long as its expression. */
struct expr_node *expr_node_new(struct expr *, enum node_kind, size_t at);
/* Append an argument, a node of the same expression. */
void expr_node_add(struct expr_node *, struct expr_node *arg);

/* The rows of an operand. */
static inline bool
operand_valid(const struct expr_operand *a, size_t i)
{
	return (a->col->valid[i * a->step]);
}

static inline int64_t
operand_int(const struct expr_operand *a, size_t i)
{
	return (a->col->ints[i * a->step]);
}

static inline double
operand_float(const struct expr_operand *a, size_t i)
{
	return (a->col->floats[i * a->step]);
}

static inline bool
operand_bool(const struct expr_operand *a, size_t i)
{
	return (a->col->bools[i * a->step]);
}

static inline const char *
operand_string(const struct expr_operand *a, size_t i, size_t *n)
{
	return (column_string(a->col, i * a->step, n));
}

/* Are all operands there in row i? */
static inline bool
call_has_row(const struct expr_call *c, size_t i)
{
	bool all = true;

	for (size_t k = 0; k < c->n_args; k++)
		all &= operand_valid(&c->args[k], i);
	return (all);
}

/* Evaluators, by family. */
int eval_arithmetic(const struct expr_call *, struct diag *);
int eval_remainder(const struct expr_call *, struct diag *);
int eval_negative(const struct expr_call *, struct diag *);
int eval_abs(const struct expr_call *, struct diag *);
void row_sign(const struct expr_call *, size_t i);
int eval_rounding(const struct expr_call *, struct diag *);
int eval_round(const struct expr_call *, struct diag *);
int eval_math(const struct expr_call *, struct diag *);
int eval_power(const struct expr_call *, struct diag *);

int eval_compare(const struct expr_call *, struct diag *);
int eval_between(const struct expr_call *, struct diag *);
int eval_in(const struct expr_call *, struct diag *);
void row_extreme(const struct expr_call *, size_t i);
int eval_and(const struct expr_call *, struct diag *);
int eval_or(const struct expr_call *, struct diag *);
int eval_not(const struct expr_call *, struct diag *);
int eval_is_missing(const struct expr_call *, struct diag *);
int eval_if(const struct expr_call *, struct diag *);
int eval_coalesce(const struct expr_call *, struct diag *);

void row_length(const struct expr_call *, size_t i);
void row_letter_case(const struct expr_call *, size_t i);
void row_trim(const struct expr_call *, size_t i);
void row_substr(const struct expr_call *, size_t i);
int eval_concat(const struct expr_call *, struct diag *);
int eval_replace(const struct expr_call *, struct diag *);
void row_find(const struct expr_call *, size_t i);
void row_like(const struct expr_call *, size_t i);
void row_regex(const struct expr_call *, size_t i);
int prepare_regex(struct expr_node *, struct diag *);
void free_regex(void *compiled);

/* The codes. */
enum { CODE_ADD, CODE_SUBTRACT, CODE_MULTIPLY, CODE_DIVIDE };
enum { CODE_LESS = 1, CODE_EQUAL = 2, CODE_GREATER = 4 };	/* or-ed */
enum { CODE_LOWER, CODE_UPPER };
enum { CODE_CONTAINS, CODE_STARTS, CODE_ENDS };
enum { CODE_YEAR, CODE_MONTH, CODE_DAY, CODE_HOUR, CODE_MINUTE, CODE_SECOND,
    CODE_WEEKDAY, CODE_YEARDAY };

#endif
