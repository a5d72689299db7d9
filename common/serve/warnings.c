/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "answer.h"
#include "warnings.h"

#define UNKNOWN_SHOWN 20	/* names of columns */

struct list {
	struct str *out;
	size_t n;
};

/* row 0: of no row. */
static void
add(struct list *l, uint64_t row, const char *column, const char *text)
{
	str_addz(l->out, l->n++ == 0 ? "[{" : ",{");
	if (row > 0)
		str_addf(l->out, "\"row\":%llu,", (unsigned long long)row);
	if (column != NULL) {
		str_addz(l->out, "\"column\":");
		answer_text(column, l->out);
		str_addc(l->out, ',');
	}
	str_addz(l->out, "\"warning\":");
	answer_text(text, l->out);
	str_addc(l->out, '}');
}

/* "3 more bad values" */
static void
add_count(struct list *l, const char *column, uint64_t n, const char *one,
    const char *many)
{
	struct diag text;

	if (n == 0)
		return;
	diag_set(&text, "%llu %s", (unsigned long long)n, n == 1 ? one : many);
	add(l, 0, column, text.text);
}

static void
add_columns(struct list *l, const struct read_report *report,
    const struct schema *raw)
{
	const struct dict *unknown = &report->unknown;

	for (size_t i = 0; i < raw->n; i++) {
		if (report->absent[i] > 0 && field_is_input(&raw->fields[i]))
			add(l, 0, raw->fields[i].name,
			    "absent, taken as missing");
	}
	for (uint32_t i = 0; i < unknown->n && i < UNKNOWN_SHOWN; i++)
		add(l, 0, dict_get(unknown, i, NULL),
		    "not known to the model, left out");
	if (unknown->n > UNKNOWN_SHOWN)
		add_count(l, NULL, unknown->n - UNKNOWN_SHOWN,
		    "more unknown column", "more unknown columns");
}

/* How the body was read, a line each. */
static void
add_told(struct list *l, const char *p)
{
	struct diag line;
	size_t n;

	for (; *p != '\0'; p += n + 1) {
		n = strcspn(p, "\n");
		diag_set(&line, "%.*s", (int)n, p);
		add(l, 0, NULL, line.text);
	}
}

static uint64_t
count_bad(const struct read_report *report)
{
	return (report->bad_values + report->bad_rows);
}

static void
add_bad(struct list *l, const struct read_report *report,
    const struct schema *raw)
{
	for (size_t i = 0; i < report->notes.n; i++) {
		const struct bad_note *note = &report->notes.v[i];

		add(l, note->row + 1, note->col == COLUMN_NONE ? NULL :
		    raw->fields[note->col].name, note->why);
	}
	add_count(l, NULL, count_bad(report) - report->notes.n,
	    "more bad value", "more bad values");
}

/* How many rows have no prediction, and why the first one has none. */
static void
add_none(struct list *l, const struct scorer *s, const struct batch *scored)
{
	struct str text = STR_INIT;
	size_t row = 0;

	if (scored == NULL || scored->cols[0]->n_missing == 0)
		return;
	while (scored->cols[0]->valid[row])
		row++;
	str_addf(&text, "no prediction (%zu of the rows): ",
	    scored->cols[0]->n_missing);
	predictor_none_reason(s->run, row, &text);
	add(l, row + 1, NULL, str_get(&text));
	str_release(&text);
}

bool
warnings_refuse(const struct scorer *s, struct diag *d)
{
	const struct read_report *report = &s->table.report;
	uint64_t bad = count_bad(report);

	if (bad == 0 && report->unknown.n == 0)
		return (false);
	diag_set(d, "the request does not fit the model: %zu unknown column%s, "
	    "%llu bad value%s", report->unknown.n,
	    report->unknown.n == 1 ? "" : "s", (unsigned long long)bad,
	    bad == 1 ? "" : "s");
	return (true);
}

size_t
warnings_write(const struct scorer *s, const struct batch *scored,
    struct str *out)
{
	const struct schema *raw = &s->version->p->spec.schema;
	const struct read_report *report = &s->table.report;
	struct list l = { out, 0 };

	add_told(&l, str_get(&s->table.told));
	add_columns(&l, report, raw);
	add_bad(&l, report, raw);
	for (size_t i = 0; i < s->n_unseen; i++)
		add_count(&l, s->unseen[i].column, s->unseen[i].n,
		    "category not seen in training",
		    "categories not seen in training");
	add_count(&l, NULL, s->did.broken, "row breaks an expectation",
	    "rows break an expectation");
	add_count(&l, NULL, s->did.outdated,
	    "row looked up in what a live reference was",
	    "rows looked up in what a live reference was");
	add_none(&l, s, scored);
	if (l.n > 0)
		str_addc(out, ']');
	return (l.n);
}
