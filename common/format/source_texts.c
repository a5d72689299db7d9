/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "encoding.h"
#include "lineage.h"
#include "mem.h"
#include "read_spec.h"
#include "source_record.h"
#include "utf8.h"

#include "source_texts.h"

#define BATCH_TEXT ((size_t)16 << 20)	/* bytes, about, of a batch */
#define RECORDS_MAX 100		/* sources that the lineage names one by one */
#define SAMPLE 4096		/* bytes by which an encoding is found */

enum { PATH, FOLDER, TEXT };

struct texts {
	struct stream stream;
	struct read_options options;
	struct bytes **in;
	size_t n, at;
	struct block rows;
	struct str text, recoded;
	uint64_t n_recoded;		/* files */
	const char *first_recoded;	/* the name of one */
};

/* Does member i belong to the archive that the one before is of? */
static bool
is_same_outside(const struct texts *t, size_t i)
{
	return (i > 0 && bytes_outside(t->in[i]) ==
	    bytes_outside(t->in[i - 1]));
}

static size_t
count_outsides(const struct texts *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		n += !is_same_outside(t, i);
	return (n);
}

/* Of many files the first, and how many there are. */
static void
set_head(struct texts *t)
{
	json_t *sources = json_array(), *record = json_object(), *source;
	struct head *h = &t->stream.head;
	size_t n = count_outsides(t), files;

	for (size_t i = 0; i < t->n; i += files) {
		for (files = 1; i + files < t->n && (n > RECORDS_MAX ||
		    is_same_outside(t, i + files)); files++)
			;
		source = source_record_name(t->in[i], "text");
		if (files > 1)
			json_object_set_new(source, "files",
			    json_integer((json_int_t)files));
		json_array_append_new(sources, source);
	}
	json_object_set_new(record, "sources", sources);
	lineage_add(h, record);
	head_begin_recipe(h);
}

/* Of many files all digests, as one. */
static json_t *
digest_all(struct texts *t)
{
	char hex[DIGEST_HEX + 1];
	struct digest all;
	uint64_t bytes = 0, size;
	struct diag d;

	digest_init(&all);
	for (size_t i = 0; i < t->n; i++) {
		if (outside_digest(bytes_outside(t->in[i]), &size, hex, &d) ==
		    -1)
			return (json_object());
		digest_update(&all, hex, DIGEST_HEX);
		bytes += size;
	}
	digest_final(&all, hex);
	return (json_pack("{s:I, s:s}", "bytes", (json_int_t)bytes,
	    "sha256_of_sha256s", hex));
}

static void
set_tail(struct texts *t)
{
	const struct read_report *report = t->options.report;
	json_t *o = json_object(), *sources = json_array();

	if (count_outsides(t) > RECORDS_MAX)
		json_array_append_new(sources, digest_all(t));
	for (size_t i = 0; json_array_size(sources) == 0 || i < t->n; i++) {
		if (count_outsides(t) <= RECORDS_MAX && !is_same_outside(t, i))
			json_array_append_new(sources,
			    source_record_digest(t->in[i]));
	}
	json_object_set_new(o, "sources", sources);
	json_object_set_new(o, "out", json_integer((json_int_t)report->rows));
	json_object_set_new(o, "skipped",
	    json_integer((json_int_t)report->skipped));
	json_array_clear(t->stream.tail);
	json_array_append_new(t->stream.tail, o);
}

static int
set_encoding(struct texts *t, struct diag *d)
{
	struct bytes **b = &t->in[t->at];
	const char *encoding, *p;
	size_t n;

	if (bytes_peek(*b, SAMPLE, &p, &n, d) == -1)
		return (-1);
	encoding = read_encoding(&t->options, p, n);
	if (encoding == NULL)
		encoding = encoding_of_zeros(p, n);
	if (encoding != NULL)
		bytes_set_encoding(b, encoding);
	return (0);
}

/* A byte-order mark is no part of the text. */
static void
drop_mark(struct str *s)
{
	if (s->len < 3 || memcmp(s->buf, "\xef\xbb\xbf", 3) != 0)
		return;
	s->len -= 3;
	memmove(s->buf, s->buf + 3, s->len + 1);
}

static int
read_all(struct texts *t, struct diag *d)
{
	const char *p;
	size_t n;
	int r;

	if (set_encoding(t, d) == -1)
		return (-1);
	str_clear(&t->text);
	while ((r = bytes_next(t->in[t->at], &p, &n, d)) == 1) {
		if (n > STRING_MAX - t->text.len)
			return (diag_set(d, "%s: is longer than %zu bytes",
			    bytes_name(t->in[t->at]), STRING_MAX));
		str_add(&t->text, p, n);
	}
	drop_mark(&t->text);
	return (r);
}

/* The file as UTF-8; NULL with the diag filled where it is no text. */
static const struct str *
decode(struct texts *t, struct diag *d)
{
	const struct bytes *b = t->in[t->at];
	const char *p = str_get(&t->text);
	size_t n = t->text.len, good = utf8_text_length(p, n);

	if (good == n)
		return (&t->text);
	if (bytes_encoding(b) != NULL || t->options.dialect.encoding[0] !=
	    '\0' || memchr(p, '\0', n) != NULL) {
		diag_set(d, "%s: is no text: byte 0x%02x at byte %zu",
		    bytes_name(b), (unsigned char)p[good], good + 1);
		return (NULL);
	}
	if (t->n_recoded++ == 0)
		t->first_recoded = bytes_name(b);
	str_clear(&t->recoded);
	n = windows_1252_to_utf8(p, n, str_reserve(&t->recoded, 3 * n));
	str_commit(&t->recoded, n);
	return (&t->recoded);
}

