/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "chart.h"
#include "mem.h"
#include "page.h"

#include "drift_page.h"

#define CHARTS_MAX 200

/* A column in the window where it was worst. */
struct page_of_column {
	uint32_t id;
	struct drift_row worst;	/* of its names, kind and window only those
				   below are there */
	struct str kind, window;
	uint64_t n_drifted;	/* windows */
	uint64_t seen, drifted;	/* the last window, counted from 1 */
	bool is_new;		/* the worst one is of the last window */
	struct drift_shape shape;
};

void
drift_page_init(struct drift_page *p)
{
	memset(p, 0, sizeof(*p));
	dict_init(&p->columns);
	str_init(&p->window);
}

void
drift_page_release(struct drift_page *p)
{
	for (size_t i = 0; i < p->columns.n; i++) {
		drift_shape_release(&p->v[i].shape);
		str_release(&p->v[i].kind);
		str_release(&p->v[i].window);
	}
	free(p->v);
	dict_release(&p->columns);
	str_release(&p->window);
}

static struct page_of_column *
find_column(struct drift_page *p, const char *name)
{
	size_t known = p->columns.n;
	uint32_t id = dict_add(&p->columns, name, strlen(name));

	p->v = mem_grow(p->v, &p->cap, p->columns.n, sizeof(*p->v));
	if (p->columns.n > known) {
		memset(&p->v[id], 0, sizeof(p->v[id]));
		p->v[id].id = id;
		str_init(&p->v[id].kind);
		str_init(&p->v[id].window);
	}
	return (&p->v[id]);
}

static int
rank_of(enum drift_verdict v)
{
	return (v == DRIFT_DRIFT ? 2 : v == DRIFT_WARN);
}

static bool
is_worse(const struct drift_row *a, const struct drift_row *b)
{
	if (rank_of(a->verdict) != rank_of(b->verdict))
		return (rank_of(a->verdict) > rank_of(b->verdict));
	return (drift_row_ratio(a) > drift_row_ratio(b));
}

static void
set_text(struct str *s, const char *text)
{
	str_clear(s);
	str_addz(s, text == NULL ? "" : text);
}

void
drift_page_add(struct drift_page *p, const struct drift_row *row)
{
	struct page_of_column *c;

	if (row->verdict == DRIFT_TOO_FEW || row->verdict == DRIFT_NEW)
		return;
	if (p->n_windows == 0 || strcmp(str_get(&p->window),
	    row->window) != 0) {
		p->n_windows++;
		set_text(&p->window, row->window);
	}
	c = find_column(p, row->column);
	if (c->seen != p->n_windows)
		c->is_new = false;
	if (c->worst.test == NULL || is_worse(row, &c->worst)) {
		c->worst = *row;
		c->is_new = true;
		set_text(&c->kind, row->kind);
		set_text(&c->window, row->window);
	}
	c->seen = p->n_windows;
	if (row->verdict == DRIFT_DRIFT && c->drifted != p->n_windows) {
		c->drifted = p->n_windows;
		c->n_drifted++;
	}
}

void
drift_page_add_shape(struct drift_page *p, const struct drift_shape *s)
{
	uint32_t id = dict_findz(&p->columns, s->column);
	struct page_of_column *c = id == DICT_NONE ? NULL : &p->v[id];

	if (c == NULL || !c->is_new || c->seen != p->n_windows)
		return;
	drift_shape_release(&c->shape);
	c->shape = (struct drift_shape){ .n = s->n };
	c->shape.v = mem_dup(s->v, s->n, sizeof(*s->v));
	for (size_t i = 0; i < s->n; i++) {
		str_init(&c->shape.v[i].label);
		str_add(&c->shape.v[i].label, str_get(&s->v[i].label),
		    s->v[i].label.len);
	}
}

static int
compare_columns(const void *a, const void *b)
{
	const struct page_of_column *x = *(struct page_of_column *const *)a;
	const struct page_of_column *y = *(struct page_of_column *const *)b;

	if (is_worse(&x->worst, &y->worst))
		return (-1);
	if (is_worse(&y->worst, &x->worst))
		return (1);
	return (x->id < y->id ? -1 : x->id > y->id);
}

static const char *
verdict_of(const struct page_of_column *c)
{
	return (c->worst.verdict == DRIFT_DRIFT ? "drift" :
	    c->worst.verdict == DRIFT_WARN ? "warn" : "ok");
}

