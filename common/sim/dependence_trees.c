/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "dependence.h"

#define N_BINS 255		/* of atoms; and bin 0 is missing */
#define DEPTH_MAX 60

/* A node; a leaf has rows instead of a split. */
struct node {
	uint32_t feature;	/* bins <= bin go left; UINT32_MAX: a leaf */
	uint32_t bin;
	uint32_t left, right;	/* nodes, or the leaf's rows: first and end */
};

struct column_tree {
	struct node *nodes;
	size_t n, cap;
	uint32_t *rows;		/* of the table, in the order of leaves */
};

struct trees_fit {
	const struct sim_table *table;
	uint8_t **bin_of_atom;	/* (n_cols, n_atoms) */
	uint8_t **bins;		/* (n_cols, n_rows): while it is fitted */
	size_t *order;		/* of columns */
	struct column_tree *trees;	/* by place in the order */
};

/* What a split is looked for with. */
struct search {
	const struct trees_fit *fit;
	struct column_tree *tree;
	size_t n_features;	/* the first of the order */
	uint32_t least;		/* rows of a leaf */
	uint32_t n_classes;	/* 0: numbers */
	uint32_t *class_of;	/* (n_rows) */
	double *y;		/* (n_rows) */
	uint32_t *sorted;	/* (n_rows): rows by bin */
	uint32_t *left, *right;	/* (n_classes): rows of each */
};

struct split {
	uint32_t feature, bin;
	double gain;
};

/* Bins of about equal counts, an atom each where there are few. */
static uint8_t *
bin_atoms(const struct sim_column *c)
{
	uint8_t *bin = mem_alloc(c->n_atoms, 1);
	double middle;

	for (uint32_t k = 0; k < c->n_atoms; k++) {
		middle = c->upto[k] - sim_atom_rows(c, k) / 2.0;
		bin[k] = (uint8_t)(1 + (c->n_atoms <= N_BINS ? k :
		    (uint32_t)(middle / c->n * N_BINS)));
	}
	return (bin);
}

static uint8_t *
bin_rows(const uint8_t *bin, const uint32_t *atoms, size_t n)
{
	uint8_t *out = mem_alloc(n, 1);

	for (size_t i = 0; i < n; i++)
		out[i] = atoms[i] == ATOM_MISSING ? 0 : bin[atoms[i]];
	return (out);
}

/* The rows by their bin of a feature; where each bin begins. */
static void
sort_by_bin(struct search *s, const uint8_t *bins, const uint32_t *rows,
    size_t n, uint32_t begin[N_BINS + 2])
{
	uint32_t at[N_BINS + 2];

	memset(begin, 0, (N_BINS + 2) * sizeof(*begin));
	for (size_t i = 0; i < n; i++)
		begin[bins[rows[i]] + 1]++;
	for (size_t b = 1; b < N_BINS + 2; b++)
		begin[b] += begin[b - 1];
	memcpy(at, begin, sizeof(at));
	for (size_t i = 0; i < n; i++)
		s->sorted[at[bins[rows[i]]]++] = rows[i];
}

/* What is left and right of a border. */
struct halves_sum {
	double left, right;	/* sums of y, or of squares of counts */
	double n_left, n_right;
};

/* Rows go from right to left. */
static void
move_rows(struct search *s, const uint32_t *rows, size_t n,
    struct halves_sum *h)
{
	uint32_t k;

	for (size_t i = 0; i < n; i++) {
		if (s->n_classes == 0) {
			h->left += s->y[rows[i]];
			h->right -= s->y[rows[i]];
		} else {
			k = s->class_of[rows[i]];
			h->left += 2.0 * s->left[k]++ + 1;
			h->right -= 2.0 * s->right[k]-- - 1;
		}
	}
	h->n_left += (double)n;
	h->n_right -= (double)n;
}

static double
score(const struct search *s, const struct halves_sum *h)
{
	return (s->n_classes == 0 ? h->left * h->left / h->n_left +
	    h->right * h->right / h->n_right :
	    h->left / h->n_left + h->right / h->n_right);
}

