/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fmt_arrow_rows.h"

void
arrow_rows_init(struct arrow_rows *r, struct read_report *report)
{
	memset(r, 0, sizeof(*r));
	arrow_values_init(&r->values);
	r->report = report;
	r->fit = BATCH_ROWS;
}

void
arrow_rows_release(struct arrow_rows *r)
{
	arrow_columns_release(&r->columns);
	arrow_values_release(&r->values);
	block_release(&r->block);
}

static int
read_columns(struct arrow_rows *r, size_t n, struct diag *d)
{
	arrow_values_rows(&r->values, n);
	for (size_t j = 0; j < r->block.n_cols; j++) {
		const struct arrow_column *c = &r->columns.v[j];

		if (c->unwanted) {
			column_clear(&r->block.cols[j]);
			column_add_missings(&r->block.cols[j], n);
		} else if (arrow_read(&r->values, c->array, r->at, n,
		    &r->block.cols[j], d) == -1) {
			return (diag_prefix(d, "column \"%s\"", c->name));
		}
	}
	return (0);
}

int
arrow_rows_give(struct arrow_rows *r, const struct batch **out,
    struct diag *d)
{
	size_t max = batch_rows(r->block.view.schema->row_values);
	size_t n = r->n - r->at;

	r->fit = r->fit < max / 2 ? r->fit * 2 : max;
	n = n < r->fit ? n : r->fit;
	while (read_columns(r, n, d) == -1) {
		if (!r->values.is_full || n == 1)
			return (-1);
		r->fit = n /= 2;
	}
	r->block.view.n_rows = n;	/* also where there is no column */
	*out = block_seal(&r->block, r->n_given);
	r->at += n;
	r->n_given += n;
	if (r->report != NULL)
		r->report->finer_times += r->values.finer_times;
	return (0);
}
