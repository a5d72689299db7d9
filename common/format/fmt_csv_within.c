/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fmt_csv_within.h"

/* What prose has by chance; tabs are not in prose. */
#define DELIMITERS_OF_PROSE 3

/* The bytes equal to c as far as the line end, behind which *p is then; NULL
   where there is no line end. */
static size_t
count_line(const char **p, const char *end, const struct csv_form *f)
{
	const char *line_end = memchr(*p, f->line_end, (size_t)(end - *p));
	const char *stop = line_end != NULL ? line_end : end;
	size_t n = 0;

	for (const char *q = *p; q < stop; q++)
		n += *q == f->delimiter;
	*p = line_end != NULL ? line_end + 1 : NULL;
	return (n);
}

/* The field is number col of n in the row that it ends as in the one that it
   begins in; whole rows are between. */
static bool
holds_rows(const struct csv_form *f, const struct cell *c, size_t col,
    size_t n)
{
	const char *p = c->p, *end = c->p + c->n;
	size_t want = n - 1 - col, n_line_ends = 0, have;

	for (;;) {
		have = count_line(&p, end, f);
		if (p == NULL)
			break;
		if (have != want)
			return (false);
		want = n - 1;
		n_line_ends++;
	}
	return (n_line_ends > 0 && have == col && n_line_ends * (n - 1) >
	    (f->delimiter == '\t' ? 0 : DELIMITERS_OF_PROSE));
}

void
csv_find_rows_within(const struct record *r, const struct csv_form *f,
    const struct cell *row, size_t n, struct odd_count *odd)
{
	if (!r->quotes || memchr(r->p, f->line_end, r->n) == NULL)
		return;
	for (size_t i = 0; i < n; i++) {
		if (row[i].kind == CELL_QUOTED &&
		    holds_rows(f, &row[i], i, n) && odd->n++ == 0)
			odd->line = r->line;
	}
}
