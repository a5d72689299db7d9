/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "rng.h"

#include "gbdt_boost.h"
#include "gbdt_checkpoint.h"
#include "gbdt_from.h"

#define BLOCK 16384
#define ROUNDS_BETWEEN_REPORTS 10	/* a loss costs a pass */

struct boost {
	const struct dataset *ds;
	const struct gbdt_boost_options *opt;
	struct gbdt_objective obj;
	struct trees *g;
	struct bin_matrix train, valid;
	struct gbdt_rows rows, held;	/* of training and of validation */
	struct tree_grower *grower;
	float *gradients, *hessians;
	int64_t *packed;
	uint32_t *numbers;	/* see dataset_row_numbers */
	uint8_t *allowed;
	double *gains;
	size_t n_rows;		/* of this round */
	size_t n_before;	/* trees gone on from */
	struct gbdt_state at;
};

static void
start_rows(struct boost *b, struct gbdt_rows *r, size_t n, const double *y,
    const double *w)
{
	size_t k = b->g->n_groups;

	r->n = n;
	r->y = y;
	r->w = w;
	r->scores = mem_alloc(n * k, sizeof(*r->scores));
	r->norm = k > 1 ? mem_alloc(n, sizeof(*r->norm)) : NULL;
}

static void
draw_rows(struct boost *b, size_t round)
{
	uint32_t *rows = tree_grower_rows(b->grower);
	uint64_t key = rng_key(b->ds->seed, RNG_GBDT_ROWS,
	    round + b->n_before / b->g->n_groups);
	bool all = b->opt->subsample >= 1;

	b->n_rows = 0;
	for (size_t i = 0; i < b->rows.n; i++) {
		if (all || rng_uniform_at(key, b->numbers != NULL ?
		    b->numbers[i] : i) < b->opt->subsample)
			rows[b->n_rows++] = (uint32_t)i;
	}
}

static void
draw_features(struct boost *b, size_t tree)
{
	size_t n = b->g->n_features, take;
	uint32_t *order = mem_alloc(n, sizeof(*order));
	struct rng rng;

	for (size_t j = 0; j < n; j++)
		order[j] = (uint32_t)j;
	take = (size_t)ceil(b->opt->colsample * (double)n);
	if (take < n) {
		rng_init(&rng, rng_key(b->ds->seed, RNG_GBDT_FEATURES,
		    tree));
		rng_shuffle(&rng, order, n);
	}
	memset(b->allowed, 0, n);
	for (size_t j = 0; j < take; j++)
		b->allowed[order[j]] = 1;
	free(order);
}

struct update {
	const struct boost *b;
	const struct bin_matrix *matrix;
	struct gbdt_rows *rows;
	double *scores;		/* of the tree's group */
	struct tree *tree;
};

static void
add_leaf(void *ctx, size_t leaf, int worker)
{
	struct update *u = ctx;
	size_t n;
	const uint32_t *rows = tree_leaf_rows(u->b->grower, (uint32_t)leaf,
	    &n);
	double value = u->tree->leaves[leaf];

	(void)worker;
	for (size_t i = 0; i < n; i++)
		u->scores[rows[i]] += value;
}

static void
add_routed(void *ctx, size_t block, int worker)
{
	struct update *u = ctx;
	size_t end = (block + 1) * BLOCK;

	(void)worker;
	if (end > u->rows->n)
		end = u->rows->n;
	for (size_t i = block * BLOCK; i < end; i++)
		u->scores[i] += u->tree->leaves[tree_leaf_of_bins(u->matrix,
		    i, u->tree)];
}

static void
add_tree(struct boost *b, struct tree *tree, size_t group)
{
	struct crew *crew = b->ds->crew;
	struct update u = { b, &b->train, &b->rows,
	    b->rows.scores + group * b->rows.n, tree };

	if (b->n_rows == b->rows.n)
		crew_for(crew, tree->n_leaves, add_leaf, &u);
	else
		crew_for(crew, (b->rows.n + BLOCK - 1) / BLOCK,
		    add_routed, &u);
	u.matrix = &b->valid;
	u.rows = &b->held;
	u.scores = b->held.scores + group * b->held.n;
	crew_for(crew, (b->held.n + BLOCK - 1) / BLOCK, add_routed, &u);
}

static void
renew_leaf(void *ctx, size_t leaf, int worker)
{
	struct update *u = ctx;
	size_t n;
	const uint32_t *rows = tree_leaf_rows(u->b->grower, (uint32_t)leaf,
	    &n);

	(void)worker;
	u->tree->leaves[leaf] = tree_leaf_bounded(u->b->grower,
	    (uint32_t)leaf, gbdt_loss_leaf(&u->b->obj, u->rows, rows, n));
}

static void
weigh_leaf(void *ctx, size_t leaf, int worker)
{
	struct update *u = ctx;
	size_t n;
	const uint32_t *rows = tree_leaf_rows(u->b->grower, (uint32_t)leaf,
	    &n);
	double sum = 0;

	(void)worker;
	for (size_t i = 0; i < n; i++)
		sum += u->rows->w[rows[i]];
	u->tree->covers[leaf] = sum;
}

