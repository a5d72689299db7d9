/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "nearest.h"

#include "metric_table.h"

#define METRIC_ROW(name) &metric_def_##name,

const struct metric *const metric_table[] = { METRICS(METRIC_ROW) NULL };

const struct metric *
metric_find(const char *name, struct diag *d)
{
	struct nearest near;

	nearest_init(&near, name);
	for (size_t i = 0; metric_table[i] != NULL; i++) {
		if (strcmp(metric_table[i]->name, name) == 0)
			return (metric_table[i]);
		nearest_offer(&near, metric_table[i]->name);
	}
	diag_set(d, "no metric \"%s\"", name);
	nearest_tell(&near, d);
	return (NULL);
}

bool
metric_fits(const struct metric *m, const struct scored *s)
{
	if ((m->tasks & s->task) == 0)
		return (false);
	if (m->needs == NEEDS_SCORE)
		return (s->score != NULL);
	if (m->needs == NEEDS_PROBABILITY)
		return (s->score != NULL && s->has_probability);
	return (true);
}

double
metric_by_rank(const struct sample *s,
    double (*metric)(const uint32_t *, const double *, const uint8_t *,
    const double *, size_t))
{
	const struct scored *rows = s->rows;
	double sum = 0, v;
	size_t defined = 0;

	for (size_t c = 0; c < rows->n_rankings; c++) {
		const struct ranking *r = &rows->rankings[c];

		v = metric(r->order, r->score, r->label, s->weight, rows->n);
		if (!isnan(v)) {
			sum += v;
			defined++;
		}
	}
	return (defined > 0 ? sum / (double)defined : NAN);
}

size_t
metric_positive(const struct sample *s)
{
	return (s->rows->task == SCORED_BINARY ? 1 : CONFUSION_MACRO);
}
