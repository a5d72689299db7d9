/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "convert.h"
#include "mem.h"
#include "numtext.h"
#include "select.h"
#include "value_pack.h"

#include "lookup.h"

#define NO_KEY UINT32_MAX

static struct lookup *
new_lookup(void)
{
	struct lookup *l = MEM_NEW(struct lookup);

	schema_init(&l->keys);
	schema_init(&l->values);
	column_init(&l->time, COL_TIME, 0);
	atomic_init(&l->references, 1);
	return (l);
}

struct lookup *
lookup_share(struct lookup *l)
{
	atomic_fetch_add(&l->references, 1);
	return (l);
}

void
lookup_free(struct lookup *l)
{
	if (l == NULL || atomic_fetch_sub(&l->references, 1) > 1)
		return;
	row_set_free(l->set);
	for (size_t k = 0; k < l->values.n && l->columns != NULL; k++)
		column_release(&l->columns[k]);
	column_release(&l->time);
	schema_release(&l->keys);
	schema_release(&l->values);
	free(l->columns);
	free(l->first);
	free(l->order);
	free(l);
}

/* Once keys and values are declared. */
static void
begin_rows(struct lookup *l)
{
	l->set = row_set_first(&l->keys, l->keys.n);
	l->columns = mem_calloc(l->values.n, sizeof(*l->columns));
	for (size_t k = 0; k < l->values.n; k++)
		column_init(&l->columns[k], l->values.fields[k].type,
		    l->values.fields[k].width);
}

/* The ids of the keys of the last rows, of which the time is there already. */
static void
take_keys(struct lookup *l, const struct batch *keys, uint32_t *ids)
{
	for (size_t i = 0; i < keys->n_rows; i++, l->n_rows++) {
		bool whole = !l->has_time || l->time.valid[l->n_rows];

		for (size_t k = 0; k < keys->schema->n; k++)
			whole = whole && keys->cols[k]->valid[i];
		ids[l->n_rows] = whole ?
		    (uint32_t)row_set_id(l->set, keys, i) : NO_KEY;
	}
}

static int
compare_times(const void *a, const void *b, void *ctx)
{
	const struct lookup *l = ctx;
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
	int64_t s = l->time.ints[i], t = l->time.ints[j];

	if (s != t)
		return (s < t ? -1 : 1);
	return ((i > j) - (i < j));
}

static int
tell_twice(const struct lookup *l, size_t id, uint32_t row, struct diag *d)
{
	char scratch[NUMTEXT_MAX];
	const struct column *c;
	size_t at, n;
	const char *p;

	c = row_set_column(l->set, id, 0, &at);
	p = column_text(c, at, scratch, &n);
	return (diag_set(d, "row %u: the key %s = \"%.*s\" stands twice%s",
	    row + 1, l->keys.fields[0].name, (int)(n > 100 ? 100 : n), p,
	    l->has_time ? " at one time" : ""));
}

/* Of the rows of a key, which are in order, keep one of each time. Returns how
   many, or -1. */
static int64_t
keep_once(const struct lookup *l, size_t id, uint32_t *rows, size_t n,
    enum lookup_twice twice, struct diag *d)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		bool again = kept > 0 && (!l->has_time ||
		    l->time.ints[rows[i]] == l->time.ints[rows[kept - 1]]);

		if (again && twice == TWICE_ERROR)
			return (tell_twice(l, id, rows[i], d));
		if (!again)
			rows[kept++] = rows[i];
		else if (twice == TWICE_LAST)
			rows[kept - 1] = rows[i];
	}
	return ((int64_t)kept);
}

/* Rows by key and time, each once. */
static int
index_rows(struct lookup *l, const uint32_t *ids, enum lookup_twice twice,
    struct diag *d)
{
	size_t n = row_set_count(l->set), out = 0;
	uint32_t *at = mem_calloc(n + 1, sizeof(*at));
	int64_t kept = 0;

	l->first = mem_calloc(n + 1, sizeof(*l->first));
	l->order = mem_alloc(l->n_rows, sizeof(*l->order));
	for (size_t i = 0; i < l->n_rows; i++) {
		if (ids[i] != NO_KEY)
			at[ids[i] + 1]++;
	}
	for (size_t k = 0; k < n; k++)
		at[k + 1] += at[k];
	memcpy(l->first, at, (n + 1) * sizeof(*at));
	for (size_t i = 0; i < l->n_rows; i++) {
		if (ids[i] != NO_KEY)
			l->order[at[ids[i]]++] = (uint32_t)i;
	}
	for (size_t k = 0; k < n && kept >= 0; k++) {
		uint32_t *rows = l->order + l->first[k];
		size_t m = l->first[k + 1] - l->first[k];

		if (l->has_time)
			qsort_r(rows, m, sizeof(*rows), compare_times, l);
		kept = keep_once(l, k, rows, m, twice, d);
		if (kept > 0)
			memmove(l->order + out, rows,
			    (size_t)kept * sizeof(*rows));
		at[k] = (uint32_t)out;
		out += kept > 0 ? (size_t)kept : 0;
	}
	at[n] = (uint32_t)out;
	memcpy(l->first, at, (n + 1) * sizeof(*at));
	free(at);
	return (kept < 0 ? -1 : 0);
}

