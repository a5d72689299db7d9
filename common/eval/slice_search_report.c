/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The slices that were found, as rows. */
#include <stdlib.h>

#include "report.h"

#include "slice_search.h"

void
found_slices_release(struct found_slices *f)
{
	for (size_t i = 0; i < f->n; i++)
		free(f->v[i].text);
	free(f->v);
	free(f->part);
}

struct stream *
found_slices_report(const struct found_slices *f, const struct stream *about)
{
	static const struct report_field fields[] = {
		{ "part", COL_STRING }, { "slice", COL_STRING },
		{ "metric", COL_STRING }, { "n", COL_INT },
		{ "value", COL_FLOAT }, { "rest", COL_FLOAT },
		{ "difference", COL_FLOAT }, { "ci_low", COL_FLOAT },
		{ "ci_high", COL_FLOAT }, { "p_value", COL_FLOAT },
	};
	struct stream *s = report_new(fields,
	    sizeof(fields) / sizeof(fields[0]), about);
	struct column *cols = report_block(s)->cols;

	for (size_t i = 0; i < f->n; i++) {
		const struct found_slice *v = &f->v[i];

		report_text(&cols[0], f->part);
		report_text(&cols[1], v->text);
		report_text(&cols[2], f->loss);
		column_add_int(&cols[3], (int64_t)v->n);
		report_number(&cols[4], v->value);
		report_number(&cols[5], v->rest);
		report_number(&cols[6], v->difference.value);
		report_number(&cols[7], v->difference.low);
		report_number(&cols[8], v->difference.high);
		report_number(&cols[9], v->p_value);
	}
	return (s);
}
