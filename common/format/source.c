/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "encoding.h"
#include "foreign.h"
#include "mem.h"
#include "source_conform.h"
#include "source_cut.h"
#include "source_heads.h"
#include "source_plain.h"
#include "source_texts.h"
#include "stop_mark.h"

#include "source.h"

#define SAMPLE 4096		/* bytes by which a format is detected */

/* A stream of rows with types? Of whatever bytes: its text is in UTF-8. */
static const struct format *
detect_stream(const char *p, size_t n)
{
	for (size_t i = 0; format_table[i] != NULL; i++) {
		if (format_table[i]->open != NULL &&
		    format_table[i]->detect(p, n))
			return (format_table[i]);
	}
	return (NULL);
}

static const struct format *
detect(const struct bytes *b, const char *p, size_t n, struct diag *d)
{
	for (size_t i = 0; format_table[i] != NULL; i++) {
		if (format_table[i]->detect != NULL &&
		    format_table[i]->detect(p, n))
			return (format_table[i]);
	}
	return (foreign_refuse(bytes_name(b), foreign_text(p, n), d) == 0 ?
	    format_find("csv", d) : NULL);
}

/* A pipe that gives nothing, or the mark of a program that failed. */
static int
check_input(const struct bytes *b, const char *p, size_t n, bool may_be_empty,
    struct diag *d)
{
	if (is_stop_mark(p, n))
		return (stop_mark_fail(bytes_name(b), d));
	if (foreign_refuse(bytes_name(b), foreign_bytes(p, n), d) == -1)
		return (-1);
	if (n > 0 || may_be_empty || !outside_is_pipe(bytes_outside(b)))
		return (0);
	diag_set(d, "%s: is empty: the program before failed, or had nothing "
	    "to give", bytes_name(b));
	return (diag_blame(d, BLAME_INPUT));
}

/* Plain text: what its encoding and its format are. */
static int
set_text_format(struct source_part *part, const char *p, size_t n,
    const struct source_options *o, struct diag *d)
{
	const char *encoding = read_encoding(&o->read, p, n);

	if (encoding == NULL && (encoding = encoding_of_zeros(p, n)) != NULL)
		read_tell(&o->read, "%s: every second byte is NUL: it is read "
		    "as %s, unless --encoding says what it is",
		    bytes_name(part->bytes), encoding);
	if (encoding == NULL && n > 0 && p[0] == '\xff')
		return (diag_set(d, "%s: this is no text",
		    bytes_name(part->bytes)));
	if (encoding != NULL) {
		bytes_set_encoding(&part->bytes, encoding);
		if (bytes_peek(part->bytes, SAMPLE, &p, &n, d) == -1)
			return (-1);
	}
	if (o->format == NULL)
		part->format = detect(part->bytes, p, n, d);
	return (part->format != NULL ? 0 : -1);
}

static int
set_format(struct source_part *part, const struct source_options *o,
    struct diag *d)
{
	const char *p;
	size_t n;
	int r = 0;

	if (bytes_peek(part->bytes, SAMPLE, &p, &n, d) == -1 ||
	    check_input(part->bytes, p, n, read_may_be_empty(&o->read), d) ==
	    -1)
		return (-1);
	part->format = o->format != NULL ? format_find(o->format, d) :
	    detect_stream(p, n);
	if (o->format != NULL && part->format == NULL)
		return (-1);
	if (part->format == NULL || part->format->rows != NULL ||
	    part->format->is_text)
		r = set_text_format(part, p, n, o, d);
	else if (part->format->open == NULL)
		r = diag_set(d, "format \"%s\" cannot be read", o->format);
	bytes_pause(part->bytes);
	return (r);
}

static int
check_alike(const struct source_part *parts, size_t n, struct diag *d)
{
	for (size_t i = 1; i < n; i++) {
		if ((parts[i].format->rows == NULL) !=
		    (parts[0].format->rows == NULL))
			return (diag_set(d, "%s and %s: plain rows and a "
			    "stream that was prepared cannot be united",
			    bytes_name(parts[0].bytes),
			    bytes_name(parts[i].bytes)));
	}
	return (0);
}

static int
find_formats(struct source_part *parts, size_t n,
    const struct source_options *o, struct diag *d)
{
	for (size_t i = 0; i < n; i++) {
		if (set_format(&parts[i], o, d) == -1)
			return (-1);
	}
	return (check_alike(parts, n, d));
}

/* Typed rows, as a spec wants them if there is one; takes them over. */
static int
conform(struct stream *typed, const struct read_options *o,
    struct stream **out, struct diag *d)
{
	if (o->spec != NULL)
		return (conform_open(typed, o, out, d));
	*out = typed;
	return (0);
}

static int
open_heads(const struct source_part *parts, size_t n,
    const struct read_options *o, struct stream **out, struct diag *d)
{
	struct stream *heads;

	read_report_begin(o->report, 0);
	if (heads_open(parts, n, o, &heads, d) == -1)
		return (-1);
	return (conform(heads, o, out, d));
}

