/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "link.h"
#include "mem.h"

#include "tree_scorer.h"
#include "trees.h"

/* What is made of the trees when they are first needed. */
struct trees_ready {
	_Atomic(struct tree_scorer *) scorer;
};

struct trees *
trees_new(void)
{
	struct trees *g = MEM_NEW(struct trees);

	g->divisor = g->steepness = 1;
	g->oob_score = NAN;
	g->ready = MEM_NEW(struct trees_ready);
	return (g);
}

void
tree_release(struct tree *t)
{
	free(t->nodes);
	free(t->leaves);
	free(t->covers);
	free(t->sets);
}

static void
release_feature(struct tree_feature *f)
{
	dict_release(&f->levels);
	free(f->means);
	free(f->folded);
	free(f->thresholds);
}

void
trees_free(struct trees *g)
{
	if (g == NULL)
		return;
	for (size_t t = 0; t < g->n_trees; t++)
		tree_release(&g->trees[t]);
	for (size_t j = 0; j < g->n_features; j++)
		release_feature(&g->features[j]);
	tree_scorer_free(atomic_load(&g->ready->scorer));
	free(g->ready);
	free(g->trees);
	free(g->features);
	free(g->base);
	free(g);
}

void
trees_drop_idle(struct trees *g)
{
	uint32_t *to = mem_calloc(g->n_features, sizeof(*to)), n = 0;

	for (size_t t = 0; t < g->n_trees; t++) {
		for (uint32_t k = 0; k + 1 < g->trees[t].n_leaves; k++)
			to[g->trees[t].nodes[k].feature] = 1;
	}
	for (size_t j = 0; j < g->n_features; j++) {
		struct tree_feature *f = &g->features[j];

		if ((f->is_sparse || f->means != NULL) && f->gain == 0 &&
		    to[j] == 0) {
			release_feature(f);
			continue;
		}
		to[j] = n;
		g->features[n++] = *f;
	}
	g->n_features = n;
	for (size_t t = 0; t < g->n_trees; t++) {
		for (uint32_t k = 0; k + 1 < g->trees[t].n_leaves; k++)
			g->trees[t].nodes[k].feature =
			    to[g->trees[t].nodes[k].feature];
	}
	free(to);
}

uint32_t
tree_set_words(const struct tree_feature *f)
{
	return ((uint32_t)(f->levels.n + 2 + 31) / 32);
}

uint32_t
tree_level_bin(const struct tree_feature *f, const struct column *c, size_t i)
{
	const char *p;
	uint32_t id;
	size_t n;

	if (!c->valid[i])
		return (0);
	p = column_string(c, i, &n);
	id = dict_find(&f->levels, p, n);
	return ((id != DICT_NONE ? id : (uint32_t)f->levels.n) + 1);
}

void
trees_count_unknown(const struct trees *g, const struct batch *b,
    uint64_t *n_unknown)
{
	for (size_t j = 0; j < g->n_features; j++) {
		const struct tree_feature *f = &g->features[j];

		for (size_t i = 0; i < b->n_rows && f->is_category; i++)
			n_unknown[f->col] += tree_level_bin(f,
			    b->cols[f->col], i) > f->levels.n;
	}
}

static double
number_at(const struct tree_feature *f, const struct column *c, size_t i)
{
	if (c->type == COL_FLOAT)
		return (c->floats[i]);
	if (f->means != NULL)
		return (f->means[tree_level_bin(f, c, i)]);
	if (c->type != COL_VECTOR)
		return (column_number(c, i));
	return (c->valid[i] ?
	    (double)c->vector[i * c->width + f->element] : NAN);
}

double
tree_number(const struct tree_feature *f, const struct column *c, size_t i)
{
	double x = number_at(f, c, i);

	return (f->zero_is_missing && fabs(x) <= (double)1e-35f ? NAN : x);
}

static bool
is_before(const struct tree_feature *f, uint32_t col, uint32_t place)
{
	return (f->col != col ? f->col < col : f->element < place);
}

size_t
tree_find_place(const struct tree_feature *f, size_t first, size_t n,
    uint32_t col, uint32_t place)
{
	size_t low = first, high = n, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (is_before(&f[middle], col, place))
			low = middle + 1;
		else
			high = middle;
	}
	return (low < n && f[low].col == col && f[low].element == place ?
	    low : n);
}

/* Where values go: row i of feature j to out[i * row + j * feature]. */
struct layout {
	size_t row, feature;
	double *out;
};

