/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dist.h"
#include "mem.h"
#include "rng.h"
#include "split_part.h"

#include "slice_search.h"

#define KEPT_FACTOR 4		/* candidates tested for each one wanted */
#define LEAST_ROWS 20		/* of a candidate, in the half that finds */
#define LEAST_SHARE 0.005
#define SAME_ROWS 0.8		/* of Jaccard's index, by so many rows: */
#define ALIKE_ROWS 20000

/* Sums over rows: their number, and of the weight w and loss x. */
struct sums {
	double n, w, ww, wx, wxx;
};

struct candidate {
	struct slice_condition conditions[2];
	size_t n_conditions;
	double t;		/* of the half that found it */
	struct sums tested;	/* of the other half */
	double p_value;
};

struct search {
	const struct slice_columns *columns;
	const struct scored *rows;
	const uint32_t *at;	/* the rows searched */
	size_t n;
	double *loss;		/* of these */
	uint8_t *finds;		/* is the row of the half that finds? */
	struct sums all[2];	/* of the testing, of the finding half */
	struct candidate *kept;
	size_t n_kept, cap;
};

/* The bins of a pair of columns: (SLICE_BINS, SLICE_BINS). */
struct grid {
	struct sums cells[SLICE_BINS][SLICE_BINS];
};

static void
add_sums(struct sums *to, const struct sums *s)
{
	to->n += s->n;
	to->w += s->w;
	to->ww += s->ww;
	to->wx += s->wx;
	to->wxx += s->wxx;
}

static struct sums
rest_of(const struct sums *all, const struct sums *s)
{
	return ((struct sums){ all->n - s->n, all->w - s->w, all->ww - s->ww,
	    all->wx - s->wx, all->wxx - s->wxx });
}

static double
mean_of(const struct sums *s)
{
	return (s->wx / s->w);
}

/* The variance of the mean, by the effective number of rows. */
static double
variance_of_mean(const struct sums *s)
{
	double mean = mean_of(s), n = s->w * s->w / s->ww;

	return (fmax(0, s->wxx / s->w - mean * mean) / (n - 1));
}

static double
welch(const struct sums *a, const struct sums *b, double *se)
{
	if (!(a->n > 2) || !(b->n > 2))
		return (-INFINITY);
	*se = sqrt(variance_of_mean(a) + variance_of_mean(b));
	return (*se > 0 ? (mean_of(a) - mean_of(b)) / *se : -INFINITY);
}

static void
add_row(const struct search *s, size_t i, struct sums *to)
{
	double w = s->rows->weight != NULL ? s->rows->weight[s->at[i]] : 1;
	double x = s->loss[i];

	if (w > 0 && !isnan(x))
		add_sums(to, &(struct sums){ 1, w, w * w, w * x, w * x * x });
}

/* The cells of the masks' bins. */
static struct sums
sum_cells(const struct grid *g, uint32_t a, uint32_t b)
{
	struct sums s = { 0, 0, 0, 0, 0 };

	for (size_t i = 0; i < SLICE_BINS; i++) {
		for (size_t j = 0; (a >> i & 1) && j < SLICE_BINS; j++) {
			if (b >> j & 1)
				add_sums(&s, &g->cells[i][j]);
		}
	}
	return (s);
}

#define ANY (((uint32_t)1 << SLICE_BINS) - 1)

static bool
is_large(const struct search *s, const struct sums *x)
{
	return (x->n >= LEAST_ROWS && x->n >= LEAST_SHARE * s->all[1].n);
}

static void
offer(struct search *s, const struct slice_condition *conditions,
    size_t n_conditions, const struct sums *x)
{
	struct sums rest = rest_of(&s->all[1], x);
	struct candidate c = { .n_conditions = n_conditions };
	double se;

	if (!is_large(s, x))
		return;
	c.t = welch(x, &rest, &se);
	if (!(c.t > 0))
		return;
	memcpy(c.conditions, conditions, n_conditions * sizeof(*conditions));
	s->kept = mem_grow(s->kept, &s->cap, s->n_kept + 1,
	    sizeof(*s->kept));
	s->kept[s->n_kept++] = c;
}

/*
 * The cut of a column that lowers the squared deviations most among the rows
 * of the other mask; both its sides in out. False where there is none.
 */
static bool
find_cut(const struct search *s, const struct grid *g, size_t column,
    bool is_first, uint32_t other, struct slice_condition out[2])
{
	const struct slice_column *v = &s->columns->v[column];
	double best = 0, gain;

	for (size_t bin = 1; bin < v->n_bins; bin++) {
		const struct slice_condition sides[2] = {
			{ column, v->is_number ? SLICE_AT_MOST : SLICE_IS,
			    bin },
			{ column, v->is_number ? SLICE_MORE : SLICE_IS_NOT,
			    bin },
		};
		uint32_t m0 = slice_mask(&sides[0]), m1 = slice_mask(&sides[1]);
		struct sums a = is_first ? sum_cells(g, m0, other) :
		    sum_cells(g, other, m0);
		struct sums b = is_first ? sum_cells(g, m1, other) :
		    sum_cells(g, other, m1);

		if (!is_large(s, &a) || !is_large(s, &b))
			continue;
		gain = a.w * b.w / (a.w + b.w) * (mean_of(&a) - mean_of(&b)) *
		    (mean_of(&a) - mean_of(&b));
		if (gain > best) {
			best = gain;
			memcpy(out, sides, sizeof(sides));
		}
	}
	return (best > 0);
}

