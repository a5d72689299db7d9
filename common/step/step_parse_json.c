/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * parse-json: text that holds a JSON object becomes columns NAME.KEY, for the
 * keys that training rows have, in the order of first sight and of the types
 * that all their values have.  Objects in objects have dotted names, arrays
 * stay JSON text, as where a source is JSON.
 *
 * A text that is no JSON object, and a value that is none of its column's
 * type, is missing and counted as one that does not convert.  A key that
 * training rows did not have is counted as an unknown category.
 */
#include <stdlib.h>
#include <string.h>

#include "convert.h"
#include "json_cell.h"
#include "mem.h"
#include "step_columns.h"

#include "step_table.h"

#define KEYS_MAX 4096

struct json_column {
	struct dict keys;
	enum col_type *types;
};

/* What is seen of an input on training rows. */
struct keys_seen {
	struct dict keys;
	struct inference *v;
	size_t cap;
	bool is_over;
};

struct json_fit {
	struct keys_seen *cols;
	size_t n;
	struct read_spec spec;
};

/* The values of a document by their dotted names. */
struct walk {
	struct str name, text, compact;
	void (*take)(void *walk, struct json_cursor *);
	/* to see */
	struct keys_seen *seen;
	const struct read_spec *spec;
	/* to give */
	const struct json_column *column;
	struct column *out;
	size_t row;
	struct cell_form form;
	bool is_new, is_bad;
};

static bool
is_string(enum col_type t)
{
	return (t == COL_STRING);
}

/* Is it a JSON object? Then its values were taken. */
static bool
walk_text(struct walk *w, const char *p, size_t n)
{
	struct json_cursor c;
	struct diag ignored;

	if (json_check(p, n, &ignored) == -1)
		return (false);
	json_start(&c, p, n, &w->text);
	if (json_kind_of(&c) != J_OBJECT)
		return (false);
	str_clear(&w->name);
	json_leaves(&c, &w->name, w->take, w);
	return (true);
}

static void
walk_release(struct walk *w)
{
	str_release(&w->name);
	str_release(&w->text);
	str_release(&w->compact);
}

/* The id of a key, new or not; DICT_NONE where there are too many. */
static uint32_t
see_key(struct keys_seen *s, const char *p, size_t n)
{
	uint32_t id = dict_find(&s->keys, p, n);

	if (id != DICT_NONE)
		return (id);
	if (s->keys.n == KEYS_MAX) {
		s->is_over = true;
		return (DICT_NONE);
	}
	id = dict_add(&s->keys, p, n);
	s->v = mem_grow(s->v, &s->cap, s->keys.n, sizeof(*s->v));
	inference_init(&s->v[id]);
	return (id);
}

static void
take_seen(void *walk, struct json_cursor *at)
{
	struct walk *w = walk;
	uint32_t id = see_key(w->seen, str_get(&w->name), w->name.len);
	struct cell c = json_cell(at, N_COL_TYPES, &w->compact);

	if (id == DICT_NONE)
		return;
	if (c.kind == CELL_QUOTED)
		inference_add_text(&w->seen->v[id], w->spec, &c);
	else
		inference_add(&w->seen->v[id], w->spec, &c);
}

static void *
new_fit(const void *what)
{
	struct json_fit *f = MEM_NEW(struct json_fit);

	read_spec_init(&f->spec);
	f->n = ((const struct step *)what)->n_in;
	f->cols = mem_calloc(f->n, sizeof(*f->cols));
	for (size_t k = 0; k < f->n; k++)
		dict_init(&f->cols[k].keys);
	return (f);
}

static void
add_rows(void *fit, const void *what, const struct fit_rows *rows)
{
	const struct step *s = what;
	struct json_fit *f = fit;
	struct walk w = { .take = take_seen, .spec = &f->spec };
	const char *p;
	size_t n;

	for (size_t k = 0; k < f->n; k++) {
		const struct column *c = rows->batch->cols[s->in_cols[k]];

		w.seen = &f->cols[k];
		for (size_t i = 0; i < c->n; i++) {
			p = column_string(c, i, &n);
			if (rows->mask[i] && c->valid[i])
				(void)walk_text(&w, p, n);
		}
	}
	walk_release(&w);
}

