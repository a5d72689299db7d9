/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sums of random trees, by each kernel that this processor has, against going
 * down node by node: the same bits.  Values are missing, infinite, zeros of
 * both signs, and thresholds themselves.
 */
#include <math.h>
#include <stdlib.h>

#include "check.h"
#include "mem.h"
#include "rng.h"
#include "tree_scorer.h"

/* What a test is made of. */
struct shape {
	const char *name;
	uint32_t leaves_max;
	size_t n_trees, n_groups, n_rows;
	size_t n_numbers, n_levels;	/* of the one category; 0: no */
	size_t pool;			/* of values and thresholds */
	bool is_single;
};

static const struct shape shapes[] = {
	{ "one leaf", 1, 5, 1, 100, 2, 0, 10, false },
	{ "stumps", 2, 30, 1, 100, 3, 0, 10, false },
	{ "small trees", 31, 60, 1, 300, 5, 3, 30, false },
	{ "most leaves that are bits", 64, 30, 1, 257, 5, 20, 200, false },
	{ "small and large trees", 200, 30, 3, 129, 5, 20, 200, false },
	{ "many thresholds", 60, 300, 1, 128, 1, 0, 5000, false },
	{ "many levels", 40, 60, 2, 200, 1, 700, 10, false },
	{ "single precision", 31, 40, 1, 140, 4, 3, 50, true },
	{ "few rows", 100, 21, 3, 16, 4, 10, 50, false },
	{ "few rows in single precision", 20, 21, 1, 5, 4, 0, 50, true },
	{ "one row", 31, 100, 1, 1, 4, 300, 50, false },
};

static double
pick_value(struct rng *rng, size_t pool)
{
	static const double special[] = { 0, -0.0, INFINITY, -INFINITY,
	    5e-324, -1.7976931348623157e308 };
	uint64_t k = rng_below(rng, pool);

	if (k < sizeof(special) / sizeof(special[0]))
		return (special[k]);
	return ((double)(k * 7919 % pool) / 16 - 20);
}

static void
make_features(struct trees *g, const struct shape *s)
{
	char level[32];

	g->n_features = s->n_numbers + (s->n_levels > 0);
	g->features = mem_calloc(g->n_features, sizeof(*g->features));
	for (size_t j = 0; j < g->n_features; j++) {
		g->features[j].col = (uint32_t)j;
		g->features[j].is_category = j >= s->n_numbers;
	}
	for (size_t k = 0; k < s->n_levels; k++) {
		snprintf(level, sizeof(level), "level %zu", k);
		dict_add(&g->features[s->n_numbers].levels, level,
		    strlen(level));
	}
}

static void
make_node(struct trees *g, struct tree *t, struct tree_node *node,
    const struct shape *s, struct rng *rng)
{
	uint32_t n;

	*node = (struct tree_node){ .feature =
	    (uint32_t)rng_below(rng, g->n_features),
	    .missing_left = rng_next(rng) & 1,
	    .threshold = pick_value(rng, s->pool) };
	if (node->feature < s->n_numbers)
		return;
	n = tree_set_words(&g->features[node->feature]);
	node->is_category = true;
	node->set = (uint32_t)t->n_words;
	t->sets = mem_grow(t->sets, &t->sets_cap, t->n_words + n,
	    sizeof(*t->sets));
	for (uint32_t w = 0; w < n; w++)
		t->sets[t->n_words++] = (uint32_t)(rng_next(rng) &
		    rng_next(rng));
}

/* Split a leaf at random until there are enough. */
static void
make_tree(struct trees *g, struct tree *t, const struct shape *s,
    struct rng *rng)
{
	uint32_t n = 1 + (uint32_t)rng_below(rng, s->leaves_max);
	int32_t **at = mem_calloc(n, sizeof(*at)), root;

	t->nodes = mem_calloc(n, sizeof(*t->nodes));
	t->leaves = mem_calloc(n, sizeof(*t->leaves));
	at[0] = &root;
	for (uint32_t k = 0; k + 1 < n; k++) {
		uint32_t leaf = (uint32_t)rng_below(rng, k + 1);

		make_node(g, t, &t->nodes[k], s, rng);
		*at[leaf] = (int32_t)k;
		t->nodes[k].left = ~(int32_t)leaf;
		t->nodes[k].right = ~(int32_t)(k + 1);
		at[leaf] = &t->nodes[k].left;
		at[k + 1] = &t->nodes[k].right;
	}
	for (uint32_t k = 0; k < n; k++)
		t->leaves[k] = (float)(int)rng_below(rng, 100003) / 7e4f - 0.5f;
	t->n_leaves = n;
	free(at);
}

