/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "convert.h"
#include "digest.h"
#include "encode.h"
#include "lineage.h"
#include "mem.h"
#include "outfile.h"
#include "row_reader.h"
#include "select.h"
#include "source_record.h"

#include "source_plain.h"

struct plain {
	struct stream stream;
	struct source_options options;
	struct source_part *parts;
	struct row_reader **readers;	/* of parts, NULL: not begun */
	size_t n, at;
	bool started;			/* the reader of at */
	struct read_spec spec;
	struct schema found;	/* before columns were selected */
	uint64_t room;		/* for rows kept while types are inferred */
	struct outfile rejects;
};

static int
begin_part(struct plain *p, size_t i, struct diag *d)
{
	struct source_part *part = &p->parts[i];

	if (p->readers[i] != NULL)
		return (0);
	if (row_reader_new(part->bytes, part->format->rows, &p->options.read,
	    &p->readers[i], d) == -1)
		return (-1);
	if (p->options.rejects != NULL)
		row_reader_set_rejects(p->readers[i], &p->rejects);
	return (0);
}

static int
set_type(struct schema *s, const char *name, const char *type,
    struct diag *d)
{
	size_t col;

	if (schema_need(s, name, &col, d) == -1 ||
	    col_type_parse(type, &s->fields[col].type, d) == -1)
		return (-1);
	if (!can_convert(s->fields[col].type))
		return (diag_set(d, "a column of text cannot be read as %s",
		    type));
	return (0);
}

/* "a=int,b=string": a name goes up to the last equals sign before a comma or
   the end, and may stand in backquotes. */
static int
set_types(struct schema *s, const char *text, struct diag *d)
{
	const char *eq, *end, *next;
	char *name, *type;
	int r = 0;

	for (; r == 0 && *text != '\0'; text = *end == ',' ? end + 1 : end) {
		if ((eq = select_find(text, "=")) == NULL)
			return (diag_set(d, "\"%s\" is not COLUMN=TYPE",
			    text));
		end = eq + strcspn(eq, ",");
		while ((next = memchr(eq + 1, '=', (size_t)(end - eq - 1))) !=
		    NULL)
			eq = next;
		name = select_unquote(text, (size_t)(eq - text));
		type = mem_strndup(eq + 1, (size_t)(end - eq - 1));
		r = set_type(s, name, type, d);
		free(name);
		free(type);
	}
	return (r);
}

/* What was found out of numbers and times that are not in the usual form. */
static void
set_forms(struct plain *p, const char *name, const struct inference *f)
{
	char guess[TIME_FORMAT_MAX];
	const char *format = inference_time_format(f, &p->spec, guess);
	const char *hint = inference_number_hint(f);

	if (hint != NULL)
		read_tell(&p->options.read, "column \"%s\" is text: %s",
		    name, hint);
	if (format != NULL)
		read_spec_set_time(&p->spec, name, format);
	if (format == guess)
		read_tell(&p->options.read, "column \"%s\": times are read as "
		    "%s", name, format);
	if (inference_is_ambiguous(f))
		read_tell(&p->options.read, "column \"%s\": is the day or the "
		    "month first? It is text; --time-format says it", name);
}

/* "COLUMN=FORMAT", or NULL where the format is of all columns. */
static const char *
find_time_column(const char *text)
{
	const char *eq = select_find(text, "=%");

	return (eq != NULL && *eq == '=' ? eq : NULL);
}

/* Before types are inferred: the format of all columns. */
static void
set_time_format(struct plain *p)
{
	const struct read_options *o = &p->options.read;

	for (size_t i = 0; i < o->n_time_formats; i++) {
		if (find_time_column(o->time_formats[i]) == NULL)
			p->spec.time_format = o->time_formats[i];
	}
}

/* And after that those of some. */
static int
set_time_columns(struct plain *p, struct diag *d)
{
	const struct read_options *o = &p->options.read;
	const char *eq;
	char *name;
	int r = 0;

	for (size_t i = 0; r == 0 && i < o->n_time_formats; i++) {
		if ((eq = find_time_column(o->time_formats[i])) == NULL)
			continue;
		name = select_unquote(o->time_formats[i],
		    (size_t)(eq - o->time_formats[i]));
		r = set_type(&p->spec.schema, name, "time", d);
		read_spec_set_time(&p->spec, name, eq + 1);
		free(name);
	}
	return (r);
}

/* Infer the columns of part i too.  Names that are all new are those of a
   table that has come in among others by mistake. */
static int
infer_part(struct plain *p, size_t i, struct columns_seen *seen,
    struct diag *d)
{
	size_t n_before = seen->names.n, n;

	if (begin_part(p, i, d) == -1)
		return (-1);
	p->spec.trim |= row_reader_layout(p->readers[i])->trim;
	if (row_reader_infer(p->readers[i], &p->spec, &p->room, seen,
	    d) == -1)
		return (-1);
	n = row_reader_layout(p->readers[i])->names.n;
	if (n > 0 && n_before > 0 && seen->names.n == n_before + n)
		return (diag_set(d, "%s: has no column of those before it, "
		    "such as \"%s\"", bytes_name(p->parts[i].bytes),
		    dict_get(&seen->names, 0, NULL)));
	return (0);
}