static void
free_fit(void *fit)
{
	struct json_fit *f = fit;

	for (size_t k = 0; k < f->n; k++) {
		dict_release(&f->cols[k].keys);
		free(f->cols[k].v);
	}
	read_spec_release(&f->spec);
	free(f->cols);
	free(f);
}

static void
merge_fits(void *into, const void *what, void *from)
{
	struct json_fit *f = into, *g = from;
	const char *key;
	size_t n;

	(void)what;
	for (size_t k = 0; k < f->n; k++) {
		const struct keys_seen *other = &g->cols[k];

		f->cols[k].is_over |= other->is_over;
		for (uint32_t i = 0; i < other->keys.n; i++) {
			uint32_t id;

			key = dict_get(&other->keys, i, &n);
			id = see_key(&f->cols[k], key, n);
			if (id != DICT_NONE)
				inference_merge(&f->cols[k].v[id],
				    &other->v[i]);
		}
	}
	free_fit(g);
}

/* The fields of an inference that are yes or no. */
static void
list_flags(struct inference *f, bool *flags[9])
{
	bool *const all[9] = { &f->any, &f->can_bool, &f->can_int,
		&f->can_float, &f->can_time, &f->padded, &f->wide,
		&f->fraction, &f->as_format };

	memcpy(flags, all, sizeof(all));
}

static void
save_fit(const void *fit, const void *what, struct str *out)
{
	const struct json_fit *f = fit;
	bool *flags[9];

	(void)what;
	for (size_t k = 0; k < f->n; k++) {
		dict_save(&f->cols[k].keys, out);
		pack_u64(out, f->cols[k].is_over);
		for (size_t i = 0; i < f->cols[k].keys.n; i++) {
			list_flags(&f->cols[k].v[i], flags);
			for (size_t j = 0; j < 9; j++)
				pack_u64(out, *flags[j]);
			pack_u64(out, f->cols[k].v[i].guesses);
		}
	}
}

static void *
load_fit(const void *what, struct unpack *from)
{
	struct json_fit *f = new_fit(what);
	bool *flags[9];

	for (size_t k = 0; k < f->n && !from->failed; k++) {
		struct keys_seen *c = &f->cols[k];

		dict_load(&c->keys, from);
		c->is_over = unpack_bool(from);
		c->v = mem_calloc(c->keys.n, sizeof(*c->v));
		c->cap = c->keys.n;
		for (size_t i = 0; i < c->keys.n && !from->failed; i++) {
			list_flags(&c->v[i], flags);
			for (size_t j = 0; j < 9; j++)
				*flags[j] = unpack_bool(from);
			c->v[i].guesses = unpack_u64(from);
		}
	}
	return (f);
}

static const struct fit_ops json_fit = {
	new_fit, add_rows, merge_fits, free_fit, save_fit, load_fit
};

/* Times in another form than ISO 8601 stay text: a recipe would read them. */
static enum col_type
type_of(const struct inference *f, const struct read_spec *spec)
{
	char format[TIME_FORMAT_MAX];
	enum col_type t = inference_type(f);

	return (t == COL_TIME && inference_time_format(f, spec, format) !=
	    NULL ? COL_STRING : t);
}

static int
finish_json(const struct step *s, size_t k, const void *fit, void *col,
    struct diag *d)
{
	const struct json_fit *f = fit;
	const struct keys_seen *seen = &f->cols[k];
	struct json_column *c = col;
	const char *key;
	size_t n;

	dict_init(&c->keys);
	if (seen->is_over)
		return (diag_set(d, "column \"%s\" has more than %d keys",
		    s->in[k], KEYS_MAX));
	if (seen->keys.n == 0)
		return (diag_set(d, "column \"%s\" holds no JSON object",
		    s->in[k]));
	c->types = mem_calloc(seen->keys.n, sizeof(*c->types));
	for (uint32_t i = 0; i < seen->keys.n; i++) {
		key = dict_get(&seen->keys, i, &n);
		dict_add(&c->keys, key, n);
		c->types[i] = type_of(&seen->v[i], &f->spec);
	}
	return (0);
}

static int
declare_json(struct step *s, const struct schema *in, struct diag *d)
{
	(void)in;
	for (size_t k = 0; k < s->n_in; k++) {
		const struct json_column *c = step_column(s, k);

		for (uint32_t i = 0; i < c->keys.n; i++) {
			if (step_declare_part(s, k, '.', dict_get(&c->keys, i,
			    NULL), c->types[i], d) == -1)
				return (-1);
		}
	}
	return (0);
}

