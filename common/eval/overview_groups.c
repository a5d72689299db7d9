/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "overview_groups.h"

/* A place for each value by its id, and the last one for rows without any. */
struct dividing {
	const struct schema *schema;
	size_t by;
	const struct overview_options *opt;
	struct dict levels;
	struct overview_maker *makers[OVERVIEW_GROUPS + 1];
	struct block rows;	/* of a group, of the batch at hand */
	uint8_t *keep;
	uint32_t *places;
	size_t cap_keep, cap_places;
};

static int
find_places(struct dividing *v, const struct batch *b, struct diag *d)
{
	const struct column *c = b->cols[v->by];

	v->keep = mem_grow(v->keep, &v->cap_keep, b->n_rows, 1);
	v->places = mem_grow(v->places, &v->cap_places, b->n_rows,
	    sizeof(*v->places));
	for (size_t i = 0; i < b->n_rows; i++) {
		v->places[i] = c->valid[i] ? level_add(&v->levels, c, i) :
		    OVERVIEW_GROUPS;
		if (v->levels.n > OVERVIEW_GROUPS)
			return (diag_set(d, "column \"%s\" has more than %d "
			    "different values to group by; see mlc-group",
			    v->schema->fields[v->by].name, OVERVIEW_GROUPS));
	}
	return (0);
}

static int
divide(struct dividing *v, const struct batch *b, struct diag *d)
{
	size_t n;

	if (find_places(v, b, d) == -1)
		return (-1);
	for (uint32_t g = 0; g <= OVERVIEW_GROUPS; g++) {
		n = 0;
		for (size_t i = 0; i < b->n_rows; i++)
			n += v->keep[i] = v->places[i] == g;
		if (n == 0)
			continue;
		if (v->makers[g] == NULL)
			v->makers[g] = overview_new(v->schema, v->opt);
		block_clear(&v->rows);
		block_add_kept(&v->rows, b, v->keep);
		overview_add(v->makers[g], &v->rows.view);
	}
	return (0);
}

static void
add_group(struct overview_groups *out, struct overview_maker *m,
    const char *name, uint64_t steps)
{
	overview_finish(m, steps, &out->v[out->n]);
	out->names[out->n++] = name != NULL ? mem_strdup(name) : NULL;
}

static void
finish(struct dividing *v, uint64_t steps, struct overview_groups *out)
{
	uint32_t *order = levels_order(&v->levels,
	    v->schema->fields[v->by].type);

	out->by = v->by;
	out->v = mem_calloc(OVERVIEW_GROUPS + 1, sizeof(*out->v));
	out->names = mem_calloc(OVERVIEW_GROUPS + 1, sizeof(*out->names));
	for (size_t i = 0; i < v->levels.n; i++)
		add_group(out, v->makers[order[i]],
		    dict_get(&v->levels, order[i], NULL), steps);
	if (v->makers[OVERVIEW_GROUPS] != NULL)
		add_group(out, v->makers[OVERVIEW_GROUPS], NULL, steps);
	free(order);
}

int
overview_groups_read(struct stream *in, size_t by,
    const struct overview_options *opt, struct overview_groups *out,
    struct diag *d)
{
	struct dividing v = { .schema = &in->head.schema, .by = by,
	    .opt = opt };
	const struct batch *b;
	int ret;

	memset(out, 0, sizeof(*out));
	if (!has_levels(v.schema->fields[by].type))
		return (diag_set(d, "column \"%s\" is no category to group by",
		    v.schema->fields[by].name));
	dict_init(&v.levels);
	block_init(&v.rows, v.schema);
	while ((ret = stream_next(in, &b, d)) == 1) {
		if (divide(&v, b, d) == -1) {
			ret = -1;
			break;
		}
	}
	if (ret == 0)
		finish(&v, json_array_size(in->head.recipe), out);
	for (size_t g = 0; ret == -1 && g <= OVERVIEW_GROUPS; g++) {
		if (v.makers[g] != NULL)
			overview_finish(v.makers[g], 0, NULL);
	}
	dict_release(&v.levels);
	block_release(&v.rows);
	free(v.keep);
	free(v.places);
	return (ret);
}

void
overview_groups_release(struct overview_groups *g)
{
	for (size_t i = 0; i < g->n; i++) {
		overview_release(&g->v[i]);
		free(g->names[i]);
	}
	free(g->v);
	free(g->names);
	memset(g, 0, sizeof(*g));
}