/* Where the columns are in a reference: keys, time, values. */
struct places {
	size_t *keys, time, *values, n_values;
};

static int
find_key(struct lookup *l, const struct schema *s, const char *name,
    size_t *col, struct diag *d)
{
	if (schema_need(s, name, col, d) == -1)
		return (-1);
	if (!can_convert(s->fields[*col].type))
		return (diag_set(d, "column \"%s\" is %s, and no key", name,
		    col_type_words(s->fields[*col].type)));
	return (schema_add_new(&l->keys, name, s->fields[*col].type, d));
}

static bool
is_key(const struct places *p, size_t n_keys, bool has_time, size_t col)
{
	for (size_t k = 0; k < n_keys; k++) {
		if (p->keys[k] == col)
			return (true);
	}
	return (has_time && p->time == col);
}

static int
find_values(struct lookup *l, const struct schema *s,
    const struct lookup_options *o, struct places *p, struct diag *d)
{
	struct str name = STR_INIT;
	size_t n = 0;
	int r = 0;

	if (o->select != NULL) {
		if (select_columns(o->select, s, NULL, &p->values, &n, d) ==
		    -1)
			return (-1);
	} else {
		p->values = mem_alloc(s->n, sizeof(*p->values));
		for (size_t i = 0; i < s->n; i++) {
			if (!is_key(p, o->n_keys, l->has_time, i))
				p->values[n++] = i;
		}
	}
	p->n_values = n;
	for (size_t k = 0; k < n && r == 0; k++) {
		const struct field *f = &s->fields[p->values[k]];

		if (!can_convert(f->type)) {
			r = diag_set(d, "column \"%s\" is %s, which cannot "
			    "be looked up", f->name, col_type_words(f->type));
			break;
		}
		str_clear(&name);
		str_addf(&name, "%s%s", o->prefix != NULL ? o->prefix : "",
		    f->name);
		r = schema_add_new(&l->values, str_get(&name), f->type, d);
	}
	str_release(&name);
	return (r);
}

static int
find_places(struct lookup *l, const struct schema *s,
    const struct lookup_options *o, struct places *p, struct diag *d)
{
	p->keys = mem_alloc(o->n_keys, sizeof(*p->keys));
	for (size_t k = 0; k < o->n_keys; k++) {
		if (find_key(l, s, o->keys[k], &p->keys[k], d) == -1)
			return (-1);
	}
	l->has_time = o->time != NULL;
	if (l->has_time && schema_need(s, o->time, &p->time, d) == -1)
		return (-1);
	if (l->has_time && s->fields[p->time].type != COL_TIME)
		return (diag_set(d, "column \"%s\" is %s, not a time",
		    o->time, col_type_words(s->fields[p->time].type)));
	return (find_values(l, s, o, p, d));
}

static int
read_rows(struct lookup *l, struct stream *in, const struct places *p,
    uint32_t **ids, struct diag *d)
{
	struct batch keys = { .schema = &l->keys };
	const struct batch *b;
	size_t cap = 0, bytes = 0;
	int r;

	keys.cols = mem_alloc(l->keys.n, sizeof(*keys.cols));
	while ((r = stream_next(in, &b, d)) == 1) {
		*ids = mem_grow(*ids, &cap, l->n_rows + b->n_rows,
		    sizeof(**ids));
		for (size_t k = 0; k < l->keys.n; k++)
			keys.cols[k] = b->cols[p->keys[k]];
		keys.n_rows = b->n_rows;
		for (size_t k = 0; k < p->n_values; k++)
			column_add_range(&l->columns[k],
			    b->cols[p->values[k]], 0, b->n_rows);
		if (l->has_time)
			column_add_range(&l->time, b->cols[p->time], 0,
			    b->n_rows);
		take_keys(l, &keys, *ids);
		bytes += batch_bytes(b);
		if (bytes > LOOKUP_BYTES_MAX) {
			r = diag_set(d, "the reference has more than %zu "
			    "MiB", LOOKUP_BYTES_MAX >> 20);
			break;
		}
	}
	free(keys.cols);
	return (r);
}

int
lookup_read(struct stream *in, const struct lookup_options *o,
    struct lookup **out, struct diag *d)
{
	struct lookup *l = new_lookup();
	struct places p = { .keys = NULL };
	uint32_t *ids = NULL;
	int r = find_places(l, &in->head.schema, o, &p, d);

	if (r == 0) {
		begin_rows(l);
		r = read_rows(l, in, &p, &ids, d);
	}
	if (r == 0)
		r = index_rows(l, ids, o->twice, d);
	if (r == 0)
		*out = l;
	else
		lookup_free(l);
	free(p.keys);
	free(p.values);
	free(ids);
	return (r);
}

