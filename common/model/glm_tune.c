/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "dataset_subset.h"
#include "mem.h"
#include "radix.h"
#include "split_part.h"

#include "glm_solver.h"
#include "glm_tune.h"

#define FEW_ROWS 1000		/* up to as many are dealt to more folds */
#define N_FOLDS 5
#define N_FOLDS_FEW 10

#define PASS_FLOPS 4e7		/* of a pass over the sample, about */
#define SAMPLE_MIN 2000

#define TOL 1e-3		/* of the fits along the path */
#define MAX_ITER 100
#define PATIENCE 2		/* points that are no better end the path */
#define BETTER 1e-6		/* as a share of the least loss */

/* Training rows without a fold, and that fold. */
struct fold {
	struct dataset *train, *held;
	struct glm glm, judge;	/* the latter of the held-out rows */
	struct glm_search search;
	double loss, weight;	/* of them, at the last point */
	int status;
	struct diag d;
};

struct path {
	struct glm_penalties penalties;	/* at the point */
	double *on;		/* which of them is looked for */
	double top, ratio;	/* from point to point */
	size_t n_points;
	bool ends_at_0;
	struct fold *folds;
	size_t n_folds;
};

/* A pass over more columns takes fewer rows. */
static size_t
sample_rows(const struct dataset *ds, const struct glm_family *family)
{
	double n = (double)schema_width(ds->features) + 1, cells = n / 2;
	double rows;

	if (family->has_classes || n > GLM_NEWTON_MAX)
		cells = 4 * (family->has_classes ? (double)ds->n_classes : 1);
	rows = PASS_FLOPS / (n * cells);
	rows = rows > SAMPLE_MIN ? rows : SAMPLE_MIN;
	return (rows < GLM_TUNE_SAMPLE ? (size_t)rows : GLM_TUNE_SAMPLE);
}

/* One of the folds, without threads of its own: they run side by side. */
static int
fold_init(struct fold *f, const struct dataset *ds,
    const struct glm_family *family, const uint8_t *fold, size_t mine)
{
	static const struct glm_penalties none = { 0 };
	uint8_t *parts = mem_alloc(ds->n_train, 1);

	for (size_t i = 0; i < ds->n_train; i++)
		parts[i] = fold[i] != mine ? PART_TRAIN : PART_NONE;
	f->train = dataset_subset(ds, parts);
	for (size_t i = 0; i < ds->n_train; i++)
		parts[i] = fold[i] == mine ? PART_TRAIN : PART_NONE;
	f->held = dataset_subset(ds, parts);
	free(parts);
	f->train->crew = f->held->crew = NULL;
	if (glm_init(&f->glm, f->train, family, &none, &f->d) == -1)
		return (-1);
	f->judge = f->glm;
	f->judge.ds = f->held;
	f->judge.penalty.l2 = mem_calloc(f->glm.design.n, sizeof(double));
	f->search = (struct glm_search){ .glm = &f->glm, .tol = TOL,
	    .max_iter = MAX_ITER };
	glm_search_start(&f->search);
	return (0);
}

static void
fold_release(struct fold *f)
{
	if (f->judge.ds != NULL)
		free(f->judge.penalty.l2);
	glm_release(&f->glm);
	glm_search_release(&f->search);
	dataset_subset_free(f->train);
	dataset_subset_free(f->held);
}

static void
fit_fold(void *ctx, size_t k, int worker)
{
	struct path *p = ctx;
	struct fold *f = &p->folds[k];
	struct glm_at at = { .coef = f->search.coef, .stride = 1 };
	struct glm_sums s;

	(void)worker;
	glm_set_penalties(&f->glm, &p->penalties);
	f->status = glm_search_run(&f->search, &f->d);
	if (f->status == -1)
		return;
	f->judge.unit = f->glm.unit;
	glm_sums_init(&s, &f->judge, false);
	f->status = glm_evaluate(&f->judge, &at, &s, &f->d);
	f->loss = s.value;
	f->weight = s.weight;
	glm_sums_release(&s);
}

/* The mean loss of the held-out rows at the point. */
static int
judge(struct path *p, struct crew *crew, double *loss, struct diag *d)
{
	double sum = 0, weight = 0;

	crew_for(crew, p->n_folds, fit_fold, p);
	for (size_t k = 0; k < p->n_folds; k++) {
		if (p->folds[k].status == -1) {
			*d = p->folds[k].d;
			return (-1);
		}
		sum += p->folds[k].loss;
		weight += p->folds[k].weight;
	}
	*loss = weight > 0 ? sum / weight : INFINITY;
	return (0);
}

