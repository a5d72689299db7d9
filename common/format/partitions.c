/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "dict.h"
#include "mem.h"
#include "str.h"
#include "typing.h"
#include "utf8.h"

#include "partitions.h"

#define MISSING "__HIVE_DEFAULT_PARTITION__"

struct found {
	struct dict names;
	struct values {
		char **v;		/* (sources); NULL: missing */
		size_t last;		/* the last source that has it */
	} *values;			/* by name */
	size_t n_sources;
};

static int
hex_value(char c)
{
	static const char digits[] = "0123456789abcdefABCDEF";
	const char *at = c != '\0' ? strchr(digits, c) : NULL;
	long i = at != NULL ? at - digits : -1;

	return ((int)(i < 16 ? i : i - 6));
}

/* A percent sign before anything but two digits is itself. */
static void
decode(struct str *out, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int high = i + 2 < n && p[i] == '%' ? hex_value(p[i + 1]) : -1;
		int low = high >= 0 ? hex_value(p[i + 2]) : -1;
		char c = low >= 0 ? (char)(high << 4 | low) : p[i];

		str_add(out, &c, 1);
		i += low >= 0 ? 2 : 0;
	}
}

static int
take_value(struct found *f, size_t source, const struct str *name,
    const struct str *value, struct diag *d)
{
	size_t n_before = f->names.n;
	struct values *v;
	uint32_t id;

	if (!utf8_is_text(str_get(name), name->len) ||
	    !utf8_is_text(str_get(value), value->len))
		return (diag_set(d, "a folder's name is no text"));
	id = dict_add(&f->names, str_get(name), name->len);
	if (f->names.n > n_before) {
		f->values = mem_realloc(f->values, f->names.n,
		    sizeof(*f->values));
		f->values[id].v = mem_calloc(f->n_sources, sizeof(char *));
		f->values[id].last = SIZE_MAX;
	}
	v = &f->values[id];
	if (v->last == source)
		return (diag_set(d, "two folders are \"%s\"", str_get(name)));
	v->last = source;
	if (value->len > 0 && strcmp(str_get(value), MISSING) != 0)
		v->v[source] = mem_strdup(str_get(value));
	return (0);
}

/* A folder of an archive begins after "a.zip:". */
static int
take_folder(struct found *f, size_t source, const char *p, size_t n,
    struct diag *d)
{
	const char *eq = memchr(p, '=', n), *end = p + n;
	struct str name = STR_INIT, value = STR_INIT;
	int r = 0;

	for (const char *q = p; eq != NULL && q < eq; q++) {
		if (*q == ':')
			p = q + 1;
	}
	if (eq != NULL && eq > p) {
		decode(&name, p, (size_t)(eq - p));
		decode(&value, eq + 1, (size_t)(end - eq - 1));
		r = take_value(f, source, &name, &value, d);
	}
	str_release(&name);
	str_release(&value);
	return (r);
}

static int
take_path(struct found *f, size_t source, const char *path, struct diag *d)
{
	size_t n;

	for (const char *p = path; p[n = strcspn(p, "/")] == '/'; p += n + 1) {
		if (take_folder(f, source, p, n, d) == -1)
			return (diag_prefix(d, "%s", path));
	}
	return (0);
}

static enum col_type
infer(const struct found *f, const struct values *v)
{
	struct read_spec usual;
	struct inference seen;

	read_spec_init(&usual);
	inference_init(&seen);
	for (size_t i = 0; i < f->n_sources; i++) {
		const struct cell c = { v->v[i], v->v[i] != NULL ?
		    (uint32_t)strlen(v->v[i]) : 0, CELL_PLAIN };

		if (v->v[i] != NULL)
			inference_add(&seen, &usual, &c);
	}
	read_spec_release(&usual);
	seen.padded = false;
	seen.guesses = 0;
	return (inference_type(&seen));
}

static int
add_column(struct partitions *p, const struct found *f, uint32_t id,
    struct diag *d)
{
	const struct values *v = &f->values[id];
	const char *name = dict_get(&f->names, id, NULL);
	struct column *c = &p->cols[id];

	if (schema_add_new(&p->schema, name, infer(f, v), d) == -1)
		return (-1);
	column_init(c, p->schema.fields[id].type, 0);
	for (size_t i = 0; i < f->n_sources; i++) {
		if (v->v[i] == NULL)
			column_add_missing(c);
		else if (column_read_text(c, v->v[i], strlen(v->v[i])) == -1)
			BUG("a folder is not of the type that was inferred");
	}
	return (0);
}

static void
found_release(struct found *f)
{
	for (size_t k = 0; k < f->names.n; k++) {
		for (size_t i = 0; i < f->n_sources; i++)
			free(f->values[k].v[i]);
		free(f->values[k].v);
	}
	free(f->values);
	dict_release(&f->names);
}

int
partitions_find(struct partitions *p, struct bytes *const *sources, size_t n,
    struct diag *d)
{
	struct found f = { .n_sources = n };
	int r = 0;

	memset(p, 0, sizeof(*p));
	schema_init(&p->schema);
	dict_init(&f.names);
	for (size_t i = 0; i < n && r == 0; i++)
		r = take_path(&f, i, bytes_name(sources[i]), d);
	if (r == 0 && f.names.n == 0)
		r = diag_set(d, "--partitions: no folder is NAME=VALUE, as "
		    "in year=2024/a.csv");
	p->cols = mem_calloc(f.names.n, sizeof(*p->cols));
	for (uint32_t id = 0; id < f.names.n && r == 0; id++)
		r = add_column(p, &f, id, d);
	found_release(&f);
	return (r);
}

void
partitions_release(struct partitions *p)
{
	for (size_t k = 0; k < p->schema.n; k++)
		column_release(&p->cols[k]);
	free(p->cols);
	schema_release(&p->schema);
}