/* All rows of the node on the right; the score without a split. */
static double
gather(struct search *s, const uint32_t *rows, size_t n,
    struct halves_sum *h)
{
	*h = (struct halves_sum){ .n_right = (double)n };
	for (size_t i = 0; i < n; i++) {
		if (s->n_classes == 0)
			h->right += s->y[rows[i]];
		else
			h->right += 2.0 * s->right[s->class_of[rows[i]]]++ + 1;
	}
	return (s->n_classes == 0 ? h->right * h->right / h->n_right :
	    h->right / h->n_right);
}

static void
forget(struct search *s, const uint32_t *rows, size_t n)
{
	for (size_t i = 0; i < n && s->n_classes > 0; i++)
		s->left[s->class_of[rows[i]]] = s->right[s->class_of[rows[i]]] =
		    0;
}

static void
try_feature(struct search *s, uint32_t f, const uint32_t *rows, size_t n,
    struct split *best)
{
	uint32_t begin[N_BINS + 2];
	struct halves_sum h;
	double none, gain;

	sort_by_bin(s, s->fit->bins[s->fit->order[f]], rows, n, begin);
	none = gather(s, rows, n, &h);
	for (uint32_t b = 0; b < N_BINS; b++) {
		if (begin[b] == begin[b + 1])
			continue;
		move_rows(s, s->sorted + begin[b], begin[b + 1] - begin[b],
		    &h);
		if (h.n_right < s->least)
			break;
		gain = h.n_left < s->least ? 0 : score(s, &h) - none;
		if (gain > best->gain * (1 + 1e-9) + 1e-9 * none) {
			*best = (struct split){ f, b, gain };
		}
	}
	forget(s, rows, n);
}

/* The rows of the left part to the front, both in order; how many. */
static size_t
part_rows(struct search *s, const struct split *best, uint32_t *rows, size_t n)
{
	const uint8_t *bins = s->fit->bins[s->fit->order[best->feature]];
	size_t left = 0, right = 0;

	for (size_t i = 0; i < n; i++) {
		if (bins[rows[i]] <= best->bin)
			rows[left++] = rows[i];
		else
			s->sorted[right++] = rows[i];
	}
	memcpy(rows + left, s->sorted, right * sizeof(*rows));
	return (left);
}

/* The node of rows first .. end - 1, and all below it; its number. */
static uint32_t
grow(struct search *s, uint32_t first, uint32_t end, int depth)
{
	struct column_tree *t = s->tree;
	struct split best = { UINT32_MAX, 0, 0 };
	uint32_t *rows = t->rows + first, self = (uint32_t)t->n++, below;
	size_t n = end - first;

	for (uint32_t f = 0; f < s->n_features && n >= 2 * s->least &&
	    depth < DEPTH_MAX; f++)
		try_feature(s, f, rows, n, &best);
	t->nodes = mem_grow(t->nodes, &t->cap, t->n, sizeof(*t->nodes));
	t->nodes[self] = (struct node){ best.feature, best.bin, first, end };
	if (best.feature == UINT32_MAX)
		return (self);
	end = first + (uint32_t)part_rows(s, &best, rows, n);
	below = grow(s, first, end, depth + 1);
	t->nodes[self].left = below;
	below = grow(s, end, first + (uint32_t)n, depth + 1);
	t->nodes[self].right = below;
	return (self);
}

/* What the trees of a column are to tell apart: classes, or ranks, missing
   rows well below all others. */
