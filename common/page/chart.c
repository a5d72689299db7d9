/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "numtext.h"
#include "page.h"
#include "utf8.h"

#include "chart.h"

/* In units of the drawing, which are pixels on a page of a phone's width. */
#define WIDTH 320
#define BAR_STEP 20		/* from a bar to the next */
#define BAR_FROM 112		/* where bars begin */
#define BAR_ROOM 140		/* of a bar of full length */
#define LABEL_CHARS 17
#define PLOT_LEFT 44
#define PLOT_RIGHT 300
#define PLOT_TOP 8
#define PLOT_HEIGHT 120
#define TICKS 4			/* about so many on an axis */
#define CELL 22
#define CELL_CHARS 20
#define DAY_CHARS 10

static void
open_svg(struct str *out, const char *title, double width, double height)
{
	str_addf(out, "<figure><svg viewBox=\"0 0 %g %g\" role=img "
	    "aria-label=\"", width, height);
	page_textz(out, title);
	str_addz(out, "\">\n");
}

static void
close_svg(struct str *out)
{
	str_addz(out, "</svg></figure>\n");
}

/* At most so many characters of a text, with a sign that there were more. */
static void
add_label(struct str *out, const char *p, size_t n, size_t most)
{
	size_t i = 0, chars = 0, len;

	while (i < n && chars < most) {
		len = utf8_length((const unsigned char *)p + i, n - i);
		i += len > 0 ? len : 1;
		chars++;
	}
	page_text(out, p, i < n ? i - 1 : n);
	if (i < n)
		str_addz(out, "\xe2\x80\xa6");
}

static double
greatest(const struct chart_bar *b, size_t n)
{
	double most = 0;

	for (size_t i = 0; i < n; i++) {
		if (isfinite(b[i].value))
			most = fmax(most, b[i].value);
		if (isfinite(b[i].high))
			most = fmax(most, b[i].high);
	}
	return (most > 0 ? most : 1);
}

static void
add_bar(struct str *out, const struct chart_bar *b, double top, double scale)
{
	double length = fmin(fmax(b->value * scale, 0), BAR_ROOM);
	double end = length, high = fmin(fmax(b->high * scale, 0), BAR_ROOM);

	str_addz(out, "<g><title>");
	page_text(out, b->label, b->label_n);
	str_addz(out, ": ");
	page_number(out, b->value);
	str_addf(out, "</title><text class=e x=%d y=%g>", BAR_FROM - 6,
	    top + 14);
	add_label(out, b->label, b->label_n, LABEL_CHARS);
	str_addf(out, "</text><rect class=%s x=%d y=%g width=%.2f height=%d "
	    "rx=1></rect>", b->is_rest ? "rest" : "bar", BAR_FROM, top + 3,
	    length, BAR_STEP - 6);
	if (isfinite(b->low) && isfinite(b->high)) {
		str_addf(out, "<path class=range d=\"M%.2f %gH%.2f\"></path>",
		    BAR_FROM + fmax(b->low * scale, 0), top + 10,
		    BAR_FROM + high);
		end = fmax(end, high);
	}
	str_addf(out, "<text class=v x=%.2f y=%g>", BAR_FROM + end + 5,
	    top + 14);
	if (b->says != NULL)
		page_textz(out, b->says);
	else
		page_number(out, b->value);
	str_addz(out, "</text></g>\n");
}

void
chart_bars(struct str *out, const char *title, const struct chart_bar *b,
    size_t n, double most)
{
	double scale = BAR_ROOM / (most > 0 ? most : greatest(b, n));
	size_t k = 0;

	open_svg(out, title, WIDTH, (double)n * BAR_STEP + 4);
	for (size_t i = 0; i < n; i++) {
		if (isfinite(b[i].value))
			add_bar(out, &b[i], (double)k++ * BAR_STEP, scale);
	}
	close_svg(out);
}

struct plot {
	const struct chart_axes *axes;
	double bottom;
};

static double
x_of(const struct plot *p, double v)
{
	const struct chart_axes *a = p->axes;

	return (PLOT_LEFT + (v - a->x_min) / (a->x_max - a->x_min) *
	    (PLOT_RIGHT - PLOT_LEFT));
}

static double
y_of(const struct plot *p, double v)
{
	const struct chart_axes *a = p->axes;

	return (p->bottom - (v - a->y_min) / (a->y_max - a->y_min) *
	    (p->bottom - PLOT_TOP));
}

/* 1, 2 or 5 times a power of ten. */
static double
tick_step(double span)
{
	double unit = pow(10, floor(log10(span / TICKS)));
	double k = span / TICKS / unit;

	return (unit * (k < 1.5 ? 1 : k < 3.5 ? 2 : k < 7.5 ? 5 : 10));
}

static void
add_tick_text(struct str *out, double v, double step)
{
	str_addf(out, fabs(v) >= 1e6 ? "%.3g" : "%.6g",
	    fabs(v) < step / 2 ? 0 : v);
}

