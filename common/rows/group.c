/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "group_run.h"
#include "mem.h"
#include "read_spec.h"
#include "row_number.h"
#include "row_sort.h"

#include "group.h"

static int
find_window(struct grouping *g, const struct window_options *o,
    struct diag *d)
{
	g->has_window = has_window(o);
	if (!g->has_window)
		return (0);
	if (group_window_init(&g->window, o, &g->stage.in->head.schema,
	    d) == -1)
		return (-1);
	return (schema_add_new(&g->keys, "window", g->window.type, d));
}

/* The new table, and the column that its rows are sorted by. */
static int
declare_table(struct grouping *g, struct diag *d)
{
	struct head *h = &g->stage.stream.head;
	json_t *lineage = json_incref(h->lineage);

	head_release(h);
	head_init(h);
	json_decref(h->lineage);
	h->lineage = lineage;
	schema_copy(&h->schema, &g->keys);
	if (aggregates_declare(&g->aggregates, &h->schema, d) == -1)
		return (-1);
	return (row_number_declare(&h->schema, d));
}

/* What groups and states are made of, for the head of a file of states. */
static void
tell_what(struct grouping *g)
{
	const struct window_options *w = &g->windows;
	json_t *what = json_object(), *list = json_array(), *a;

	for (size_t i = 0; i < g->aggregates.n; i++) {
		a = json_object();
		json_object_set_new(a, "name",
		    json_string(g->aggregates.v[i].name));
		json_object_set_new(a, "as",
		    json_string(g->aggregates.v[i].text));
		json_object_set_new(a, "of",
		    json_string(col_type_name(g->aggregates.v[i].type)));
		json_array_append_new(list, a);
	}
	json_object_set_new(what, "keys", schema_to_json(&g->keys));
	json_object_set_new(what, "aggregates", list);
	if (w->window != NULL)
		json_object_set_new(what, "window", json_string(w->window));
	if (w->every != NULL)
		json_object_set_new(what, "every", json_string(w->every));
	g->made_of = what;
}

/* The rest, once keys and aggregates are known. */
static int
prepare_groups(struct grouping *g, struct diag *d)
{
	if (declare_table(g, d) == -1)
		return (-1);
	if (g->made_of == NULL)
		tell_what(g);
	g->key_rows = (struct batch){ .schema = &g->keys,
	    .cols = mem_calloc(g->keys.n + 1, sizeof(*g->key_rows.cols)) };
	groups_init(&g->groups, &g->keys, &g->aggregates);
	groups_init(&g->panes, &g->keys, &g->aggregates);
	block_init(&g->out, &g->stage.stream.head.schema);
	return (0);
}

static int
prepare(struct grouping *g, struct diag *d)
{
	const struct group_options *o = &g->o;
	const struct schema *in = &g->stage.in->head.schema;
	const char *aggregates = o->aggregates != NULL ? o->aggregates :
	    "n=count()";
	struct order_key *by_time;

	if (o->window.session != NULL && (o->save != NULL || o->n_states > 0))
		return (diag_set(d, "sessions go on from one run to the next, "
		    "so their states are not kept"));
	if (groups_find_keys(o->keys, in, &g->cols, &g->keys, d) == -1)
		return (-1);
	g->n_cols = g->keys.n;
	if (find_window(g, &o->window, d) == -1 ||
	    aggregates_parse(&g->aggregates, aggregates, NULL, d) == -1 ||
	    aggregates_bind(&g->aggregates, in, d) == -1 ||
	    prepare_groups(g, d) == -1)
		return (-1);
	if (g->window.gap > 0) {
		by_time = MEM_NEW(struct order_key);
		by_time->col = g->window.time_col;
		g->stage.in = row_sort_open(g->stage.in, by_time, 1, o->mem);
	}
	return (0);
}

/* The groups in order of first sight, and the read step of their recipe. */
static struct stream *
open_ordered(struct grouping *g)
{
	size_t last = g->stage.stream.head.schema.n - 1;
	struct stream *s;

	s = row_number_restore(&g->stage.stream, last, g->o.mem);
	head_begin_recipe(&s->head);
	return (s);
}

static struct grouping *
new_grouping(struct stream *in, const struct group_options *o)
{
	struct grouping *g = MEM_NEW(struct grouping);

	stage_init(&g->stage, &grouping_ops, in);
	schema_init(&g->keys);
	g->window.n_panes = 1;
	g->o = *o;
	g->windows = o->window;
	return (g);
}

int
group_open(struct stream *in, const struct group_options *o,
    struct stream **out, struct diag *d)
{
	struct grouping *g = new_grouping(in, o);

	if (prepare(g, d) == -1) {
		stream_close(&g->stage.stream);
		return (-1);
	}
	group_spill_init(&g->spill, g->n_cols);
	*out = open_ordered(g);
	return (0);
}

/* An aggregate as a file of states has it. */
static int
take_aggregate(struct grouping *g, const json_t *saved, struct diag *d)
{
	struct aggregate_list *l = &g->aggregates;
	const char *name, *text, *type;

	if (doc_get_string(saved, "name", &name, d) == -1 ||
	    doc_get_string(saved, "as", &text, d) == -1 ||
	    doc_get_string(saved, "of", &type, d) == -1 ||
	    aggregates_parse(l, text, name, d) == -1)
		return (-1);
	return (aggregate_set_type(&l->v[l->n - 1], type, d));
}

/* Keys, aggregates and windows from a head. */
static int
take_what(struct grouping *g, const json_t *what, struct diag *d)
{
	json_t *keys, *list, *saved;
	size_t i;

	if (doc_get_array(what, "keys", &keys, d) == -1 ||
	    doc_get_array(what, "aggregates", &list, d) == -1 ||
	    doc_opt_string(what, "window", &g->windows.window, d) == -1 ||
	    doc_opt_string(what, "every", &g->windows.every, d) == -1 ||
	    schema_from_json(keys, &g->keys, d) == -1)
		return (-1);
	json_array_foreach(list, i, saved) {
		if (take_aggregate(g, saved, d) == -1)
			return (-1);
	}
	g->n_cols = g->keys.n;
	if (!has_window(&g->windows))
		return (0);
	if (g->n_cols-- == 0)
		return (diag_set(d, "\"keys\" lacks the window"));
	return (group_window_init(&g->window, &g->windows, NULL, d));
}

static int
no_rows(struct stream *s, const struct batch **out, struct diag *d)
{
	(void)s, (void)out, (void)d;
	return (0);
}

static void
close_no_rows(struct stream *s)
{
	stream_release(s);
	free(s);
}

/* What the first of the states says. */
static int
prepare_by_state(struct grouping *g, struct diag *d)
{
	struct state_reader first;
	int r = state_open(&first, g->o.states[0], d);

	if (r == 0) {
		g->made_of = state_made_of(first.head);
		r = take_what(g, g->made_of, d);
		if (r == -1)
			diag_prefix(d, "%s", g->o.states[0]);
	}
	state_reader_release(&first);
	return (r == 0 ? prepare_groups(g, d) : -1);
}

int
group_open_states(const struct group_options *o, struct stream **out,
    struct diag *d)
{
	static const struct stream_ops ops = { no_rows, close_no_rows };
	struct stream *none = MEM_NEW(struct stream);
	struct grouping *g;

	stream_init(none, &ops);
	g = new_grouping(none, o);
	if (prepare_by_state(g, d) == -1) {
		stream_close(&g->stage.stream);
		return (-1);
	}
	group_spill_init(&g->spill, g->n_cols);
	*out = open_ordered(g);
	return (0);
}
