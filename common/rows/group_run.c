/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "mem.h"

#include "group_run.h"

#define LOOK_AT_MEMORY 16	/* batches */
#define LOOK_AT_GROUPS 65536	/* of a saved state */

/* The groups that rows are added to. */
static struct groups *
gathered(struct grouping *g)
{
	return (g->window.n_panes > 1 ? &g->panes : &g->groups);
}

static int
add_batch(struct grouping *g, const struct batch *b, struct diag *d)
{
	for (size_t k = 0; k < g->n_cols; k++)
		g->key_rows.cols[k] = b->cols[g->cols[k]];
	g->key_rows.n_rows = b->n_rows;
	g->key_rows.first_row = g->rows;
	g->rows += b->n_rows;
	if (g->has_window) {
		group_window_eval(&g->window, b, &g->key_rows);
		g->key_rows.cols[g->n_cols] = &g->window.column;
	}
	if (aggregates_eval(&g->aggregates, b, d) == -1)
		return (-1);
	groups_add(gathered(g), &g->key_rows);
	return (0);
}

/* Add pane i to the windows that it is part of. */
static void
spread_pane(struct grouping *g, size_t i, struct block *key)
{
	const struct column *c;
	size_t row, last = g->n_cols;
	int64_t begin = 0;

	block_clear(key);
	for (size_t k = 0; k <= last; k++) {
		c = row_set_column(g->panes.set, i, k, &row);
		column_add_range(&key->cols[k], c, row, 1);
	}
	block_seal(key, 0);
	begin = key->cols[last].ints[0];
	for (int64_t p = g->window.n_panes; p-- > 0;) {
		size_t id;

		if (key->cols[last].valid[0])
			key->cols[last].ints[0] = begin -
			    p * g->window.rule.micros;
		else if (p > 0)
			continue;
		id = groups_find(&g->groups, &key->view, 0,
		    g->panes.first_rows[i]);
		groups_merge(&g->groups, id, &g->panes, i);
	}
}

static void
unite_panes(struct grouping *g)
{
	struct block key;

	block_init(&key, &g->keys);
	for (size_t i = 0; i < g->panes.n; i++)
		spread_pane(g, i, &key);
	block_release(&key);
	groups_clear(&g->panes);
}

/* Write the groups to a file if they have become too many. */
static int
look_at_memory(struct grouping *g, struct diag *d)
{
	if (groups_bytes(gathered(g)) <= g->o.mem)
		return (0);
	return (group_spill_put(&g->spill, gathered(g), d));
}

static void
write_part(const json_t *part, struct str *out)
{
	if (part == NULL)
		str_addz(out, "none");
	else
		doc_write(part, out);
}

static int
check_head(const struct grouping *g, const char *path, const json_t *head,
    struct diag *d)
{
	static const char *const parts[] = {
		"keys", "aggregates", "window", "every"
	};
	struct str theirs = STR_INIT, ours = STR_INIT;
	int r = 0;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]) && r == 0;
	    i++) {
		json_t *a = json_object_get(head, parts[i]);
		json_t *b = json_object_get(g->made_of, parts[i]);

		if (a == b || json_equal(a, b))
			continue;
		write_part(a, &theirs);
		write_part(b, &ours);
		r = diag_set(d, "%s: its \"%s\" are %.300s, not %.300s", path,
		    parts[i], str_get(&theirs), str_get(&ours));
	}
	str_release(&theirs);
	str_release(&ours);
	return (r);
}

static int
read_state(struct grouping *g, const char *path, struct diag *d)
{
	struct state_reader s;
	int64_t rows = 0;
	size_t n = 0;
	int r;

	if ((r = state_open(&s, path, d)) == 0 &&
	    (r = check_head(g, path, s.head, d)) == 0 &&
	    (r = doc_get_int(s.head, "rows", &rows, d)) == 0) {
		while ((r = state_get(&s, gathered(g), g->rows, d)) == 1) {
			if (++n % LOOK_AT_GROUPS == 0 &&
			    (r = look_at_memory(g, d)) == -1)
				break;
		}
	}
	g->rows += (uint64_t)rows;
	state_reader_release(&s);
	return (r);
}