/* Names are any bytes, and values are text. */
static void
add_name(struct column *c, const char *p, size_t n)
{
	char *text;

	if (utf8_is_text(p, n)) {
		column_add_string(c, p, n);
		return;
	}
	text = mem_alloc(n, 3);
	n = windows_1252_to_utf8(p, n, text);
	column_add_string(c, text, n);
	free(text);
}

/* text NULL: missing. */
static void
add_row(struct texts *t, const struct str *text)
{
	const char *path = bytes_name(t->in[t->at]), *colon, *folder;
	const char *end = strrchr(path, '/');

	/* "a.tar.gz:pos/x.txt": a folder is one of the archive. */
	colon = end != NULL ? strchr(path, ':') : NULL;
	folder = end;
	while (folder != NULL && folder > path && folder[-1] != '/' &&
	    folder - 1 != colon)
		folder--;
	add_name(&t->rows.cols[PATH], path, strlen(path));
	if (end != NULL && end > folder)
		add_name(&t->rows.cols[FOLDER], folder, (size_t)(end - folder));
	else
		column_add_missing(&t->rows.cols[FOLDER]);
	if (text != NULL)
		column_add_string(&t->rows.cols[TEXT], str_get(text),
		    text->len);
	else
		column_add_missing(&t->rows.cols[TEXT]);
	t->options.report->rows++;
}

static int
bad_row(struct texts *t, struct diag *d)
{
	struct read_report *report = t->options.report;

	if (t->options.on_bad == BAD_STOP)
		return (-1);
	if (t->options.on_bad == BAD_SKIP) {
		report->skipped++;
		return (0);
	}
	report->bad_values++;
	bad_notes_add(&report->notes, report->rows, TEXT, d->text);
	add_row(t, NULL);
	return (0);
}

static int
add_file(struct texts *t, struct diag *d)
{
	struct outside *o = bytes_outside(t->in[t->at]);
	const struct str *text;
	char hex[DIGEST_HEX + 1];
	uint64_t size;

	if (read_all(t, d) == -1)
		return (-1);
	if ((text = decode(t, d)) != NULL)
		add_row(t, text);
	else if (bad_row(t, d) == -1)
		return (-1);
	if (!is_same_outside(t, t->at) &&
	    outside_is_seekable(o) && outside_digest(o, &size, hex, d) == -1)
		return (-1);
	bytes_pause(t->in[t->at]);
	return (0);
}

static int
finish(struct texts *t, struct diag *d)
{
	char hex[DIGEST_HEX + 1];
	uint64_t size;

	for (size_t i = 0; i < t->n; i++) {
		if (!is_same_outside(t, i) && outside_digest(
		    bytes_outside(t->in[i]), &size, hex, d) == -1)
			return (-1);
	}
	set_tail(t);
	if (t->n_recoded > 0)
		read_tell(&t->options, "%llu file%s not UTF-8 and read as "
		    "Windows-1252, the first %s; --encoding says another",
		    (unsigned long long)t->n_recoded,
		    t->n_recoded == 1 ? " is" : "s are", t->first_recoded);
	t->n_recoded = 0;
	read_progress(&t->options, READ_END, 0);
	return (0);
}

static int
next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct texts *t = (struct texts *)s;
	uint64_t first = t->options.report->rows;

	block_clear(&t->rows);
	while (t->at < t->n && t->rows.cols[PATH].n < BATCH_ROWS &&
	    column_bytes(&t->rows.cols[TEXT]) < BATCH_TEXT) {
		if (add_file(t, d) == -1)
			return (-1);
		t->at++;
	}
	read_progress(&t->options, READ_ROWS, t->options.report->rows);
	if (t->rows.cols[PATH].n == 0)
		return (finish(t, d));
	*out = block_seal(&t->rows, first);
	return (1);
}

static void
close_stream(struct stream *s)
{
	struct texts *t = (struct texts *)s;

	for (size_t i = 0; i < t->n; i++)
		bytes_close(t->in[i]);
	free(t->in);
	block_release(&t->rows);
	str_release(&t->text);
	str_release(&t->recoded);
	stream_release(s);
	free(t);
}

int
texts_open(struct source_list *l, const struct read_options *o,
    struct stream **out, struct diag *d)
{
	static const struct stream_ops ops = { next, close_stream };
	static const char *const names[] = { "path", "folder", "text" };
	struct texts *t = MEM_NEW(struct texts);

	stream_init(&t->stream, &ops);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (schema_add_new(&t->stream.head.schema, names[i],
		    COL_STRING, d) == -1)
			BUG("columns of texts: %s", d->text);
	}
	block_init(&t->rows, &t->stream.head.schema);
	t->options = *o;
	t->in = l->v;
	t->n = l->n;
	l->v = NULL;
	l->n = l->cap = 0;
	set_head(t);
	read_report_begin(o->report, 0);
	o->report->source = bytes_name(t->in[0]);
	*out = &t->stream;
	return (0);
}
