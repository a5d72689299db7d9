/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A report as a page for a browser: one HTML file that holds all it needs and
 * asks for nothing else, light or dark as the reader has it, readable on a
 * phone and without a script, with tables that a script sorts.  Charts are in
 * chart.h.
 *
 * All of it appends to a text.  What comes from data goes through page_text,
 * or through what calls it; nothing else does.  Nothing here can fail.
 */
#ifndef PAGE_H
#define PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "str.h"

/* Up to the first heading, which is the title; lead: a line below it. */
void page_begin(struct str *out, const char *title, const char *lead);
void page_end(struct str *out);

/* Text as it stands between tags and within "..."; bytes that are no UTF-8,
   control characters and those that turn the direction of writing are made
   visible. */
void page_text(struct str *out, const char *p, size_t n);
void page_textz(struct str *out, const char *s);

/* A number for a reader: a whole one in full, another in four digits, a dash
   for NaN. */
void page_number(struct str *out, double v);

/* A heading with a name to link to. */
void page_heading(struct str *out, const char *id, const char *text);

/* A table; it scrolls sideways where it has no room. */
struct page_column {
	const char *name;
	bool is_number;
};

void page_table_begin(struct str *out, const char *label,
    const struct page_column *, size_t n);
void page_row(struct str *out);
void page_cell_text(struct str *out, const char *p, size_t n);
void page_cell_number(struct str *out, double v);
void page_table_end(struct str *out);

/* Boxes side by side, as many as there is room for: begin all, begin each (id
   may be NULL), end each, end all. */
void page_cards_begin(struct str *out);
void page_card_begin(struct str *out, const char *id, const char *title);
void page_card_end(struct str *out);
void page_cards_end(struct str *out);

#endif