/* Every source as one stream. */
static int
open_parts(struct source_list *l, const struct source_options *o,
    bool *is_plain, struct stream **out, struct diag *d)
{
	struct source_part *parts = mem_calloc(l->n, sizeof(*parts));
	size_t n = l->n;
	int r;

	for (size_t i = 0; i < n; i++)
		parts[i].bytes = l->v[i];
	r = find_formats(parts, n, o, d);
	for (size_t i = 0; i < n; i++)
		l->v[i] = parts[i].bytes;	/* with what was put around */
	if (r == 0) {
		l->n = 0;	/* the parts take the bytes over */
		*is_plain = parts[0].format->rows != NULL;
		r = *is_plain ? plain_open(parts, n, o, out, d) :
		    open_heads(parts, n, &o->read, out, d);
	}
	free(parts);
	return (r);
}

static int
open_databases(const struct source_list *l, const struct source_options *o,
    struct stream **out, struct diag *d)
{
	struct stream *rows;

	if (l->n > 0)
		return (diag_set(d, "%s and %s: a database and a file cannot "
		    "be united", l->addresses[0], bytes_name(l->v[0])));
	if (o->format != NULL)
		return (diag_set(d, "%s: a database has no format \"%s\"",
		    l->addresses[0], o->format));
	read_report_begin(o->read.report, 0);
	if (heads_open_databases(l->addresses, l->n_addresses, &o->read,
	    &rows, d) == -1)
		return (-1);
	return (conform(rows, &o->read, out, d));
}

static int
open_sources(struct source_list *l, const struct source_options *o,
    bool *is_plain, struct stream **out, struct diag *d)
{
	const struct format *f = NULL;
	struct stream *files;

	if (l->n_addresses > 0)
		return (open_databases(l, o, out, d));
	if (o->format != NULL && (f = format_find(o->format, d)) == NULL)
		return (-1);
	if (f == NULL || f->open_files == NULL)
		return (open_parts(l, o, is_plain, out, d));
	if (f->open_files(l, &o->read, &files, d) == -1)
		return (-1);
	return (conform(files, &o->read, out, d));
}

static bool
is_cut(const struct source_options *o)
{
	return (o->skip > 0 || o->limit < UINT64_MAX ||
	    o->source_column != NULL || o->read.select != NULL ||
	    o->partitions);
}

static int
find_folders(const struct source_list *l, const struct source_options *o,
    struct partitions *out, struct diag *d)
{
	const struct format *f;

	schema_init(&out->schema);
	if (!o->partitions)
		return (0);
	if (l->n_addresses > 0)
		return (diag_set(d, "%s: --partitions are of files",
		    l->addresses[0]));
	if (o->format != NULL && ((f = format_find(o->format, d)) == NULL ||
	    f->open_files != NULL))
		return (f == NULL ? -1 : diag_set(d, "--partitions: the rows "
		    "of %s have their path already", o->format));
	return (partitions_find(out, l->v, l->n, d));
}

static int
open_list(struct source_list *l, const struct source_options *o,
    struct stream **out, struct diag *d)
{
	struct source_options mine = *o;
	struct cut_input input = { .own = NULL };
	struct stream *in;

	if (find_folders(l, o, &input.folders, d) == -1) {
		cut_input_release(&input);
		return (-1);
	}
	if (o->limit < UINT64_MAX - o->skip)
		mine.read.max_rows = o->skip + o->limit + (o->limit == 0);
	if (o->read.report == NULL) {
		mine.read.report = input.own = MEM_NEW(struct read_report);
		read_report_init(input.own);
	}
	if (open_sources(l, &mine, &input.is_plain, &in, d) == -1) {
		cut_input_release(&input);
		return (-1);
	}
	*out = in;
	if (input.own == NULL && !is_cut(o))
		return (0);
	return (cut_open(in, &input, &mine, out, d));
}

int
source_open(const char *const *names, size_t n,
    const struct source_options *o, struct stream **out, struct diag *d)
{
	static const char *const standard_input[] = { "-" };
	struct source_list l;
	int r = 0;

	if (n == 0) {
		names = standard_input;
		n = 1;
	}
	source_list_init(&l, o->mem);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = source_list_add(&l, names[i], d);
	if (r == 0)
		r = open_list(&l, o, out, d);
	source_list_release(&l);
	return (r);
}

int
source_open_memory(const char *name, const char *p, size_t n,
    const struct source_options *o, struct stream **out, struct diag *d)
{
	struct source_list l;
	int r;

	source_list_init(&l, o->mem);
	r = source_list_add_memory(&l, name, p, n, d);
	if (r == 0)
		r = open_list(&l, o, out, d);
	source_list_release(&l);
	return (r);
}
