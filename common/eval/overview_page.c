/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "overview_screen.h"
#include "page.h"

#include "overview_page.h"

#define SHOWN 3			/* warnings of a kind, where there are more */
#define BOXES 300		/* of the columns with values, the first */

static void
add_link(const struct overview_page *p, size_t col, struct str *out)
{
	str_addf(out, "<a href=#c%zu>", col);
	page_textz(out, p->o->profile.columns[col].name);
	str_addz(out, "</a>");
}

/* Those of a kind: some in full, of the others the names. */
static void
add_kind(const struct overview_page *p, const struct warning_kind *k,
    struct str *out)
{
	const struct warnings *w = p->warnings;
	size_t all = 0, n = 0, shown;

	for (size_t i = 0; i < w->n; i++)
		all += w->v[i].kind == k;
	shown = all > SHOWN + 1 ? SHOWN : all;
	for (size_t i = 0; i < w->n; i++) {
		if (w->v[i].kind != k)
			continue;
		if (n <= shown)
			str_addf(out, "<li><b>%s</b> ", k->name);
		if (n >= shown)
			str_addz(out, n == shown ? "the same of " : ", ");
		if (w->v[i].col != COLUMN_NONE)
			add_link(p, w->v[i].col, out);
		if (n++ >= shown)
			continue;
		if (w->v[i].col != COLUMN_NONE)
			str_addz(out, ": ");
		page_textz(out, w->v[i].says);
		str_addz(out, "</li>\n");
	}
	if (all > shown)
		str_addz(out, "</li>\n");
}

static void
add_warnings(const struct overview_page *p, struct str *out)
{
	page_heading(out, "warnings", "Warnings");
	if (p->warnings->n == 0) {
		str_addz(out, "<p>None.</p>\n");
		return;
	}
	str_addz(out, "<ul class=warn>\n");
	for (size_t k = 0; warning_kinds[k].name != NULL; k++)
		add_kind(p, &warning_kinds[k], out);
	str_addz(out, "</ul>\n");
}

static const struct page_column titles[] = {
	{ "column", false }, { "type", false }, { "role", false },
	{ "missing %", true }, { "distinct", true }, { "target", true },
	{ "min", true }, { "median", true }, { "max", true },
	{ "mean", true }, { "sd", true }, { "skew", true },
	{ "most frequent", false }, { "its %", true }, { "warnings", false }
};

static void
add_extremes(const struct column_profile *c, struct str *out)
{
	bool number = c->grid != NULL && c->type != COL_TIME;

	page_cell_number(out, number ? c->min : NAN);
	page_cell_number(out, number ? c->grid[PROFILE_GRID / 2] : NAN);
	page_cell_number(out, number ? c->max : NAN);
	page_cell_number(out, number ? c->mean : NAN);
	page_cell_number(out, number ? c->sd : NAN);
}

static void
add_row(const struct overview_page *p, size_t i, struct str *out)
{
	const struct overview *o = p->o;
	const struct column_profile *c = &o->profile.columns[i];
	const struct association *a = o->with_target[i];
	const char *type = col_type_name(c->type);
	const char *role = c->role == ROLE_FEATURE ? "" :
	    col_role_name(c->role);
	double rows = (double)(c->n + c->missing);
	uint64_t most = overview_value_rows(o, i, 0);
	struct str text = STR_INIT;

	page_row(out);
	page_cell_text(out, c->name, strlen(c->name));
	page_cell_text(out, type, strlen(type));
	page_cell_text(out, role, strlen(role));
	page_cell_number(out, rows > 0 ? 100 * (double)c->missing / rows :
	    NAN);
	page_cell_number(out, c->has_distinct ? (double)c->distinct : NAN);
	if (o->target != COLUMN_NONE)
		page_cell_number(out, a != NULL ? association_value(a) : NAN);
	add_extremes(c, out);
	page_cell_number(out, c->type == COL_INT || c->type == COL_FLOAT ?
	    column_facts_skew(&o->facts[i]) : NAN);
	if (most > 0)
		overview_add_value(o, i, 0, &text);
	page_cell_text(out, str_get(&text), text.len);
	page_cell_number(out, most > 0 ? 100 * (double)most / (double)c->n :
	    NAN);
	str_clear(&text);
	warnings_names(p->warnings, i, &text);
	page_cell_text(out, str_get(&text), text.len);
	str_addc(out, '\n');
	str_release(&text);
}

static void
add_table(const struct overview_page *p, struct str *out)
{
	struct page_column columns[sizeof(titles) / sizeof(titles[0])];
	size_t n = 0;

	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
		if (p->o->target != COLUMN_NONE ||
		    strcmp(titles[i].name, "target") != 0)
			columns[n++] = titles[i];
	}
	page_heading(out, "columns", "Columns");
	page_table_begin(out, "Columns", columns, n);
	for (size_t i = 0; i < p->o->profile.n; i++)
		add_row(p, i, out);
	page_table_end(out);
}

static void
add_box(const struct overview_page *p, size_t col, struct str *out)
{
	const struct column_profile *c = &p->o->profile.columns[col];
	char id[24];

	(void)snprintf(id, sizeof(id), "c%zu", col);
	page_card_begin(out, id, c->name);
	str_addf(out, "<small>%s", col_type_name(c->type));
	if (c->role != ROLE_FEATURE)
		str_addf(out, ", %s", col_role_name(c->role));
	if (c->has_distinct)
		str_addf(out, ", %llu distinct",
		    (unsigned long long)c->distinct);
	if (c->missing > 0) {
		str_addz(out, ", ");
		say_share(out, (double)c->missing /
		    (double)(c->n + c->missing));
		str_addz(out, " missing");
	}
	str_addz(out, "</small>\n");
	page_values(p, col, out);
	page_relation(p, col, out);
	page_card_end(out);
}

static void
add_boxes(const struct overview_page *p, struct str *out)
{
	size_t n = 0;

	page_heading(out, "values", "Values");
	page_cards_begin(out);
	for (size_t i = 0; i < p->o->profile.n && n < BOXES; i++) {
		if (p->o->facts[i].hashes == NULL ||
		    p->o->profile.columns[i].n == 0)
			continue;
		add_box(p, i, out);
		n++;
	}
	page_cards_end(out);
	if (n == BOXES)
		str_addf(out, "<p>Charts of the first %d columns.</p>\n",
		    BOXES);
}

static void
add_sample(const struct overview *o, struct str *out)
{
	if (o->rows.n == 0 || o->rows.n == o->profile.rows)
		return;
	str_addf(out, "<p class=dim>What the target is, how columns go "
	    "together and what is missing together are of a sample of %zu "
	    "rows.</p>\n", o->rows.n);
}

void
overview_page(const struct overview_page *p, struct str *out)
{
	struct str lead = STR_INIT;

	overview_title(p->o, &lead);
	page_begin(out, p->name, str_get(&lead));
	add_warnings(p, out);
	if (p->compared != NULL)
		overview_compare_page(p->compared, out);
	add_table(p, out);
	add_boxes(p, out);
	page_pairs(p, out);
	page_missing(p, out);
	add_sample(p->o, out);
	page_end(out);
	str_release(&lead);
}
