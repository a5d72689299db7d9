/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "mem.h"
#include "report.h"
#include "results.h"
#include "rng.h"
#include "split_part.h"

#include "nested.h"

/* What came of one outer fold. */
struct outer {
	double values[OBJECTIVES_MAX];	/* on its rows */
	double inner[OBJECTIVES_MAX];	/* those of the search */
	double *point;
};

struct nesting {
	const struct nested *o;
	uint16_t *fold;		/* of each row */
	uint8_t *parts, *judged;	/* for one outer fold */
	struct outer *outer;
	size_t n_done;
};

/* The best of the search's trials on all its rows, judged by the fold. */
static int
judge_best(struct nesting *g, const struct trials *ts, struct diag *d)
{
	const struct search *s = g->o->search;
	const struct trial *best = trials_best(ts, SIZE_MAX);
	struct outer *out = &g->outer[g->n_done];
	int in;

	if (best == NULL)
		return (diag_set(d, "no trial was run on all folds"));
	memcpy(out->inner, best->values, s->objectives->n *
	    sizeof(*out->inner));
	out->point = mem_dup(best->point, s->space->n, sizeof(*best->point));
	if (folds_open_all(s->folds, g->judged, &in, d) == -1 ||
	    search_fit(s, best->point, NULL, in, out->values, d) == -1)
		return (-1);
	g->n_done++;
	return (0);
}

/* The rows of the fold are test rows for its search. */
static void
mark_rows(struct nesting *g, size_t k)
{
	size_t n = spool_n_rows(g->o->spool);

	for (size_t i = 0; i < n; i++) {
		g->judged[i] = g->fold[i] == k;
		g->parts[i] = g->judged[i] ? PART_TEST : g->o->parts[i];
	}
}

static int
run_fold(struct nesting *g, size_t k, int *stopped, struct diag *d)
{
	struct search *s = g->o->search;
	const char *journal = s->journal;
	struct str folder = STR_INIT;
	struct trials ts;
	int r;

	mark_rows(g, k);
	str_addf(&folder, "%s/outer-%zu", journal != NULL ? journal : "",
	    k + 1);
	if (journal != NULL) {
		if (mkdir(journal, 0777) == -1 && errno != EEXIST) {
			str_release(&folder);
			return (diag_errno(d, "%s", journal));
		}
		s->journal = folder.buf;
	}
	trials_init(&ts, s->space, s->objectives);
	r = folds_new(g->o->spool, g->parts, &g->o->inner, &s->folds, d);
	if (r == 0) {
		r = search_run(s, &ts, stopped, d);
		if (r == 0 && *stopped == 0)
			r = judge_best(g, &ts, d);
		folds_free(s->folds);
	}
	s->folds = NULL;
	s->journal = journal;
	trials_release(&ts);
	str_release(&folder);
	return (r == -1 ? diag_prefix(d, "outer fold %zu", k + 1) : 0);
}

/* Mean and standard deviation of member `inner` or not of the folds. */
static void
sum_up(const struct nesting *g, size_t k, bool inner, double out[2])
{
	double n = (double)g->n_done, mean = 0, sum = 0;

	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < g->n_done; i++) {
			double v = inner ? g->outer[i].inner[k] :
			    g->outer[i].values[k];

			if (pass == 0)
				mean += v / n;
			else
				sum += (v - mean) * (v - mean);
		}
	}
	out[0] = mean;
	out[1] = n > 1 ? sqrt(sum / (n - 1)) : NAN;
}

static void
add_row(const struct nesting *g, size_t i, struct column *c)
{
	static const char *const ends[] = { "mean", "sd" };
	const struct search *s = g->o->search;
	bool is_end = i >= g->n_done;
	char name[24];

	snprintf(name, sizeof(name), "%zu", i + 1);
	report_text(c++, is_end ? ends[i - g->n_done] : name);
	for (int inner = 0; inner < 2; inner++) {
		for (size_t k = 0; k < s->objectives->n; k++) {
			double two[2];

			sum_up(g, k, inner == 1, two);
			report_number(c++, is_end ? two[i - g->n_done] :
			    inner == 1 ? g->outer[i].inner[k] :
			    g->outer[i].values[k]);
		}
	}
	for (size_t p = 0; p < s->space->n; p++)
		results_add_value(&s->space->params[p],
		    is_end ? NAN : g->outer[i].point[p], c++);
}

static struct stream *
make_report(const struct nesting *g, const struct stream *about)
{
	const struct search *s = g->o->search;
	size_t n = s->objectives->n, n_fields = 1 + 2 * n + s->space->n;
	struct report_field *f = mem_alloc(n_fields, sizeof(*f));
	char **names = mem_alloc(n, sizeof(*names));
	struct stream *out;

	f[0] = (struct report_field){ "outer", COL_STRING, 0 };
	for (size_t k = 0; k < n; k++) {
		struct str inner = STR_INIT;

		str_addf(&inner, "inner_%s", s->objectives->v[k].name);
		names[k] = str_detach(&inner);
		f[1 + k] = (struct report_field){ s->objectives->v[k].name,
			COL_FLOAT, 0 };
		f[1 + n + k] = (struct report_field){ names[k], COL_FLOAT,
			0 };
	}
	for (size_t p = 0; p < s->space->n; p++)
		f[1 + 2 * n + p] = (struct report_field){
			s->space->params[p].name, s->space->params[p].type,
			0 };
	out = report_new(f, n_fields, about);
	for (size_t i = 0; g->n_done > 0 && i < g->n_done + 2; i++)
		add_row(g, i, report_block(out)->cols);
	for (size_t k = 0; k < n; k++)
		free(names[k]);
	free(names);
	free(f);
	return (out);
}

int
nested_run(const struct nested *o, const struct stream *about,
    struct stream **out, int *stopped, struct diag *d)
{
	size_t n = spool_n_rows(o->spool);
	struct nesting g = { .o = o };
	int r;

	*stopped = 0;
	r = folds_deal(o->spool, o->parts, o->n, rng_at(o->inner.seed, 1),
	    &g.fold, d);
	g.parts = mem_alloc(n, 1);
	g.judged = mem_alloc(n, 1);
	g.outer = mem_calloc(o->n, sizeof(*g.outer));
	for (size_t k = 0; r == 0 && *stopped == 0 && k < o->n; k++)
		r = run_fold(&g, k, stopped, d);
	if (r == 0)
		*out = make_report(&g, about);
	for (size_t k = 0; k < o->n; k++)
		free(g.outer[k].point);
	free(g.outer);
	free(g.judged);
	free(g.parts);
	free(g.fold);
	return (r);
}
