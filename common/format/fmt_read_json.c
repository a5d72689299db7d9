/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * JSON rows: an object a line, or the elements of an array.  Objects in
 * objects become columns with dotted names, arrays become their JSON text.
 * The mark of a JSON text sequence (RFC 7464) before an object is passed over.
 */
#include <string.h>

#include "bounds.h"
#include "json_cell.h"

#include "fmt_read.h"

#define SEQUENCE_MARK '\x1e'
#define LONG_TEXT ((size_t)1 << 20)	/* is not copied */

static bool
is_space(char c)
{
	return (c == ' ' || c == '\t' || c == '\n' || c == '\r');
}

/* Is the first character that is no blank the one, and the next of those? */
static bool
begins_with(const char *p, size_t n, char first, const char *then)
{
	size_t i = n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

	i += i < n && p[i] == SEQUENCE_MARK && first == '{';
	while (i < n && is_space(p[i]))
		i++;
	if (i == n || p[i] != first)
		return (false);
	for (i++; i < n && is_space(p[i]); i++)
		continue;
	return (i == n || strchr(then, p[i]) != NULL);
}

bool
jsonl_detect(const char *p, size_t n)
{
	return (begins_with(p, n, '{', "\"}"));
}

bool
json_detect(const char *p, size_t n)
{
	return (begins_with(p, n, '[', "{]"));
}

static int
begin_lines(struct layout *l, struct row_text *t, struct diag *d)
{
	(void)l;
	(void)t;
	(void)d;
	return (1);
}

static int
cut_line(struct layout *l, struct row_text *t, struct record *r,
    struct diag *d)
{
	const char *end;

	(void)d;
	while (t->p < t->end) {
		end = memchr(t->p, '\n', (size_t)(t->end - t->p));
		if (end == NULL && !t->at_end)
			return (0);
		r->p = t->p;
		r->line = t->line++;
		r->n = (size_t)((end != NULL ? end : t->end) - t->p);
		t->p += r->n + (end != NULL);
		if (r->n > 0 && *r->p == SEQUENCE_MARK) {
			r->p++;
			r->n--;
		}
		while (r->n > 0 && is_space(r->p[r->n - 1]))
			r->n--;
		if (r->n > 0 || l->options->exact)
			return (1);
	}
	return (0);
}

static void
skip_space(struct row_text *t)
{
	for (; t->p < t->end && is_space(*t->p); t->p++)
		t->line += *t->p == '\n';
}

static int
fail(const struct layout *l, const struct row_text *t, const char *what,
    struct diag *d)
{
	return (diag_set(d, "%s:%llu: %s", l->source,
	    (unsigned long long)t->line, what));
}

static int
begin_array(struct layout *l, struct row_text *t, struct diag *d)
{
	skip_space(t);
	if (t->p == t->end && !t->at_end)
		return (0);
	if (t->p == t->end || *t->p != '[')
		return (fail(l, t, "is no JSON array", d));
	t->p++;
	l->in_array = true;
	return (1);
}

/* The end of the object at p, or NULL if it is not there. */
static const char *
find_object_end(const char *p, const char *end, uint64_t *lines)
{
	bool in_string = false;
	size_t depth = 0;

	for (; p < end; p++) {
		if (*p == '\n')
			(*lines)++;
		if (in_string && *p == '\\')
			p++;
		else if (*p == '"')
			in_string = !in_string;
		else if (!in_string && (*p == '{' || *p == '['))
			depth++;
		else if (!in_string && (*p == '}' || *p == ']') &&
		    --depth == 0)
			return (p + 1);
	}
	return (NULL);
}

static int
cut_object(struct layout *l, struct row_text *t, struct record *r,
    struct diag *d)
{
	uint64_t lines = 0;
	const char *end;

	if (*t->p != '{')
		return (fail(l, t, "the element is no JSON object", d));
	end = find_object_end(t->p, t->end, &lines);
	if (end == NULL && t->at_end)
		return (fail(l, t, "the object that begins here does not "
		    "end", d));
	if (end == NULL)
		return (0);
	r->p = t->p;
	r->n = (size_t)(end - t->p);
	r->line = t->line;
	t->p = end;
	t->line += lines;
	l->want_comma = true;
	return (1);
}

/* What stands between elements. 1: an element follows. */
static int
skip_between(struct layout *l, struct row_text *t, struct diag *d)
{
	skip_space(t);
	if (t->p < t->end && l->in_array && *t->p == ']') {
		t->p++;
		l->in_array = false;
		skip_space(t);
	}
	if (!l->in_array && t->p < t->end)
		return (fail(l, t, "something follows the array", d));
	if (!l->in_array)
		return (0);
	if (t->p < t->end && l->want_comma) {
		if (*t->p != ',')
			return (fail(l, t, "no comma between elements", d));
		t->p++;
		l->want_comma = false;
		skip_space(t);
	}
	if (t->p == t->end && t->at_end)
		return (fail(l, t, "the array does not end", d));
	return (t->p < t->end);
}

