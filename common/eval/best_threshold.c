/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "mem.h"
#include "radix.h"
#include "split_part.h"

#include "best_threshold.h"

struct search {
	const struct scored *rows;
	const struct metric *metric;
	uint32_t *chosen;	/* rows to choose by, in ascending order of
				   their score */
	size_t n;
	double all[2];		/* weight of the negative, the positive */
};

static double
weight_at(const struct search *s, size_t i)
{
	return (s->rows->weight != NULL ? s->rows->weight[s->chosen[i]] : 1);
}

static double
score_at(const struct search *s, size_t i)
{
	return (s->rows->score[s->chosen[i]]);
}

static void
choose_rows(struct search *s, const struct threshold_rows *given, bool valid)
{
	const struct scored *rows = s->rows;
	uint32_t *chosen = room_alloc(rows->room, rows->n, sizeof(*chosen));
	double *score = room_alloc(rows->room, rows->n, sizeof(*score));
	uint32_t *order;

	s->n = 0;
	for (size_t i = 0; i < rows->n; i++) {
		uint32_t at = given->row == NULL ? (uint32_t)i : given->row[i];

		if (valid && (given->parts == NULL ||
		    given->parts[i] != PART_VALID))
			continue;
		score[s->n] = rows->score[at];
		chosen[s->n++] = at;
	}
	order = room_alloc(rows->room, s->n, sizeof(*order));
	sort_order_in(rows->room, score, s->n, order);
	for (size_t i = 0; i < s->n; i++)
		order[i] = chosen[order[i]];
	s->chosen = order;
	room_release(rows->room, chosen);
	room_release(rows->room, score);
}

/* The metric of this weight predicted positive; better than the best? */
static void
try_threshold(const struct search *s, double threshold, const double *got,
    struct best_threshold *best)
{
	double cells[4] = { s->all[0] - got[0], got[0], s->all[1] - got[1],
	    got[1] };
	const struct confusion c = { cells, 2 };
	const struct sample sample = { .rows = s->rows, .confusion = &c };
	double v = s->metric->value(s->metric, &sample);

	if (isnan(v) || (!isnan(best->value) && (s->metric->less ?
	    v >= best->value : v <= best->value)))
		return;
	best->value = v;
	best->threshold = threshold;
}

static double *
label_of(const struct search *s, size_t i, double *of)
{
	return (&of[s->rows->truth_class[s->chosen[i]] == 1]);
}

/* From the highest score down; at first all rows are predicted negative.  All
   are summed in the same order, so that in the end nothing is left. */
static void
run_search(struct search *s, struct best_threshold *best)
{
	double got[2] = { 0, 0 }, threshold;
	size_t i;

	for (i = s->n; i > 0; i--)
		*label_of(s, i - 1, s->all) += weight_at(s, i - 1);
	i = s->n;
	try_threshold(s, nextafter(score_at(s, i - 1), INFINITY), got, best);
	while (i > 0) {
		threshold = score_at(s, i - 1);
		for (; i > 0 && score_at(s, i - 1) == threshold; i--)
			*label_of(s, i - 1, got) += weight_at(s, i - 1);
		try_threshold(s, threshold, got, best);
	}
}

int
best_threshold(const struct threshold_rows *given, const struct metric *m,
    struct best_threshold *out, struct diag *d)
{
	const struct score_table *t = given->table;
	struct search s = { .rows = &t->rows, .metric = m };

	if (t->rows.task != SCORED_BINARY || t->rows.score == NULL)
		return (diag_set(d, "a threshold wants the score of one "
		    "class"));
	if (!metric_fits(m, &t->rows) || m->needs != NEEDS_LABEL)
		return (diag_set(d, "%s does not depend on a threshold",
		    m->name));
	*out = (struct best_threshold){ NAN, NAN, true, 0 };
	choose_rows(&s, given, true);
	if (s.n == 0) {
		room_release(t->rows.room, s.chosen);
		out->of_valid = false;
		choose_rows(&s, given, false);
	}
	out->n = s.n;
	run_search(&s, out);
	room_release(t->rows.room, s.chosen);
	if (isnan(out->threshold))
		return (diag_set(d, "%s is not defined for any threshold",
		    m->name));
	return (0);
}