static void
add_y_ticks(struct str *out, const struct plot *p)
{
	const struct chart_axes *a = p->axes;
	double step = tick_step(a->y_max - a->y_min);

	for (double v = ceil(a->y_min / step) * step;
	    v <= a->y_max + step / 1000; v += step) {
		str_addf(out, "<path class=axis d=\"M%d %.2fH%d\"></path>"
		    "<text class=e x=%d y=%.2f>", PLOT_LEFT, y_of(p, v),
		    PLOT_RIGHT, PLOT_LEFT - 5, y_of(p, v) + 4);
		add_tick_text(out, v, step);
		str_addz(out, "</text>\n");
	}
}

static void
add_day(struct str *out, double v)
{
	char text[NUMTEXT_MAX];
	size_t n = format_time(text, (int64_t)v);

	page_text(out, text, n > DAY_CHARS ? DAY_CHARS : n);
}

static void
add_x_ticks(struct str *out, const struct plot *p)
{
	const struct chart_axes *a = p->axes;
	double step = tick_step(a->x_max - a->x_min), y = p->bottom + 14;

	if (a->x_is_time) {
		str_addf(out, "<text x=%d y=%g>", PLOT_LEFT, y);
		add_day(out, a->x_min);
		str_addf(out, "</text><text class=e x=%d y=%g>", PLOT_RIGHT,
		    y);
		add_day(out, a->x_max);
		str_addz(out, "</text>\n");
		return;
	}
	for (double v = ceil(a->x_min / step) * step;
	    v <= a->x_max + step / 1000; v += step) {
		str_addf(out, "<text class=m x=%.2f y=%g>", x_of(p, v), y);
		add_tick_text(out, v, step);
		str_addz(out, "</text>\n");
	}
}

static struct plot
open_plot(struct str *out, const struct chart_axes *a)
{
	struct plot p = { a, PLOT_TOP + (a->is_square ?
	    PLOT_RIGHT - PLOT_LEFT : PLOT_HEIGHT) };

	open_svg(out, a->title, WIDTH, p.bottom + (a->x != NULL ? 36 : 20));
	add_y_ticks(out, &p);
	add_x_ticks(out, &p);
	str_addf(out, "<path class=axis d=\"M%d %.2fH%d\"></path>\n",
	    PLOT_LEFT, p.bottom, PLOT_RIGHT);
	if (a->x != NULL) {
		str_addf(out, "<text class=m x=%d y=%g>", (PLOT_LEFT +
		    PLOT_RIGHT) / 2, p.bottom + 30);
		page_textz(out, a->x);
		str_addz(out, "</text>\n");
	}
	return (p);
}

static void
close_plot(struct str *out, const struct chart_axes *a)
{
	str_addz(out, "</svg>");
	if (a->y != NULL) {
		str_addz(out, "<figcaption class=key>");
		page_textz(out, a->y);
		str_addz(out, "</figcaption>");
	}
	str_addz(out, "</figure>\n");
}

void
chart_histogram(struct str *out, const struct chart_axes *a,
    const struct chart_bin *b, size_t n)
{
	struct plot p = open_plot(out, a);
	double x, width, y;

	for (size_t i = 0; i < n; i++) {
		if (!isfinite(b[i].height))
			continue;
		x = x_of(&p, b[i].from);
		width = fmax(x_of(&p, b[i].upto) - x - 1, 1);
		y = y_of(&p, b[i].height);
		str_addf(out, "<rect class=bar x=%.2f y=%.2f width=%.2f "
		    "height=%.2f><title>", x, y, width, p.bottom - y);
		if (a->x_is_time) {
			add_day(out, b[i].from);
			str_addz(out, " to ");
			add_day(out, b[i].upto);
		} else {
			page_number(out, b[i].from);
			str_addz(out, " to ");
			page_number(out, b[i].upto);
		}
		str_addz(out, ": ");
		page_number(out, b[i].height);
		str_addz(out, "</title></rect>\n");
	}
	close_plot(out, a);
}

/* A path through the points; a gap where one is not finite. */
static void
add_path(struct str *out, const struct plot *p, const double *x,
    const double *y, size_t n)
{
	bool pen_up = true;

	for (size_t i = 0; i < n; i++) {
		if (isfinite(x[i]) && isfinite(y[i]))
			str_addf(out, "%c%.2f %.2f", pen_up ? 'M' : 'L',
			    x_of(p, x[i]), y_of(p, y[i]));
		pen_up = !isfinite(x[i]) || !isfinite(y[i]);
	}
}

static void
add_band(struct str *out, const struct plot *p, const struct chart_line *l,
    size_t colour)
{
	bool first = true;

	str_addf(out, "<path class=\"band f%zu\" d=\"", colour);
	for (size_t i = 0; i < 2 * l->n; i++) {
		size_t k = i < l->n ? i : 2 * l->n - 1 - i;
		double y = i < l->n ? l->high[k] : l->low[k];

		if (!isfinite(l->x[k]) || !isfinite(y))
			continue;
		str_addf(out, "%c%.2f %.2f", first ? 'M' : 'L',
		    x_of(p, l->x[k]), y_of(p, y));
		first = false;
	}
	str_addz(out, first ? "\"></path>\n" : "Z\"></path>\n");
}