static void
add_text(struct str *out, const char *text)
{
	page_cell_text(out, text, strlen(text));
}

static void
add_table(const struct drift_page *p, struct page_of_column *const *v,
    struct str *out)
{
	static const struct page_column columns[] = {
		{ "column", false }, { "verdict", false }, { "value", true },
		{ "drift from", true }, { "test", false }, { "p", true },
		{ "kind", false }, { "windows drifted", true },
		{ "worst in", false },
	};
	size_t n = sizeof(columns) / sizeof(columns[0]);

	n -= p->n_windows > 1 ? 0 : 2;
	page_table_begin(out, "Columns with their worst test", columns, n);
	for (size_t i = 0; i < p->columns.n; i++) {
		page_row(out);
		add_text(out, dict_get(&p->columns, v[i]->id, NULL));
		add_text(out, verdict_of(v[i]));
		page_cell_number(out, v[i]->worst.value);
		page_cell_number(out, v[i]->worst.threshold);
		add_text(out, v[i]->worst.test);
		page_cell_number(out, v[i]->worst.p_value);
		add_text(out, str_get(&v[i]->kind));
		if (p->n_windows == 1)
			continue;
		page_cell_number(out, (double)v[i]->n_drifted);
		add_text(out, str_get(&v[i]->window));
	}
	page_table_end(out);
}

/* A bar of the reference and one of the window for each share. */
static void
add_chart(const struct drift_shape *s, const char *title, struct str *out)
{
	struct chart_bar *bars = mem_calloc(2 * s->n, sizeof(*bars));
	struct str *says = mem_calloc(2 * s->n, sizeof(*says));

	for (size_t i = 0; i < 2 * s->n; i++) {
		const struct drift_share *v = &s->v[i / 2];
		bool is_ref = i % 2 == 0;

		str_init(&says[i]);
		str_addf(&says[i], "%.3g %%", 100 * (is_ref ? v->ref :
		    v->cur));
		bars[i] = (struct chart_bar){ .label = is_ref ?
		    str_get(&v->label) : "", .label_n = is_ref ?
		    v->label.len : 0, .value = is_ref ? v->ref : v->cur,
		    .low = NAN, .high = NAN, .says = str_get(&says[i]),
		    .is_rest = is_ref };
	}
	chart_bars(out, title, bars, 2 * s->n, 0);
	for (size_t i = 0; i < 2 * s->n; i++)
		str_release(&says[i]);
	free(says);
	free(bars);
}

static void
add_card(const struct drift_page *p, const struct page_of_column *c,
    struct str *out)
{
	const char *name = dict_get(&p->columns, c->id, NULL);
	struct str line = STR_INIT;

	page_card_begin(out, NULL, name);
	str_addf(&line, "%s: %s %.3g", verdict_of(c), c->worst.test,
	    c->worst.value);
	if (!isnan(c->worst.threshold))
		str_addf(&line, ", drift from %.3g", c->worst.threshold);
	if (p->n_windows > 1)
		str_addf(&line, ", in %s", str_get(&c->window));
	str_addz(out, "<p class=dim>");
	page_textz(out, str_get(&line));
	str_addz(out, "</p>\n");
	add_chart(&c->shape, name, out);
	page_card_end(out);
	str_release(&line);
}

void
drift_page_text(const struct drift_page *p, const struct drift_report *r,
    struct str *out)
{
	struct page_of_column **v = mem_alloc(p->columns.n, sizeof(*v));
	struct str lead = STR_INIT;

	for (size_t i = 0; i < p->columns.n; i++)
		v[i] = &p->v[i];
	qsort(v, p->columns.n, sizeof(*v), compare_columns);
	drift_report_conclude(r, &lead);
	page_begin(out, "Drift", str_get(&lead));
	page_heading(out, "columns", "Columns");
	add_table(p, v, out);
	page_heading(out, "charts", "Shares of rows: the reference (grey), "
	    "and the window below");
	page_cards_begin(out);
	for (size_t i = 0; i < p->columns.n && i < CHARTS_MAX; i++) {
		if (v[i]->shape.n > 0)
			add_card(p, v[i], out);
	}
	page_cards_end(out);
	page_end(out);
	str_release(&lead);
	free(v);
}
