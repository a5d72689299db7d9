/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "bin_partition.h"
#include "tree_grow.h"

/* Below this many bins one thread is done before another has woken up. */
#define BINS_FOR_THREADS 2048

struct leaf {
	size_t from, n;		/* of the rows */
	struct bin_sum sum;
	uint32_t depth;
	int32_t parent;		/* node, -1 for the root */
	bool is_left;		/* of it */
	double low, high;	/* bounds of its value */
	double group;		/* of the splits above it, if there are any */
	struct bin_sum *hist;	/* NULL: it is not to be split */
	struct tree_split best;
};

struct tree_grower {
	struct tree_grow_options opt;
	const struct bin_matrix *matrix;
	struct crew *crew;
	struct bin_hists hists;
	uint32_t *rows, *scratch;
	struct leaf *leaves;
	struct bin_sum **spare;	/* histograms not in use; room for leaves */
	size_t n_spare;
	struct tree_split *found;	/* (2, n_features) */
	/* Of the tree being grown. */
	struct tree_grow_input in;
	struct tree *tree;
};

struct tree_grower *
tree_grower_new(const struct tree_grow_options *opt,
    const struct bin_matrix *m, struct crew *crew)
{
	struct tree_grower *gr = MEM_NEW(struct tree_grower);

	gr->opt = *opt;
	gr->matrix = m;
	gr->crew = crew;
	bin_hists_init(&gr->hists, m, crew);
	gr->rows = mem_alloc(m->n_rows, sizeof(*gr->rows));
	gr->scratch = mem_alloc(m->n_rows, 2 * sizeof(*gr->scratch));
	gr->leaves = mem_calloc(opt->leaves, sizeof(*gr->leaves));
	gr->spare = mem_calloc(opt->leaves, sizeof(*gr->spare));
	gr->found = mem_calloc(2 * m->n_features, sizeof(*gr->found));
	return (gr);
}

void
tree_grower_free(struct tree_grower *gr)
{
	if (gr == NULL)
		return;
	bin_hists_release(&gr->hists);
	for (size_t i = 0; i < gr->n_spare; i++)
		free(gr->spare[i]);
	free(gr->spare);
	free(gr->rows);
	free(gr->scratch);
	free(gr->leaves);
	free(gr->found);
	free(gr);
}

uint32_t *
tree_grower_rows(struct tree_grower *gr)
{
	return (gr->rows);
}

const uint32_t *
tree_leaf_rows(const struct tree_grower *gr, uint32_t leaf, size_t *n)
{
	*n = gr->leaves[leaf].n;
	return (gr->rows + gr->leaves[leaf].from);
}

static struct bin_sum *
take_hist(struct tree_grower *gr)
{
	const struct bin_matrix *m = gr->matrix;

	if (gr->n_spare > 0)
		return (gr->spare[--gr->n_spare]);
	return (mem_alloc(m->n_bins, sizeof(struct bin_sum)));
}

static void
give_hist_back(struct tree_grower *gr, struct leaf *leaf)
{
	if (leaf->hist != NULL)
		gr->spare[gr->n_spare++] = leaf->hist;
	leaf->hist = NULL;
}

static bool
may_split(const struct tree_grower *gr, const struct leaf *leaf)
{
	return ((double)leaf->n >= 2 * gr->opt.limits.min_leaf &&
	    (gr->opt.depth == 0 || leaf->depth < gr->opt.depth));
}

double
tree_leaf_bounded(const struct tree_grower *gr, uint32_t leaf, double value)
{
	return (fmin(fmax(value, gr->leaves[leaf].low),
	    gr->leaves[leaf].high));
}

static struct tree_search
search_of(const struct tree_grower *gr, const struct leaf *leaf, size_t j)
{
	const double *directions = gr->opt.directions;

	return ((struct tree_search){ &gr->opt.limits, gr->in.scale,
	    leaf->sum, (double)leaf->n, leaf->low, leaf->high, directions !=
	    NULL ? directions[gr->matrix->features[j].col] : 0 });
}

static bool
is_allowed(const struct tree_grower *gr, const struct leaf *leaf, size_t j)
{
	const double *groups = gr->opt.groups;

	return (gr->in.allowed[j] && (groups == NULL || leaf->parent == -1 ||
	    groups[gr->matrix->features[j].col] == leaf->group));
}

struct search {
	struct tree_grower *gr;
	struct leaf *leaves[2];
};

