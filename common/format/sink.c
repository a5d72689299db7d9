/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "database.h"
#include "encode.h"
#include "format.h"
#include "mem.h"
#include "nearest.h"

#include "sink.h"

struct sink {
	const struct format *format;
	struct outfile out;
	struct writer *writer;	/* NULL until it has begun */
	struct database_writer *table;	/* of a database, in place of them */
	size_t n_records;	/* of the head's lineage */
	uint64_t n_rows;	/* of sink_rows */
	bool is_hasty;
};

static const char *const format_names[] = {
	"mlc", "arrow", "parquet", "csv", "tsv", "jsonl", "table", "vertical",
	NULL
};

const char *const *
sink_formats(void)
{
	return (format_names);
}

static bool
is_stdout(const char *path)
{
	return (path == NULL || strcmp(path, "-") == 0);
}

/* Does the path, whose first n bytes count, end so? */
static bool
has_ending(const char *path, size_t n, const char *ending)
{
	size_t m = strlen(ending);

	return (n > m && memcmp(path + n - m, ending, m) == 0);
}

/* The name of the format that the path's ending tells, or NULL. */
static const char *
name_from_ending(const char *path, size_t n)
{
	const struct format *f;

	for (size_t i = 0; (f = format_table[i]) != NULL; i++) {
		if (f->writer == NULL)
			continue;
		for (size_t j = 0; f->endings[j] != NULL; j++) {
			if (has_ending(path, n, f->endings[j]))
				return (f->name);
		}
	}
	return (NULL);
}

static int
refuse_ending(const char *path, const char *ending, size_t n, struct diag *d)
{
	const char *const *e;
	struct str known = STR_INIT;
	int r;

	for (size_t i = 0; format_table[i] != NULL; i++) {
		e = format_table[i]->endings;
		for (; format_table[i]->writer != NULL && *e != NULL; e++)
			str_addf(&known, " %s", *e);
	}
	str_addz(&known, ", then");
	for (e = encode_endings(); *e != NULL; e++)
		str_addf(&known, " %s", *e);
	r = diag_set(d, "%s: \"%.*s\" ends the name of no output format "
	    "(there are%s); -O says it for any name", path, (int)n, ending,
	    str_get(&known));
	str_release(&known);
	return (r);
}

/* What to write to a file where nobody said what. A name without an ending
   tells nothing. */
static int
name_from_path(const char *path, const char **name, struct diag *d)
{
	size_t n = encode_stem(path);
	const char *slash = memrchr(path, '/', n);
	const char *base = slash != NULL ? slash + 1 : path;
	const char *dot = memrchr(base, '.', n - (size_t)(base - path));

	if ((*name = name_from_ending(path, n)) == NULL &&
	    dot != NULL && dot != base)
		return (refuse_ending(path, dot, n - (size_t)(dot - path), d));
	return (0);
}

static int
default_name(const char *path, const char **name, struct diag *d)
{
	*name = NULL;
	if (!is_stdout(path) && name_from_path(path, name, d) == -1)
		return (-1);
	if (*name == NULL && is_stdout(path) && isatty(STDOUT_FILENO))
		*name = "table";
	if (*name == NULL)
		*name = getenv("MLC_FORMAT");
	if (*name == NULL || (*name)[0] == '\0')
		*name = "mlc";
	return (0);
}

static const struct format *
pick_format(const char *path, const char *name, struct diag *d)
{
	if (name == NULL && default_name(path, &name, d) == -1)
		return (NULL);
	if (nearest_lookup(format_names, name, "output format", d) == -1)
		return (NULL);
	return (format_find(name, d));
}

static bool
is_table(const char *path)
{
	return (path != NULL && database_is_address(path));
}

int
sink_check(const char *path, const char *format, struct diag *d)
{
	if (is_table(path))
		return (format == NULL ? 0 : diag_set(d, "-O and a table of a "
		    "database do not go together"));
	return (pick_format(path, format, d) != NULL ? 0 : -1);
}

