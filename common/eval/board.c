/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "confusion.h"
#include "mem.h"

#include "board.h"

#define MATRIX_CLASSES 30	/* beyond, a matrix is no help to the eye */

/* The kinds of value that a metric of a slice has, each a column. */
enum part {
	PART_VALUE,
	PART_INTERVAL,
	PART_CHANGE,
	PART_BASELINE,
	N_PARTS
};

struct board {
	const struct evaluation *e;
	double level;
	bool has[N_PARTS];
	struct str *names;	/* of the columns */
	struct report_field *fields;
	size_t n, cap;
};

static size_t
count_slices(const struct evaluation *e)
{
	return (e->per_slice > 0 ? e->n / e->per_slice : 0);
}

static const struct evaluation_row *
row_at(const struct evaluation *e, size_t slice, size_t row)
{
	return (&e->rows[slice * e->per_slice + row]);
}

static struct str *
add_field(struct board *b, enum col_type type, uint8_t rank)
{
	if (b->n == b->cap) {
		b->cap = 2 * b->cap + 8;
		b->names = mem_realloc(b->names, b->cap, sizeof(*b->names));
		b->fields = mem_realloc(b->fields, b->cap,
		    sizeof(*b->fields));
	}
	b->fields[b->n] = (struct report_field){ NULL, type, rank };
	b->names[b->n] = (struct str)STR_INIT;
	return (&b->names[b->n++]);
}

static struct stream *
make_report(struct board *b)
{
	struct stream *s;

	for (size_t i = 0; i < b->n; i++)
		b->fields[i].name = str_get(&b->names[i]);
	s = report_new(b->fields, b->n, NULL);
	for (size_t i = 0; i < b->n; i++)
		str_release(&b->names[i]);
	free(b->names);
	free(b->fields);
	return (s);
}

/* The columns of one thing: "auc", "auc 95 %", "auc change", "auc before". */
static void
add_parts(struct board *b, const char *name, const uint8_t *ranks)
{
	for (size_t part = 0; part < N_PARTS; part++) {
		struct str *s;

		if (!b->has[part])
			continue;
		s = add_field(b, part == PART_INTERVAL ? COL_STRING :
		    COL_FLOAT, ranks[part]);
		str_addf(s, "%.200s", name);
		if (part == PART_INTERVAL)
			str_addf(s, " %g %%", 100 * b->level);
		else if (part != PART_VALUE)
			str_addz(s, part == PART_CHANGE ? " change" :
			    " before");
	}
}

static void
add_interval(struct column *c, const struct estimate *e)
{
	struct str text = STR_INIT;

	if (!isnan(e->low)) {
		str_addf(&text, "[%.3g, %.3g]", e->low, e->high);
		column_add_string(c, text.buf, text.len);
	} else {
		column_add_missing(c);
	}
	str_release(&text);
}

/* The cells of a metric of a slice; returns the next column. */
static struct column *
add_cells(const struct board *b, const struct evaluation_row *r,
    struct column *c)
{
	report_number(c++, r->estimate.value);
	if (b->has[PART_INTERVAL])
		add_interval(c++, &r->estimate);
	if (b->has[PART_CHANGE]) {
		report_number(c++, r->estimate.value - r->baseline);
		report_number(c++, r->baseline);
	}
	return (c);
}

/* The number of rows, in the columns of a metric. */
static struct column *
add_rows(const struct board *b, const struct evaluation_row *r,
    struct column *c)
{
	const struct evaluation_row n = { .estimate = { (double)r->n, NAN,
	    NAN }, .baseline = NAN };

	return (add_cells(b, &n, c));
}

static struct stream *
metrics_below(struct board *b)
{
	static const uint8_t ranks[N_PARTS] = { 3, 2, 1, 0 };
	const struct evaluation *e = b->e;
	size_t n_slices = count_slices(e);
	struct stream *s;
	struct column *cols, *c;

	str_addz(add_field(b, COL_STRING, 3), "metric");
	for (size_t i = 0; i < n_slices; i++)
		add_parts(b, row_at(e, i, 0)->slice, ranks);
	s = make_report(b);
	cols = report_block(s)->cols;
	report_text(cols, "n");
	c = cols + 1;
	for (size_t i = 0; i < n_slices; i++)
		c = add_rows(b, row_at(e, i, 0), c);
	for (size_t m = 0; m < e->n_metrics; m++) {
		report_text(cols, row_at(e, 0, m)->metric);
		c = cols + 1;
		for (size_t i = 0; i < n_slices; i++)
			c = add_cells(b, row_at(e, i, m), c);
	}
	return (s);
}