static void
search_feature(void *ctx, size_t k, int worker)
{
	const struct search *s = ctx;
	struct tree_grower *gr = s->gr;
	const struct bin_matrix *m = gr->matrix;
	size_t j = k % m->n_features;
	const struct leaf *leaf = s->leaves[k / m->n_features];
	struct tree_search what = search_of(gr, leaf, j);
	const struct bin_sum *hist = leaf->hist + m->first[j];
	uint32_t n_bins = m->first[j + 1] - m->first[j];
	struct tree_split *found = &gr->found[k];

	(void)worker;
	found->gain = 0;
	found->feature = (uint32_t)j;
	if (!is_allowed(gr, leaf, j) || !may_split(gr, leaf))
		return;
	if (m->features[j].is_category)
		tree_split_category(&what, hist, n_bins, found);
	else
		tree_split_number(&what, hist, n_bins, found);
	if (gr->opt.weights != NULL)
		found->gain *= gr->opt.weights[m->features[j].col];
}

/* The best split of one or two leaves that have histograms; of equal gains
   that of the first feature. */
static void
search_leaves(struct tree_grower *gr, struct leaf *a, struct leaf *b)
{
	const struct bin_matrix *m = gr->matrix;
	struct search s = { gr, { a, b } };
	struct crew *crew = gr->crew;
	size_t n_leaves = b != NULL ? 2 : 1;

	if (m->n_bins < BINS_FOR_THREADS)
		crew = NULL;
	crew_for(crew, n_leaves * m->n_features, search_feature, &s);
	for (size_t k = 0; k < n_leaves * m->n_features; k++) {
		struct leaf *leaf = s.leaves[k / m->n_features];

		if (k % m->n_features == 0 ||
		    gr->found[k].gain > leaf->best.gain)
			leaf->best = gr->found[k];
	}
}

static void
start_root(struct tree_grower *gr, size_t n)
{
	struct leaf *root = &gr->leaves[0];

	*root = (struct leaf){ .n = n, .parent = -1, .hist = take_hist(gr),
	    .low = -INFINITY, .high = INFINITY };
	bin_hist_build(&gr->hists, gr->rows, n, gr->in.packed, root->hist);
	/* Every row is in one bin of the first feature, as of all others. */
	for (uint32_t b = 0; b < gr->matrix->first[1]; b++) {
		root->sum.gradient += root->hist[b].gradient;
		root->sum.hessian += root->hist[b].hessian;
	}
	if (gr->opt.leaves > 1)
		search_leaves(gr, root, NULL);
}

/* The set of a split, and where levels go that are not in the leaf: with
   most of its rows. */
static uint32_t
add_set(struct tree_grower *gr, const struct leaf *leaf)
{
	const struct bin_matrix *m = gr->matrix;
	const struct tree_split *sp = &leaf->best;
	struct tree *t = gr->tree;
	uint32_t n_words = tree_set_words(&m->features[sp->feature]), *set;
	const struct bin_sum *hist = leaf->hist + m->first[sp->feature];
	uint32_t n_bins = m->first[sp->feature + 1] - m->first[sp->feature];
	uint32_t at = (uint32_t)t->n_words;

	t->sets = mem_grow(t->sets, &t->sets_cap, t->n_words + n_words,
	    sizeof(*t->sets));
	t->n_words += n_words;
	set = t->sets + at;
	memset(set, 0, n_words * sizeof(*set));
	for (uint32_t i = 0; i < sp->n_set; i++)
		set[sp->set[i] / 32] |= (uint32_t)1 << sp->set[i] % 32;
	if (2 * sp->left.hessian <= leaf->sum.hessian)
		return (at);
	for (uint32_t b = 0; b < n_bins; b++) {
		if (bin_sum_is_zero(hist[b]))
			set[b / 32] |= (uint32_t)1 << b % 32;
	}
	return (at);
}

/* Put a node where the leaf was. */
static int32_t
add_node(struct tree_grower *gr, const struct leaf *leaf, int32_t right)
{
	const struct tree_split *sp = &leaf->best;
	const struct tree_feature *f = &gr->matrix->features[sp->feature];
	struct tree *t = gr->tree;
	int32_t k = (int32_t)t->n_leaves - 1;
	struct tree_node *node = &t->nodes[k], *parent;

	*node = (struct tree_node){ .feature = sp->feature,
	    .bin = sp->bin, .is_category = f->is_category,
	    .missing_left = sp->missing_left };
	if (f->is_category)
		node->set = add_set(gr, leaf);
	else
		node->threshold = sp->bin - 1 < f->n_thresholds ?
		    f->thresholds[sp->bin - 1] : INFINITY;
	node->left = ~(int32_t)(leaf - gr->leaves);
	node->right = ~right;
	if (leaf->parent != -1) {
		parent = &t->nodes[leaf->parent];
		*(leaf->is_left ? &parent->left : &parent->right) = k;
	}
	return (k);
}

/* Histograms of two leaves from that of their parent, which the larger one
   has, and their best splits. */
static void
search_children(struct tree_grower *gr, struct leaf *small,
    struct leaf *large)
{
	small->hist = take_hist(gr);
	bin_hist_build(&gr->hists, gr->rows + small->from, small->n,
	    gr->in.packed, small->hist);
	bin_hist_subtract(&gr->hists, large->hist, small->hist);
	search_leaves(gr, small, large);
	if (small->best.gain <= 0)
		give_hist_back(gr, small);
	if (large->best.gain <= 0)
		give_hist_back(gr, large);
}