/* Was the first row data in all of them? */
static enum header_row
find_header(const struct plain *p)
{
	const struct layout *l;

	for (size_t i = 0; i < p->n; i++) {
		l = row_reader_layout(p->readers[i]);
		if (l->names.n == 0 || l->has_header)
			return (HEADER_AUTO);
	}
	return (HEADER_NO);
}

static int
infer_spec(struct plain *p, struct diag *d)
{
	struct columns_seen seen;
	int r = 0;

	p->spec.trim = p->options.read.trim;
	p->spec.dialect = p->options.read.dialect;
	p->options.read.tokens = &p->spec;
	set_time_format(p);
	for (size_t i = 0; i < p->options.n_na; i++)
		read_spec_add_na(&p->spec, p->options.na[i]);
	columns_seen_init(&seen);
	for (size_t i = 0; r == 0 && i < p->n; i++)
		r = infer_part(p, i, &seen, d);
	if (r == 0)
		r = columns_seen_schema(&seen, &p->spec.schema, d);
	for (size_t i = 0; r == 0 && i < p->spec.schema.n; i++)
		set_forms(p, p->spec.schema.fields[i].name, &seen.v[i]);
	columns_seen_release(&seen);
	if (r == 0)
		p->spec.dialect.header = find_header(p);
	if (r == 0 && p->spec.schema.n == 0)
		r = diag_set(d, "%s: is empty",
		    bytes_name(p->parts[0].bytes));
	if (r == 0 && p->options.types != NULL)
		r = set_types(&p->spec.schema, p->options.types, d);
	return (r == 0 ? set_time_columns(p, d) : r);
}

static int
select_spec(struct plain *p, struct diag *d)
{
	struct schema chosen;
	size_t *cols, n;
	int r = 0;

	if (select_columns(p->options.read.select, &p->spec.schema, NULL,
	    &cols, &n, d) == -1)
		return (-1);
	schema_init(&chosen);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = schema_add(&chosen, &p->spec.schema.fields[cols[i]], d);
	free(cols);
	p->found = p->spec.schema;
	p->spec.schema = chosen;
	return (r);
}

/* May a part have columns that the spec does not know?  Rows that name their
   columns may. */
static bool
may_have_others(struct plain *p, size_t i)
{
	const struct schema *names = &row_reader_layout(p->readers[i])->names;

	for (size_t j = 0; j < names->n; j++) {
		if (schema_find(&p->spec.schema, names->fields[j].name) ==
		    COLUMN_NONE)
			return (true);
	}
	return (names->n == 0);
}

/* The columns that the spec does not know, behind its own. */
static int
add_others(struct plain *p, struct diag *d)
{
	struct columns_seen seen;
	struct schema all;
	int r = 0;

	columns_seen_init(&seen);
	schema_init(&all);
	for (size_t i = 0; r == 0 && i < p->n; i++) {
		r = begin_part(p, i, d);
		if (r == 0 && may_have_others(p, i))
			r = infer_part(p, i, &seen, d);
	}
	if (r == 0)
		r = columns_seen_schema(&seen, &all, d);
	for (size_t i = 0; r == 0 && i < all.n; i++) {
		if (schema_find(&p->spec.schema, all.fields[i].name) !=
		    COLUMN_NONE)
			continue;
		r = schema_add(&p->spec.schema, &all.fields[i], d);
		set_forms(p, all.fields[i].name, &seen.v[i]);
	}
	columns_seen_release(&seen);
	schema_release(&all);
	return (r);
}

static int
find_spec(struct plain *p, struct diag *d)
{
	if (p->options.read.spec != NULL) {
		read_spec_release(&p->spec);
		read_spec_copy(&p->spec, p->options.read.spec);
		if (p->options.read.others && add_others(p, d) == -1)
			return (-1);
	} else if (infer_spec(p, d) == -1) {
		return (-1);
	}
	return (p->options.read.select != NULL ? select_spec(p, d) : 0);
}

static int
set_spec(struct plain *p, struct diag *d)
{
	struct read_report *report = p->options.read.report;

	if (find_spec(p, d) == -1)
		return (-1);
	read_report_begin(report, p->spec.schema.n);
	for (size_t i = p->options.read.others ?
	    p->options.read.spec->schema.n : SIZE_MAX;
	    i < p->spec.schema.n; i++) {
		const char *name = p->spec.schema.fields[i].name;

		read_report_add_unknown(report, name, strlen(name));
	}
	return (0);
}

static void
set_head(struct plain *p)
{
	json_t *sources = json_array(), *record = json_object();
	struct head *h = &p->stream.head;

	for (size_t i = 0; i < p->n; i++)
		json_array_append_new(sources,
		    source_record_name(p->parts[i].bytes,
		    p->parts[i].format->name));
	json_object_set_new(record, "sources", sources);
	lineage_add(h, record);
	head_add_step(h, read_spec_to_json(&p->spec));
	schema_copy(&h->schema, &p->spec.schema);
}

