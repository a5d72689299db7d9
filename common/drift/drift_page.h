/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a watch came to as a page (page.h): what it concludes, a table of the
 * columns with their worst test, those that drifted first, and a chart of each:
 * its shares in the reference and in the window where it was worst.
 *
 * The table says it all, also in a mail that shows no drawings.
 */
#ifndef DRIFT_PAGE_H
#define DRIFT_PAGE_H

#include "drift_report.h"
#include "drift_shape.h"

struct page_of_column;

struct drift_page {
	struct dict columns;
	struct page_of_column *v;	/* by column */
	size_t cap;
	struct str window;	/* the last one, */
	uint64_t n_windows;
};

void drift_page_init(struct drift_page *);
void drift_page_release(struct drift_page *);

/* Lines of a window, and then the shapes of its columns, which are copied. */
void drift_page_add(struct drift_page *, const struct drift_row *);
void drift_page_add_shape(struct drift_page *, const struct drift_shape *);

/* The report has had the same lines. */
void drift_page_text(const struct drift_page *, const struct drift_report *,
    struct str *out);

#endif
