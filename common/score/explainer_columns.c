/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "explainer.h"

static int
add_column(struct explain_columns *e, const char *name, enum col_type type,
    struct diag *d)
{
	struct field f = { .name = (char *)(uintptr_t)name, .type = type,
	    .role = ROLE_IGNORE };

	return (schema_add(&e->schema, &f, d));
}

static int
add_reasons(struct explain_columns *e, struct diag *d)
{
	struct str name = STR_INIT;
	int r = 0;

	for (size_t k = 1; k <= e->k && r == 0; k++) {
		str_clear(&name);
		str_addf(&name, "reason_%zu", k);
		r = add_column(e, str_get(&name), COL_STRING, d);
		str_addz(&name, "_adds");
		if (r == 0)
			r = add_column(e, str_get(&name), COL_FLOAT, d);
	}
	str_release(&name);
	return (r);
}

static int
add_all(struct explain_columns *e, struct diag *d)
{
	struct str name = STR_INIT;
	int r = add_column(e, "explain_base", COL_FLOAT, d);

	for (uint32_t j = 0; j < e->explainer.columns.n && r == 0; j++) {
		str_clear(&name);
		str_addf(&name, "explain_%s", dict_get(&e->explainer.columns,
		    j, NULL));
		while (schema_find(&e->schema, str_get(&name)) != COLUMN_NONE)
			str_addc(&name, '_');
		r = add_column(e, str_get(&name), COL_FLOAT, d);
	}
	str_release(&name);
	return (r);
}

int
explain_columns_init(struct explain_columns *e, const struct predictor *p,
    size_t k, struct diag *d)
{
	size_t n;
	int r;

	memset(e, 0, sizeof(*e));
	if (explainer_init(&e->explainer, p, d) == -1)
		return (-1);
	n = e->explainer.columns.n;
	e->k = k < n ? k : n;
	schema_init(&e->schema);
	r = k > 0 ? add_reasons(e, d) : add_all(e, d);
	block_init(&e->block, &e->schema);
	e->order = mem_alloc(n, sizeof(*e->order));
	return (r);
}

void
explain_columns_release(struct explain_columns *e)
{
	explainer_release(&e->explainer);
	block_release(&e->block);
	schema_release(&e->schema);
	free(e->values);
	free(e->order);
}

static void
fill_row(struct explain_columns *e, const double *v)
{
	struct column *to = e->block.cols;
	size_t n = e->explainer.columns.n, len;
	const char *name;

	if (e->k == 0) {
		column_add_float(to++, v[n]);
		for (size_t j = 0; j < n; j++)
			column_add_float(to++, v[j]);
		return;
	}
	explain_order(v, n, e->order);
	for (size_t k = 0; k < e->k; k++, to += 2) {
		column_add_float(&to[1], v[e->order[k]]);
		name = dict_get(&e->explainer.columns, e->order[k], &len);
		if (isnan(v[e->order[k]]))
			column_add_missing(&to[0]);
		else
			column_add_string(&to[0], name, len);
	}
}

int
explain_columns_fill(struct explain_columns *e,
    const struct predictor_run *run, const struct batch **out, struct diag *d)
{
	const struct batch *b = predictor_run_features(run);
	size_t width = e->explainer.columns.n + 1;

	e->values = mem_grow(e->values, &e->values_cap, b->n_rows * width,
	    sizeof(*e->values));
	if (explain_rows(&e->explainer, run, e->values, d) == -1)
		return (-1);
	block_clear(&e->block);
	for (size_t i = 0; i < b->n_rows; i++)
		fill_row(e, e->values + i * width);
	*out = block_seal(&e->block, b->first_row);
	return (0);
}
