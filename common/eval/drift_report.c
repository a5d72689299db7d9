/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "batch.h"
#include "mem.h"
#include "sink.h"

#include "drift_report.h"

struct drift_report {
	struct head head;
	struct block rows;
	struct sink *sink;
	bool only_drift;
};

static void
declare_columns(struct schema *s)
{
	static const struct {
		const char *name;
		enum col_type type;
	} cols[] = {
		{ "window", COL_STRING }, { "column", COL_STRING },
		{ "kind", COL_STRING }, { "test", COL_STRING },
		{ "value", COL_FLOAT }, { "p_value", COL_FLOAT },
		{ "threshold", COL_FLOAT }, { "verdict", COL_STRING },
		{ "n_ref", COL_INT }, { "n_cur", COL_INT }
	};
	struct diag d;

	for (size_t i = 0; i < sizeof(cols) / sizeof(cols[0]); i++) {
		if (schema_add_new(s, cols[i].name, cols[i].type, &d) == -1)
			BUG("%s", d.text);
	}
}

int
drift_report_open(const char *path, const char *format, bool only_drift,
    struct drift_report **out, struct diag *d)
{
	struct drift_report *r = MEM_NEW(struct drift_report);

	head_init(&r->head);
	declare_columns(&r->head.schema);
	block_init(&r->rows, &r->head.schema);
	r->only_drift = only_drift;
	if (format == NULL && (path == NULL || strcmp(path, "-") == 0))
		format = "table";
	if (sink_open(path, format, &r->head, &r->sink, d) == -1) {
		drift_report_abort(r);
		return (-1);
	}
	*out = r;
	return (0);
}

static void
add_text(struct column *c, const char *s)
{
	column_add_string(c, s, strlen(s));
}

void
drift_report_add(void *report, const struct drift_row *row)
{
	struct drift_report *r = report;
	struct column *c = r->rows.cols;

	if (r->only_drift && row->verdict != DRIFT_DRIFT)
		return;
	add_text(&c[0], row->window);
	add_text(&c[1], row->column);
	add_text(&c[2], row->kind);
	add_text(&c[3], row->test);
	column_add_float(&c[4], row->value);
	column_add_float(&c[5], row->p_value);
	column_add_float(&c[6], row->threshold);
	add_text(&c[7], drift_verdict_name(row->verdict));
	column_add_int(&c[8], (int64_t)row->n_ref);
	column_add_int(&c[9], (int64_t)row->n_cur);
}

void
drift_report_abort(struct drift_report *r)
{
	sink_free(r->sink);
	block_release(&r->rows);
	head_release(&r->head);
	free(r);
}

int
drift_report_finish(struct drift_report *r, struct diag *d)
{
	const struct batch *b = block_seal(&r->rows, 0);
	json_t *tail = json_array();
	int ret = 0;

	if (b->n_rows > 0)
		ret = sink_write(r->sink, b, d);
	if (ret == 0)
		ret = sink_finish(r->sink, tail, d);
	json_decref(tail);
	drift_report_abort(r);
	return (ret);
}
