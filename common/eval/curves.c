/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dist.h"
#include "interval.h"
#include "mem.h"
#include "named.h"
#include "quantile.h"
#include "radix.h"
#include "report.h"

#include "curves.h"

/* What one curve is made of: a slice, for classes the ranking of one. */
struct source {
	const struct scored *rows;
	const struct ranking *ranking;
	const struct curve_options *o;
};

struct kind {
	const char *name, *summary;
	unsigned tasks;
	enum metric_needs needs;
	/* Of a threshold: fills x and y. */
	void (*at)(const struct curve_options *, struct curve_point *);
	/* Of bins. */
	void (*bins)(const struct source *, struct curve *);
};

static double
share(double part, double whole)
{
	return (whole > 0 ? part / whole : NAN);
}

static void
roc_at(const struct curve_options *o, struct curve_point *p)
{
	(void)o;
	p->x = share(p->fp, p->fp + p->tn);
	p->y = share(p->tp, p->tp + p->fn);
}

static void
pr_at(const struct curve_options *o, struct curve_point *p)
{
	(void)o;
	p->x = share(p->tp, p->tp + p->fn);
	p->y = p->n > 0 ? share(p->tp, p->tp + p->fp) : 1;
}

static void
det_at(const struct curve_options *o, struct curve_point *p)
{
	(void)o;
	p->x = share(p->fp, p->fp + p->tn);
	p->y = share(p->fn, p->tp + p->fn);
}

static void
gain_at(const struct curve_options *o, struct curve_point *p)
{
	(void)o;
	p->x = p->n / (p->tp + p->fp + p->fn + p->tn);
	p->y = share(p->tp, p->tp + p->fn);
}

static void
lift_at(const struct curve_options *o, struct curve_point *p)
{
	gain_at(o, p);
	p->y = share(p->y, p->x);
}

static void
threshold_at(const struct curve_options *o, struct curve_point *p)
{
	p->x = p->threshold;
	p->y = o->cost != NULL ? p->cost :
	    share(2 * p->tp, 2 * p->tp + p->fp + p->fn);
}

static double
cost_of(const struct curve_options *o, const struct curve_point *p)
{
	double cell[] = { p->tn, p->fp, p->fn, p->tp };
	const struct confusion c = { cell, 2 };
	const struct sample s = { .confusion = &c };

	return (o->cost == NULL ? NAN : o->cost->value(o->cost, &s));
}

static void
add_point(struct curve *c, const struct curve_point *p)
{
	c->points = mem_grow(c->points, &c->cap, c->n + 1,
	    sizeof(*c->points));
	c->points[c->n++] = *p;
}

/* Is it far enough from the last point, where only some are wanted? */
static bool
is_kept(const struct curve *c, const struct curve_point *p, double weight,
    size_t n_points)
{
	const struct curve_point *last = &c->points[c->n - 1];

	return (n_points == 0 || (p->n - last->n) * (double)n_points >=
	    weight || fabs(p->x - last->x) + fabs(p->y - last->y) >
	    2 / (double)n_points);
}

static double
weight_at(const struct scored *s, size_t row)
{
	return (s->weight != NULL ? s->weight[row] : 1);
}

/* The i-th row from the lowest score up. */
static size_t
row_at(const struct ranking *r, size_t i)
{
	return (r->order != NULL ? r->order[i] : i);
}

static void
add_weight(const struct source *s, size_t i, double *of)
{
	size_t row = row_at(s->ranking, i);

	of[s->ranking->label[row] != 0] += weight_at(s->rows, row);
}

static struct curve_point
make_point(const struct source *s, const struct kind *kind, double threshold,
    const double *got, const double *all)
{
	struct curve_point p = { .low = NAN, .high = NAN,
	    .threshold = threshold, .n = got[0] + got[1], .tp = got[1],
	    .fp = got[0], .fn = all[1] - got[1], .tn = all[0] - got[0] };

	p.cost = cost_of(s->o, &p);
	kind->at(s->o, &p);
	return (p);
}

