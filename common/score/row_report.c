/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "str.h"

#include "row_report.h"

#define NAMES_SHOWN 10		/* of columns, in a line */

struct telling {
	void (*tell)(void *ctx, const char *text);
	void *ctx;
};

static void
tell_count(const struct telling *t, uint64_t n, const char *what)
{
	struct str s = STR_INIT;

	if (n == 0)
		return;
	str_addf(&s, "%s: %llu", what, (unsigned long long)n);
	t->tell(t->ctx, str_get(&s));
	str_release(&s);
}

struct names {
	struct str text;
	size_t n;
};

static void
add_name(struct names *names, const char *name)
{
	if (names->n < NAMES_SHOWN)
		str_addf(&names->text, "%s%s", names->n > 0 ? ", " : "", name);
	names->n++;
}

/* "what: 2 (a, b)" */
static void
tell_names(const struct telling *t, const char *what, struct names *names)
{
	struct str s = STR_INIT;

	if (names->n > 0) {
		str_addf(&s, "%s: %zu (%s%s)", what, names->n,
		    str_get(&names->text),
		    names->n > NAMES_SHOWN ? ", ..." : "");
		t->tell(t->ctx, str_get(&s));
	}
	str_release(&s);
	str_release(&names->text);
}

/* Also those that came only after the head of the output was written without
   them. */
static void
tell_columns(const struct telling *t, const struct row_report *r)
{
	const struct read_report *read = r->read;
	const struct schema *raw = r->raw;
	struct names absent = { STR_INIT, 0 }, unknown = absent, late = absent;

	for (size_t i = 0; i < raw->n; i++) {
		const char *name = raw->fields[i].name;

		if (read->absent[i] == 0 && r->out != NULL &&
		    schema_find(r->out, name) == COLUMN_NONE)
			add_name(&late, name);
		if (read->absent[i] > 0 && field_is_input(&raw->fields[i]))
			add_name(&absent, name);
	}
	for (uint32_t i = 0; i < read->unknown.n; i++)
		add_name(&unknown, dict_get(&read->unknown, i, NULL));
	tell_names(t, "columns of the model that are absent, taken as missing",
	    &absent);
	tell_names(t, "columns that the model does not know, left out",
	    &unknown);
	tell_names(t, "columns that the first rows did not have, left out",
	    &late);
}

void
row_report_none(const struct predictor_counts *c, struct str *out)
{
	if (c->none > 0)
		str_addf(out, "rows without a prediction: %llu (%s%s)",
		    (unsigned long long)c->none, c->gap != NULL ?
		    "most lack a value, and no step fills it: " :
		    "the result is not finite", c->gap != NULL ? c->gap : "");
}

void
row_report(const struct row_report *r,
    void (*tell)(void *ctx, const char *text), void *ctx)
{
	const struct telling t = { tell, ctx };
	struct str none = STR_INIT;

	tell_columns(&t, r);
	tell_count(&t, r->read->bad_values,
	    "values that are none of their column's type, taken as missing");
	tell_count(&t, r->read->bad_rows,
	    "rows that cannot be read, taken as without values");
	tell_count(&t, r->read->finer_times,
	    "times finer than a microsecond, cut off");
	tell_count(&t, r->scored->failed,
	    "values that could not be converted, taken as missing");
	tell_count(&t, r->scored->unseen, "categories not seen in training");
	tell_count(&t, r->scored->broken, "rows that break an expectation");
	tell_count(&t, r->scored->outdated,
	    "rows looked up in what a live reference was: its file cannot "
	    "be read");
	row_report_none(r->scored, &none);
	if (none.len > 0)
		tell(ctx, none.buf);
	str_release(&none);
}