int
lookup_check(const struct lookup *l, const struct batch *b,
    const size_t *cols, struct diag *d)
{
	size_t n = l->keys.n;

	for (size_t k = 0; k < n + l->has_time; k++) {
		const struct column *c = b->cols[cols[k]];
		enum col_type t = k < n ? l->keys.fields[k].type : COL_TIME;

		if (c->type != t && c->n_missing < c->n &&
		    row_set_count(l->set) > 0)
			return (diag_set(d, "column \"%s\" is %s, but in the "
			    "reference it is %s: --types or mlc-clean --cast "
			    "makes them one", b->schema->fields[cols[k]].name,
			    col_type_words(c->type), col_type_words(t)));
	}
	return (0);
}

/* The last row of the key that is not later than t. */
static size_t
find_as_of(const struct lookup *l, size_t id, int64_t t, int64_t tolerance)
{
	size_t lo = l->first[id], hi = l->first[id + 1];
	int64_t found;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (l->time.ints[l->order[mid]] <= t)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == l->first[id])
		return (LOOKUP_NONE);
	found = l->time.ints[l->order[lo - 1]];
	return (found < t && (uint64_t)t - (uint64_t)found >
	    (uint64_t)tolerance ? LOOKUP_NONE : l->order[lo - 1]);
}

size_t
lookup_find(const struct lookup *l, const struct batch *b, const size_t *cols,
    size_t i, int64_t tolerance)
{
	const struct column *time;
	size_t id;

	for (size_t k = 0; k < l->keys.n; k++) {
		if (!b->cols[cols[k]]->valid[i])
			return (LOOKUP_NONE);
	}
	id = row_set_find(l->set, b, cols, i);
	if (id == SIZE_MAX)
		return (LOOKUP_NONE);
	if (!l->has_time)
		return (l->order[l->first[id]]);
	time = b->cols[cols[l->keys.n]];
	return (time->valid[i] ? find_as_of(l, id, time->ints[i],
	    tolerance) : LOOKUP_NONE);
}

json_t *
lookup_head(const struct lookup *l)
{
	return (json_pack("{s:o,s:o,s:b}", "keys", schema_to_json(&l->keys),
	    "values", schema_to_json(&l->values), "time", l->has_time));
}

/* How many rows, then of each row that can be found keys, time and values. */
void
lookup_save(const struct lookup *l, struct str *out)
{
	size_t n = row_set_count(l->set), at;

	pack_u64(out, l->first[n]);
	for (size_t id = 0; id < n; id++) {
		for (size_t i = l->first[id]; i < l->first[id + 1]; i++) {
			for (size_t k = 0; k < l->keys.n; k++) {
				const struct column *c = row_set_column(
				    l->set, id, k, &at);

				value_save(c, at, out);
			}
			if (l->has_time)
				value_save(&l->time, l->order[i], out);
			for (size_t k = 0; k < l->values.n; k++)
				value_save(&l->columns[k], l->order[i], out);
		}
	}
}

/* The rows of lookup_save into keys and the columns of l. */
static void
load_rows(struct lookup *l, struct block *keys, struct unpack *u)
{
	size_t n = unpack_count(u, sizeof(uint64_t));

	for (size_t i = 0; i < n && !u->failed; i++) {
		for (size_t k = 0; k < l->keys.n && !u->failed; k++)
			value_load(&keys->cols[k], u);
		if (l->has_time && !u->failed)
			value_load(&l->time, u);
		for (size_t k = 0; k < l->values.n && !u->failed; k++)
			value_load(&l->columns[k], u);
	}
	if (u->p != u->end)
		unpack_fail(u);
}

static int
load_schemas(struct lookup *l, const json_t *head, struct diag *d)
{
	json_t *keys, *values;

	if (doc_get_array(head, "keys", &keys, d) == -1 ||
	    doc_get_array(head, "values", &values, d) == -1 ||
	    doc_get_bool(head, "time", &l->has_time, d) == -1 ||
	    schema_from_json(keys, &l->keys, d) == -1 ||
	    schema_from_json(values, &l->values, d) == -1)
		return (-1);
	for (size_t i = 0; i < l->keys.n + l->values.n; i++) {
		const struct field *f = i < l->keys.n ? &l->keys.fields[i] :
		    &l->values.fields[i - l->keys.n];

		if (!can_convert(f->type))
			return (diag_set(d, "\"%s\" is %s", f->name,
			    col_type_words(f->type)));
	}
	return (l->keys.n > 0 ? 0 : diag_set(d, "\"keys\" is empty"));
}

int
lookup_load(const json_t *head, const char *bytes, size_t n,
    struct lookup **out, struct diag *d)
{
	struct lookup *l = new_lookup();
	struct unpack u = { bytes, bytes + n, false };
	struct block keys;
	uint32_t *ids;
	int r = load_schemas(l, head, d);

	if (r == -1) {
		lookup_free(l);
		return (-1);
	}
	begin_rows(l);
	block_init(&keys, &l->keys);
	load_rows(l, &keys, &u);
	if (u.failed) {
		r = diag_set(d, "the reference is not what its head says");
	} else {
		block_seal(&keys, 0);
		ids = mem_alloc(keys.view.n_rows, sizeof(*ids));
		take_keys(l, &keys.view, ids);
		r = index_rows(l, ids, TWICE_ERROR, d);
		free(ids);
	}
	block_release(&keys);
	if (r == 0)
		*out = l;
	else
		lookup_free(l);
	return (r);
}
