/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "chart.h"
#include "mem.h"
#include "page.h"
#include "results.h"

#include "search_page.h"

#define ROWS_SHOWN 500
#define SHOWN_SHARE 0.9		/* of the trials, the best, are in charts */

/* Points without a line between them: each is followed by one that is none. */
struct dots {
	double *x, *y;
	size_t n;
};

static void
dots_init(struct dots *d, size_t n)
{
	d->x = mem_alloc(2 * n, sizeof(*d->x));
	d->y = mem_alloc(2 * n, sizeof(*d->y));
	d->n = 0;
}

static void
dots_add(struct dots *d, double x, double y)
{
	d->x[d->n] = x;
	d->y[d->n] = y;
	d->x[d->n + 1] = d->y[d->n + 1] = NAN;
	d->n += 2;
}

static void
dots_release(struct dots *d)
{
	free(d->x);
	free(d->y);
}

/* What is shown: whole trials, the best first, and how many of them. */
struct shown {
	const struct search_page *p;
	const struct trial **order;
	size_t n, n_whole, n_charted;
};

static int
compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x < y ? -1 : x > y);
}

/* From the least value to the greatest of those that are charted. */
static void
range_of(const struct shown *s, size_t k, double *low, double *high)
{
	const struct objectives *o = s->p->trials->objectives;
	double *v = mem_alloc(s->n_whole + 1, sizeof(*v)), pad;

	for (size_t i = 0; i < s->n_whole; i++)
		v[i] = objective_loss(o, k, s->order[i]->values);
	qsort(v, s->n_whole, sizeof(*v), compare_doubles);
	*low = o->v[k].less ? v[0] : -v[s->n_charted - 1];
	*high = o->v[k].less ? v[s->n_charted - 1] : -v[0];
	pad = (*high - *low) * 0.05 + fabs(*high) * 1e-6 + 1e-300;
	*low -= pad;
	*high += pad;
	free(v);
}

static void
draw(struct str *out, const struct chart_axes *given,
    const struct chart_line *lines, size_t n)
{
	struct chart_axes a = *given;

	if (a.x_max <= a.x_min) {
		a.x_min -= 0.5;
		a.x_max += 0.5;
	}
	chart_lines(out, &a, lines, n);
}

/* A value of objective k, NaN where it is out of the chart. */
static double
within(double v, const struct chart_axes *a)
{
	return (v >= a->y_min && v <= a->y_max ? v : NAN);
}

static void
add_history(const struct shown *s, struct str *out)
{
	const struct trials *ts = s->p->trials;
	const struct objectives *o = ts->objectives;
	struct chart_axes a = { .title = "Trials in their order",
		.x = "trial", .y = o->v[0].name, .x_max = (double)ts->n - 1 };
	double *x = mem_alloc(ts->n, sizeof(*x));
	double *best = mem_alloc(ts->n, sizeof(*best));
	struct dots d;

	range_of(s, 0, &a.y_min, &a.y_max);
	dots_init(&d, ts->n);
	for (size_t i = 0; i < ts->n; i++) {
		const struct trial *t = trials_get(ts, i);
		const struct trial *b = trials_best(ts, i + 1);

		x[i] = (double)i;
		best[i] = b != NULL ? within(b->values[0], &a) : NAN;
		if (t != NULL && trial_is_whole(t))
			dots_add(&d, x[i], within(t->values[0], &a));
	}
	page_heading(out, "history", "History");
	draw(out, &a, (struct chart_line[]){
		{ .name = "trial", .x = d.x, .y = d.y, .n = d.n,
		    .has_dots = true },
		{ .name = "best so far", .x = x, .y = best, .n = ts->n }
	}, 2);
	dots_release(&d);
	free(best);
	free(x);
}

/* The longest first. */
static int
compare_bars(const void *a, const void *b)
{
	const struct chart_bar *x = a, *y = b;

	return (x->value > y->value ? -1 : x->value < y->value);
}