static void
take_target(struct search *s, const struct sim_column *c,
    const uint32_t *atoms, size_t n)
{
	uint32_t a;

	if (c->number != NULL && c->values.type != COL_BOOL)
		s->y = mem_alloc(n, sizeof(*s->y));
	else
		s->n_classes = (uint32_t)c->n_atoms + 1;
	s->class_of = mem_alloc(n, sizeof(*s->class_of));
	for (size_t i = 0; i < n; i++) {
		a = atoms[i];
		s->class_of[i] = a == ATOM_MISSING ? (uint32_t)c->n_atoms : a;
		if (s->y != NULL)
			s->y[i] = a == ATOM_MISSING ? -0.6 :
			    (c->upto[a] - sim_atom_rows(c, a) / 2.0) / c->n -
			    0.5;
	}
	s->left = mem_calloc(s->n_classes, sizeof(*s->left));
	s->right = mem_calloc(s->n_classes, sizeof(*s->right));
}

static void
fit_column(void *ctx, size_t k, int worker)
{
	struct trees_fit *f = ctx;
	const struct sim_table *t = f->table;
	size_t j = f->order[k], n = t->n_rows;
	struct search s = { .fit = f, .tree = &f->trees[k], .n_features = k,
	    .least = t->columns[j].rare };

	(void)worker;
	s.tree->rows = mem_alloc(n, sizeof(*s.tree->rows));
	for (size_t i = 0; i < n; i++)
		s.tree->rows[i] = (uint32_t)i;
	s.sorted = mem_alloc(n, sizeof(*s.sorted));
	take_target(&s, &t->columns[j], t->atoms[j], n);
	/* Texts that are made up depend on nothing. */
	if (!t->compared[j])
		s.n_features = 0;
	(void)grow(&s, 0, (uint32_t)n, 0);
	free(s.sorted);
	free(s.y);
	free(s.class_of);
	free(s.left);
	free(s.right);
}

static int
trees_make(const struct sim_table *t, const struct dependence_options *o,
    void **out, struct diag *d)
{
	struct trees_fit *f = MEM_NEW(struct trees_fit);
	size_t n = t->schema.n, k = 0;

	(void)d;
	f->table = t;
	f->bin_of_atom = mem_alloc(n, sizeof(*f->bin_of_atom));
	f->bins = mem_alloc(n, sizeof(*f->bins));
	f->order = mem_alloc(n, sizeof(*f->order));
	f->trees = mem_calloc(n, sizeof(*f->trees));
	if (o->by != COLUMN_NONE)
		f->order[k++] = o->by;
	for (size_t j = 0; j < n; j++) {
		if (j != o->by)
			f->order[k++] = j;
		f->bin_of_atom[j] = bin_atoms(&t->columns[j]);
		f->bins[j] = bin_rows(f->bin_of_atom[j], t->atoms[j],
		    t->n_rows);
	}
	crew_for(o->crew, n, fit_column, f);
	for (size_t j = 0; j < n; j++)
		free(f->bins[j]);
	free(f->bins);
	*out = f;
	return (0);
}

static void
trees_draw(const void *fit, struct rng *r, uint32_t *atoms)
{
	const struct trees_fit *f = fit;
	const struct sim_table *t = f->table;

	for (size_t k = 0; k < t->schema.n; k++) {
		const struct column_tree *tree = &f->trees[k];
		const struct node *node = tree->nodes;
		size_t j = f->order[k], on;
		uint8_t bin;

		while (node->feature != UINT32_MAX) {
			on = f->order[node->feature];
			bin = atoms[on] == ATOM_MISSING ? 0 :
			    f->bin_of_atom[on][atoms[on]];
			node = tree->nodes + (bin <= node->bin ? node->left :
			    node->right);
		}
		atoms[j] = t->atoms[j][tree->rows[node->left +
		    rng_below(r, node->right - node->left)]];
	}
}

static void
trees_free(void *fit)
{
	struct trees_fit *f = fit;

	for (size_t j = 0; j < f->table->schema.n; j++) {
		free(f->bin_of_atom[j]);
		free(f->trees[j].nodes);
		free(f->trees[j].rows);
	}
	free(f->bin_of_atom);
	free(f->order);
	free(f->trees);
	free(f);
}

const struct dependence trees_dependence = {
	.name = "trees",
	.fit = trees_make,
	.draw = trees_draw,
	.free = trees_free,
};