/* A tree that splits by one column of the grid, then by the other. */
static void
grow(struct search *s, const struct grid *g, const size_t columns[2],
    bool first)
{
	struct slice_condition root[2], leaf[2], both[2];
	size_t a = columns[first ? 0 : 1], b = columns[first ? 1 : 0];

	if (!find_cut(s, g, a, first, ANY, root))
		return;
	for (size_t i = 0; i < 2; i++) {
		uint32_t m = slice_mask(&root[i]);
		struct sums x = first ? sum_cells(g, m, ANY) :
		    sum_cells(g, ANY, m);

		if (a == b)
			offer(s, &root[i], 1, &x);
		if (a == b || !find_cut(s, g, b, !first, m, leaf))
			continue;
		for (size_t j = 0; j < 2; j++) {
			uint32_t k = slice_mask(&leaf[j]);

			both[0] = root[i];
			both[1] = leaf[j];
			x = first ? sum_cells(g, m, k) : sum_cells(g, k, m);
			offer(s, both, 2, &x);
		}
	}
}

static void
fill_grid(const struct search *s, const size_t columns[2], struct grid *g)
{
	const uint8_t *a = s->columns->v[columns[0]].bins;
	const uint8_t *b = s->columns->v[columns[1]].bins;

	memset(g, 0, sizeof(*g));
	for (size_t i = 0; i < s->n; i++) {
		if (s->finds[i])
			add_row(s, i, &g->cells[a[s->at[i]]][b[s->at[i]]]);
	}
}

static void
search_pair(struct search *s, struct grid *g, size_t a, size_t b)
{
	const size_t columns[2] = { a, b };
	const struct slice_condition missing = { a, SLICE_MISSING, 0 };
	struct sums x;

	fill_grid(s, columns, g);
	grow(s, g, columns, true);
	if (a != b) {
		grow(s, g, columns, false);
		return;
	}
	x = sum_cells(g, slice_mask(&missing), ANY);
	offer(s, &missing, 1, &x);
}

static bool
is_within(const struct search *s, const struct candidate *c, size_t i)
{
	for (size_t k = 0; k < c->n_conditions; k++) {
		const struct slice_column *v =
		    &s->columns->v[c->conditions[k].column];

		if (!(slice_mask(&c->conditions[k]) >> v->bins[s->at[i]] & 1))
			return (false);
	}
	return (true);
}

static bool
are_alike(const struct search *s, const struct candidate *a,
    const struct candidate *b)
{
	double both = 0, either = 0;

	for (size_t i = 0; i < s->n; i += s->n / ALIKE_ROWS + 1) {
		bool x = is_within(s, a, i), y = is_within(s, b, i);

		both += x && y;
		either += x || y;
	}
	return (both > SAME_ROWS * either);
}

/* By t, and of equal ones the shorter; then by what they are, so that the
   order does not depend on the sort. */
static int
compare_candidates(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->t != y->t)
		return ((x->t < y->t) - (x->t > y->t));
	if (x->n_conditions != y->n_conditions)
		return (x->n_conditions < y->n_conditions ? -1 : 1);
	for (size_t k = 0; k < x->n_conditions; k++) {
		const struct slice_condition *p = &x->conditions[k];
		const struct slice_condition *q = &y->conditions[k];

		if (p->column != q->column)
			return (p->column < q->column ? -1 : 1);
		if (p->test != q->test)
			return (p->test < q->test ? -1 : 1);
		if (p->bin != q->bin)
			return (p->bin < q->bin ? -1 : 1);
	}
	return (0);
}

/* The best ones, without those of nearly the same rows as a better one. */
static void
keep_best(struct search *s, size_t n_wanted)
{
	size_t n = 0, k;

	if (s->n_kept > 0)
		qsort(s->kept, s->n_kept, sizeof(*s->kept),
		    compare_candidates);
	for (size_t i = 0; i < s->n_kept && n < KEPT_FACTOR * n_wanted; i++) {
		for (k = 0; k < n && !are_alike(s, &s->kept[k], &s->kept[i]);
		    k++)
			;
		if (k == n)
			s->kept[n++] = s->kept[i];
	}
	s->n_kept = n;
}

/* Holm 1979: the smallest p times their number, the next times one less, and
   none below the one before. */