static void
add_importance(const struct shown *s, struct str *out)
{
	const struct space *space = s->p->trials->space;
	struct chart_bar *bars = mem_calloc(space->n, sizeof(*bars));
	size_t n = 0;

	for (size_t k = 0; k < space->n; k++) {
		const char *name = space->params[k].name;

		if (isnan(s->p->importance[k]))
			continue;
		bars[n++] = (struct chart_bar){ .label = name,
			.label_n = strlen(name),
			.value = s->p->importance[k], .low = NAN,
			.high = NAN };
	}
	if (n > 0) {
		qsort(bars, n, sizeof(*bars), compare_bars);
		page_heading(out, "importance", "Importance");
		chart_bars(out, "Share of what shuffling a parameter's "
		    "values costs a model of the trials", bars, n, 0);
	}
	free(bars);
}

static double
along(const struct space_param *p, double v)
{
	return (p->log ? log10(v) : v);
}

static void
add_numbers(const struct shown *s, size_t k, struct str *out)
{
	const struct trials *ts = s->p->trials;
	const struct space_param *p = &ts->space->params[k];
	struct str name = STR_INIT;
	struct chart_axes a = { .title = p->name,
		.y = ts->objectives->v[0].name,
		.x_min = along(p, p->low), .x_max = along(p, p->high) };
	struct dots d;

	str_addf(&name, "%s%s", p->log ? "log10 " : "", p->name);
	a.x = name.buf;
	range_of(s, 0, &a.y_min, &a.y_max);
	dots_init(&d, s->n_whole);
	for (size_t i = 0; i < s->n_whole; i++) {
		const struct trial *t = s->order[i];

		if (!isnan(t->point[k]))
			dots_add(&d, along(p, t->point[k]),
			    within(t->values[0], &a));
	}
	draw(out, &a, &(struct chart_line){ .x = d.x, .y = d.y, .n = d.n,
	    .has_dots = true }, 1);
	dots_release(&d);
	str_release(&name);
}

/* The mean of the first objective at each word, and of how many trials. */
static void
add_words(const struct shown *s, size_t k, struct str *out)
{
	const struct space_param *p = &s->p->trials->space->params[k];
	static const struct page_column columns[] = { { "word", false },
		{ "trials", true }, { "mean", true }, { "best", true } };
	const struct objectives *o = s->p->trials->objectives;

	page_table_begin(out, p->name, columns, 4);
	for (size_t w = 0; w < p->n_words; w++) {
		double n = 0, sum = 0, best = NAN;

		for (size_t i = 0; i < s->n_whole; i++) {
			const struct trial *t = s->order[i];

			if (t->point[k] != (double)w)
				continue;
			n++;
			sum += t->values[0];
			if (isnan(best) || objective_loss(o, 0, t->values) <
			    (o->v[0].less ? best : -best))
				best = t->values[0];
		}
		page_row(out);
		page_cell_text(out, p->words[w], strlen(p->words[w]));
		page_cell_number(out, n);
		page_cell_number(out, n > 0 ? sum / n : NAN);
		page_cell_number(out, best);
	}
	page_table_end(out);
}

static void
add_parameters(const struct shown *s, struct str *out)
{
	const struct space *space = s->p->trials->space;

	page_heading(out, "parameters", "Parameters");
	page_cards_begin(out);
	for (size_t k = 0; k < space->n; k++) {
		page_card_begin(out, NULL, space->params[k].name);
		if (space->params[k].kind == SPACE_WORD)
			add_words(s, k, out);
		else
			add_numbers(s, k, out);
		page_card_end(out);
	}
	page_cards_end(out);
}

/* The trials by the first two objectives. */
static void
add_front(const struct shown *s, struct str *out)
{
	const struct objectives *o = s->p->trials->objectives;
	struct chart_axes a = { .title = "Trials by two objectives",
		.x = o->v[0].name, .y = o->v[1].name };
	struct dots d, front;

	range_of(s, 0, &a.x_min, &a.x_max);
	range_of(s, 1, &a.y_min, &a.y_max);
	dots_init(&d, s->n_whole);
	dots_init(&front, s->n_whole);
	for (size_t i = 0; i < s->n_whole; i++) {
		const struct trial *t = s->order[i];
		bool beaten = false;
		double x = t->values[0];

		for (size_t j = 0; j < s->n_whole && !beaten; j++)
			beaten = objectives_dominate(o, s->order[j]->values,
			    t->values);
		if (x >= a.x_min && x <= a.x_max)
			dots_add(beaten ? &d : &front, x,
			    within(t->values[1], &a));
	}
	page_heading(out, "front", "Front");
	draw(out, &a, (struct chart_line[]){
		{ .name = "trial", .x = d.x, .y = d.y, .n = d.n,
		    .has_dots = true },
		{ .name = "that no other one dominates", .x = front.x,
		    .y = front.y, .n = front.n, .has_dots = true }
	}, 2);
	dots_release(&d);
	dots_release(&front);
}