static struct trees *
make_trees(const struct shape *s, struct rng *rng)
{
	struct trees *g = trees_new();

	make_features(g, s);
	g->is_single = s->is_single;
	g->n_groups = s->n_groups;
	g->base = mem_calloc(g->n_groups, sizeof(*g->base));
	for (size_t k = 0; k < g->n_groups; k++)
		g->base[k] = (float)(int)rng_below(rng, 100003) / 7e4f;
	g->trees = mem_calloc(s->n_trees, sizeof(*g->trees));
	for (; g->n_trees < s->n_trees; g->n_trees++)
		make_tree(g, &g->trees[g->n_trees], s, rng);
	return (g);
}

static void
make_rows(struct block *b, const struct shape *s, struct rng *rng)
{
	char level[32];

	for (size_t i = 0; i < s->n_rows; i++) {
		for (size_t j = 0; j < s->n_numbers; j++)
			column_add_float(&b->cols[j], rng_below(rng, 8) == 0 ?
			    NAN : pick_value(rng, s->pool));
		if (s->n_levels == 0)
			continue;
		snprintf(level, sizeof(level), "level %d",
		    (int)(rng_below(rng, s->n_levels + 1)));
		if (rng_below(rng, 8) == 0)
			column_add_missing(&b->cols[s->n_numbers]);
		else
			column_add_string(&b->cols[s->n_numbers], level,
			    strlen(level));
	}
}

/* The leaf that a row reaches. */
static double
go_down(const struct tree *t, const double *row)
{
	int32_t k = t->n_leaves > 1 ? 0 : ~0;

	while (k >= 0) {
		const struct tree_node *node = &t->nodes[k];

		k = tree_goes_left(t, node, row[node->feature]) ? node->left :
		    node->right;
	}
	return (t->leaves[~k]);
}

static void
sum_simply(const struct trees *g, const struct batch *b, double *out)
{
	double *values = mem_alloc(b->n_rows, g->n_features *
	    sizeof(*values));

	trees_values(g, b, 0, b->n_rows, values);
	for (size_t i = 0; i < b->n_rows; i++, out += g->n_groups) {
		memcpy(out, g->base, g->n_groups * sizeof(*out));
		for (size_t t = 0; t < g->n_trees; t++) {
			double *sum = &out[t % g->n_groups];

			*sum += go_down(&g->trees[t],
			    values + i * g->n_features);
			if (g->is_single)
				*sum = (float)*sum;
		}
	}
	free(values);
}

static void
check_kernels(const struct trees *g, const struct batch *b,
    const struct shape *s)
{
	size_t n = b->n_rows * g->n_groups;
	double *want = mem_alloc(n, sizeof(*want));
	double *got = mem_alloc(n, sizeof(*got));
	struct tree_scorer *scorer = tree_scorer_new(g);

	sum_simply(g, b, want);
	for (const struct bits_kernel *k = bits_kernels; k->name != NULL;
	    k++) {
		if (!k->runs_here())
			continue;
		scorer->bits.kernel = k;
		memset(got, 0xff, n * sizeof(*got));
		tree_scorer_sums(scorer, g, b, 0, b->n_rows, got);
		if (memcmp(got, want, n * sizeof(*got)) != 0)
			printf("# %s by %s\n", s->name, k->name);
		CHECK(memcmp(got, want, n * sizeof(*got)) == 0);
	}
	tree_scorer_free(scorer);
	free(want);
	free(got);
}

static void
test_shape(const struct shape *s)
{
	struct rng rng;
	struct schema schema;
	struct diag d;
	struct block b;
	struct trees *g;
	char name[32];

	rng_init(&rng, 7);
	schema_init(&schema);
	for (size_t j = 0; j < s->n_numbers + (s->n_levels > 0); j++) {
		struct field f = { .name = name, .type = j < s->n_numbers ?
		    COL_FLOAT : COL_STRING };

		snprintf(name, sizeof(name), "c%zu", j);
		CHECK_INT(schema_add(&schema, &f, &d), 0);
	}
	g = make_trees(s, &rng);
	block_init(&b, &schema);
	make_rows(&b, s, &rng);
	check_kernels(g, block_seal(&b, 0), s);
	block_release(&b);
	trees_free(g);
	schema_release(&schema);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
		test_shape(&shapes[i]);
	return (check_done());
}
