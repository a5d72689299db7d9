/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "chart.h"
#include "mem.h"
#include "page.h"
#include "table_warnings.h"

#include "overview_compare.h"

#define LEVELS_SHOWN 6
#define BOXES 300		/* columns that have one, the first */

static const struct page_column columns[] = {
	{ "column", false }, { "in", false }, { "type", false },
	{ "distance", true }, { "missing %", true }, { "then %", true },
	{ "distinct", true }, { "then", true }, { "mean", true },
	{ "then", true }, { "new levels", false }, { "gone levels", false }
};

static double
missing_percent(const struct column_profile *p)
{
	return (p == NULL || p->n + p->missing == 0 ? NAN : 100 *
	    (double)p->missing / (double)(p->n + p->missing));
}

static double
mean_of(const struct column_profile *p)
{
	return (p == NULL || p->grid == NULL || p->type == COL_TIME ? NAN :
	    p->mean);
}

static void
cell(struct str *out, const char *text)
{
	page_cell_text(out, text, strlen(text));
}

static void
add_row(const struct compared_column *v, const struct column_profile *a,
    const struct column_profile *b, struct str *out)
{
	struct str type = STR_INIT;

	if (a != NULL)
		str_addz(&type, col_type_name(a->type));
	if (b != NULL && (a == NULL || a->type != b->type))
		str_addf(&type, "%s%s", a == NULL ? "" : ", then ",
		    col_type_name(b->type));
	page_row(out);
	cell(out, a != NULL ? a->name : b->name);
	cell(out, b == NULL ? "first" : a == NULL ? "second" : "both");
	cell(out, str_get(&type));
	page_cell_number(out, v->distance);
	page_cell_number(out, missing_percent(a));
	page_cell_number(out, missing_percent(b));
	page_cell_number(out, a != NULL && a->has_distinct ?
	    (double)a->distinct : NAN);
	page_cell_number(out, b != NULL && b->has_distinct ?
	    (double)b->distinct : NAN);
	page_cell_number(out, mean_of(a));
	page_cell_number(out, mean_of(b));
	page_cell_text(out, str_get(&v->some_new), v->some_new.len);
	page_cell_text(out, str_get(&v->some_gone), v->some_gone.len);
	str_addc(out, '\n');
	str_release(&type);
}

/* Both distribution functions, by their quantiles. */
static void
add_lines(const struct overview_compare *c, const struct column_profile *a,
    const struct column_profile *b, struct str *out)
{
	double share[PROFILE_GRID];
	const struct chart_line l[] = {
		{ .name = c->names[0], .x = a->grid, .y = share,
		    .n = PROFILE_GRID },
		{ .name = c->names[1], .x = b->grid, .y = share,
		    .n = PROFILE_GRID }
	};
	struct chart_axes axes = { .title = "Share of the rows up to a value",
	    .y = "share of the rows up to a value",
	    .x_min = fmin(a->min, b->min), .x_max = fmax(a->max, b->max),
	    .y_max = 1, .x_is_time = a->type == COL_TIME };

	for (size_t i = 0; i < PROFILE_GRID; i++)
		share[i] = (double)i / (PROFILE_GRID - 1);
	if (axes.x_max > axes.x_min && isfinite(axes.x_max - axes.x_min))
		chart_lines(out, &axes, l, 2);
}

struct level_bars {
	struct chart_bar v[4 * LEVELS_SHOWN];
	struct str says[4 * LEVELS_SHOWN];
	size_t n;
};

static void
add_bar(struct level_bars *b, const char *label, size_t n, double share,
    bool second)
{
	struct str *says = &b->says[b->n];

	*says = (struct str)STR_INIT;
	say_share(says, share);
	b->v[b->n++] = (struct chart_bar){ label, n, share, NAN, NAN,
	    str_get(says), second };
}

static void
add_pair(struct level_bars *bars, const struct column_profile *a,
    const struct column_profile *b, const char *text, size_t n)
{
	uint32_t i = dict_find(&a->levels, text, n);
	uint32_t j = dict_find(&b->levels, text, n);

	add_bar(bars, text, n, i == DICT_NONE ? 0 :
	    (double)a->level_counts[i] / (double)a->n, false);
	add_bar(bars, "", 0, j == DICT_NONE ? 0 :
	    (double)b->level_counts[j] / (double)b->n, true);
}

/* The most frequent levels of the first, then those of the second that are
   not among them: a bar each, the second's in grey. */
static void
add_levels(const struct column_profile *a, const struct column_profile *b,
    struct str *out)
{
	struct level_bars bars = { .n = 0 };
	const char *text;
	size_t n;

	for (uint32_t i = 0; i < a->levels.n && i < LEVELS_SHOWN; i++) {
		text = dict_get(&a->levels, i, &n);
		add_pair(&bars, a, b, text, n);
	}
	for (uint32_t i = 0; i < b->levels.n && i < LEVELS_SHOWN; i++) {
		text = dict_get(&b->levels, i, &n);
		if (dict_find(&a->levels, text, n) >= LEVELS_SHOWN)
			add_pair(&bars, a, b, text, n);
	}
	chart_bars(out, "Shares of the levels", bars.v, bars.n, 0);
	for (size_t i = 0; i < bars.n; i++)
		str_release(&bars.says[i]);
}

static void
add_box(const struct overview_compare *c, const struct compared_column *v,
    struct str *out)
{
	const struct column_profile *a = &c->a->profile.columns[v->a];
	const struct column_profile *b = &c->b->profile.columns[v->b];

	page_card_begin(out, NULL, a->name);
	str_addf(out, "<small>distance %.3g (%s)</small>\n", v->distance,
	    v->measure);
	if (a->grid != NULL)
		add_lines(c, a, b, out);
	else
		add_levels(a, b, out);
	page_card_end(out);
}

void
overview_compare_page(const struct overview_compare *c, struct str *out)
{
	size_t n = 0;

	page_heading(out, "compared", "Compared with another table");
	str_addz(out, "<p class=dim>The second, \"then\" and grey, is ");
	page_textz(out, c->names[1]);
	str_addf(out, ", of %llu rows. The distance is the greatest difference "
	    "of shares, 0 to 1.</p>\n",
	    (unsigned long long)c->b->profile.rows);
	page_table_begin(out, "Both tables", columns,
	    sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < c->n; i++)
		add_row(&c->v[i], c->v[i].a == COLUMN_NONE ? NULL :
		    &c->a->profile.columns[c->v[i].a],
		    c->v[i].b == COLUMN_NONE ? NULL :
		    &c->b->profile.columns[c->v[i].b], out);
	page_table_end(out);
	str_addz(out, "<p></p>\n");
	page_cards_begin(out);
	for (size_t i = 0; i < c->n && n < BOXES; i++) {
		if (c->v[i].measure != NULL) {
			add_box(c, &c->v[i], out);
			n++;
		}
	}
	page_cards_end(out);
}