static void
set_tail(struct plain *p)
{
	const struct read_report *report = p->options.read.report;
	json_t *o = json_object(), *sources = json_array();

	for (size_t i = 0; i < p->n; i++)
		json_array_append_new(sources,
		    source_record_digest(p->parts[i].bytes));
	json_object_set_new(o, "sources", sources);
	json_object_set_new(o, "out",
	    json_integer((json_int_t)report->rows));
	json_object_set_new(o, "skipped",
	    json_integer((json_int_t)report->skipped));
	json_array_clear(p->stream.tail);
	json_array_append_new(p->stream.tail, o);
}

static int
start_part(struct plain *p, struct diag *d)
{
	if (begin_part(p, p->at, d) == -1)
		return (-1);
	p->started = true;
	p->options.read.report->source = bytes_name(p->parts[p->at].bytes);
	p->options.read.report->source_number = p->at;
	return (row_reader_start(p->readers[p->at], &p->spec,
	    p->options.read.spec == NULL, d));
}

/* The reader goes; its bytes stay for the tail. What follows the last row,
   as the end of a compressed file, is read for the digest. */
static int
end_part(struct plain *p, struct diag *d)
{
	struct outside *o = bytes_outside(p->parts[p->at].bytes);
	char hex[DIGEST_HEX + 1];
	uint64_t size;

	if (outside_digest(o, &size, hex, d) == -1)
		return (-1);
	row_reader_give_back(p->readers[p->at]);
	row_reader_free(p->readers[p->at]);
	p->readers[p->at] = NULL;
	bytes_pause(p->parts[p->at].bytes);
	p->at++;
	p->started = false;
	return (0);
}

const struct schema *
plain_found(const struct stream *s)
{
	return (&((const struct plain *)s)->found);
}

int
plain_finish(struct stream *s, struct diag *d)
{
	struct plain *p = (struct plain *)s;

	set_tail(p);
	if (p->at < p->n && p->started)
		row_reader_tell(p->readers[p->at]);
	if (p->options.rejects == NULL)
		return (0);
	p->options.rejects = NULL;
	return (outfile_commit(&p->rejects, d));
}

static int
next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct plain *p = (struct plain *)s;
	int r;

	while (p->at < p->n) {
		if (!p->started && start_part(p, d) == -1)
			return (-1);
		r = row_reader_next(p->readers[p->at], out, d);
		if (r == 1)
			read_progress(&p->options.read, READ_ROWS,
			    p->options.read.report->rows);
		if (r != 0)
			return (r);
		if (end_part(p, d) == -1)
			return (-1);
	}
	read_progress(&p->options.read, READ_END, 0);
	return (plain_finish(s, d));
}

static void
close_stream(struct stream *s)
{
	struct plain *p = (struct plain *)s;

	for (size_t i = 0; i < p->n; i++) {
		if (p->readers[i] != NULL)
			row_reader_give_back(p->readers[i]);
		row_reader_free(p->readers[i]);
		bytes_close(p->parts[i].bytes);
	}
	if (p->options.rejects != NULL)
		outfile_abort(&p->rejects);
	free(p->parts);
	free(p->readers);
	read_spec_release(&p->spec);
	schema_release(&p->found);
	stream_release(s);
	free(p);
}

static int
open_rejects(struct plain *p, struct diag *d)
{
	static const char header[] = "source,line,reason,row\n";

	if (p->options.rejects == NULL)
		return (0);
	if (encode_open(&p->rejects, p->options.rejects, d) == -1) {
		p->options.rejects = NULL;
		return (-1);
	}
	return (outfile_write(&p->rejects, header, strlen(header), d));
}

/* The text of a pipe is kept as well (source_list.c): each has half. */
static uint64_t
room_for_rows(const struct source_part *parts, size_t n, uint64_t mem)
{
	for (size_t i = 0; i < n; i++) {
		if (!outside_is_seekable(bytes_outside(parts[i].bytes)))
			return (mem / 2);
	}
	return (mem);
}

int
plain_open(const struct source_part *parts, size_t n,
    const struct source_options *o, struct stream **out, struct diag *d)
{
	static const struct stream_ops ops = { next, close_stream };
	struct plain *p = MEM_NEW(struct plain);

	stream_init(&p->stream, &ops);
	p->options = *o;
	p->room = room_for_rows(parts, n, o->mem);
	p->parts = mem_dup(parts, n, sizeof(*parts));
	p->readers = mem_calloc(n, sizeof(struct row_reader *));
	p->n = n;
	read_spec_init(&p->spec);
	schema_init(&p->found);
	if (open_rejects(p, d) == -1 || set_spec(p, d) == -1 ||
	    start_part(p, d) == -1) {
		close_stream(&p->stream);
		return (-1);
	}
	set_head(p);
	*out = &p->stream;
	return (0);
}