/* From the highest score down.  All are summed in the same order, so that in
   the end nothing is left. */
static void
sweep(const struct source *s, const struct kind *kind, struct curve *c)
{
	const struct ranking *r = s->ranking;
	double all[2] = { 0, 0 }, got[2] = { 0, 0 }, threshold;
	struct curve_point p;
	size_t i;

	for (i = s->rows->n; i > 0; i--)
		add_weight(s, i - 1, all);
	p = make_point(s, kind, NAN, got, all);
	add_point(c, &p);
	for (i = s->rows->n; i > 0;) {
		threshold = r->score[row_at(r, i - 1)];
		for (; i > 0 && r->score[row_at(r, i - 1)] == threshold; i--)
			add_weight(s, i - 1, got);
		p = make_point(s, kind, threshold, got, all);
		if (i == 0 ||
		    is_kept(c, &p, all[0] + all[1], s->o->n_points))
			add_point(c, &p);
	}
}

/* The end of bin b of rows in ascending order of their score, as metric_ece
   has them. */
static size_t
end_bin(const double *sorted, size_t n, size_t from, int b)
{
	double edge = quantile_sorted(sorted, n, (double)b / METRIC_ECE_BINS);

	if (b == METRIC_ECE_BINS)
		return (n);
	while (from < n && sorted[from] <= edge)
		from++;
	return (from);
}

static const struct curve_point no_point = { NAN, NAN, NAN, NAN, NAN, NAN,
	NAN, NAN, NAN, NAN, NAN };

static void
calibration_of_classes(const struct source *s, struct curve *c)
{
	const struct ranking *r = s->ranking;
	size_t n = s->rows->n, i = 0, end, row;
	double *sorted = room_alloc(s->rows->room, n, sizeof(*sorted));

	for (row = 0; row < n; row++)
		sorted[row] = r->score[row_at(r, row)];
	for (int b = 1; b <= METRIC_ECE_BINS; b++) {
		double w, sum = 0, squares = 0, score = 0, hits = 0;
		struct curve_point p = no_point;
		struct interval band;

		for (end = end_bin(sorted, n, i, b); i < end; i++) {
			row = row_at(r, i);
			w = weight_at(s->rows, row);
			sum += w;
			squares += w * w;
			score += w * r->score[row];
			hits += r->label[row] != 0 ? w : 0;
		}
		if (!(sum > 0))
			continue;
		interval_wilson(hits / sum, sum * sum / squares, s->o->level,
		    &band);
		p.x = score / sum;
		p.y = hits / sum;
		p.low = band.low;
		p.high = band.high;
		p.n = sum;
		add_point(c, &p);
	}
	room_release(s->rows->room, sorted);
}

/* A bin of rows of a regression: means, and what the band is made of. */
struct bin {
	double weight, squares, value, truth, deviation;
};

static struct bin
sum_bin(const struct scored *s, const uint32_t *order, size_t from, size_t end)
{
	struct bin b = { 0, 0, 0, 0, 0 };

	for (size_t i = from; i < end; i++) {
		double w = weight_at(s, order[i]), d;

		if (w <= 0)
			continue;
		b.weight += w;
		b.squares += w * w;
		d = s->truth[order[i]] - b.truth;
		b.truth += d * w / b.weight;
		b.deviation += w * d * (s->truth[order[i]] - b.truth);
		b.value += (s->value[order[i]] - b.value) * w / b.weight;
	}
	return (b);
}

static void
find_residuals(const struct scored *s, const uint32_t *order, size_t n,
    double level, struct curve_point *p)
{
	double *e = room_alloc(s->room, n, sizeof(*e));
	double *w = room_alloc(s->room, n, sizeof(*w));

	for (size_t i = 0; i < n; i++) {
		e[i] = s->truth[order[i]] - s->value[order[i]];
		w[i] = weight_at(s, order[i]);
	}
	p->low = quantile_weighted(e, w, n, (1 - level) / 2);
	p->high = quantile_weighted(e, w, n, (1 + level) / 2);
	room_release(s->room, e);
	room_release(s->room, w);
}