static int
read_rows(struct grouping *g, struct diag *d)
{
	const struct batch *b;
	uint64_t n = 0;
	int r;

	while ((r = stage_next(&g->stage, &b, d)) == 1) {
		if (add_batch(g, b, d) == -1)
			return (-1);
		if (++n % LOOK_AT_MEMORY == 0 && look_at_memory(g, d) == -1)
			return (-1);
	}
	if (r == 0 && g->spill.is_used)
		r = group_spill_put(&g->spill, gathered(g), d);
	return (r);
}

static int
begin_saving(struct grouping *g, struct diag *d)
{
	json_t *head;
	int r;

	if (g->o.save == NULL)
		return (0);
	head = json_copy(g->made_of);
	json_object_set_new(head, "rows", json_integer((json_int_t)g->rows));
	r = state_begin(&g->save, g->o.save, head, d);
	json_decref(head);
	return (r);
}

/* The groups that were gathered are whole: save them, make windows of them. */
static int
finish_groups(struct grouping *g, struct diag *d)
{
	g->at = 0;
	if (g->o.save != NULL && state_put(&g->save, gathered(g), d) == -1)
		return (-1);
	if (g->window.n_panes > 1)
		unite_panes(g);
	return (0);
}

/* Without keys there is one group, also of no rows. */
static int
read_all(struct grouping *g, struct diag *d)
{
	for (size_t i = 0; i < g->o.n_states; i++) {
		if (read_state(g, g->o.states[i], d) == -1)
			return (-1);
	}
	if (read_rows(g, d) == -1 || begin_saving(g, d) == -1)
		return (-1);
	if (g->keys.n == 0 && !g->spill.is_used)
		groups_find(&g->groups, &g->key_rows, 0, 0);
	return (g->spill.is_used ? 0 : finish_groups(g, d));
}

/* Have the groups of the next file: 0 if there are no more. */
static int
next_groups(struct grouping *g, struct diag *d)
{
	if (!g->spill.is_used || g->file == GROUP_FILES)
		return (0);
	groups_clear(&g->groups);
	if (group_spill_get(&g->spill, g->file++, gathered(g), d) == -1 ||
	    finish_groups(g, d) == -1)
		return (-1);
	return (1);
}

static int
grouping_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct grouping *g = (struct grouping *)s;
	size_t last = g->out.n_cols - 1, n = BATCH_ROWS;
	int r;

	if (!g->is_read && read_all(g, d) == -1)
		return (-1);
	g->is_read = true;
	while (g->at == g->groups.n) {
		if ((r = next_groups(g, d)) == 0 && g->o.save != NULL)
			r = state_end(&g->save, d);
		if (r != 1)
			return (r);
	}
	block_clear(&g->out);
	for (; n > 0 && g->at < g->groups.n; n--, g->at++) {
		if (groups_give(&g->groups, g->at, g->out.cols, d) == -1)
			return (-1);
		column_add_int(&g->out.cols[last],
		    (int64_t)g->groups.first_rows[g->at]);
	}
	*out = block_seal(&g->out, g->row);
	g->row += (*out)->n_rows;
	return (1);
}

static void
grouping_close(struct stream *s)
{
	struct grouping *g = (struct grouping *)s;

	groups_release(&g->groups);
	groups_release(&g->panes);
	group_spill_release(&g->spill);
	group_window_release(&g->window);
	aggregates_release(&g->aggregates);
	schema_release(&g->keys);
	state_writer_release(&g->save);
	json_decref(g->made_of);
	block_release(&g->out);
	free(g->key_rows.cols);
	free(g->cols);
	stage_release(&g->stage);
	free(g);
}

const struct stream_ops grouping_ops = { grouping_next, grouping_close };
