/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "mem.h"

#include "merge_tree.h"

void
merge_tree_init(struct merge_tree *t, const struct fitter *fitters, size_t n,
    const struct merge_units *units)
{
	uint64_t last = 0;

	*t = (struct merge_tree){ .fitters = fitters, .n = n,
	    .units = *units };
	pthread_mutex_init(&t->lock, NULL);
	if (units->n > 0)
		last = units->numbers != NULL ?
		    units->numbers[units->n - 1] : units->n - 1;
	while (last >> t->height > 0)
		t->height++;
}

void
merge_node_free(const struct merge_tree *t, struct merge_node *node)
{
	for (size_t i = 0; i < t->n; i++)
		t->fitters[i].ops->free(node->fits[i]);
	free(node->fits);
}

void
merge_tree_release(struct merge_tree *t)
{
	for (size_t i = 0; i < t->n_nodes; i++)
		merge_node_free(t, &t->nodes[i]);
	free(t->nodes);
	pthread_mutex_destroy(&t->lock);
}

/* Is there any unit of the table under a node? */
static bool
has_units(const struct merge_units *u, unsigned height, uint64_t number)
{
	uint64_t lo = 0, hi = u->n, mid;

	if (u->numbers == NULL)
		return (number << height < u->n);
	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (u->numbers[mid] >> height < number)
			lo = mid + 1;
		else
			hi = mid;
	}
	return (lo < u->n && u->numbers[lo] >> height == number);
}

/* Are all units under a node at hand? */
static bool
is_at_hand(const struct merge_units *u, unsigned height, uint64_t number)
{
	uint64_t first = number << height, end = (number + 1) << height;

	return (u->numbers != NULL || (first >= u->first &&
	    (end < u->n ? end : u->n) <= u->end));
}

/* Take the neighbour out of those that wait, or join them. */
static bool
meet_neighbour(struct merge_tree *t, const struct merge_node *node,
    struct merge_node *other)
{
	bool found = false;

	pthread_mutex_lock(&t->lock);
	for (size_t i = 0; i < t->n_nodes && !found; i++) {
		*other = t->nodes[i];
		found = other->height == node->height &&
		    other->number == (node->number ^ 1);
		if (found)
			t->nodes[i] = t->nodes[--t->n_nodes];
	}
	if (!found) {
		t->nodes = mem_grow(t->nodes, &t->cap, t->n_nodes + 1,
		    sizeof(*t->nodes));
		t->nodes[t->n_nodes++] = *node;
	}
	pthread_mutex_unlock(&t->lock);
	return (found);
}

static void
merge_nodes(const struct merge_tree *t, struct merge_node *node,
    struct merge_node *other)
{
	void **left = node->number & 1 ? other->fits : node->fits;
	void **right = node->number & 1 ? node->fits : other->fits;

	for (size_t i = 0; i < t->n; i++)
		t->fitters[i].ops->merge(left[i], t->fitters[i].what,
		    right[i]);
	free(right);
	node->fits = left;
}

/* Who comes second merges. */
void
merge_tree_add(struct merge_tree *t, const struct merge_node *added)
{
	struct merge_node node = *added, other;

	for (; node.height < t->height; node.height++, node.number /= 2) {
		if (!has_units(&t->units, node.height, node.number ^ 1))
			continue;
		if (!is_at_hand(&t->units, node.height, node.number ^ 1))
			break;
		if (!meet_neighbour(t, &node, &other))
			return;
		merge_nodes(t, &node, &other);
	}
	/* The root, or what lacks a neighbour that somebody else has: it
	   meets nobody. */
	if (meet_neighbour(t, &node, &other))
		BUG("two states of the units of node %u:%llu", node.height,
		    (unsigned long long)node.number);
}

void
merge_tree_take(struct merge_tree *t, struct fitter *fitters)
{
	if (t->n_nodes > 1)
		BUG("%zu states are not merged", t->n_nodes);
	for (size_t i = 0; i < t->n; i++)
		fitters[i].fit = t->n_nodes > 0 ? t->nodes[0].fits[i] : NULL;
	if (t->n_nodes > 0)
		free(t->nodes[0].fits);
	t->n_nodes = 0;
}
