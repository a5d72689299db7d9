/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A search as a page (page.h): how it went, which parameters count, what came
 * of their values, the front of several objectives, and the trials.
 */
#ifndef SEARCH_PAGE_H
#define SEARCH_PAGE_H

#include "str.h"
#include "trial.h"

struct search_page {
	const struct trials *trials;
	const char *sentence;
	const double *importance;	/* of each parameter; NaN: not known */
};

void search_page(const struct search_page *, struct str *out);

#endif
