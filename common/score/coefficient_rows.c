/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "report.h"

#include "coefficient_rows.h"

enum { MODEL, OUTPUT, COLUMN, VALUE, ERROR, TEST, STATISTIC, P_VALUE, LOW,
	HIGH, N_FIELDS };

static const struct report_field fields[N_FIELDS] = {
	{ "model", COL_STRING, 1 },
	{ "output", COL_STRING, 1 },
	{ "column", COL_STRING, 2 },
	{ "coefficient", COL_FLOAT, 2 },
	{ "standard_error", COL_FLOAT, 2 },
	{ "test", COL_STRING, 1 },
	{ "statistic", COL_FLOAT, 2 },
	{ "p_value", COL_FLOAT, 2 },
	{ "ci_low", COL_FLOAT, 2 },
	{ "ci_high", COL_FLOAT, 2 },
};

static void
add_row(struct block *b, const char *const *texts,
    const struct coefficient *c)
{
	const double numbers[N_FIELDS] = { [VALUE] = c->value,
	    [ERROR] = c->error, [STATISTIC] = c->statistic,
	    [P_VALUE] = c->p_value, [LOW] = c->low, [HIGH] = c->high };
	const char test[] = { c->test, '\0' };

	for (size_t k = 0; k < N_FIELDS; k++) {
		if (k == TEST)
			report_text(&b->cols[k], isnan(c->error) ? NULL :
			    test);
		else if (fields[k].type == COL_STRING)
			report_text(&b->cols[k], texts[k]);
		else
			report_number(&b->cols[k], numbers[k]);
	}
}

/* Texts of the row: column, and what it is called. */
static void
add_output(struct block *b, const struct predictor *p, size_t k,
    const char **texts)
{
	const struct model *m = p->model;
	struct coefficient c;
	struct str name = STR_INIT;
	size_t at = 0;

	texts[OUTPUT] = model_n_out(m) > 1 ? m->classes[k] : NULL;
	texts[COLUMN] = "(intercept)";
	m->learner->coefficient(m, k, at++, &c);
	add_row(b, texts, &c);
	for (size_t j = 0; j < m->features.n; j++) {
		const struct field *f = &m->features.fields[j];

		for (uint32_t i = 0; i < field_width(f); i++) {
			str_clear(&name);
			if (f->width == 0)
				str_addz(&name, f->name);
			else
				recipe_name_place(&p->recipe,
				    p->feature_cols[j], i, &name);
			texts[COLUMN] = str_get(&name);
			m->learner->coefficient(m, k, at++, &c);
			add_row(b, texts, &c);
		}
	}
	str_release(&name);
}

int
coefficient_rows(struct predictor *const *models, const char *const *names,
    size_t n, struct stream **out, struct diag *d)
{
	const char *texts[N_FIELDS];
	const struct model *m;
	struct block *b;

	for (size_t i = 0; i < n; i++) {
		m = models[i]->model;
		if (m->learner->coefficient == NULL)
			return (diag_set(d, "%s: a model of %s has no "
			    "coefficients", names[i], m->learner->name));
	}
	*out = report_new(fields, N_FIELDS, NULL);
	b = report_block(*out);
	for (size_t i = 0; i < n; i++) {
		texts[MODEL] = names[i];
		for (size_t k = 0; k < model_n_out(models[i]->model); k++)
			add_output(b, models[i], k, texts);
	}
	return (0);
}
