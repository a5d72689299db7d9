/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fields that are as they stand in the record are slices of it.  Those with
 * quotes inside quotes are given to libcsv.
 */
#include <csv.h>
#include <endian.h>
#include <string.h>

#include "fmt_csv_cut.h"

#define LOW_BITS 0x7f7f7f7f7f7f7f7fu
#define ONES 0x0101010101010101u

struct fields {
	struct cell *row;
	size_t n, cap;
};

static inline void
add(struct fields *f, const char *p, const char *end, enum cell_kind kind)
{
	if (f->n < f->cap) {
		f->row[f->n].p = p;
		f->row[f->n].n = (uint32_t)(end - p);
		f->row[f->n].kind = (uint8_t)kind;
	}
	f->n++;
}

/* A record without quotes, eight bytes at a time: the high bit of each byte
   of hits tells whether it is the delimiter. */
static void
split_plain(const struct record *r, char delimiter, struct fields *f)
{
	uint64_t pattern = ONES * (unsigned char)delimiter, x, hits;
	const char *p = r->p, *end = p + r->n, *start = p, *at;

	for (; end - p >= 8; p += 8) {
		memcpy(&x, p, sizeof(x));
		x = le64toh(x) ^ pattern;
		hits = ~(((x & LOW_BITS) + LOW_BITS) | x | LOW_BITS);
		for (; hits != 0; hits &= hits - 1) {
			at = p + __builtin_ctzll(hits) / 8;
			add(f, start, at, CELL_PLAIN);
			start = at + 1;
		}
	}
	for (; p < end; p++) {
		if (*p == delimiter) {
			add(f, start, p, CELL_PLAIN);
			start = p + 1;
		}
	}
	add(f, start, end, CELL_PLAIN);
}

struct unquoted {
	struct cell_store *store;
	const char *p;
	size_t n;
};

static void
take_field(void *p, size_t n, void *ctx)
{
	struct unquoted *u = ctx;
	char *to = cell_store_room(u->store, n);

	if (n > 0)
		memcpy(to, p, n);
	u->p = to;
	u->n = n;
}

static int
is_never(unsigned char c)
{
	(void)c;
	return (0);
}

/* A whole field with its quotes, through libcsv. */
static void
unquote(const char *p, size_t n, char delimiter, struct unquoted *u)
{
	struct csv_parser parser;

	u->p = p;
	u->n = 0;
	if (csv_init(&parser, 0) != 0)
		BUG("libcsv does not start");
	csv_set_delim(&parser, (unsigned char)delimiter);
	csv_set_space_func(&parser, is_never);
	csv_set_term_func(&parser, is_never);
	csv_set_blk_size(&parser, n + 1);
	if (csv_parse(&parser, p, n, take_field, NULL, u) != n ||
	    csv_fini(&parser, take_field, NULL, u) != 0)
		BUG("libcsv: %s", csv_strerror(csv_error(&parser)));
	csv_free(&parser);
}

static void
split_quoted(const struct record *r, char delimiter, struct fields *f,
    struct cell_store *store)
{
	const char *p = r->p, *end = p + r->n, *q;
	struct unquoted u = { store, NULL, 0 };

	for (;; p = q + 1) {
		if (p == end || *p != '"') {
			q = p < end ? memchr(p, delimiter,
			    (size_t)(end - p)) : NULL;
			q = q != NULL ? q : end;
			add(f, p, q, CELL_PLAIN);
		} else {
			q = csv_closing_quote(p + 1, end, delimiter);
			if (memchr(p + 1, '"', (size_t)(q - p - 1)) == NULL) {
				add(f, p + 1, q, CELL_QUOTED);
			} else {
				unquote(p, (size_t)(q + 1 - p), delimiter, &u);
				add(f, u.p, u.p + u.n, CELL_QUOTED);
			}
			q = q < end ? q + 1 : end;
		}
		if (q == end)
			break;
	}
}

size_t
csv_split(const struct record *r, char delimiter, struct cell *row, size_t n,
    struct cell_store *store)
{
	struct fields f = { row, 0, n };

	if (r->quotes)
		split_quoted(r, delimiter, &f, store);
	else
		split_plain(r, delimiter, &f);
	return (f.n);
}
