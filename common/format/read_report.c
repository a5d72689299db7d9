/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "mem.h"

#include "read_report.h"

void
read_report_init(struct read_report *r)
{
	memset(r, 0, sizeof(*r));
	dict_init(&r->unknown);
}

void
read_report_release(struct read_report *r)
{
	free(r->bad);
	free(r->absent);
	bad_notes_release(&r->notes);
	dict_release(&r->unknown);
}

void
read_report_begin(struct read_report *r, size_t n_cols)
{
	uint64_t *bad = mem_realloc(r->bad, n_cols, sizeof(*bad));
	uint32_t *absent = mem_realloc(r->absent, n_cols, sizeof(*absent));

	memset(bad, 0, n_cols * sizeof(*bad));
	memset(absent, 0, n_cols * sizeof(*absent));
	if (r->unknown.n > 0)
		dict_clear(&r->unknown);
	bad_notes_release(&r->notes);
	*r = (struct read_report){ .n_cols = n_cols, .bad = bad,
	    .absent = absent, .unknown = r->unknown,
	    .wants_notes = r->wants_notes };
}

void
bad_notes_add(struct bad_notes *b, uint64_t row, size_t col, const char *why)
{
	if (b->n == BAD_NOTES_MAX)
		return;
	b->v = mem_grow(b->v, &b->cap, b->n + 1, sizeof(*b->v));
	b->v[b->n++] = (struct bad_note){ row, col, mem_strdup(why) };
}

void
bad_notes_release(struct bad_notes *b)
{
	for (size_t i = 0; i < b->n; i++)
		free(b->v[i].why);
	free(b->v);
	*b = (struct bad_notes){ NULL, 0, 0 };
}

void
unknown_add(struct dict *to, const char *name, size_t n)
{
	if (to->n < UNKNOWN_COLUMNS_MAX)
		dict_add(to, name, n < BOUND_UNKNOWN ? n : BOUND_UNKNOWN);
}

void
read_report_add_unknown(struct read_report *r, const char *name, size_t n)
{
	unknown_add(&r->unknown, name, n);
}

size_t
read_report_missed(const struct read_report *r, const struct schema *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += r->absent[i] > 0 && field_is_input(&s->fields[i]);
	return (n);
}
