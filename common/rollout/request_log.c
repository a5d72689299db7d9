/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answer.h"
#include "clock.h"
#include "numtext.h"

#include "request_log.h"

/* ,"name":text, unless the rows have such a column. */
static void
add_text(const struct scorer *s, const char *name, const char *text,
    struct str *out)
{
	if (schema_find(&s->version->p->spec.schema, name) != COLUMN_NONE)
		return;
	str_addf(out, ",\"%s\":", name);
	answer_text(text, out);
}

/* ,"positive":"yes","model":"churn","version":"0d3f5e11",
   "served_at":"2024-05-01T10:20:30Z"}; the class only where one score is of
   one. */
static void
line_end(const struct scorer *s, struct str *out)
{
	const struct model *m = s->version->p->model;
	char now[NUMTEXT_MAX + 1];

	if (m->task == TASK_BINARY)
		add_text(s, "positive", m->classes[1], out);
	now[format_time(now, clock_wall())] = '\0';
	add_text(s, "model", s->version->of->name, out);
	add_text(s, "version", version_label(s->version), out);
	if (s->version->of->label != NULL)
		add_text(s, "digest", s->version->name, out);
	if (*s->trace.id != '\0')
		add_text(s, "trace_id", s->trace.id, out);
	add_text(s, "served_at", now, out);
	str_addz(out, "}\n");
}

/* The raw columns, but outputs of a model that the rows had before. */
static void
add_raw(const struct scorer *s, size_t row, struct str *out)
{
	const struct batch *raw = &s->table.rows.view;
	bool first = true;

	for (size_t i = 0; i < raw->schema->n; i++) {
		const char *name = raw->schema->fields[i].name;

		if (s->table.report.absent[i] > 0 ||
		    schema_find(&s->logged, name) != COLUMN_NONE)
			continue;
		if (!first)
			str_addc(out, ',');
		first = false;
		answer_text(name, out);
		str_addc(out, ':');
		answer_value(raw->cols[i], row, out);
	}
	if (!first)
		str_addc(out, ',');
}

void
request_log_add(struct log_file *l, struct scorer *s,
    const struct batch *scored)
{
	struct str *out = &s->line;
	struct batch named = *scored;

	if (l->fd == -1)
		return;
	named.schema = &s->logged;
	str_clear(out);
	for (size_t i = 0; i < scored->n_rows; i++) {
		str_addc(out, '{');
		add_raw(s, i, out);
		answer_members(&named, i, out);
		line_end(s, out);
	}
	log_file_add(l, out);
}
