/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Evaluation: each node of the tree makes a column of a batch's rows (one row
 * if all below it is constant), which its parent reads; columns of the batch
 * are read where they are.
 */
#include <stdlib.h>

#include "mem.h"

#include "expr_node.h"

struct expr_scratch {
	struct column *columns;		/* one a node */
	struct expr_operand *operands;	/* room for one a node */
	size_t n;
	struct str text;
};

struct evaluation {
	const struct expr *expr;
	const struct batch *batch;
	struct expr_scratch *scratch;
	struct diag *d;
};

struct expr_scratch *
expr_scratch_new(const struct expr *e)
{
	struct expr_scratch *s = MEM_NEW(struct expr_scratch);

	s->n = e->n_nodes;
	s->columns = mem_calloc(s->n, sizeof(*s->columns));
	s->operands = mem_calloc(s->n, sizeof(*s->operands));
	return (s);
}

void
expr_scratch_free(struct expr_scratch *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->n; i++)
		column_release(&s->columns[i]);
	free(s->columns);
	free(s->operands);
	str_release(&s->text);
	free(s);
}

static void
make_rows(const struct expr_call *c)
{
	for (size_t i = 0; i < c->n; i++) {
		if (call_has_row(c, i))
			c->node->fn->row(c, i);
		else
			column_add_missing(c->out);
	}
}

static int evaluate(struct evaluation *, const struct expr_node *,
    struct column *, struct expr_operand *);

/* Make the rows of a call in out; *step becomes that of the result. */
static int
evaluate_call(struct evaluation *e, const struct expr_node *n,
    struct column *out, size_t *step)
{
	struct expr_operand *args = e->scratch->operands + n->first_arg;
	struct expr_call call = { n, args, n->n_args, 1,
	    e->batch->first_row, out, &e->scratch->text };

	*step = 0;
	for (size_t i = 0; i < n->n_args; i++) {
		if (evaluate(e, n->args[i],
		    &e->scratch->columns[n->args[i]->id], &args[i]) == -1)
			return (-1);
		*step |= args[i].step;
	}
	if (*step == 1)
		call.n = e->batch->n_rows;
	column_reset(out, n->type, 0);
	column_reserve(out, call.n);
	if (n->fn->eval != NULL)
		return (n->fn->eval(&call, e->d));
	make_rows(&call);
	return (0);
}

static int
evaluate(struct evaluation *e, const struct expr_node *n, struct column *room,
    struct expr_operand *result)
{
	switch (n->kind) {
	case NODE_CONSTANT:
		*result = (struct expr_operand){ &n->constant, 0 };
		return (0);
	case NODE_COLUMN:
		result->col = e->batch->cols[e->expr->cols[n->name]];
		result->step = 1;
		return (0);
	case NODE_CALL:
		break;
	}
	result->col = room;
	return (evaluate_call(e, n, room, &result->step));
}

int
expr_eval(const struct expr *e, const struct batch *b,
    struct expr_scratch *scratch, struct column *out, struct diag *d)
{
	struct evaluation ev = { e, b, scratch, d };
	struct expr_operand result;

	column_reset(out, e->root->type, 0);
	if (b->n_rows == 0)
		return (0);
	if (evaluate(&ev, e->root, out, &result) == -1)
		return (diag_prefix(d, "expression \"%s\"", e->text));
	if (result.col == out && out->n == b->n_rows)
		return (0);
	if (result.step == 1) {
		column_add_range(out, result.col, 0, b->n_rows);
		return (0);
	}
	if (result.col != out)
		column_add_range(out, result.col, 0, 1);
	column_reserve(out, b->n_rows);
	while (out->n < b->n_rows)
		column_add_range(out, out, 0, 1);
	return (0);
}