/* Rows by their prediction; y is the mean truth, or residual. */
static void
bin_errors(const struct source *s, struct curve *c, bool residuals)
{
	size_t n = s->rows->n, i = 0, end;
	struct room *room = s->rows->room;
	uint32_t *order = room_alloc(room, n, sizeof(*order));
	double *sorted = room_alloc(room, n, sizeof(*sorted)), half, n_rows;

	sort_order_in(room, s->rows->value, n, order);
	for (size_t k = 0; k < n; k++)
		sorted[k] = s->rows->value[order[k]];
	for (int k = 1; k <= METRIC_ECE_BINS; k++, i = end) {
		struct curve_point p = no_point;
		struct bin b;

		end = end_bin(sorted, n, i, k);
		b = sum_bin(s->rows, order, i, end);
		if (!(b.weight > 0))
			continue;
		p.x = b.value;
		p.y = residuals ? b.truth - b.value : b.truth;
		p.n = b.weight;
		n_rows = b.weight * b.weight / b.squares;
		half = n_rows > 1 ? sqrt(b.deviation / b.weight /
		    (n_rows - 1)) * normal_quantile((1 + s->o->level) / 2) :
		    NAN;
		p.low = p.y - half;
		p.high = p.y + half;
		if (residuals)
			find_residuals(s->rows, order + i, end - i,
			    s->o->level, &p);
		add_point(c, &p);
	}
	room_release(room, order);
	room_release(room, sorted);
}

static void
calibration_bins(const struct source *s, struct curve *c)
{
	if (s->rows->task == SCORED_REGRESSION)
		bin_errors(s, c, false);
	else
		calibration_of_classes(s, c);
}

static void
residual_bins(const struct source *s, struct curve *c)
{
	bin_errors(s, c, true);
}

static const struct kind *const kinds[] = {
	&(const struct kind){ "roc", "true over false positive rate",
	    SCORED_CLASSES, NEEDS_SCORE, .at = roc_at },
	&(const struct kind){ "pr", "precision over recall",
	    SCORED_CLASSES, NEEDS_SCORE, .at = pr_at },
	&(const struct kind){ "det", "false negative over false positive rate",
	    SCORED_CLASSES, NEEDS_SCORE, .at = det_at },
	&(const struct kind){ "calibration", "share of positives over the "
	    "score, or truth over prediction", SCORED_CLASSES |
	    SCORED_REGRESSION, NEEDS_PROBABILITY, .bins = calibration_bins },
	&(const struct kind){ "lift", "gain over the share of rows",
	    SCORED_CLASSES, NEEDS_SCORE, .at = lift_at },
	&(const struct kind){ "gain", "share of positives over that of rows",
	    SCORED_CLASSES, NEEDS_SCORE, .at = gain_at },
	&(const struct kind){ "threshold", "cost or F1 over the threshold, "
	    "with all counts", SCORED_CLASSES, NEEDS_SCORE,
	    .at = threshold_at },
	&(const struct kind){ "residuals", "truth - prediction over the "
	    "prediction", SCORED_REGRESSION, NEEDS_LABEL,
	    .bins = residual_bins },
	NULL
};

void
curves_list(struct str *out)
{
	for (size_t i = 0; kinds[i] != NULL; i++)
		str_addf(out, "%-18s   %s\n", kinds[i]->name,
		    kinds[i]->summary);
}

int
curves_parse(const char *text, unsigned *out, struct diag *d)
{
	const char *p = text, *end;
	const struct kind *k;
	char *name;

	*out = 0;
	for (; p != NULL; p = *end == ',' ? end + 1 : NULL) {
		end = strchrnul(p, ',');
		name = mem_strndup(p, (size_t)(end - p));
		k = named_find(kinds, name, "curve", d);
		free(name);
		if (k == NULL)
			return (-1);
		for (unsigned i = 0; kinds[i] != NULL; i++)
			*out |= kinds[i] == k ? 1u << i : 0;
	}
	return (0);
}