static void
set_leaves(struct boost *b, struct tree *tree)
{
	struct update u = { b, &b->train, &b->rows, NULL, tree };

	if (b->rows.w != NULL)
		crew_for(b->ds->crew, tree->n_leaves, weigh_leaf, &u);
	if (b->obj.loss->leaf != NULL)
		crew_for(b->ds->crew, tree->n_leaves, renew_leaf, &u);
	for (uint32_t i = 0; i < tree->n_leaves; i++)
		tree->leaves[i] *= b->opt->rate;
}

static int
grow_tree(struct boost *b, size_t round, size_t group)
{
	struct trees *g = b->g;
	struct bin_pairs pairs = { b->gradients, b->hessians, b->rows.n,
	    b->numbers };
	struct tree_grow_input in = { .packed = b->packed,
	    .allowed = b->allowed };
	size_t number = b->n_before + g->n_trees;
	struct tree *tree;

	g->trees = mem_grow(g->trees, &g->cap, g->n_trees + 1,
	    sizeof(*g->trees));
	tree = &g->trees[g->n_trees];
	gbdt_loss_gradients(&b->obj, &b->rows, group, b->gradients,
	    b->hessians);
	if (bin_pack(&pairs, rng_key(b->ds->seed, RNG_GBDT_STEPS, number),
	    b->ds->crew, b->packed, &in.scale) == -1)
		return (-1);
	draw_features(b, number);
	if (group > 0)
		draw_rows(b, round);	/* in their order again */
	tree_grow(b->grower, &in, b->n_rows, b->gains, tree);
	set_leaves(b, tree);
	add_tree(b, tree, group);
	g->n_trees++;
	return (0);
}

/* What the sums of the held rows come to: predictions (n, n_groups). */
static double *
held_predictions(const struct boost *b)
{
	size_t n = b->held.n, k = b->g->n_groups;
	double *out = mem_alloc(n * k, sizeof(*out));

	for (size_t i = 0; i < n * k; i++)
		out[i] = b->held.scores[i % k * n + i / k];
	trees_link(b->g, out, n);
	return (out);
}

/* The loss of the held rows, or the metric in its place. */
static double
held_value(const struct boost *b)
{
	const struct dataset_metric *m = b->ds->metric;
	double *out, value;

	if (m == NULL)
		return (gbdt_loss_mean(&b->obj, &b->held));
	out = held_predictions(b);
	value = m->value(m->ctx, out, b->held.y, b->held.w, b->held.n);
	free(out);
	return (value);
}

static double
sign_of(const struct boost *b)
{
	return (b->ds->metric == NULL || b->ds->metric->less ? 1 : -1);
}

static void
tell_held(const struct boost *b, size_t round, double value)
{
	const struct dataset_metric *m = b->ds->metric;

	b->ds->progress(b->ds->progress_ctx, round, b->opt->rounds,
	    m != NULL ? m->told : "valid loss", value);
}

static void
tell_progress(const struct boost *b, size_t round, double value)
{
	const struct dataset *ds = b->ds;

	if (ds->progress == NULL)
		return;
	if (b->held.n > 0)
		tell_held(b, round, value);
	else if (round % ROUNDS_BETWEEN_REPORTS == 0)
		ds->progress(ds->progress_ctx, round, b->opt->rounds,
		    "train loss", gbdt_loss_mean(&b->obj, &b->rows));
}

/* Is it time to stop? */
static bool
end_round(struct boost *b, size_t round)
{
	double value = NAN, loss;

	if (b->held.n > 0)
		value = held_value(b);
	tell_progress(b, round, value);
	if (b->held.n == 0 || b->opt->early_stop == 0) {
		b->at.best_round = round;
		return (false);
	}
	loss = sign_of(b) * value;
	if (loss < b->at.best_loss) {
		b->at.best_loss = loss;
		b->at.best_round = round;
	}
	return (round - b->at.best_round >= b->opt->early_stop);
}

static int
run_round(struct boost *b, struct diag *d)
{
	gbdt_loss_begin(&b->obj, &b->rows);
	draw_rows(b, b->at.round);
	for (size_t k = 0; k < b->g->n_groups && b->n_rows > 0; k++) {
		if (grow_tree(b, b->at.round, k) == -1)
			return (diag_set(d, "the gradients do not stay "
			    "finite: are there huge targets or weights?"));
	}
	return (0);
}

static void
store_gains(struct boost *b)
{
	for (size_t j = 0; j < b->g->n_features; j++)
		b->g->features[j].gain = b->gains[j];
}

/* After some of the rounds, and the last one. */
static int
write_checkpoint(struct boost *b, struct diag *d)
{
	const struct checkpointing *c = b->ds->checkpoint;

	if (c == NULL || (b->at.round % c->every != 0 && !b->at.done))
		return (0);
	store_gains(b);
	return (gbdt_checkpoint_write(b->ds, b->opt->of, b->g, &b->at, d));
}

