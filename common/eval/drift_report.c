/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drift_report.h"

struct stream *
drift_report_new(void)
{
	static const struct report_field fields[] = {
		{ "window", COL_STRING }, { "column", COL_STRING },
		{ "kind", COL_STRING }, { "test", COL_STRING },
		{ "value", COL_FLOAT }, { "p_value", COL_FLOAT },
		{ "threshold", COL_FLOAT }, { "verdict", COL_STRING },
		{ "n_ref", COL_INT }, { "n_cur", COL_INT }
	};

	return (report_new(fields, sizeof(fields) / sizeof(fields[0]), NULL));
}

void
drift_report_add(void *report, const struct drift_row *row)
{
	static const char *const verdicts[] = {
		[DRIFT_OK] = "ok", [DRIFT_DRIFT] = "drift",
		[DRIFT_TOO_FEW] = "too few rows"
	};
	struct column *c = report_block(report)->cols;

	report_text(&c[0], row->window);
	report_text(&c[1], row->column);
	report_text(&c[2], row->kind);
	report_text(&c[3], row->test);
	report_number(&c[4], row->value);
	report_number(&c[5], row->p_value);
	report_number(&c[6], row->threshold);
	report_text(&c[7], verdicts[row->verdict]);
	column_add_int(&c[8], (int64_t)row->n_ref);
	column_add_int(&c[9], (int64_t)row->n_cur);
}

void
drift_report_add_drift(void *report, const struct drift_row *row)
{
	if (row->verdict == DRIFT_DRIFT)
		drift_report_add(report, row);
}
