/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "mem.h"

#include "row_format.h"

#define CHUNK 65536

struct store_chunk {
	struct store_chunk *next;
	char *bytes;
	size_t n, cap;
};

void
cell_store_release(struct cell_store *s)
{
	struct store_chunk *c;

	while ((c = s->chunks) != NULL) {
		s->chunks = c->next;
		free(c->bytes);
		free(c);
	}
	dict_release(&s->unknown);
	s->odd = (struct odd_quotes){ 0 };
}

void
odd_quotes_add(struct odd_quotes *to, const struct odd_quotes *from)
{
	for (int i = 0; i < N_ODD_QUOTES; i++) {
		if (to->of[i].n == 0)
			to->of[i].line = from->of[i].line;
		to->of[i].n += from->of[i].n;
	}
}

void
odd_quotes_tell(struct odd_quotes *odd, const struct read_options *o,
    const char *source)
{
	static const char *const what[N_ODD_QUOTES] = {
		[ODD_LOOSE] = "text behind a closing quote is taken to belong "
		    "to the field",
		[ODD_BACKSLASH] = "text behind a closing quote is taken to "
		    "belong to the field: if the backslash before the quote "
		    "makes it text, say --escape '\\'",
		[ODD_ROWS] = "a quoted field looks as if it held whole rows: "
		    "if quotes are plain text here, say --quote none",
		[ODD_COMMENT] = "what the character of --comment begins behind "
		    "values is a part of the last one: only whole lines are "
		    "comments",
	};

	for (int i = 0; i < N_ODD_QUOTES; i++) {
		struct odd_count *c = &odd->of[i];

		if (c->n > 0)
			read_tell(o, "%s:%llu: %s; in all: %zu",
			    source, (unsigned long long)c->line,
			    what[i], c->n);
		c->n = 0;
	}
}

static struct store_chunk *
add_chunk(struct cell_store *s, char *bytes, size_t cap)
{
	struct store_chunk *c = MEM_NEW(struct store_chunk);

	c->next = s->chunks;
	c->bytes = bytes;
	c->cap = cap;
	s->chunks = c;
	return (c);
}

char *
cell_store_room(struct cell_store *s, size_t n)
{
	struct store_chunk *c = s->chunks;
	size_t cap = n > CHUNK ? n : CHUNK;

	if (c == NULL || c->cap - c->n < n)
		c = add_chunk(s, mem_alloc(cap, 1), cap);
	c->n += n;
	return (c->bytes + c->n - n);
}

void
cell_store_give(struct cell_store *s, char *bytes, size_t n)
{
	add_chunk(s, bytes, n)->n = n;
}

char *
cell_store_take(struct cell_store *s, const char *p, size_t n)
{
	struct store_chunk **at = &s->chunks, *c;
	char *bytes;

	while (p < (*at)->bytes || p >= (*at)->bytes + (*at)->cap)
		at = &(*at)->next;
	c = *at;
	*at = c->next;
	bytes = c->bytes;
	free(c);
	memmove(bytes, p, n);
	return (mem_realloc(bytes, n, 1));
}

void
columns_seen_init(struct columns_seen *c)
{
	dict_init(&c->names);
	c->v = NULL;
	c->cap = c->name_bytes = 0;
}

void
columns_seen_release(struct columns_seen *c)
{
	dict_release(&c->names);
	free(c->v);
	columns_seen_init(c);
}

size_t
columns_seen_add(struct columns_seen *c, const char *name, size_t n)
{
	size_t before = c->names.n;
	size_t id = dict_add(&c->names, name, n);

	if (c->names.n > before) {
		c->v = mem_grow(c->v, &c->cap, c->names.n, sizeof(*c->v));
		inference_init(&c->v[id]);
		c->name_bytes += n;
	}
	return (id);
}

int
columns_seen_check(const struct columns_seen *c, struct diag *d)
{
	if (c->names.n > BOUND_COLUMNS)
		return (diag_set(d, "more than %u columns", BOUND_COLUMNS));
	if (c->name_bytes > BOUND_NAMES)
		return (diag_set(d, "the names of columns are longer than %u "
		    "bytes together", BOUND_NAMES));
	return (0);
}

void
columns_seen_merge(struct columns_seen *c, const struct columns_seen *from)
{
	const char *name;
	size_t n, id;

	for (size_t i = 0; i < from->names.n; i++) {
		name = dict_get(&from->names, (uint32_t)i, &n);
		id = columns_seen_add(c, name, n);
		inference_merge(&c->v[id], &from->v[i]);
	}
}

int
columns_seen_schema(const struct columns_seen *seen, struct schema *out,
    struct diag *d)
{
	const char *name;

	for (size_t i = 0; i < seen->names.n; i++) {
		name = dict_get(&seen->names, (uint32_t)i, NULL);
		if (schema_add_new(out, name, inference_type(&seen->v[i]),
		    d) == -1)
			return (-1);
	}
	return (0);
}

void
layout_release(struct layout *l)
{
	schema_release(&l->names);
	str_release(&l->header);
	json_decref(l->head);
	attachments_release(&l->attachments);
	json_decref(l->tail);
}

size_t
layout_row_values(const struct layout *l)
{
	size_t cells = l->names.n, values = 0;

	if (l->spec != NULL)
		values = l->spec->schema.row_values;
	return (cells > values ? cells : values);
}