static int
cut_element(struct layout *l, struct row_text *t, struct record *r,
    struct diag *d)
{
	int result = skip_between(l, t, d);

	return (result == 1 ? cut_object(l, t, r, d) : result);
}

/* What is done with each value of a row. */
struct walk {
	struct cell_store *store;
	struct str name;		/* dotted, of the value at hand */
	struct str text, compact;	/* of the value: json_cell.h */
	void (*take)(void *walk, struct json_cursor *);
	const struct read_spec *spec;
	struct columns_seen *seen;	/* see */
	struct cell *row;		/* split */
	uint32_t next;			/* the column that rows of one order
					   have here */
	bool twice;			/* one name stood for two values */
	bool past_bound;		/* see: of names; the diag says why */
	struct diag *diag;
};

/* Text that is not in the record is kept in the store. */
static struct cell
take_value(struct walk *w, struct json_cursor *c, enum col_type type)
{
	struct cell cell = json_cell(c, type, &w->compact);
	char *to;

	if (cell.p == str_get(&w->text) && cell.n > LONG_TEXT) {
		cell.p = to = str_detach(&w->text);
		cell_store_give(w->store, to, cell.n);
	} else if (cell.p == str_get(&w->text) ||
	    cell.p == str_get(&w->compact)) {
		to = cell_store_room(w->store, cell.n);
		cell.p = cell.n > 0 ? memcpy(to, cell.p, cell.n) : to;
	}
	return (cell);
}

static void
take_seen(void *walk, struct json_cursor *at)
{
	struct walk *w = walk;
	struct cell c = json_cell(at, N_COL_TYPES, &w->compact);
	size_t id;

	if (w->past_bound)
		return;
	if (w->name.len > BOUND_NAME) {
		w->past_bound = true;
		diag_set(w->diag, "a name of more than %u bytes", BOUND_NAME);
		return;
	}
	id = w->next;
	if (!dict_is(&w->seen->names, w->next, str_get(&w->name),
	    w->name.len))
		id = columns_seen_add(w->seen, str_get(&w->name),
		    w->name.len);
	w->next = (uint32_t)id + 1;
	w->past_bound = columns_seen_check(w->seen, w->diag) == -1;
	if (c.kind == CELL_QUOTED)
		inference_add_text(&w->seen->v[id], w->spec, &c);
	else
		inference_add(&w->seen->v[id], w->spec, &c);
}

static void
take_cell(void *walk, struct json_cursor *c)
{
	struct walk *w = walk;
	const struct dict *names = &w->spec->schema.index;
	uint32_t id = DICT_NONE;
	const char *p;
	size_t n;

	if (dict_is(names, w->next, str_get(&w->name), w->name.len))
		id = w->next;
	else if (w->name.len <= BOUND_NAME)
		id = dict_find(names, str_get(&w->name), w->name.len);
	if (id == DICT_NONE) {
		unknown_add(&w->store->unknown, str_get(&w->name),
		    w->name.len);
		json_skip(c, &p, &n);
		return;
	}
	w->next = id + 1;
	w->twice |= w->row[id].p != NULL;
	w->row[id] = take_value(w, c, w->spec->schema.fields[id].type);
}

static enum split_result
walk_record(struct walk *w, const struct record *r, struct diag *d)
{
	struct json_cursor c;
	enum split_result result = SPLIT_OK;

	if (json_check(r->p, r->n, d) == -1)
		return (SPLIT_BAD);
	json_start(&c, r->p, r->n, &w->text);
	if (json_kind_of(&c) != J_OBJECT) {
		diag_set(d, "no JSON object");
		return (SPLIT_BAD);
	}
	w->diag = d;
	json_leaves(&c, &w->name, w->take, w);
	if (w->past_bound)
		result = SPLIT_BOUND;
	if (w->twice) {
		diag_set(d, "two values have one name");
		result = SPLIT_BAD;
	}
	str_release(&w->name);
	str_release(&w->text);
	str_release(&w->compact);
	return (result);
}

static enum split_result
split_json(const struct layout *l, const struct record *r, struct cell *row,
    size_t n, struct cell_store *store, struct diag *d)
{
	struct walk w = { .store = store, .take = take_cell, .row = row,
		.spec = l->spec };

	(void)n;
	return (walk_record(&w, r, d));
}

static enum split_result
see_json(const struct layout *l, const struct record *r,
    const struct read_spec *spec, struct cell_store *store,
    struct columns_seen *seen, struct diag *d)
{
	struct walk w = { .store = store, .take = take_seen, .spec = spec,
		.seen = seen };

	(void)l;
	return (walk_record(&w, r, d));
}

const struct row_format jsonl_rows = {
	.begin = begin_lines,
	.cut = cut_line,
	.split = split_json,
	.see = see_json,
};

const struct row_format json_rows = {
	.begin = begin_array,
	.cut = cut_element,
	.split = split_json,
	.see = see_json,
};