static int
run_rounds(struct boost *b, struct diag *d)
{
	struct trees *g = b->g;

	while (!b->at.done) {
		b->at.round++;
		if (run_round(b, d) == -1)
			return (-1);
		b->at.done = (b->n_rows > 0 && end_round(b, b->at.round)) ||
		    b->at.round == b->opt->rounds;
		if (write_checkpoint(b, d) == -1)
			return (-1);
	}
	if (b->at.best_round == 0)
		return (diag_set(d, "%s is not defined on the rows that are "
		    "held out", b->ds->metric != NULL ? b->ds->metric->name :
		    "the loss"));
	b->g->held_loss = b->at.best_loss;
	while (g->n_trees > b->at.best_round * g->n_groups)
		tree_release(&g->trees[--g->n_trees]);
	return (0);
}

/* What the sums start from: the best constant, or the trees gone on from. */
static int
start_scores(struct boost *b, struct diag *d)
{
	const struct trees *from = b->opt->from;
	struct trees *g = b->g;

	if (from != NULL) {
		memcpy(g->base, from->base, g->n_groups * sizeof(*g->base));
		b->n_before = from->n_trees;
		return (gbdt_from_scores(from, b->ds, b->rows.scores,
		    b->held.scores, d));
	}
	b->obj.loss->base(&b->obj, &b->rows, g->base);
	for (size_t i = 0; i < b->rows.n * g->n_groups; i++)
		b->rows.scores[i] = g->base[i / b->rows.n];
	for (size_t i = 0; i < b->held.n * g->n_groups; i++)
		b->held.scores[i] = g->base[i / b->held.n];
	return (0);
}

/* Take the trees of a checkpoint, and their sums, as they were added. */
static int
take_checkpoint(struct boost *b, struct diag *d)
{
	size_t k = b->g->n_groups;
	int r;

	gbdt_checkpoint_add_rows(b->opt->of, &b->train, &b->valid);
	gbdt_checkpoint_add_scores(b->opt->of, b->rows.scores, b->rows.n * k);
	r = gbdt_checkpoint_read(b->ds, b->opt->of, b->g, &b->at, d);
	if (r <= 0)
		return (r);
	for (size_t j = 0; j < b->g->n_features; j++)
		b->gains[j] = b->g->features[j].gain;
	for (size_t t = 0; t < b->g->n_trees; t++)
		add_tree(b, &b->g->trees[t], t % k);
	if (b->ds->progress != NULL && b->held.n > 0)
		tell_held(b, b->at.best_round, sign_of(b) * b->at.best_loss);
	return (0);
}

static int
start(struct boost *b, struct diag *d)
{
	const struct dataset *ds = b->ds;
	struct trees *g = b->g;
	size_t n = b->rows.n;

	b->at.best_loss = INFINITY;
	b->grower = tree_grower_new(&b->opt->grow, &b->train, ds->crew);
	b->gradients = mem_alloc(n, sizeof(*b->gradients));
	b->hessians = mem_alloc(n, sizeof(*b->hessians));
	b->packed = mem_alloc(n, sizeof(*b->packed));
	b->numbers = dataset_row_numbers(ds);
	b->allowed = mem_alloc(g->n_features, 1);
	b->gains = mem_calloc(g->n_features, sizeof(*b->gains));
	if (b->opt->from != NULL)
		gbdt_from_gains(b->opt->from, g, b->gains);
	if (start_scores(b, d) == -1)
		return (-1);
	return (ds->checkpoint != NULL ? take_checkpoint(b, d) : 0);
}

static void
release(struct boost *b)
{
	bin_matrix_release(&b->train);
	bin_matrix_release(&b->valid);
	free(b->rows.scores);
	free(b->rows.norm);
	free(b->held.scores);
	free(b->held.norm);
	tree_grower_free(b->grower);
	free(b->gradients);
	free(b->hessians);
	free(b->packed);
	free(b->numbers);
	free(b->allowed);
	free(b->gains);
}

int
gbdt_boost(const struct dataset *ds, const struct gbdt_boost_options *opt,
    const struct gbdt_objective *obj, struct trees *g, struct diag *d)
{
	struct boost b = { .ds = ds, .opt = opt, .obj = *obj, .g = g };
	int status = -1;

	start_rows(&b, &b.rows, ds->n_train, ds->y_train, ds->w_train);
	start_rows(&b, &b.held, ds->n_valid, ds->y_valid, ds->w_valid);
	if (obj->loss->check != NULL &&
	    (obj->loss->check(&b.rows, d) == -1 ||
	    obj->loss->check(&b.held, d) == -1))
		goto out;
	if (bin_matrix_fill(ds, g, &b.train, &b.valid, d) == -1)
		goto out;
	if (start(&b, d) == -1 || run_rounds(&b, d) == -1)
		goto out;
	store_gains(&b);
	trees_drop_idle(g);
	status = 0;
out:
	release(&b);
	return (status);
}
