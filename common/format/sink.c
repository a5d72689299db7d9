/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "format.h"
#include "mem.h"
#include "nearest.h"

#include "sink.h"

struct sink {
	const struct format *format;
	struct outfile out;
	struct writer *writer;	/* NULL until it has begun */
	size_t n_records;	/* of the head's lineage */
};

static const char *const format_names[] = {
	"mlc", "arrow", "csv", "tsv", "jsonl", "table", "vertical", NULL
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

static bool
has_ending(const char *path, const char *ending)
{
	size_t n = strlen(path), m = strlen(ending);

	return (n > m && strcmp(path + n - m, ending) == 0);
}

/* The name of the format that the path's ending tells, or NULL. */
static const char *
name_from_ending(const char *path)
{
	const struct format *f;

	for (size_t i = 0; (f = format_table[i]) != NULL; i++) {
		if (f->writer == NULL)
			continue;
		for (size_t j = 0; f->endings[j] != NULL; j++) {
			if (has_ending(path, f->endings[j]))
				return (f->name);
		}
	}
	return (NULL);
}

/* What to write where nobody said what. */
static const char *
default_name(const char *path)
{
	const char *name = is_stdout(path) ? NULL : name_from_ending(path);

	if (name != NULL)
		return (name);
	if (is_stdout(path) && isatty(STDOUT_FILENO))
		return ("table");
	name = getenv("MLC_FORMAT");
	return (name != NULL && name[0] != '\0' ? name : "mlc");
}

static const struct format *
pick_format(const char *path, const char *name, struct diag *d)
{
	if (name == NULL)
		name = default_name(path);
	if (nearest_lookup(format_names, name, "output format", d) == -1)
		return (NULL);
	return (format_find(name, d));
}

int
sink_open(const char *path, const char *format, const struct head *h,
    struct sink **out, struct diag *d)
{
	const struct format *f = pick_format(path, format, d);
	struct sink *s;

	if (f == NULL)
		return (-1);
	s = MEM_NEW(struct sink);
	s->format = f;
	s->n_records = json_array_size(h->lineage);
	if (outfile_open(&s->out, path, d) == -1) {
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
sink_write(struct sink *s, const struct batch *b, struct diag *d)
{
	if (b->n_rows == 0)
		return (0);
	return (s->format->writer->write(s->writer, b, d));
}

int
sink_flush(struct sink *s, struct diag *d)
{
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
	json_t *mine = json_array();
	int r;

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
	outfile_abort(&s->out);
	free(s);
}

/* A copy of the tail, whose last object says how many rows went out. */
static json_t *
tail_with_rows(const json_t *tail, uint64_t n)
{
	json_t *copy = json_deep_copy(tail), *last;

	last = json_array_get(copy, json_array_size(copy) - 1);
	if (json_is_object(last))
		json_object_set_new(last, "out", json_integer((json_int_t)n));
	return (copy);
}

int
sink_copy(struct sink *s, struct stream *in, struct diag *d)
{
	const struct batch *b;
	uint64_t n = 0;
	json_t *tail;
	int r;

	while ((r = stream_next(in, &b, d)) == 1) {
		if (sink_write(s, b, d) == -1)
			return (-1);
		n += b->n_rows;
	}
	if (r == -1)
		return (-1);
	tail = tail_with_rows(in->tail, n);
	r = sink_finish(s, tail, d);
	json_decref(tail);
	return (r);
}
