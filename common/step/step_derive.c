/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is computed from an expression over a row: derive (a new column, or a
 * new content of one) and expect (a rule; rows that break it are counted).
 *
 * A rule that is missing, for want of an operand, is not broken, as a CHECK
 * in SQL.  One that cannot be asked of a column, as that has another type than
 * the rows it was made for, is broken by each row.
 */
#include <stdlib.h>
#include <string.h>

#include "expr.h"
#include "select.h"
#include "step_columns.h"

#include "step_table.h"

static void
free_derive(void *state)
{
	expr_free(state);
}

static int
parse_expression(struct step *s, const char *text, struct diag *d)
{
	const char *const *names;
	struct expr *e;
	size_t n;

	if (expr_parse(text, &e, d) == -1)
		return (-1);
	json_object_set_new(s->params, "expr", doc_stringn(text,
	    strlen(text)));
	names = expr_names(e, &n);
	step_set_inputs(s, names, n);
	expr_free(e);
	return (0);
}

/* The state becomes the expression bound to this schema. */
static int
bind_expression(struct step *s, const struct schema *in, bool is_rule,
    struct diag *d)
{
	const char *text;
	struct expr *e;

	expr_free(s->state);
	s->state = NULL;
	if (doc_get_string(s->params, "expr", &text, d) == -1 ||
	    expr_parse(text, &e, d) == -1)
		return (-1);
	s->state = e;
	return (is_rule ? expr_bind_rule(e, in, d) : expr_bind(e, in, d));
}

static int
evaluate(const struct step *s, const struct batch *b, struct column *out,
    struct diag *d)
{
	struct expr_scratch *scratch = expr_scratch_new(s->state);
	int rc = expr_eval(s->state, b, scratch, out, d);

	expr_scratch_free(scratch);
	return (rc);
}

/* NAME=EXPRESSION, blanks around the name being for the reader. */
static int
parse_derive(struct step *s, const char *arg, struct diag *d)
{
	const char *eq = select_find(arg, "="), *end = eq;
	char *name;

	while (*arg == ' ')
		arg++;
	while (end != NULL && end > arg && end[-1] == ' ')
		end--;
	if (end == NULL || end == arg)
		return (diag_set(d, "wants NAME=EXPRESSION"));
	name = select_unquote(arg, (size_t)(end - arg));
	json_object_set_new(s->params, "name", doc_stringn(name, strlen(name)));
	free(name);
	return (parse_expression(s, eq + 1, d));
}

static int
bind_derive(struct step *s, const struct schema *in, struct diag *d)
{
	if (bind_expression(s, in, false, d) == -1)
		return (-1);
	if (expr_type(s->state) == COL_VECTOR ||
	    expr_type(s->state) == COL_SPARSE)
		return (diag_set(d, "a %s cannot be derived",
		    col_type_name(expr_type(s->state))));
	return (0);
}

/* A column that is given a new content keeps its role. */
static int
declare_derive(struct step *s, const struct schema *in, struct diag *d)
{
	struct field f = { .role = ROLE_FEATURE };
	const char *name;
	size_t old;

	if (doc_get_string(s->params, "name", &name, d) == -1)
		return (-1);
	old = schema_find(in, name);
	if (old != COLUMN_NONE)
		f.role = in->fields[old].role;
	f.name = (char *)(uintptr_t)name;
	f.type = expr_type(s->state);
	return (schema_add(&s->out, &f, d));
}

static int
apply_derive(const struct step *s, const struct apply_args *a, struct diag *d)
{
	return (evaluate(s, a->in, &a->out[0], d));
}

static int
bind_rule(struct step *s, const struct schema *in, struct diag *d)
{
	int rc = bind_expression(s, in, true, d);

	return (s->state != NULL && expr_misfits(s->state) ? 0 : rc);
}

static int
apply_expect(const struct step *s, const struct apply_args *a, struct diag *d)
{
	struct column truth;
	int rc;

	if (expr_misfits(s->state)) {
		a->counts->broken += a->in->n_rows;
		a->counts->misfits += a->in->n_rows;
		return (0);
	}
	column_init(&truth, COL_BOOL, 0);
	if ((rc = evaluate(s, a->in, &truth, d)) == 0) {
		for (size_t i = 0; i < truth.n; i++)
			a->counts->broken += truth.valid[i] &&
			    !truth.bools[i];
	}
	column_release(&truth);
	return (rc);
}

const struct step_kind step_derive = {
	.name = "derive",
	.version = 1,
	.summary = "a column computed from others",
	.parse = parse_derive,
	.bind = bind_derive,
	.declare = declare_derive,
	.apply = apply_derive,
	.free_state = free_derive
};

const struct step_kind step_expect = {
	.name = "expect",
	.version = 1,
	.summary = "a rule for rows; those that break it are counted",
	.idempotent = true,
	.parse = parse_expression,
	.bind = bind_rule,
	.declare = step_declare_nothing,
	.apply = apply_expect,
	.free_state = free_derive
};