static void
add_dots(struct str *out, const struct plot *p, const struct chart_line *l,
    size_t colour)
{
	for (size_t i = 0; i < l->n; i++) {
		if (!isfinite(l->x[i]) || !isfinite(l->y[i]))
			continue;
		str_addf(out, "<circle class=f%zu r=3.5 cx=%.2f cy=%.2f>"
		    "<title>", colour, x_of(p, l->x[i]), y_of(p, l->y[i]));
		page_number(out, l->x[i]);
		str_addz(out, ": ");
		page_number(out, l->y[i]);
		str_addz(out, "</title></circle>\n");
	}
}

static void
add_key(struct str *out, const struct chart_line *l, size_t n)
{
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		if (l[i].name == NULL)
			continue;
		str_addf(out, "%s<span><svg viewBox=\"0 0 24 8\" "
		    "aria-hidden=true><path class=\"line c%zu\" d=\"M0 4H24\">"
		    "</path></svg>", any ? "" : "<div class=key>",
		    i % CHART_COLOURS + 1);
		page_textz(out, l[i].name);
		str_addz(out, "</span>");
		any = true;
	}
	if (any)
		str_addz(out, "</div>\n");
}

void
chart_lines(struct str *out, const struct chart_axes *a,
    const struct chart_line *l, size_t n)
{
	struct plot p = open_plot(out, a);

	for (size_t i = 0; i < n; i++) {
		if (l[i].low != NULL)
			add_band(out, &p, &l[i], i % CHART_COLOURS + 1);
	}
	for (size_t i = 0; i < n; i++) {
		str_addf(out, "<path class=\"line c%zu\" d=\"",
		    i % CHART_COLOURS + 1);
		add_path(out, &p, l[i].x, l[i].y, l[i].n);
		str_addz(out, "\"></path>\n");
		if (l[i].has_dots)
			add_dots(out, &p, &l[i], i % CHART_COLOURS + 1);
	}
	close_plot(out, a);
	add_key(out, l, n);
}

static void
add_cell(struct str *out, const struct chart_grid *g, size_t i, size_t j)
{
	const char *const *cols = g->cols != NULL ? g->cols : g->rows;
	double v = g->values[i * g->n_cols + j];

	if (!isfinite(v))
		return;
	str_addf(out, "<rect class=%s x=%zu y=%zu width=%d height=%d "
	    "fill-opacity=%.2f><title>", v < 0 ? "f2" : "f1",
	    BAR_FROM + 20 + j * CELL, i * CELL, CELL - 2, CELL - 2,
	    0.06 + 0.94 * fmin(fabs(v), 1));
	page_textz(out, g->rows[i]);
	str_addz(out, ", ");
	page_textz(out, cols[j]);
	str_addz(out, ": ");
	page_number(out, v);
	str_addz(out, "</title></rect>\n");
}

/* The units that the longest name takes on its side. */
static size_t
names_height(const char *const *names, size_t n)
{
	size_t most = 0, len;

	for (size_t j = 0; j < n; j++) {
		len = strlen(names[j]);
		most = len > most ? len : most;
	}
	return (12 + 7 * (most < CELL_CHARS ? most : CELL_CHARS));
}

/* The names of columns stand below, on their side. */
void
chart_matrix(struct str *out, const struct chart_grid *g)
{
	const char *const *cols = g->cols != NULL ? g->cols : g->rows;
	size_t left = BAR_FROM + 20, y = g->n_rows * CELL;
	size_t width = left + g->n_cols * CELL;
	size_t height = y + names_height(cols, g->n_cols);

	str_addf(out, "<figure class=wide tabindex=0><svg class=fixed "
	    "viewBox=\"0 0 %zu %zu\" width=%zu height=%zu role=img "
	    "aria-label=\"", width, height, width, height);
	page_textz(out, g->title);
	str_addz(out, "\">\n");
	for (size_t i = 0; i < g->n_rows; i++) {
		str_addf(out, "<text class=e x=%zu y=%zu>", left - 6,
		    i * CELL + 14);
		add_label(out, g->rows[i], strlen(g->rows[i]), CELL_CHARS);
		str_addz(out, "</text>\n");
		for (size_t j = 0; j < g->n_cols; j++)
			add_cell(out, g, i, j);
	}
	for (size_t j = 0; j < g->n_cols; j++) {
		str_addf(out, "<text class=e transform=\"translate(%zu,%zu)"
		    "rotate(-90)\">", left + j * CELL + 14, y + 6);
		add_label(out, cols[j], strlen(cols[j]), CELL_CHARS);
		str_addz(out, "</text>\n");
	}
	close_svg(out);
}
