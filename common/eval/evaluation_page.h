/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An evaluation as a page for a browser (page.h): metrics, curves of the test
 * rows, confusion, slices, comparisons, whatever was made.
 */
#ifndef EVALUATION_PAGE_H
#define EVALUATION_PAGE_H

#include "comparison.h"
#include "curves.h"
#include "evaluation.h"
#include "slice_search.h"

struct evaluation_page {
	const char *title;
	double level;
	const struct evaluation *evaluation;
	const struct curves *curves;
	/* NULL, or without rows: not made. */
	const struct comparison *comparison;
	const struct found_slices *found;
	const struct evaluation *fairness;
};

/* The curves that fit the rows, for the page. */
unsigned evaluation_page_curves(const struct scored *);

/* Atomically; "-" is standard output. */
int evaluation_page_write(const struct evaluation_page *, const char *path,
    struct diag *) MUST_CHECK;

#endif