static int
open_table(const char *address, const struct head *h, struct sink **out,
    struct diag *d)
{
	struct sink *s = MEM_NEW(struct sink);

	s->out.fd = -1;
	if (database_write_open(address, &h->schema, &s->table, d) == -1) {
		free(s);
		return (-1);
	}
	*out = s;
	return (0);
}

int
sink_open(const char *path, const char *format, const struct head *h,
    struct sink **out, struct diag *d)
{
	const struct format *f;
	struct sink *s;

	if (is_table(path))
		return (open_table(path, h, out, d));
	if ((f = pick_format(path, format, d)) == NULL)
		return (-1);
	s = MEM_NEW(struct sink);
	s->format = f;
	s->n_records = json_array_size(h->lineage);
	if (encode_open(&s->out, path, d) == -1) {
		free(s);
		return (-1);
	}
	if (f->writer->begin(&s->out, h, &s->writer, d) == -1) {
		sink_free(s);
		return (-1);
	}
	*out = s;
	return (0);
}

int
sink_set_form(struct sink *s, const struct text_form *form, struct diag *d)
{
	if (!form->no_header && form->missing == NULL)
		return (0);
	if (s->table != NULL || s->format->writer->form == NULL)
		return (diag_set(d, "rows without a header, and a word for "
		    "missing values, are written as csv or tsv (-O) only"));
	s->format->writer->form(s->writer, form);
	return (0);
}

void
sink_share(struct sink *s, struct crew *crew)
{
	if (s->table == NULL && s->format->writer->share != NULL)
		s->format->writer->share(s->writer, crew);
}

int
sink_write(struct sink *s, const struct batch *b, struct diag *d)
{
	if (b->n_rows == 0)
		return (0);
	if (s->table != NULL)
		return (database_write(s->table, b, d));
	return (s->format->writer->write(s->writer, b, d));
}

int
sink_flush(struct sink *s, struct diag *d)
{
	if (s->table != NULL)
		return (0);		/* all or nothing */
	if (s->format->writer->flush != NULL &&
	    s->format->writer->flush(s->writer, d) == -1)
		return (-1);
	return (outfile_flush(&s->out, d));
}

/* The tail has an object for each record of the lineage and no more: none
   where the lineage was left out. */
int
sink_finish(struct sink *s, const json_t *tail, struct diag *d)
{
	json_t *mine;
	int r;

	if (s->table != NULL)
		return (database_write_end(s->table, d));
	mine = json_array();
	for (size_t i = 0; i < s->n_records && i < json_array_size(tail); i++)
		json_array_append(mine, json_array_get(tail, i));
	r = s->format->writer->end(s->writer, mine, d);
	json_decref(mine);
	return (r == -1 ? -1 : outfile_commit(&s->out, d));
}

void
sink_free(struct sink *s)
{
	if (s == NULL)
		return;
	if (s->writer != NULL)
		s->format->writer->free(s->writer);
	database_write_free(s->table);
	outfile_abort(&s->out);
	free(s);
}

void
sink_hasten(struct sink *s)
{
	s->is_hasty = true;
}

int
sink_rows(struct sink *s, struct stream *in, struct diag *d)
{
	const struct batch *b;
	int r;

	while ((r = stream_next(in, &b, d)) == 1) {
		if (sink_write(s, b, d) == -1 ||
		    (s->is_hasty && sink_flush(s, d) == -1))
			return (-1);
		s->n_rows += b->n_rows;
	}
	return (r);
}

int
sink_end(struct sink *s, const struct stream *in, struct diag *d)
{
	json_t *tail = json_deep_copy(in->tail), *last;
	int r;

	last = json_array_get(tail, json_array_size(tail) - 1);
	if (json_is_object(last))
		json_object_set_new(last, "out",
		    json_integer((json_int_t)s->n_rows));
	r = sink_finish(s, tail, d);
	json_decref(tail);
	return (r);
}
