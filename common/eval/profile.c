/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A profile to JSON and back. */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "profile.h"

#define PROFILE_VERSION 1

static void
release_column(struct column_profile *c)
{
	free(c->name);
	free(c->grid);
	law_release(&c->law);
	free(c->edges);
	free(c->counts);
	dict_release(&c->levels);
	free(c->level_counts);
}

void
profile_release(struct profile *p)
{
	for (size_t i = 0; i < p->n; i++)
		release_column(&p->columns[i]);
	free(p->columns);
	memset(p, 0, sizeof(*p));
}

static void
set_count(json_t *o, const char *key, uint64_t v)
{
	json_object_set_new(o, key, json_integer((json_int_t)v));
}

static void
put_numbers(const struct column_profile *c, json_t *o)
{
	json_t *counts = json_array();

	json_object_set_new(o, "mean", doc_float(c->mean));
	json_object_set_new(o, "sd", doc_float(c->sd));
	json_object_set_new(o, "min", doc_float(c->min));
	json_object_set_new(o, "max", doc_float(c->max));
	set_count(o, "zeros", c->zeros);
	json_object_set_new(o, "quantiles", doc_floats(c->grid,
	    PROFILE_GRID));
	profile_put_law(o, &c->law);
	json_object_set_new(o, "edges", doc_floats(c->edges, c->n_bins - 1));
	for (size_t i = 0; i < c->n_bins; i++)
		json_array_append_new(counts,
		    json_integer((json_int_t)c->counts[i]));
	json_object_set_new(o, "counts", counts);
}

static void
put_levels(const struct column_profile *c, json_t *o)
{
	json_t *top = json_array(), *pair;
	const char *text;
	size_t n;

	for (uint32_t i = 0; i < c->levels.n; i++) {
		text = dict_get(&c->levels, i, &n);
		pair = json_array();
		json_array_append_new(pair, doc_stringn(text, n));
		json_array_append_new(pair,
		    json_integer((json_int_t)c->level_counts[i]));
		json_array_append_new(top, pair);
	}
	json_object_set_new(o, "top", top);
	set_count(o, "other", c->other);
}

static json_t *
column_to_json(const struct column_profile *c)
{
	json_t *o = json_object();

	json_object_set_new(o, "name", json_string(c->name));
	json_object_set_new(o, "type", json_string(col_type_name(c->type)));
	if (c->role != ROLE_FEATURE)
		json_object_set_new(o, "role",
		    json_string(col_role_name(c->role)));
	set_count(o, "n", c->n);
	set_count(o, "missing", c->missing);
	if (c->has_distinct)
		set_count(o, "distinct", c->distinct);
	if (c->grid != NULL)
		put_numbers(c, o);
	if (c->level_counts != NULL)
		put_levels(c, o);
	return (o);
}

json_t *
profile_to_json(const struct profile *p)
{
	json_t *o = json_object(), *columns = json_array();

	set_count(o, "version", PROFILE_VERSION);
	set_count(o, "steps", p->steps);
	set_count(o, "rows", p->rows);
	for (size_t i = 0; i < p->n; i++)
		json_array_append_new(columns,
		    column_to_json(&p->columns[i]));
	json_object_set_new(o, "columns", columns);
	return (o);
}

static int
get_count(const json_t *o, const char *key, uint64_t *out, struct diag *d)
{
	int64_t v;

	if (doc_get_int(o, key, &v, d) == -1)
		return (-1);
	if (v < 0)
		return (diag_set(d, "\"%s\" is negative", key));
	*out = (uint64_t)v;
	return (0);
}

static int
check_numbers(const struct column_profile *c, size_t n_grid, size_t n_edges,
    struct diag *d)
{
	if (n_grid != PROFILE_GRID)
		return (diag_set(d, "%zu quantiles, not %d", n_grid,
		    PROFILE_GRID));
	if (c->n_bins != n_edges + 1 || c->n_bins > PROFILE_BINS)
		return (diag_set(d, "%zu edges of %zu bins", n_edges,
		    c->n_bins));
	for (size_t i = 1; i < n_grid; i++) {
		if (!(c->grid[i] >= c->grid[i - 1]))
			return (diag_set(d, "the quantiles do not ascend"));
	}
	for (size_t i = 1; i < n_edges; i++) {
		if (!(c->edges[i] > c->edges[i - 1]))
			return (diag_set(d, "the edges do not ascend"));
	}
	for (size_t i = 0; i < c->n_bins; i++) {
		if (!(c->counts[i] >= 0))
			return (diag_set(d, "a count is negative"));
	}
	return (0);
}