static double
leaf_value(const struct tree_grower *gr, const struct leaf *leaf)
{
	double g = (double)leaf->sum.gradient / gr->in.scale.gradient;
	double h = (double)leaf->sum.hessian / gr->in.scale.hessian;
	double least = fmax(fabs(g) - gr->opt.limits.l1, 0);

	h += gr->opt.limits.l2;
	return (h > 0 ? fmin(fmax(-copysign(least, g) / h, leaf->low),
	    leaf->high) : 0);
}

/* What the leaf's split says of its children: they keep the leaf's bounds, and
   one value between theirs bounds both. */
static void
bind_children(const struct tree_grower *gr, const struct leaf *was,
    struct leaf *left, struct leaf *right)
{
	const double *groups = gr->opt.groups;
	const double *directions = gr->opt.directions;
	uint32_t col = gr->matrix->features[was->best.feature].col;
	double middle;

	left->low = right->low = was->low;
	left->high = right->high = was->high;
	middle = (leaf_value(gr, left) + leaf_value(gr, right)) / 2;
	if (directions != NULL && directions[col] > 0)
		left->high = right->low = middle;
	else if (directions != NULL && directions[col] < 0)
		left->low = right->high = middle;
	if (groups != NULL)
		left->group = right->group = groups[col];
}

/* The left child takes the leaf's place, the right one is new. */
static void
split_leaf(struct tree_grower *gr, struct leaf *leaf)
{
	struct tree *t = gr->tree;
	struct leaf was = *leaf, *right = &gr->leaves[t->n_leaves];
	struct leaf *large;
	int32_t k = add_node(gr, leaf, (int32_t)t->n_leaves);
	size_t n_left = bin_partition(gr->matrix, t, &t->nodes[k],
	    gr->crew, gr->rows + was.from, was.n, gr->scratch);

	*leaf = (struct leaf){ .from = was.from, .n = n_left,
	    .sum = was.best.left, .depth = was.depth + 1, .parent = k,
	    .is_left = true };
	*right = (struct leaf){ .from = was.from + n_left,
	    .n = was.n - n_left, .sum = bin_sum_less(was.sum, was.best.left),
	    .depth = was.depth + 1, .parent = k };
	bind_children(gr, &was, leaf, right);
	t->n_leaves++;
	large = leaf->n >= right->n ? leaf : right;
	large->hist = was.hist;
	if (t->n_leaves == gr->opt.leaves || !may_split(gr, large))
		give_hist_back(gr, large);
	else
		search_children(gr, large == leaf ? right : leaf, large);
}

static struct leaf *
find_best(struct tree_grower *gr)
{
	struct leaf *best = &gr->leaves[0];

	for (uint32_t i = 1; i < gr->tree->n_leaves; i++) {
		if (gr->leaves[i].best.gain > best->best.gain)
			best = &gr->leaves[i];
	}
	return (best->best.gain > 0 ? best : NULL);
}

void
tree_grow(struct tree_grower *gr, const struct tree_grow_input *in,
    size_t n, double *gains, struct tree *out)
{
	uint32_t max = gr->opt.leaves;
	struct leaf *leaf;

	*out = (struct tree){ .n_leaves = 1 };
	out->nodes = mem_calloc(max, sizeof(*out->nodes));
	gr->tree = out;
	gr->in = *in;
	start_root(gr, n);
	while (out->n_leaves < max && (leaf = find_best(gr)) != NULL) {
		gains[leaf->best.feature] += leaf->best.gain;
		split_leaf(gr, leaf);
	}
	out->leaves = mem_alloc(out->n_leaves, sizeof(*out->leaves));
	out->covers = mem_alloc(out->n_leaves, sizeof(*out->covers));
	for (uint32_t i = 0; i < out->n_leaves; i++) {
		out->leaves[i] = leaf_value(gr, &gr->leaves[i]);
		out->covers[i] = (double)gr->leaves[i].n;
		give_hist_back(gr, &gr->leaves[i]);
	}
}

uint32_t
tree_leaf_of_bins(const struct bin_matrix *m, size_t row,
    const struct tree *t)
{
	int32_t k = t->n_leaves > 1 ? 0 : ~0;
	const struct tree_node *node;
	uint32_t bin;
	bool left;

	while (k >= 0) {
		node = &t->nodes[k];
		bin = bin_at(m, row, node->feature);
		if (node->is_category)
			left = tree_set_has(t->sets + node->set, bin);
		else
			left = bin == 0 ? node->missing_left :
			    bin <= node->bin;
		k = left ? node->left : node->right;
	}
	return ((uint32_t)~k);
}
