/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "mem.h"

#include "expr_node.h"

struct expr_node *
expr_node_new(struct expr *e, enum node_kind kind, size_t at)
{
	struct expr_node *n = MEM_NEW(struct expr_node);

	n->kind = kind;
	n->at = at;
	n->depth = 1;
	n->next = e->nodes;
	e->nodes = n;
	return (n);
}

static void
free_node(struct expr_node *n)
{
	free(n->args);
	if (n->kind == NODE_CONSTANT)
		column_release(&n->constant);
	if (n->compiled != NULL)
		free_regex(n->compiled);
	free(n);
}

void
expr_node_add(struct expr_node *n, struct expr_node *arg)
{
	n->args = mem_grow(n->args, &n->cap, n->n_args + 1, sizeof(*n->args));
	n->args[n->n_args++] = arg;
	if (arg->depth >= n->depth)
		n->depth = arg->depth + 1;
}

void
expr_free(struct expr *e)
{
	struct expr_node *next;

	if (e == NULL)
		return;
	for (struct expr_node *n = e->nodes; n != NULL; n = next) {
		next = n->next;
		free_node(n);
	}
	dict_release(&e->names);
	free(e->name_list);
	free(e->cols);
	free(e->text);
	free(e);
}

const char *const *
expr_names(const struct expr *e, size_t *n)
{
	*n = e->names.n;
	return (e->name_list);
}

void
expr_set_name(struct expr *e, size_t i, const char *column)
{
	e->name_list[i] = column;
}

enum col_type
expr_type(const struct expr *e)
{
	return (e->root->type);
}

const size_t *
expr_columns(const struct expr *e, size_t *n)
{
	*n = e->names.n;
	return (e->cols);
}
