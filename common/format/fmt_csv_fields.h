/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fields of CSV text without quotes: what stands between delimiters.  They are
 * found with the vector instructions that the machine has, or eight bytes at a
 * time; both find the same.  Nothing is read beyond the text.
 */
#ifndef FMT_CSV_FIELDS_H
#define FMT_CSV_FIELDS_H

#include <stddef.h>

#include "typing.h"

struct fields {
	struct cell *row;
	size_t n, cap;		/* found; of which the first cap are kept */
};

static inline void
fields_add(struct fields *f, const char *p, const char *end,
    enum cell_kind kind)
{
	if (f->n < f->cap) {
		f->row[f->n].p = p;
		f->row[f->n].n = (uint32_t)(end - p);
		f->row[f->n].kind = (uint8_t)kind;
	}
	f->n++;
}

/* Add those of p..end: one more than there are delimiters. */
void fields_split(struct fields *, const char *p, const char *end,
    char delimiter);
/* The same by the instructions of every machine. */
void fields_split_plain(struct fields *, const char *p, const char *end,
    char delimiter);

#endif
