/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pivot: the values of one column become columns, named by another one.  Rows
 * that are equal in all other columns become one row.
 *
 * Rows are spooled for the names, which the head has to have; then they are
 * sorted by the other columns, so that those of a new row follow on each
 * other, and the new rows are put in the order of first sight.
 */
#include <stdlib.h>

#include "bounds.h"
#include "convert.h"
#include "mem.h"
#include "numtext.h"
#include "read_spec.h"
#include "row_number.h"
#include "row_sort.h"
#include "select.h"
#include "spool.h"

#include "row_table.h"

struct pivoting {
	struct stage stage;
	struct stream *source;
	struct spool *spool;
	size_t name, value;	/* columns that come in */
	size_t *others, n_others;
	size_t number;		/* of rows, that comes in */
	struct dict names;
	struct block row;	/* the one that is made: others, then a value
				   for each name, then a number */
	struct block out;
	uint64_t given;
};

/* "NAME=VALUE" */
static int
parse_pivot(struct row_op *op, const char *arg, struct diag *d)
{
	if (select_find(arg, "=") == NULL)
		return (diag_set(d, "wants NAME=VALUE, two columns"));
	op->state = mem_strdup(arg);
	return (0);
}

static int
find_column(const char *text, size_t n, const struct schema *in, size_t *col,
    struct diag *d)
{
	char *name = select_unquote(text, n);
	int r = schema_need(in, name, col, d);

	free(name);
	return (r);
}

static int
find_columns(struct pivoting *p, const char *arg, const struct schema *in,
    struct diag *d)
{
	const char *eq = select_find(arg, "="), *end = eq;

	while (*end != '\0')
		end++;
	if (find_column(arg, (size_t)(eq - arg), in, &p->name, d) == -1 ||
	    find_column(eq + 1, (size_t)(end - eq - 1), in, &p->value, d) ==
	    -1)
		return (-1);
	if (p->name == p->value)
		return (diag_set(d, "name and value are one column"));
	p->others = mem_alloc(in->n, sizeof(*p->others));
	for (size_t i = 0; i < in->n; i++) {
		enum col_type t = in->fields[i].type;

		if (t == COL_VECTOR || t == COL_SPARSE)
			return (diag_set(d, "column \"%s\" is %s",
			    in->fields[i].name, col_type_words(t)));
		if (i != p->name && i != p->value)
			p->others[p->n_others++] = i;
	}
	return (0);
}

static int
take_names(struct pivoting *p, const struct batch *b, struct diag *d)
{
	const struct column *c = b->cols[p->name];
	char scratch[NUMTEXT_MAX];
	const char *text;
	size_t n;

	for (size_t i = 0; i < b->n_rows; i++) {
		if (!c->valid[i])
			return (diag_set(d, "row %llu: column \"%s\" is "
			    "missing, so it names no column",
			    (unsigned long long)(b->first_row + i + 1),
			    b->schema->fields[p->name].name));
		text = column_text(c, i, scratch, &n);
		dict_add(&p->names, text, n);
		if (p->names.n > BOUND_COLUMNS)
			return (diag_set(d, "column \"%s\" has more than %u "
			    "values to be columns",
			    b->schema->fields[p->name].name, BOUND_COLUMNS));
	}
	return (0);
}

static int
read_names(struct pivoting *p, struct diag *d)
{
	struct stream *rows = spool_stream(p->spool);
	const struct batch *b;
	int r;

	while ((r = stream_next(rows, &b, d)) == 1) {
		if (take_names(p, b, d) == -1) {
			r = -1;
			break;
		}
	}
	stream_close(rows);
	return (r);
}

/* The new table, with the number of the first row of each behind. */
static int
declare_table(struct pivoting *p, struct diag *d)
{
	const struct schema *in = &p->source->head.schema;
	struct schema *s = &p->stage.stream.head.schema;

	for (size_t k = 0; k < p->n_others; k++) {
		if (schema_add(s, &in->fields[p->others[k]], d) == -1)
			return (-1);
	}
	for (uint32_t i = 0; i < p->names.n; i++) {
		if (schema_add_new(s, dict_get(&p->names, i, NULL),
		    in->fields[p->value].type, d) == -1)
			return (-1);
	}
	return (row_number_declare(s, d));
}

/* Begin a new row by row i of a batch. */
static void
begin_row(struct pivoting *p, const struct batch *b, size_t i)
{
	struct column *c = p->row.cols;

	block_clear(&p->row);
	for (size_t k = 0; k < p->n_others; k++)
		column_add_range(c++, b->cols[p->others[k]], i, 1);
	for (size_t k = 0; k < p->names.n; k++)
		column_add_missing(c++);
	column_add_int(c, b->cols[p->number]->ints[i]);
}

