/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "tree_bits.h"

#define EACH_BYTE 0x01010101u

/* The leaves below a node: n_left on the left from the first, all n. */
struct below {
	uint32_t first, n_left, n;
};

/* Children come after their parents. */
static void
count_below(const struct tree *t, struct below *at)
{
	for (uint32_t k = t->n_leaves - 1; k-- > 0;) {
		const struct tree_node *node = &t->nodes[k];

		at[k].n_left = node->left < 0 ? 1 : at[node->left].n;
		at[k].n = at[k].n_left +
		    (node->right < 0 ? 1 : at[node->right].n);
	}
}

/* Leaves from left to right. */
static void
place_leaves(const struct tree *t, struct below *at, double *leaves)
{
	at[0].first = 0;
	for (uint32_t k = 0; k + 1 < t->n_leaves; k++) {
		int32_t child[] = { t->nodes[k].left, t->nodes[k].right };
		uint32_t first[] = { at[k].first,
		    at[k].first + at[k].n_left };

		for (int side = 0; side < 2; side++) {
			if (child[side] < 0)
				leaves[first[side]] = t->leaves[~child[side]];
			else
				at[child[side]].first = first[side];
		}
	}
}

static void
add_test(struct tree_bits *b, const struct tree_node *node, uint32_t leaves)
{
	uint32_t col;
	uint8_t code;

	tree_codes_of(&b->codes, node, &col, &code);
	b->tests = mem_grow(b->tests, &b->tests_cap, b->n_tests + 1,
	    sizeof(*b->tests));
	b->tests[b->n_tests++] = (struct bits_test){ col * CODE_ROWS,
	    code * EACH_BYTE, ~(leaves * EACH_BYTE) };
}

/* Tables of the classes that go right. */
static void
add_tables(struct tree_bits *b, const struct tree *t,
    const struct tree_node *node, const struct code_levels *l)
{
	b->tables = mem_grow(b->tables, &b->tables_cap,
	    b->n_tables + l->n_tables, sizeof(*b->tables));
	memset(b->tables + b->n_tables, 0, l->n_tables * sizeof(*b->tables));
	for (uint32_t bin = 0; bin < l->n_bins; bin++) {
		uint32_t c = l->classes[bin];

		if (!tree_set_has(t->sets + node->set, bin))
			b->tables[b->n_tables + c / CODE_TABLE][c / 8 % 16] |=
			    (uint8_t)(1 << c % 8);
	}
	b->n_tables += l->n_tables;
}

static void
add_sets(struct tree_bits *b, const struct tree *t,
    const struct tree_node *node, uint32_t leaves, struct bits_plane *plane)
{
	const struct code_levels *l = tree_codes_levels(&b->codes, node);

	b->sets = mem_grow(b->sets, &b->sets_cap, b->n_sets + l->n_tables,
	    sizeof(*b->sets));
	for (uint32_t k = 0; k < l->n_tables; k++)
		b->sets[b->n_sets++] = (struct bits_set){
		    l->col * CODE_ROWS, (l->col + 1 + k) * CODE_ROWS,
		    ~(leaves * EACH_BYTE), (uint32_t)b->n_tables + k };
	plane->n_sets += l->n_tables;
	add_tables(b, t, node, l);
}

/* The tests of leaves 8 p to 8 p + 7. */
static void
add_plane(struct tree_bits *b, const struct tree *t, const struct below *at,
    uint32_t p)
{
	struct bits_plane plane = { b->n_tests, b->n_sets, 0, 0 };

	for (uint32_t k = 0; k + 1 < t->n_leaves; k++) {
		uint64_t left = (UINT64_C(1) << at[k].n_left) - 1;
		uint32_t leaves = left << at[k].first >> 8 * p & 0xff;

		if (leaves == 0)
			continue;
		if (t->nodes[k].is_category) {
			add_sets(b, t, &t->nodes[k], leaves, &plane);
		} else {
			add_test(b, &t->nodes[k], leaves);
			plane.n_tests++;
		}
	}
	b->planes = mem_grow(b->planes, &b->planes_cap, b->n_planes + 1,
	    sizeof(*b->planes));
	b->planes[b->n_planes++] = plane;
}

static void
add_tree(struct tree_bits *b, const struct tree *t, struct bits_tree *out)
{
	struct below at[TREE_BITS_LEAVES];

	*out = (struct bits_tree){ b->n_planes, b->n_leaves,
	    (t->n_leaves + 7) / 8 };
	b->leaves = mem_grow(b->leaves, &b->leaves_cap,
	    b->n_leaves + t->n_leaves, sizeof(*b->leaves));
	if (t->n_leaves == 1)
		b->leaves[b->n_leaves] = t->leaves[0];
	count_below(t, at);
	place_leaves(t, at, b->leaves + b->n_leaves);
	b->n_leaves += t->n_leaves;
	for (uint32_t p = 0; p < out->n_planes; p++)
		add_plane(b, t, at, p);
}

void
tree_bits_init(struct tree_bits *b, const struct trees *g)
{
	bool *is_small = mem_alloc(g->n_trees, sizeof(*is_small));

	memset(b, 0, sizeof(*b));
	for (size_t t = 0; t < g->n_trees; t++)
		is_small[t] = g->trees[t].n_leaves <= TREE_BITS_LEAVES;
	tree_codes_init(&b->codes, g, is_small);
	b->trees = mem_calloc(g->n_trees, sizeof(*b->trees));
	for (size_t t = 0; t < g->n_trees; t++) {
		if (is_small[t])
			add_tree(b, &g->trees[t], &b->trees[t]);
	}
	free(is_small);
	for (b->kernel = bits_kernels; !b->kernel->runs_here();)
		b->kernel++;
}

void
tree_bits_release(struct tree_bits *b)
{
	tree_codes_release(&b->codes);
	free(b->trees);
	free(b->planes);
	free(b->tests);
	free(b->sets);
	free(b->tables);
	free(b->leaves);
}

void
tree_bits_add(const struct tree_bits *b, size_t tree, const uint8_t *codes,
    double *sums)
{
	const struct bits_tree *t = &b->trees[tree];
	const double *leaves = b->leaves + t->leaf;
	uint8_t leaf[CODE_ROWS];

	b->kernel->find(b, t, codes, leaf);
	for (size_t r = 0; r < CODE_ROWS; r++)
		sums[r] += leaves[leaf[r]];
}
