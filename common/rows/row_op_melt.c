/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * melt: each row becomes one for each of some columns, with the column's name
 * and its value beside all other columns.
 */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "read_spec.h"
#include "select.h"

#include "row_table.h"

struct melt {
	char *name, *value;	/* of the columns that come */
};

struct melting {
	struct stage stage;
	size_t *cols, n_cols;	/* those that are melted */
	size_t *others, n_others;
	struct schema in;	/* names of the columns */
	struct block out;
	const struct batch *batch;
	size_t row;		/* of the batch, the next */
	uint64_t given;
};

/* "SEL" or "SEL=NAME:VALUE" */
static int
parse_melt(struct row_op *op, const char *arg, struct diag *d)
{
	const char *eq = select_find(arg, "="), *colon;
	struct melt *m = MEM_NEW(struct melt);

	op->state = m;
	if (eq == NULL) {
		op->select = mem_strdup(arg);
		m->name = mem_strdup("variable");
		m->value = mem_strdup("value");
		return (0);
	}
	if ((colon = select_find(eq + 1, ":")) == NULL)
		return (diag_set(d, "wants COLUMNS=NAME:VALUE"));
	op->select = mem_strndup(arg, (size_t)(eq - arg));
	m->name = select_unquote(eq + 1, (size_t)(colon - eq - 1));
	m->value = select_unquote(colon + 1, strlen(colon + 1));
	return (0);
}

/* The one type of all values; ints among floats are floats. */
static int
find_type(const struct row_op *op, const struct schema *in,
    enum col_type *type, struct diag *d)
{
	const struct field *first = &in->fields[op->cols[0]];

	*type = first->type;
	for (size_t k = 0; k < op->n_cols; k++) {
		const struct field *f = &in->fields[op->cols[k]];

		if (f->type == COL_VECTOR || f->type == COL_SPARSE)
			return (diag_set(d, "column \"%s\" is %s", f->name,
			    col_type_words(f->type)));
		if (f->type == *type)
			continue;
		if (!is_numeric_type(f->type) || !is_numeric_type(*type) ||
		    f->type == COL_BOOL || *type == COL_BOOL)
			return (diag_set(d, "column \"%s\" is %s and \"%s\" "
			    "is %s: --cast makes them one", first->name,
			    col_type_words(*type), f->name,
			    col_type_words(f->type)));
		*type = COL_FLOAT;
	}
	return (0);
}

static int
declare_melted(struct melting *m, const struct melt *names,
    enum col_type type, struct diag *d)
{
	struct head *h = &m->stage.stream.head;
	struct head made;
	int r = 0;

	head_init(&made);
	for (size_t i = 0, k = 0; i < m->in.n && r == 0; i++) {
		if (k < m->n_cols && m->cols[k] == i) {
			k++;
			continue;
		}
		m->others[m->n_others++] = i;
		r = schema_add(&made.schema, &m->in.fields[i], d);
	}
	if (r == -1 ||
	    schema_add_new(&made.schema, names->name, COL_STRING, d) == -1 ||
	    schema_add_new(&made.schema, names->value, type, d) == -1) {
		head_release(&made);
		return (-1);
	}
	json_decref(made.lineage);
	made.lineage = json_incref(h->lineage);
	head_release(h);
	*h = made;
	head_begin_recipe(h);
	return (0);
}

static void
add_value(struct column *to, const struct column *from, size_t i)
{
	if (to->type == from->type)
		column_add_range(to, from, i, 1);
	else
		column_add_float(to, column_number(from, i));
}

static void
melt_row(struct melting *m, const struct batch *b, size_t i)
{
	struct column *out = m->out.cols;

	for (size_t k = 0; k < m->n_cols; k++) {
		const char *name = m->in.fields[m->cols[k]].name;

		for (size_t j = 0; j < m->n_others; j++)
			column_add_range(&out[j], b->cols[m->others[j]], i, 1);
		column_add_string(&out[m->n_others], name, strlen(name));
		add_value(&out[m->n_others + 1], b->cols[m->cols[k]], i);
	}
}

static int
melting_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct melting *m = (struct melting *)s;
	size_t most = batch_rows(m->stage.stream.head.schema.row_values);
	int r;

	if (m->batch == NULL || m->row == m->batch->n_rows) {
		if ((r = stage_next(&m->stage, &m->batch, d)) != 1)
			return (r);
		m->row = 0;
	}
	block_clear(&m->out);
	do {
		melt_row(m, m->batch, m->row++);
	} while (m->row < m->batch->n_rows &&
	    m->out.cols[0].n + m->n_cols <= most);
	m->out.view.source = m->batch->source;
	*out = block_seal(&m->out, m->given);
	m->given += (*out)->n_rows;
	return (1);
}

static void
melting_close(struct stream *s)
{
	struct melting *m = (struct melting *)s;

	block_release(&m->out);
	schema_release(&m->in);
	free(m->cols);
	free(m->others);
	stage_release(&m->stage);
	free(m);
}

static int
open_melt(struct row_op *op, struct stream *in, struct stream **out,
    struct diag *d)
{
	static const struct stream_ops ops = { melting_next, melting_close };
	struct melting *m = MEM_NEW(struct melting);
	enum col_type type;

	stage_init(&m->stage, &ops, in);
	schema_copy(&m->in, &in->head.schema);
	m->cols = mem_dup(op->cols, op->n_cols, sizeof(*m->cols));
	m->n_cols = op->n_cols;
	m->others = mem_alloc(m->in.n, sizeof(*m->others));
	if (find_type(op, &m->in, &type, d) == -1 ||
	    declare_melted(m, op->state, type, d) == -1) {
		melting_close(&m->stage.stream);
		return (-1);
	}
	block_init(&m->out, &m->stage.stream.head.schema);
	*out = &m->stage.stream;
	row_op_free(op);
	return (0);
}

static void
free_melt(void *state)
{
	struct melt *m = state;

	free(m->name);
	free(m->value);
	free(m);
}

const struct row_op_kind row_melt = {
	.name = "melt",
	.summary = "columns become rows of name and value",
	.parse = parse_melt,
	.open = open_melt,
	.free_state = free_melt
};