static bool
is_same_row(const struct pivoting *p, const struct batch *b, size_t i)
{
	if (p->row.cols[p->row.n_cols - 1].n == 0)
		return (false);
	for (size_t k = 0; k < p->n_others; k++) {
		if (!column_same(&p->row.cols[k], 0, b->cols[p->others[k]], i))
			return (false);
	}
	return (true);
}

/* Put the value of row i into the new row. That it is missing says nothing. */
static int
put_value(struct pivoting *p, const struct batch *b, size_t i,
    struct diag *d)
{
	const struct column *value = b->cols[p->value];
	char scratch[NUMTEXT_MAX];
	const char *text;
	struct column *to;
	size_t n;

	text = column_text(b->cols[p->name], i, scratch, &n);
	to = &p->row.cols[p->n_others + dict_find(&p->names, text, n)];
	if (!value->valid[i])
		return (0);
	if (to->valid[0])
		return (diag_set(d, "pivot: row %llu: the second value of "
		    "\"%.*s\" in rows that are equal otherwise: mlc-group "
		    "sums them up",
		    (unsigned long long)b->cols[p->number]->ints[i] + 1,
		    (int)(n > 100 ? 100 : n), text));
	column_clear(to);
	column_add_range(to, value, i, 1);
	return (0);
}

static void
finish_row(struct pivoting *p)
{
	struct column *c = p->row.cols;

	if (c[p->row.n_cols - 1].n == 0)
		return;
	for (size_t k = 0; k < p->row.n_cols; k++)
		column_add_range(&p->out.cols[k], &c[k], 0, 1);
	block_clear(&p->row);
}

static int
pivoting_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct pivoting *p = (struct pivoting *)s;
	const struct batch *b;
	int r = stage_next(&p->stage, &b, d);

	if (r == -1)
		return (-1);
	block_clear(&p->out);
	for (size_t i = 0; r == 1 && i < b->n_rows; i++) {
		if (!is_same_row(p, b, i)) {
			finish_row(p);
			begin_row(p, b, i);
		}
		if (put_value(p, b, i, d) == -1)
			return (-1);
	}
	if (r == 0)
		finish_row(p);
	*out = block_seal(&p->out, p->given);
	p->given += (*out)->n_rows;
	return (r == 1 || (*out)->n_rows > 0);
}

static void
pivoting_close(struct stream *s)
{
	struct pivoting *p = (struct pivoting *)s;

	block_release(&p->row);
	block_release(&p->out);
	stage_release(&p->stage);
	spool_free(p->spool);
	stream_close(p->source);
	dict_release(&p->names);
	free(p->others);
	free(p);
}

/* The rows that come: spooled, numbered, in the order of the other columns. */
static int
sort_rows(struct pivoting *p, uint64_t mem, struct diag *d)
{
	size_t n = p->n_others > 0 ? p->n_others : 1;
	struct order_key *keys;
	struct stream *rows;

	p->number = p->source->head.schema.n;
	if (row_number_open(spool_stream(p->spool), &rows, d) == -1)
		return (-1);
	keys = mem_calloc(n, sizeof(*keys));
	keys[0].col = p->number;
	for (size_t k = 0; k < p->n_others; k++)
		keys[k].col = p->others[k];
	p->stage.in = row_sort_open(rows, keys, n, mem);
	return (0);
}

static int
prepare(struct pivoting *p, const struct row_op *op, struct diag *d)
{
	uint64_t mem = op->options->mem;

	if (find_columns(p, op->state, &p->source->head.schema, d) == -1 ||
	    spool_new(p->source, mem, &p->spool, d) == -1 ||
	    read_names(p, d) == -1 || declare_table(p, d) == -1)
		return (-1);
	block_init(&p->row, &p->stage.stream.head.schema);
	block_init(&p->out, &p->stage.stream.head.schema);
	return (sort_rows(p, mem, d));
}

static int
open_pivot(struct row_op *op, struct stream *in, struct stream **out,
    struct diag *d)
{
	static const struct stream_ops ops = { pivoting_next, pivoting_close };
	struct pivoting *p = MEM_NEW(struct pivoting);
	struct stream *made = &p->stage.stream;

	stream_init(made, &ops);
	json_decref(made->head.lineage);
	made->head.lineage = json_incref(in->head.lineage);
	p->source = in;
	dict_init(&p->names);
	if (prepare(p, op, d) == -1) {
		pivoting_close(made);
		return (-1);
	}
	*out = row_number_restore(made, made->head.schema.n - 1,
	    op->options->mem);
	head_begin_recipe(&(*out)->head);
	row_op_free(op);
	return (0);
}

static void
free_pivot(void *state)
{
	free(state);
}

const struct row_op_kind row_pivot = {
	.name = "pivot",
	.summary = "rows of name and value become columns",
	.parse = parse_pivot,
	.open = open_pivot,
	.free_state = free_pivot
};