static void
correct(struct candidate *c, size_t n)
{
	double least = 0, p;
	size_t next = 0;

	for (size_t done = 0; done < n; done++) {
		next = n;
		for (size_t i = 0; i < n; i++) {
			if (c[i].t == -INFINITY)
				continue;	/* done */
			if (next == n || c[i].p_value < c[next].p_value)
				next = i;
		}
		p = fmin(1, c[next].p_value * (double)(n - done));
		least = fmax(least, p);
		c[next].p_value = least;
		c[next].t = -INFINITY;
	}
}

static void
test_all(struct search *s)
{
	double se;

	for (size_t k = 0; k < s->n_kept; k++) {
		struct candidate *c = &s->kept[k];
		struct sums rest;

		for (size_t i = 0; i < s->n; i++) {
			if (!s->finds[i] && is_within(s, c, i))
				add_row(s, i, &c->tested);
		}
		rest = rest_of(&s->all[0], &c->tested);
		c->p_value = normal_sf(welch(&c->tested, &rest, &se));
		c->t = 0;
	}
	correct(s->kept, s->n_kept);
}

static void
take_found(const struct search *s, const struct candidate *c, double level,
    struct found_slices *out)
{
	struct sums rest = rest_of(&s->all[0], &c->tested);
	double z = normal_quantile((1 + level) / 2), se = NAN, gap;
	struct str text = STR_INIT;

	welch(&c->tested, &rest, &se);
	for (size_t k = 0; k < c->n_conditions; k++) {
		str_addz(&text, k > 0 ? " and " : "");
		slice_text(s->columns, &c->conditions[k], &text);
	}
	gap = mean_of(&c->tested) - mean_of(&rest);
	out->v = mem_realloc(out->v, out->n + 1, sizeof(*out->v));
	out->v[out->n++] = (struct found_slice){
		.text = str_detach(&text), .n = (uint64_t)c->tested.n,
		.value = mean_of(&c->tested), .rest = mean_of(&rest),
		.difference = { gap, gap - z * se, gap + z * se },
		.p_value = c->p_value };
}

static int
compare_found(const void *a, const void *b)
{
	const struct found_slice *x = a, *y = b;

	if (x->difference.value != y->difference.value)
		return (x->difference.value < y->difference.value ? 1 : -1);
	return (strcmp(x->text, y->text));
}

static double
loss_of(const struct slice_search *o, const struct scored *s, size_t row)
{
	if (o->loss != NULL)
		return (o->loss->loss(o->loss, s, row));
	return (s->truth_class[row] != s->predicted_class[row]);
}

static void
begin_search(struct search *s, const struct slice_search *o)
{
	struct room *room = s->rows->room;

	s->loss = room_alloc(room, s->n, sizeof(*s->loss));
	s->finds = room_alloc(room, s->n, 1);
	for (size_t i = 0; i < s->n; i++) {
		s->loss[i] = loss_of(o, s->rows, s->at[i]);
		s->finds[i] = rng_at(o->seed, i) & 1;
		add_row(s, i, &s->all[s->finds[i]]);
	}
}

static void
run_search(struct search *s, const struct slice_search *o,
    struct found_slices *out)
{
	struct grid *g = MEM_NEW(struct grid);

	begin_search(s, o);
	for (size_t a = 0; a < s->columns->n; a++) {
		for (size_t b = a; b < s->columns->n; b++)
			search_pair(s, g, a, b);
	}
	keep_best(s, o->n_wanted);
	test_all(s);
	out->n_tested = s->n_kept;
	for (size_t k = 0; k < s->n_kept && out->n < o->n_wanted; k++) {
		if (s->kept[k].p_value <= 1 - o->level)
			take_found(s, &s->kept[k], o->level, out);
	}
	if (out->n > 0)
		qsort(out->v, out->n, sizeof(*out->v), compare_found);
	room_release(s->rows->room, s->loss);
	room_release(s->rows->room, s->finds);
	free(s->kept);
	free(g);
}

/* Of the test rows, or without a split of all. */
static const struct slice *
find_part(const struct slice *v, size_t n)
{
	const struct slice *found = NULL;

	for (size_t i = 0; i < n; i++) {
		if (v[i].whole && (found == NULL ||
		    strcmp(v[i].label, "split=test") == 0))
			found = &v[i];
	}
	return (found);
}

void
slice_search(const struct score_table *t, const struct slicing *slicing,
    const struct slice_columns *columns, const struct slice_search *given,
    struct found_slices *out)
{
	static const char *const losses[] = { "brier", "mae" };
	struct slice_search o = *given;
	struct search s = { .columns = columns, .rows = &t->rows };
	const struct slice *part;
	struct slice *slices;
	struct diag d = DIAG_INIT;
	size_t n;

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < 2 && o.loss == NULL; i++) {
		const struct metric *m = metric_find(losses[i], &d);

		o.loss = metric_fits(m, &t->rows) ? m : NULL;
	}
	out->loss = o.loss != NULL ? o.loss->name : "error";
	slices = slicing_list(slicing, &n);
	part = find_part(slices, n);
	out->part = mem_strdup(part->label);
	s.at = part->rows;
	s.n = part->n;
	run_search(&s, &o, out);
	slices_free(slicing, slices, n);
}