static void
add_row(const struct shown *s, const struct trial *t, struct str *out)
{
	const struct trials *ts = s->p->trials;
	const char *state = trial_state_name(t->state);
	struct str text = STR_INIT;

	page_row(out);
	page_cell_number(out, (double)t->number);
	page_cell_text(out, state, strlen(state));
	for (size_t k = 0; k < ts->objectives->n; k++)
		page_cell_number(out, t->values[k]);
	for (size_t k = 0; k < ts->space->n; k++) {
		const struct space_param *p = &ts->space->params[k];

		if (p->kind != SPACE_WORD) {
			page_cell_number(out, t->point[k]);
			continue;
		}
		str_clear(&text);
		if (!isnan(t->point[k]))
			space_value(p, t->point[k], &text);
		page_cell_text(out, str_get(&text), text.len);
	}
	page_cell_number(out, t->budget);
	page_cell_number(out, t->seconds);
	str_release(&text);
}

static void
add_table(const struct shown *s, struct str *out)
{
	const struct trials *ts = s->p->trials;
	size_t n = 4 + ts->objectives->n + ts->space->n, k = 0;
	struct page_column *c = mem_calloc(n, sizeof(*c));

	c[k++] = (struct page_column){ "trial", true };
	c[k++] = (struct page_column){ "state", false };
	for (size_t i = 0; i < ts->objectives->n; i++)
		c[k++] = (struct page_column){ ts->objectives->v[i].name,
			true };
	for (size_t i = 0; i < ts->space->n; i++)
		c[k++] = (struct page_column){ ts->space->params[i].name,
			ts->space->params[i].kind != SPACE_WORD };
	c[k++] = (struct page_column){ "budget", true };
	c[k] = (struct page_column){ "seconds", true };
	page_heading(out, "trials", "Trials");
	page_table_begin(out, "trials", c, n);
	for (size_t i = 0; i < s->n && i < ROWS_SHOWN; i++)
		add_row(s, s->order[i], out);
	page_table_end(out);
	if (s->n > ROWS_SHOWN)
		str_addf(out, "<p>The first %d of %zu.</p>\n", ROWS_SHOWN,
		    s->n);
	free(c);
}

static void
add_lead(const struct shown *s, struct str *lead)
{
	const struct objectives *o = s->p->trials->objectives;
	const struct trial *best = trials_best(s->p->trials, SIZE_MAX);

	str_addf(lead, "%zu trials", s->n);
	if (best != NULL)
		str_addf(lead, ", the best with %s %.5g (trial %zu)",
		    o->v[0].name, best->values[0], best->number);
}

void
search_page(const struct search_page *p, struct str *out)
{
	struct shown s = { .p = p };
	struct str lead = STR_INIT;

	s.order = results_order(p->trials, &s.n);
	while (s.n_whole < s.n && trial_is_whole(s.order[s.n_whole]))
		s.n_whole++;
	s.n_charted = (size_t)ceil(SHOWN_SHARE * (double)s.n_whole);
	add_lead(&s, &lead);
	page_begin(out, "Search", str_get(&lead));
	str_addz(out, "<p><code>");
	page_textz(out, p->sentence);
	str_addz(out, "</code></p>\n");
	if (s.n_whole > 0) {
		add_history(&s, out);
		if (p->trials->objectives->n > 1)
			add_front(&s, out);
		add_importance(&s, out);
		add_parameters(&s, out);
	}
	add_table(&s, out);
	page_end(out);
	str_release(&lead);
	free(s.order);
}