static struct stream *
slices_below(struct board *b)
{
	static const uint8_t first[N_PARTS] = { 5, 5, 4, 1 };
	static const uint8_t others[N_PARTS] = { 3, 2, 1, 0 };
	const struct evaluation *e = b->e;
	struct stream *s;
	struct column *cols, *c;

	str_addz(add_field(b, COL_STRING, 5), "slice");
	str_addz(add_field(b, COL_INT, 4), "n");
	for (size_t m = 0; m < e->n_metrics; m++)
		add_parts(b, row_at(e, 0, m)->metric, m == 0 ? first : others);
	s = make_report(b);
	cols = report_block(s)->cols;
	for (size_t i = 0; i < count_slices(e); i++) {
		report_text(cols, row_at(e, i, 0)->slice);
		column_add_int(cols + 1, (int64_t)row_at(e, i, 0)->n);
		c = cols + 2;
		for (size_t m = 0; m < e->n_metrics; m++)
			c = add_cells(b, row_at(e, i, m), c);
	}
	return (s);
}

struct stream *
board_metrics(const struct evaluation *e, double level, bool compared)
{
	struct board b = { .e = e, .level = level,
	    .has = { true, false, compared, compared } };

	for (size_t i = 0; i < e->n; i++) {
		if (!isnan(e->rows[i].estimate.low))
			b.has[PART_INTERVAL] = true;
	}
	if (e->n_metrics == 0)
		return (NULL);
	return (count_slices(e) <= 2 ? metrics_below(&b) : slices_below(&b));
}

static void
add_class(const struct evaluation *e, const struct confusion *c, size_t k,
    bool matrix, struct column *col)
{
	double n = 0;

	for (size_t j = 0; j < c->k; j++)
		n += c->cell[k * c->k + j];
	report_text(col++, e->classes[k]);
	report_number(col++, n);
	report_number(col++, confusion_rate(c, RATE_PRECISION, k));
	report_number(col++, confusion_rate(c, RATE_RECALL, k));
	report_number(col++, confusion_rate(c, RATE_F1, k));
	for (size_t j = 0; matrix && j < c->k; j++)
		report_number(col++, c->cell[k * c->k + j]);
}

static void
declare_classes(struct board *b, bool matrix, uint8_t rank)
{
	const struct evaluation *e = b->e;

	str_addz(add_field(b, COL_STRING, 3), "slice");
	str_addz(add_field(b, COL_STRING, 3), "class");
	str_addz(add_field(b, COL_FLOAT, 1), "n");
	str_addz(add_field(b, COL_FLOAT, 2), "precision");
	str_addz(add_field(b, COL_FLOAT, 2), "recall");
	str_addz(add_field(b, COL_FLOAT, 2), "f1");
	for (size_t k = 0; matrix && k < e->n_classes; k++) {
		struct str *s = add_field(b, COL_FLOAT, rank);

		str_addf(s, "as %.200s", e->classes[k]);
		if (strlen(e->classes[k]) > 200)
			str_addf(s, "... %zu", k + 1);
	}
}

struct stream *
board_classes(const struct evaluation *e, bool every_slice)
{
	bool matrix = e->n_classes <= MATRIX_CLASSES || every_slice;
	struct board b = { .e = e };
	struct confusion c;
	struct stream *s;
	struct column *cols;

	if (e->per_slice == e->n_metrics)
		return (NULL);
	declare_classes(&b, matrix, every_slice ? 3 : 1);
	s = make_report(&b);
	cols = report_block(s)->cols;
	confusion_init(&c, e->n_classes);
	for (size_t i = 0; i < count_slices(e); i++) {
		const struct evaluation_row *r = row_at(e, i, e->n_metrics);

		if (!r->whole && !every_slice)
			continue;
		for (size_t cell = 0; cell < c.k * c.k; cell++)
			c.cell[cell] = r[cell].estimate.value;
		for (size_t k = 0; k < c.k; k++) {
			report_text(cols, r->slice);
			add_class(e, &c, k, matrix, cols + 1);
		}
	}
	confusion_release(&c);
	return (s);
}