/* The places of sparse column c, features first .. end - 1. */
static void
put_places(const struct trees *g, size_t first, size_t end,
    const struct column *c, size_t from, size_t n, const struct layout *to)
{
	uint32_t col = g->features[first].col;
	size_t j;

	for (size_t i = 0; i < n; i++) {
		for (j = first; j < end; j++)
			to->out[i * to->row + j * to->feature] = 0;
		for (uint32_t e = c->off[from + i]; e < c->off[from + i + 1];
		    e++) {
			j = tree_find_place(g->features, first, end, col,
			    c->index[e]);
			if (j < end)
				to->out[i * to->row + j * to->feature] =
				    (double)c->value[e];
		}
	}
}

static void
put_values(const struct trees *g, const struct batch *b, size_t first,
    size_t n, const struct layout *to)
{
	size_t end;

	for (size_t j = 0; j < g->n_features; j = end) {
		const struct tree_feature *f = &g->features[j];
		const struct column *c = b->cols[f->col];
		double *out = to->out + j * to->feature;
		bool is_plain = c->type == COL_FLOAT && !f->zero_is_missing;

		end = j + 1;
		while (f->is_sparse && end < g->n_features &&
		    g->features[end].col == f->col)
			end++;
		if (f->is_sparse) {
			put_places(g, j, end, c, first, n, to);
			continue;
		}
		for (size_t i = first; i < first + n; i++, out += to->row) {
			if (is_plain)
				*out = c->floats[i];
			else if (f->is_category)
				*out = tree_level_bin(f, c, i);
			else
				*out = tree_number(f, c, i);
		}
	}
}

void
trees_values(const struct trees *g, const struct batch *b, size_t first,
    size_t n, double *out)
{
	put_values(g, b, first, n, &(struct layout){ g->n_features, 1, out });
}

void
trees_columns(const struct trees *g, const struct batch *b, size_t first,
    size_t n, size_t stride, double *out)
{
	put_values(g, b, first, n, &(struct layout){ 1, stride, out });
}

/* As XGBoost has them. */
static float
sigmoid_single(float s)
{
	return (1.0f / (expf(-s) + 1.0f + 1e-16f));
}

static void
softmax_single(double *v, size_t k)
{
	float max = (float)v[0], *e = mem_alloc(k, sizeof(*e));
	double sum = 0;

	for (size_t c = 1; c < k; c++)
		max = (float)v[c] > max ? (float)v[c] : max;
	for (size_t c = 0; c < k; c++)
		sum += (double)(e[c] = expf((float)v[c] - max));
	for (size_t c = 0; c < k; c++)
		v[c] = (double)(e[c] / (float)sum);
	free(e);
}

static void
apply_link_single(const struct trees *g, double *sums, size_t n)
{
	for (size_t i = 0; i < n * g->n_groups; i++) {
		if (g->link == TREE_EXP)
			sums[i] = (double)expf((float)sums[i]);
		else if (g->link == TREE_SIGMOID)
			sums[i] = (double)sigmoid_single((float)sums[i]);
		else if (g->link == TREE_SOFTMAX && i % g->n_groups == 0)
			softmax_single(sums + i, g->n_groups);
	}
}

void
trees_link(const struct trees *g, double *sums, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		switch (g->link) {
		case TREE_EXP:
			sums[i] = exp(sums[i]);
			break;
		case TREE_EXP2:
			sums[i] = exp2(sums[i]);
			break;
		case TREE_LOGISTIC:
			sums[i] = sigmoid(sums[i]);
			break;
		case TREE_SOFTMAX:
			softmax(sums + i * g->n_groups, g->n_groups);
			break;
		case TREE_SIGMOID:
			for (size_t k = 0; k < g->n_groups; k++)
				sums[i * g->n_groups + k] = 1.0 / (1.0 + exp(
				    -g->steepness * sums[i * g->n_groups + k]));
			break;
		case TREE_IDENTITY:
		case N_TREE_LINKS:
			break;
		}
	}
}

/* Made by the first prediction; of several at one time one stays. */
static const struct tree_scorer *
scorer_of(const struct trees *g)
{
	struct tree_scorer *none = NULL, *s = atomic_load(&g->ready->scorer);

	if (s != NULL)
		return (s);
	s = tree_scorer_new(g);
	if (atomic_compare_exchange_strong(&g->ready->scorer, &none, s))
		return (s);
	tree_scorer_free(s);
	return (none);
}

void
trees_predict(const struct trees *g, const struct batch *b, double *out)
{
	tree_scorer_sums(scorer_of(g), g, b, 0, b->n_rows, out);
	for (size_t i = 0; i < b->n_rows * g->n_groups && g->divisor != 1; i++)
		out[i] /= g->divisor;
	if (g->is_single)
		apply_link_single(g, out, b->n_rows);
	else
		trees_link(g, out, b->n_rows);
}
