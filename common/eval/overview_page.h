/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An overview as a page for a browser (page.h): the warnings, the gravest
 * first, a table of all columns, a box for each with the shares of its values
 * and what the target is there, how columns go together, and which values are
 * missing together.
 */
#ifndef OVERVIEW_PAGE_H
#define OVERVIEW_PAGE_H

#include "column_pairs.h"
#include "overview_compare.h"
#include "table_warnings.h"

struct overview_page {
	const char *name;	/* what the table is called */
	const struct overview *o;	/* with a sample of its rows */
	const struct warnings *warnings;
	const struct column_pairs *pairs;
	const struct overview_compare *compared;	/* or NULL */
};

void overview_page(const struct overview_page *, struct str *out);

/* The parts of it (overview_page_charts.c). */
void page_values(const struct overview_page *, size_t col, struct str *out);
void page_relation(const struct overview_page *, size_t col,
    struct str *out);
void page_pairs(const struct overview_page *, struct str *out);
void page_missing(const struct overview_page *, struct str *out);

#endif