static int
get_numbers(const json_t *o, struct column_profile *c, struct diag *d)
{
	size_t n_grid, n_edges;

	if (doc_get_float(o, "mean", &c->mean, d) == -1 ||
	    doc_get_float(o, "sd", &c->sd, d) == -1 ||
	    doc_get_float(o, "min", &c->min, d) == -1 ||
	    doc_get_float(o, "max", &c->max, d) == -1 ||
	    get_count(o, "zeros", &c->zeros, d) == -1 ||
	    doc_get_floats(o, "quantiles", &c->grid, &n_grid, d) == -1 ||
	    profile_get_law(o, &c->law, d) == -1 ||
	    doc_get_floats(o, "edges", &c->edges, &n_edges, d) == -1 ||
	    doc_get_floats(o, "counts", &c->counts, &c->n_bins, d) == -1)
		return (-1);
	return (check_numbers(c, n_grid, n_edges, d));
}

static int
get_levels(const json_t *o, struct column_profile *c, struct diag *d)
{
	const json_t *pair, *text, *count;
	json_t *top;
	size_t n;

	if (doc_get_array(o, "top", &top, d) == -1 ||
	    get_count(o, "other", &c->other, d) == -1)
		return (-1);
	n = json_array_size(top);
	c->level_counts = mem_calloc(n, sizeof(*c->level_counts));
	for (size_t i = 0; i < n; i++) {
		pair = json_array_get(top, i);
		text = json_array_get(pair, 0);
		count = json_array_get(pair, 1);
		if (!json_is_string(text) || !json_is_integer(count) ||
		    json_integer_value(count) < 0 ||
		    dict_add(&c->levels, json_string_value(text),
		    json_string_length(text)) != i)
			return (diag_set(d, "entry %zu of \"top\" is no text "
			    "of its own with a count", i + 1));
		c->level_counts[i] = (uint64_t)json_integer_value(count);
	}
	return (0);
}

static int
get_head(const json_t *o, struct column_profile *c, struct diag *d)
{
	const char *name, *type, *role = NULL;
	int64_t distinct = -1;

	if (doc_get_string(o, "name", &name, d) == -1)
		return (-1);
	c->name = mem_strdup(name);
	if (doc_get_string(o, "type", &type, d) == -1 ||
	    doc_opt_string(o, "role", &role, d) == -1 ||
	    doc_opt_int(o, "distinct", &distinct, d) == -1 ||
	    get_count(o, "n", &c->n, d) == -1 ||
	    get_count(o, "missing", &c->missing, d) == -1 ||
	    col_type_parse(type, &c->type, d) == -1)
		return (-1);
	c->role = ROLE_FEATURE;
	c->has_distinct = distinct >= 0;
	c->distinct = c->has_distinct ? (uint64_t)distinct : 0;
	return (role != NULL ? col_role_parse(role, &c->role, d) : 0);
}

static int
column_from_json(const json_t *o, struct column_profile *c, struct diag *d)
{
	if (get_head(o, c, d) == -1)
		return (-1);
	if (json_object_get(o, "quantiles") != NULL &&
	    get_numbers(o, c, d) == -1)
		return (diag_prefix(d, "column \"%s\"", c->name));
	if (json_object_get(o, "top") != NULL && get_levels(o, c, d) == -1)
		return (diag_prefix(d, "column \"%s\"", c->name));
	return (0);
}

int
profile_from_json(const json_t *o, struct profile *out, struct diag *d)
{
	uint64_t version = 0;
	json_t *columns;
	int ret = 0;

	memset(out, 0, sizeof(*out));
	if (get_count(o, "version", &version, d) == -1 ||
	    get_count(o, "steps", &out->steps, d) == -1 ||
	    get_count(o, "rows", &out->rows, d) == -1 ||
	    doc_get_array(o, "columns", &columns, d) == -1)
		return (diag_prefix(d, "profile"));
	if (version != PROFILE_VERSION)
		return (diag_set(d, "profile: version %llu is not known to "
		    "this mlc", (unsigned long long)version));
	out->columns = mem_calloc(json_array_size(columns),
	    sizeof(*out->columns));
	for (; out->n < json_array_size(columns) && ret == 0; out->n++)
		ret = column_from_json(json_array_get(columns, out->n),
		    &out->columns[out->n], d);
	if (ret == -1) {
		profile_release(out);
		diag_prefix(d, "profile");
	}
	return (ret);
}
