/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Charts as inline SVG for a page (page.h), appended to a text.  Each has a
 * title, which a screen reader tells; a bar, a bin and a cell tell their
 * numbers where a pointer rests.  Values that are not finite are left out.
 * Nothing here can fail.
 */
#ifndef CHART_H
#define CHART_H

#include <stdbool.h>
#include <stddef.h>

#include "str.h"

/* Bars from zero to the right, each with its label before it and its value
   behind it. */
struct chart_bar {
	const char *label;
	size_t label_n;		/* bytes */
	double value;
	double low, high;	/* an interval; NaN: none */
	const char *says;	/* behind the bar; NULL: the value */
	bool is_rest;		/* in a weaker colour */
};

/* most: the value of a bar of full length; 0: the greatest. */
void chart_bars(struct str *out, const char *title, const struct chart_bar *,
    size_t n, double most);

/* What both axes are, and from where to where. */
struct chart_axes {
	const char *title;
	const char *x, *y;	/* names of the axes, or NULL */
	double x_min, x_max, y_min, y_max;
	bool x_is_time;		/* microseconds since 1970 */
	bool is_square;		/* as high as it is wide */
};

/* Bars from zero up, side by side. */
struct chart_bin {
	double from, upto, height;
};

void chart_histogram(struct str *out, const struct chart_axes *,
    const struct chart_bin *, size_t n);

#define CHART_COLOURS 6		/* lines after these begin again */

struct chart_line {
	const char *name;	/* in the key; NULL: not there */
	const double *x, *y;	/* (n) */
	const double *low, *high;	/* a band around it, or NULL */
	size_t n;
	bool has_dots;
};

void chart_lines(struct str *out, const struct chart_axes *,
    const struct chart_line *, size_t n);

/* Squares of (n_rows, n_cols): weak where the value is near 0, in one colour
   up to 1 and another down to -1; NaN: empty.  cols NULL: as rows. */
struct chart_grid {
	const char *title;
	const char *const *rows, *const *cols;
	size_t n_rows, n_cols;
	const double *values;
};

void chart_matrix(struct str *out, const struct chart_grid *);

#endif