static int
walk(struct path *p, struct crew *crew, struct diag *d)
{
	double best = INFINITY, chosen = p->top, loss, at = p->top;
	size_t since = 0;

	for (size_t i = 0; i < p->n_points && since < PATIENCE; i++) {
		*p->on = i + 1 == p->n_points && p->ends_at_0 ? 0 : at;
		at *= p->ratio;
		if (judge(p, crew, &loss, d) == -1)
			return (-1);
		since++;
		if (loss < best - BETTER * fabs(best) || i == 0) {
			best = loss;
			chosen = *p->on;
			since = 0;
		}
	}
	*p->on = chosen;
	return (0);
}

/* The squared deviation that half of the columns do not reach. */
static double
middle_square(const struct design *x)
{
	double *v = mem_alloc(x->n, sizeof(*v)), middle;

	for (size_t j = 1; j < x->n; j++)
		v[j - 1] = x->scale[j] * x->scale[j];
	sort_doubles(v, x->n - 1);
	middle = v[(x->n - 1) / 2];
	free(v);
	return (middle);
}

/* From a penalty ten times the rows down to one that is next to nothing. */
static void
plan_l2(struct path *p, const struct glm *g)
{
	p->on = &p->penalties.l2;
	p->top = 10 * g->total_weight * middle_square(&g->design);
	if (g->family->curvature_max == NULL)
		p->top *= g->curvature;
	p->ratio = sqrt(0.1);
	p->n_points = 16;
	p->ends_at_0 = g->family->is_quadratic;
}

/* From the least penalty with which all coefficients are 0. */
static int
plan_l1(struct path *p, struct fold *f)
{
	struct glm_at at = { .coef = f->search.coef, .stride = 1 };
	size_t n = f->glm.design.n;
	struct glm_sums s;
	double unit, top;

	/* The penalties of columns for l1 = 1 are their units. */
	p->on = &p->penalties.l1;
	p->penalties.l1 = 1;
	glm_set_penalties(&f->glm, &p->penalties);
	glm_sums_init(&s, &f->glm, false);
	if (glm_evaluate(&f->glm, &at, &s, &f->d) == -1) {
		glm_sums_release(&s);
		return (-1);
	}
	for (size_t j = 0; j < f->search.n; j++) {
		unit = f->glm.penalty.l1[j % n];
		top = unit > 0 ? fabs(s.grad[j]) / unit : 0;
		p->top = top > p->top ? top : p->top;
	}
	p->ratio = pow(0.1, 0.25);
	p->n_points = 20;
	glm_sums_release(&s);
	return (0);
}

static int
tune_sample(const struct dataset *ds, const struct glm_family *family,
    struct path *p, struct diag *d)
{
	uint8_t *fold = mem_alloc(ds->n_train, 1);
	int r = 0;

	p->n_folds = ds->n_train <= FEW_ROWS ? N_FOLDS_FEW : N_FOLDS;
	p->folds = mem_calloc(p->n_folds, sizeof(*p->folds));
	dataset_deal(ds, ds->n_train, p->n_folds, fold);
	for (size_t k = 0; k < p->n_folds && r == 0; k++) {
		if ((r = fold_init(&p->folds[k], ds, family, fold,
		    k + 1)) == -1)
			*d = p->folds[k].d;
	}
	if (r == 0 && !isnan(p->penalties.l1))
		plan_l2(p, &p->folds[0].glm);
	else if (r == 0 && (r = plan_l1(p, &p->folds[0])) == -1)
		*d = p->folds[0].d;
	if (r == 0)
		r = walk(p, ds->crew, d);
	for (size_t k = 0; k < p->n_folds; k++)
		fold_release(&p->folds[k]);
	free(p->folds);
	free(fold);
	return (r);
}

int
glm_tune(const struct dataset *ds, const struct glm_family *family,
    struct glm_penalties *penalties, double otherwise, struct diag *d)
{
	struct path p = { .penalties = *penalties };
	size_t rows = sample_rows(ds, family);
	struct dataset *sample;
	int r;

	if (ds->n_train < GLM_TUNE_ROWS) {
		*(isnan(penalties->l1) ? &penalties->l1 : &penalties->l2) =
		    otherwise;
		return (0);
	}
	if (ds->n_train <= rows) {
		r = tune_sample(ds, family, &p, d);
	} else {
		if (dataset_sample(ds, rows, &sample, d) == -1)
			return (-1);
		r = tune_sample(sample, family, &p, d);
		dataset_sample_free(sample);
	}
	penalties->l1 = p.penalties.l1;
	penalties->l2 = p.penalties.l2;
	return (r);
}