static bool
fits(const struct kind *k, const struct scored *s)
{
	const struct metric m = { .tasks = k->tasks,
	    .needs = s->task == SCORED_REGRESSION ? NEEDS_LABEL : k->needs };

	return (metric_fits(&m, s));
}

static struct curve *
append_curve(struct curves *c, const char *slice, const struct kind *k,
    const char *class_name)
{
	c->v = mem_grow(c->v, &c->cap, c->n + 1, sizeof(*c->v));
	c->v[c->n] = (struct curve){ .slice = mem_strdup(slice),
	    .kind = k->name, .class_name = class_name == NULL ? NULL :
	    mem_strdup(class_name) };
	return (&c->v[c->n++]);
}

static void
make_curves(const struct score_table *t, const struct slice *slice,
    const struct kind *k, const struct curve_options *o, struct curves *out)
{
	struct scored rows;
	struct source s = { &rows, NULL, o };

	scored_gather(&t->rows, slice->rows, slice->n, &rows);
	if (rows.task == SCORED_REGRESSION)
		k->bins(&s, append_curve(out, slice->label, k, NULL));
	for (size_t c = 0; c < rows.n_rankings; c++) {
		struct curve *curve = append_curve(out, slice->label, k,
		    t->classes[rows.n_rankings == 1 ? 1 : c]);

		s.ranking = &rows.rankings[c];
		if (k->bins != NULL)
			k->bins(&s, curve);
		else
			sweep(&s, k, curve);
	}
	scored_release(&rows);
}

int
curves_make(const struct score_table *t, const struct slicing *slicing,
    const struct curve_options *o, struct curves *out, struct diag *d)
{
	struct slice *slices;
	size_t n;

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; kinds[i] != NULL; i++) {
		if ((o->kinds >> i & 1) && !fits(kinds[i], &t->rows))
			return (diag_set(d, "there is no curve %s of such "
			    "rows", kinds[i]->name));
	}
	slices = slicing_list(slicing, &n);
	for (size_t k = 0; k < n; k++) {
		for (size_t i = 0; kinds[i] != NULL && slices[k].n > 0; i++) {
			if (o->kinds >> i & 1)
				make_curves(t, &slices[k], kinds[i], o, out);
		}
	}
	slices_free(slicing, slices, n);
	return (0);
}

void
curves_release(struct curves *c)
{
	for (size_t i = 0; i < c->n; i++) {
		free(c->v[i].slice);
		free(c->v[i].class_name);
		free(c->v[i].points);
	}
	free(c->v);
}

static void
report_point(struct column *cols, const struct curve *c,
    const struct curve_point *p)
{
	const double numbers[] = { p->threshold, p->x, p->y, p->low, p->high,
	    p->n, p->tp, p->fp, p->fn, p->tn, p->cost };

	report_text(&cols[0], c->slice);
	report_text(&cols[1], c->kind);
	report_text(&cols[2], c->class_name);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		report_number(&cols[3 + i], numbers[i]);
}

struct stream *
curves_report(const struct curves *c, const struct stream *about)
{
	static const struct report_field fields[] = {
		{ "slice", COL_STRING }, { "curve", COL_STRING },
		{ "class", COL_STRING }, { "threshold", COL_FLOAT },
		{ "x", COL_FLOAT }, { "y", COL_FLOAT }, { "low", COL_FLOAT },
		{ "high", COL_FLOAT }, { "n", COL_FLOAT }, { "tp", COL_FLOAT },
		{ "fp", COL_FLOAT }, { "fn", COL_FLOAT }, { "tn", COL_FLOAT },
		{ "cost", COL_FLOAT },
	};
	struct stream *s = report_new(fields,
	    sizeof(fields) / sizeof(fields[0]), about);

	for (size_t i = 0; i < c->n; i++) {
		for (size_t k = 0; k < c->v[i].n; k++)
			report_point(report_block(s)->cols, &c->v[i],
			    &c->v[i].points[k]);
	}
	return (s);
}
