/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "group_window.h"

#define PANES_MAX 100000

bool
has_window(const struct window_options *o)
{
	return (o->window != NULL || o->session != NULL || o->every != NULL);
}

int
window_find_time(const char *name, const struct schema *s, size_t *col,
    struct diag *d)
{
	*col = schema_find_role(s, ROLE_TIME);
	if (name != NULL && schema_need(s, name, col, d) == -1)
		return (-1);
	if (*col == COLUMN_NONE)
		return (diag_set(d, "a window by time wants the column of "
		    "times: --time COL"));
	if (s->fields[*col].type != COL_TIME)
		return (diag_set(d, "column \"%s\" is %s, not a time: "
		    "mlc-clean --cast makes it one", s->fields[*col].name,
		    col_type_words(s->fields[*col].type)));
	return (0);
}

/* Panes as long as the windows move on. */
static int
set_panes(struct group_window *w, const char *every, struct diag *d)
{
	int64_t length = w->rule.micros;

	if (length == 0)
		return (diag_set(d, "only windows by time slide"));
	if (window_rule_parse(every, &w->rule, d) == -1)
		return (-1);
	if (w->rule.micros == 0 || length % w->rule.micros != 0 ||
	    length / w->rule.micros > PANES_MAX)
		return (diag_set(d, "a window is a whole number of times as "
		    "long as what it moves on by, up to %d: \"%s\"",
		    PANES_MAX, every));
	w->n_panes = length / w->rule.micros;
	return (0);
}

static int
set_rules(struct group_window *w, const struct window_options *o,
    struct diag *d)
{
	if (o->window != NULL && o->session != NULL)
		return (diag_set(d, "a window is of a length or a session, "
		    "not both"));
	if (o->every != NULL && o->window == NULL)
		return (diag_set(d, "--every goes with --window"));
	if (window_rule_parse(o->window != NULL ? o->window : o->session,
	    &w->rule, d) == -1)
		return (-1);
	if (o->session != NULL && w->rule.micros == 0)
		return (diag_set(d, "a session is ended by a time, as 30m"));
	if (o->session != NULL)
		w->gap = w->rule.micros;
	return (o->every != NULL ? set_panes(w, o->every, d) : 0);
}

int
group_window_init(struct group_window *w, const struct window_options *o,
    const struct schema *s, struct diag *d)
{
	memset(w, 0, sizeof(*w));
	w->n_panes = 1;
	w->time_col = COLUMN_NONE;
	if (set_rules(w, o, d) == -1)
		return (-1);
	if (w->rule.micros > 0 && s != NULL && window_find_time(o->time, s,
	    &w->time_col, d) == -1)
		return (-1);
	w->type = w->rule.micros > 0 ? COL_TIME : COL_INT;
	column_init(&w->column, w->type, 0);
	return (0);
}

void
group_window_release(struct group_window *w)
{
	column_release(&w->column);
	row_set_free(w->set);
	free(w->begin);
	free(w->last);
}

static void
cut_windows(struct group_window *w, const struct batch *b)
{
	const struct column *time = w->time_col != COLUMN_NONE ?
	    b->cols[w->time_col] : NULL;
	struct window_range r;

	for (size_t i = 0; i < b->n_rows; i = r.end) {
		int64_t begin;

		r = window_cut(&w->rule, b, time, i);
		begin = window_begin(&w->rule, r.key);
		for (; i < r.end && r.has_no_time; i++)
			column_add_missing(&w->column);
		for (; i < r.end; i++)
			column_add_int(&w->column, begin);
	}
}

static void
make_room(struct group_window *w, size_t n)
{
	size_t cap = w->cap;

	w->begin = mem_grow(w->begin, &w->cap, n, sizeof(*w->begin));
	w->last = mem_grow(w->last, &cap, n, sizeof(*w->last));
}

static void
find_sessions(struct group_window *w, const struct batch *b,
    const struct batch *keys)
{
	const struct column *time = b->cols[w->time_col];

	for (size_t i = 0; i < b->n_rows; i++) {
		size_t n = row_set_count(w->set), id;

		if (!time->valid[i]) {
			column_add_missing(&w->column);
			continue;
		}
		id = row_set_id(w->set, keys, i);
		make_room(w, id + 1);
		if (id == n || time->ints[i] - w->last[id] > w->gap)
			w->begin[id] = time->ints[i];
		w->last[id] = time->ints[i];
		column_add_int(&w->column, w->begin[id]);
	}
}

void
group_window_eval(struct group_window *w, const struct batch *b,
    const struct batch *keys)
{
	column_clear(&w->column);
	if (w->gap == 0) {
		cut_windows(w, b);
		return;
	}
	if (w->set == NULL)
		w->set = row_set_first(keys->schema,
		    keys->schema->n - 1);	/* all but the window */
	find_sessions(w, b, keys);
}
