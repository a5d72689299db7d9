/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "group_window.h"
#include "group_moving.h"
#include "mem.h"
#include "read_spec.h"
#include "row_number.h"
#include "row_sort.h"

#include "group_each.h"

struct each {
	struct stage stage;
	struct aggregate_list aggregates;
	size_t *cols, time_col;
	struct schema keys;
	struct batch key_rows;
	struct moving moving;
	int64_t last_time;
	struct column *out;	/* one an aggregate */
	struct batch view;
};

static void
take_keys(struct each *e, const struct batch *b, struct chunk *c)
{
	for (size_t k = 0; k < e->keys.n; k++)
		e->key_rows.cols[k] = b->cols[e->cols[k]];
	e->key_rows.n_rows = b->n_rows;
	for (size_t i = 0; i < b->n_rows; i++)
		c->key[i] = (uint32_t)groups_find(&e->moving.sums,
		    &e->key_rows, i, c->first_row + i);
}

static int
take_times(struct each *e, const struct batch *b, struct chunk *c,
    struct diag *d)
{
	const struct column *time;

	if (e->time_col == COLUMN_NONE)
		return (0);
	time = b->cols[e->time_col];
	c->time = mem_dup(time->ints, b->n_rows, sizeof(*c->time));
	for (size_t i = 0; i < b->n_rows; i++) {
		if (!time->valid[i])
			return (diag_set(d, "row %llu: column \"%s\" is "
			    "missing, so the row has no place in time",
			    (unsigned long long)(b->first_row + i + 1),
			    b->schema->fields[e->time_col].name));
		if (c->time[i] < e->last_time)
			return (diag_set(d, "row %llu: column \"%s\": the "
			    "time is before that of the row before, though "
			    "rows were said to be sorted",
			    (unsigned long long)(b->first_row + i + 1),
			    b->schema->fields[e->time_col].name));
		e->last_time = c->time[i];
	}
	return (0);
}

static int
each_next(struct stream *stream, const struct batch **out, struct diag *d)
{
	struct each *e = (struct each *)stream;
	const struct batch *b;
	struct chunk *c;
	int r = stage_next(&e->stage, &b, d);

	if (r != 1)
		return (r);
	if (aggregates_eval(&e->aggregates, b, d) == -1)
		return (-1);
	c = moving_take(&e->moving, b->n_rows);
	take_keys(e, b, c);
	if (take_times(e, b, c, d) == -1)
		return (-1);
	for (size_t k = 0; k < e->aggregates.n; k++)
		column_clear(&e->out[k]);
	for (size_t i = 0; i < b->n_rows; i++) {
		if (c->time != NULL)
			moving_to(&e->moving, c->time[i]);
		if (moving_give(&e->moving, c->key[i], e->out, d) == -1)
			return (-1);
		if (c->time == NULL)
			moving_add_next(&e->moving);
	}
	moving_forget(&e->moving);
	memcpy(e->view.cols, b->cols, b->schema->n * sizeof(*b->cols));
	for (size_t k = 0; k < e->aggregates.n; k++)
		e->view.cols[b->schema->n + k] = &e->out[k];
	e->view.n_rows = b->n_rows;
	e->view.first_row = b->first_row;
	e->view.source = b->source;
	*out = &e->view;
	return (1);
}

static void
each_close(struct stream *stream)
{
	struct each *e = (struct each *)stream;

	for (size_t k = 0; k < e->aggregates.n && e->out != NULL; k++)
		column_release(&e->out[k]);
	moving_release(&e->moving);
	aggregates_release(&e->aggregates);
	schema_release(&e->keys);
	free(e->out);
	free(e->key_rows.cols);
	free(e->view.cols);
	free(e->cols);
	stage_release(&e->stage);
	free(e);
}

static int
find_time(struct each *e, const struct each_options *o, int64_t *length,
    struct diag *d)
{
	const struct schema *in = &e->stage.in->head.schema;
	struct window_rule rule = { 0 };

	if (o->window != NULL && (window_rule_parse(o->window, &rule, d) ==
	    -1 || (rule.micros == 0 && diag_set(d, "the window before each "
	    "row is a time, as 7d: \"%s\"", o->window) == -1)))
		return (-1);
	*length = rule.micros;
	e->time_col = COLUMN_NONE;
	if (o->time == NULL && o->window == NULL)
		return (0);
	return (window_find_time(o->time, in, &e->time_col, d));
}

static int
declare_columns(struct each *e, struct diag *d)
{
	struct head *h = &e->stage.stream.head;
	size_t n = h->schema.n;

	if (json_array_size(h->recipe) > 1)
		return (diag_set(d, "there are fitted steps already: they come "
		    "after the aggregates, which are made of raw rows"));
	if (aggregates_declare(&e->aggregates, &h->schema, d) == -1)
		return (-1);
	head_begin_recipe(h);
	e->out = mem_calloc(e->aggregates.n, sizeof(*e->out));
	for (size_t k = 0; k < e->aggregates.n; k++)
		column_init(&e->out[k], h->schema.fields[n + k].type, 0);
	e->view.schema = &h->schema;
	e->view.cols = mem_alloc(h->schema.n, sizeof(*e->view.cols));
	return (0);
}

static int
prepare(struct each *e, const struct each_options *o, struct diag *d)
{
	const struct schema *in = &e->stage.in->head.schema;
	const char *aggregates = o->aggregates != NULL ? o->aggregates :
	    "n=count()";
	int64_t length;

	if (groups_find_keys(o->keys, in, &e->cols, &e->keys, d) == -1 ||
	    find_time(e, o, &length, d) == -1 ||
	    aggregates_parse(&e->aggregates, aggregates, NULL, d) == -1 ||
	    aggregates_bind(&e->aggregates, in, d) == -1 ||
	    declare_columns(e, d) == -1)
		return (-1);
	e->key_rows = (struct batch){ .schema = &e->keys,
	    .cols = mem_calloc(e->keys.n, sizeof(*e->key_rows.cols)) };
	moving_init(&e->moving, &e->keys, &e->aggregates, length);
	e->last_time = INT64_MIN;
	return (0);
}

/* The rows by time, with their numbers behind. */
static int
open_sorted(struct stream *in, const struct each_options *o,
    struct stream **out, struct diag *d)
{
	struct order_key *key = MEM_NEW(struct order_key);

	if (window_find_time(o->time, &in->head.schema, &key->col, d) == -1) {
		stream_close(in);
		free(key);
		return (-1);
	}
	if (row_number_open(in, out, d) == -1) {
		free(key);
		return (-1);
	}
	*out = row_sort_open(*out, key, 1, o->mem);
	return (0);
}

int
group_each_open(struct stream *in, const struct each_options *o,
    struct stream **out, struct diag *d)
{
	static const struct stream_ops ops = { each_next, each_close };
	bool sorts = (o->time != NULL || o->window != NULL) && !o->is_sorted;
	size_t number_col = in->head.schema.n;
	struct each *e;

	if (sorts && open_sorted(in, o, &in, d) == -1)
		return (-1);
	e = MEM_NEW(struct each);
	stage_init(&e->stage, &ops, in);
	schema_init(&e->keys);
	if (prepare(e, o, d) == -1) {
		each_close(&e->stage.stream);
		return (-1);
	}
	*out = &e->stage.stream;
	if (sorts) {
		*out = row_number_restore(*out, number_col, o->mem);
		head_begin_recipe(&(*out)->head);
	}
	return (0);
}
