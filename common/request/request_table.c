/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "json_cell.h"
#include "mem.h"
#include "stream.h"

#include "request_table.h"

void
request_table_init(struct request_table *t, const struct predictor *p,
    size_t max_rows)
{
	const struct schema *raw = &p->spec.schema;

	memset(t, 0, sizeof(*t));
	t->p = p;
	t->max_rows = BOUND_REQUEST / (raw->row_values > 0 ?
	    raw->row_values : 1);
	if (t->max_rows > max_rows)
		t->max_rows = max_rows;
	block_init(&t->rows, raw);
	read_report_init(&t->report);
	t->forms = mem_alloc(raw->n, sizeof(*t->forms));
	t->report.wants_notes = true;
	for (size_t i = 0; i < raw->n; i++) {
		size_t n = strlen(raw->fields[i].name);

		cell_form_init(&t->forms[i], &p->spec, raw->fields[i].name);
		if (n > t->longest_name)
			t->longest_name = n;
	}
	request_table_clear(t);
}

void
request_table_release(struct request_table *t)
{
	block_release(&t->rows);
	read_report_release(&t->report);
	if (t->source != NULL)
		stream_close(t->source);
	free(t->map);
	free(t->forms);
	str_release(&t->name);
	str_release(&t->text);
	str_release(&t->told);
	str_release(&t->compact);
}

void
request_table_clear(struct request_table *t)
{
	block_clear(&t->rows);
	t->n_rows = 0;
	str_clear(&t->told);
	read_report_begin(&t->report, t->rows.n_cols);
	for (size_t i = 0; i < t->rows.n_cols; i++)
		t->report.absent[i] = 1;
}

size_t
request_table_column(struct request_table *t, const char *p, size_t n)
{
	uint32_t col = DICT_NONE;

	/* Nested keys make names far longer than the body: no work is done
	   for a name that none of ours can be. */
	if (n <= t->longest_name)
		col = dict_find(&t->p->spec.schema.index, p, n);
	if (col == DICT_NONE) {
		read_report_add_unknown(&t->report, p, n);
		return (COLUMN_NONE);
	}
	t->report.absent[col] = 0;
	return (col);
}

static bool
is_any(const struct field *f)
{
	return (f->name != NULL);
}

static bool
has_feature_role(const struct field *f)
{
	return (role_is_feature(f->role));
}

/* t->map for the columns of a sort, the target left out. */
static size_t
map_columns(struct request_table *t, bool (*wanted)(const struct field *))
{
	const struct schema *raw = &t->p->spec.schema;
	size_t n = 0;

	t->map = mem_grow(t->map, &t->map_cap, raw->n, sizeof(*t->map));
	for (size_t i = 0; i < raw->n; i++) {
		if (i != t->p->target_raw && wanted(&raw->fields[i]))
			t->map[n++] = i;
	}
	return (n);
}

int
request_table_by_position(struct request_table *t, size_t n, struct diag *d)
{
	size_t all = map_columns(t, is_any);

	if (n == 0 || (n != all && n != map_columns(t, has_feature_role) &&
	    n != map_columns(t, field_is_input)))
		return (diag_set(d, "%zu values in a row without names; "
		    "the model wants %zu", n, all));
	for (size_t i = 0; i < n; i++)
		t->report.absent[t->map[i]] = 0;
	return (0);
}

void
request_table_put_cell(struct request_table *t, size_t col,
    const struct cell *cell)
{
	struct column *to;
	struct diag why;

	if (col == COLUMN_NONE)
		return;
	to = &t->rows.cols[col];
	if (cell_to_column(&t->forms[col], cell, to) == -1) {
		t->report.bad[col]++;
		t->report.bad_values++;
		cell_explain(cell, to->type, &why);
		bad_notes_add(&t->report.notes, to->n, col, why.text);
		column_add_missing(to);
	}
}

void
request_table_put(struct request_table *t, size_t col, struct json_cursor *c)
{
	struct cell cell;
	const char *p;
	size_t n;

	if (col == COLUMN_NONE) {
		json_skip(c, &p, &n);
		return;
	}
	cell = json_cell(c, t->rows.cols[col].type, &t->compact);
	request_table_put_cell(t, col, &cell);
}

static int
too_many_rows(const struct request_table *t, struct diag *d)
{
	return (diag_set(d, "more than %zu rows in one request",
	    t->max_rows));
}

int
request_table_end_row(struct request_table *t, struct diag *d)
{
	if (t->n_rows == t->max_rows)
		return (too_many_rows(t, d));
	t->n_rows++;
	for (size_t i = 0; i < t->rows.n_cols; i++) {
		if (t->rows.cols[i].n < t->n_rows)
			column_add_missing(&t->rows.cols[i]);
	}
	return (0);
}

int
request_table_end_columns(struct request_table *t, size_t n_rows,
    struct diag *d)
{
	if (n_rows > t->max_rows)
		return (too_many_rows(t, d));
	t->n_rows = n_rows;
	for (size_t i = 0; i < t->rows.n_cols; i++) {
		struct column *c = &t->rows.cols[i];

		if (t->report.absent[i] == 0 && c->n != n_rows)
			return (diag_set(d, "column \"%s\" has %zu values, "
			    "others have %zu",
			    t->p->spec.schema.fields[i].name, c->n, n_rows));
		if (t->report.absent[i] > 0)
			column_add_missings(c, n_rows);
	}
	return (0);
}

size_t
request_table_put_all(struct request_table *t, const size_t *cols,
    size_t n_cols, size_t max, struct json_cursor *c)
{
	size_t n = 0, depth = 1;

	json_enter(c);
	while (depth > 0) {
		if (!json_next(c)) {
			depth--;
		} else if (json_kind_of(c) == J_ARRAY) {
			json_enter(c);
			depth++;
		} else {
			request_table_put(t, n < max ? cols[n % n_cols] :
			    COLUMN_NONE, c);
			n++;
		}
	}
	return (n);
}

const struct batch *
request_table_batch(struct request_table *t)
{
	return (block_seal(&t->rows, 0));
}

void
request_table_counts(const struct request_table *t,
    struct request_counts *out)
{
	*out = (struct request_counts){
		.rows = t->n_rows,
		.bad_values = t->report.bad_values + t->report.bad_rows,
		.absent_columns = read_report_missed(&t->report,
		    &t->p->spec.schema),
		.unknown_columns = t->report.unknown.n
	};
	for (size_t i = 0; i < t->rows.n_cols; i++) {
		if (field_is_input(&t->p->spec.schema.fields[i]))
			out->missing += t->rows.cols[i].n_missing;
	}
}