/* The first value of a key counts. */
static void
take_value(void *walk, struct json_cursor *at)
{
	struct walk *w = walk;
	uint32_t id = dict_find(&w->column->keys, str_get(&w->name),
	    w->name.len);
	struct column *to;
	struct cell c;

	c = json_cell(at, id == DICT_NONE ? N_COL_TYPES :
	    w->column->types[id], &w->compact);
	w->is_new |= id == DICT_NONE;
	if (id == DICT_NONE || w->out[id].n > w->row)
		return;
	to = &w->out[id];
	if (cell_to_column(&w->form, &c, to) == -1)
		w->is_bad = true;
}

static void
apply_row(struct walk *w, const struct column *c, struct op_counts *counts)
{
	const char *p;
	size_t n;

	w->is_new = w->is_bad = false;
	p = column_string(c, w->row, &n);
	if (c->valid[w->row] && !walk_text(w, p, n))
		w->is_bad = true;
	for (size_t i = 0; i < w->column->keys.n; i++) {
		if (w->out[i].n == w->row)
			column_add_missing(&w->out[i]);
	}
	counts->unseen += w->is_new;
	counts->failed += w->is_bad;
}

static int
apply_json(const struct step *s, const struct apply_args *a, struct diag *d)
{
	struct walk w = { .take = take_value, .out = a->out };
	struct read_spec spec;

	(void)d;
	read_spec_init(&spec);
	cell_form_init(&w.form, &spec, "");
	for (size_t k = 0; k < s->n_in; k++) {
		const struct column *c = step_input(s, a, k);

		w.column = step_column(s, k);
		for (w.row = 0; w.row < c->n; w.row++) {
			apply_row(&w, c, a->counts);
			if (a->unseen_of != NULL)
				a->unseen_of[k] += w.is_new;
		}
		w.out += w.column->keys.n;
	}
	walk_release(&w);
	read_spec_release(&spec);
	return (0);
}

static json_t *
save_json(const void *col)
{
	const struct json_column *c = col;
	json_t *keys = json_array();
	const char *key;
	size_t n;

	for (uint32_t i = 0; i < c->keys.n; i++) {
		key = dict_get(&c->keys, i, &n);
		json_array_append_new(keys, json_pack("{s:o,s:s}", "key",
		    doc_stringn(key, n), "type",
		    col_type_name(c->types[i])));
	}
	return (json_pack("{s:o}", "keys", keys));
}

static int
load_json(const struct step *s, const json_t *entry, void *col,
    struct diag *d)
{
	struct json_column *c = col;
	const char *key, *type;
	json_t *keys;
	size_t n;

	(void)s;
	dict_init(&c->keys);
	if (doc_get_array(entry, "keys", &keys, d) == -1)
		return (-1);
	if ((n = json_array_size(keys)) > KEYS_MAX)
		return (diag_set(d, "more than %d keys", KEYS_MAX));
	c->types = mem_calloc(n, sizeof(*c->types));
	for (size_t i = 0; i < n; i++) {
		const json_t *o = json_array_get(keys, i);

		if (doc_get_string(o, "key", &key, d) == -1 ||
		    doc_get_string(o, "type", &type, d) == -1 ||
		    col_type_parse(type, &c->types[i], d) == -1)
			return (-1);
		if (!can_convert(c->types[i]))
			return (diag_set(d, "\"%s\" is %s", key,
			    col_type_words(c->types[i])));
		if (dict_add(&c->keys, key, strlen(key)) != i)
			return (diag_set(d, "two keys \"%s\"", key));
	}
	return (0);
}

static void
release_json(void *col)
{
	struct json_column *c = col;

	dict_release(&c->keys);
	free(c->types);
}

const struct step_kind step_parse_json = {
	.name = "parse-json",
	.version = 1,
	.summary = "the values of a JSON object, a column for each key",
	.consumes = true,
	.takes = is_string,
	.takes_what = "a string",
	.parse = step_parse_selector,
	.fit = &json_fit,
	.declare = declare_json,
	.apply = apply_json,
	.column = {
		.size = sizeof(struct json_column),
		.finish = finish_json,
		.save = save_json,
		.load = load_json,
		.release = release_json
	}
};
