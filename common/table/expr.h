/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Expressions over the columns of a table: the one language of filters,
 * derived columns, expectations and slices.  mlc-expr(7) is its manual.
 *
 * Life: expr_parse, expr_names if need be, expr_bind once against a schema,
 * then expr_eval on batches of that schema.  A bound expression is read-only:
 * many threads may evaluate it, each with a scratch of its own.
 *
 * Typed: bool, int, float, string and time; bool becomes int and int float
 * where needed, and a text literal a time.  A missing operand gives a missing
 * result, except where three-valued logic knows better (false and missing is
 * false).  Division by zero, the logarithm or root of what has none, and text
 * that does not convert give missing.  + - * of ints is exact: a result that
 * does not fit in 64 bits is an error, as is nothing else while evaluating.
 *
 * Errors name the character of the expression where they were found.
 */
#ifndef EXPR_H
#define EXPR_H

#include "batch.h"

#define EXPR_NESTING 200	/* brackets and prefixes within each other */
#define EXPR_DEPTH 1000		/* operations that wait for each other */

struct expr;
struct expr_scratch;

int expr_parse(const char *text, struct expr **out, struct diag *) MUST_CHECK;
void expr_free(struct expr *);

/* The columns it names, each once, in order of first use. */
const char *const *expr_names(const struct expr *, size_t *n);

/* Let name i of expr_names stand for another column; before it is bound, until
   when the name has to live. */
void expr_set_name(struct expr *, size_t i, const char *column);

/* Find the columns and check the types. Once in its life. */
int expr_bind(struct expr *, const struct schema *, struct diag *) MUST_CHECK;
/* The same; and it is an error if the result is not bool. */
int expr_bind_rule(struct expr *, const struct schema *, struct diag *)
    MUST_CHECK;
/* After either failed: it was because a column is of a type that the expression
   cannot be asked of. */
bool expr_misfits(const struct expr *);
enum col_type expr_type(const struct expr *);		/* once bound */
/* Positions of its columns, in the order of expr_names. */
const size_t *expr_columns(const struct expr *, size_t *n);

struct expr_scratch *expr_scratch_new(const struct expr *);
void expr_scratch_free(struct expr_scratch *);

/* *out becomes a column of the expression's type, a row for each row. */
int expr_eval(const struct expr *, const struct batch *,
    struct expr_scratch *, struct column *out, struct diag *) MUST_CHECK;

#endif
