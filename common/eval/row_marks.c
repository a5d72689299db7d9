/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "levels.h"
#include "mem.h"
#include "radix.h"

#include "row_marks.h"

struct marking {
	struct stage stage;
	struct row_marks *marks;
	size_t truth, id;
};

void
row_marks_init(struct row_marks *m, struct room *room)
{
	memset(m, 0, sizeof(*m));
	m->room = room;
	digest_init(&m->digest);
}

void
row_marks_release(struct row_marks *m)
{
	room_release(m->room, m->truth);
	room_release(m->room, m->id);
}

static uint64_t
hash_of(const struct column *c, size_t i)
{
	char scratch[NUMTEXT_MAX];
	const char *text;
	size_t n;

	if (!c->valid[i])
		return (0);
	if (!has_levels(c->type))
		return (column_hash(c, i, 0));
	text = level_text(c, i, scratch, &n);
	return (hash_bytes(text, n, 0));
}

static void
mark_rows(struct marking *s, const struct batch *b)
{
	struct row_marks *m = s->marks;

	m->truth = room_grow(m->room, m->truth, &m->cap, m->n + b->n_rows,
	    sizeof(*m->truth));
	if (s->id != COLUMN_NONE)
		m->id = room_grow(m->room, m->id, &m->id_cap,
		    m->n + b->n_rows, sizeof(*m->id));
	for (size_t i = 0; i < b->n_rows; i++) {
		if (!b->cols[s->truth]->valid[i])
			continue;
		m->truth[m->n] = hash_of(b->cols[s->truth], i);
		digest_update(&m->digest, &m->truth[m->n], 8);
		if (s->id != COLUMN_NONE) {
			m->id[m->n] = hash_of(b->cols[s->id], i);
			digest_update(&m->digest, &m->id[m->n], 8);
		}
		m->n++;
	}
}

static int
marking_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct marking *m = (struct marking *)s;
	int ret = stage_next(&m->stage, out, d);

	if (ret == 1)
		mark_rows(m, *out);
	return (ret);
}

static void
marking_close(struct stream *s)
{
	struct marking *m = (struct marking *)s;

	stage_release(&m->stage);
	free(m);
}

int
row_marks_stream(struct row_marks *marks, const char *truth,
    struct stream *in, struct stream **out, struct diag *d)
{
	static const struct stream_ops ops = { marking_next, marking_close };
	const struct schema *s = &in->head.schema;
	struct marking *m;
	size_t col = schema_find_role(s, ROLE_TARGET);

	if ((truth != NULL && schema_need(s, truth, &col, d) == -1) ||
	    (col == COLUMN_NONE && diag_set(d, "which column is the truth? "
	    "say --truth COL"))) {
		stream_close(in);
		return (-1);
	}
	m = MEM_NEW(struct marking);
	m->marks = marks;
	m->truth = col;
	m->id = schema_find_role(s, ROLE_ID);
	stage_init(&m->stage, &ops, in);
	*out = &m->stage.stream;
	return (0);
}

void
row_marks_digest(struct row_marks *m, char *hex)
{
	digest_final(&m->digest, hex);
}

static int
compare_ids(const void *a, const void *b, void *ids)
{
	const uint64_t *id = ids;
	uint64_t x = id[*(const uint32_t *)a], y = id[*(const uint32_t *)b];

	return ((x > y) - (x < y));
}

static uint32_t *
sort_ids(const struct row_marks *m)
{
	uint32_t *order = room_alloc(m->room, m->n, sizeof(*order));

	for (size_t i = 0; i < m->n; i++)
		order[i] = (uint32_t)i;
	qsort_r(order, m->n, sizeof(*order), compare_ids, m->id);
	return (order);
}

/* The row of b with that id, by its order; an id that is there twice is no
   help. */
static int
find_id(const struct row_marks *b, const uint32_t *order, uint64_t id,
    uint32_t *out)
{
	size_t lo = 0, hi = b->n, middle;

	while (lo < hi) {
		middle = lo + (hi - lo) / 2;
		if (b->id[order[middle]] < id)
			lo = middle + 1;
		else
			hi = middle;
	}
	if (lo == b->n || b->id[order[lo]] != id ||
	    (lo + 1 < b->n && b->id[order[lo + 1]] == id))
		return (-1);
	*out = order[lo];
	return (0);
}

static int
pair_ids(const struct row_marks *a, const struct row_marks *b,
    uint32_t **out, struct diag *d)
{
	uint32_t *order = sort_ids(b);
	uint32_t *at = room_alloc(a->room, a->n, sizeof(*at));
	int ret = 0;

	for (size_t i = 0; i < a->n && ret == 0; i++) {
		if (find_id(b, order, a->id[i], &at[i]) == -1)
			ret = diag_set(d, "the id of row %zu with a truth is "
			    "not there once", i + 1);
	}
	room_release(b->room, order);
	if (ret == -1)
		room_release(a->room, at);
	else
		*out = at;
	return (ret);
}

int
row_marks_pair(const struct row_marks *a, const struct row_marks *b,
    uint32_t **out, struct diag *d)
{
	bool by_id = a->id != NULL && b->id != NULL;

	*out = NULL;
	if (by_id && (a->n != b->n || memcmp(a->id, b->id,
	    a->n * sizeof(*a->id)) != 0)) {
		if (pair_ids(a, b, out, d) == -1)
			return (-1);
	} else if (a->n != b->n) {
		return (diag_set(d, "%zu rows with a truth, not %zu: a column "
		    "of role id would tell which are which", b->n, a->n));
	}
	for (size_t i = 0; i < a->n; i++) {
		if (a->truth[i] == b->truth[*out != NULL ? (*out)[i] : i])
			continue;
		room_release(a->room, *out);
		return (diag_set(d, "row %zu with a truth has another one: "
		    "are these the same rows?", i + 1));
	}
	return (0);
}
