/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "mem.h"
#include "row_kept.h"
#include "row_long.h"
#include "row_piece.h"
#include "row_texts.h"

#include "row_reader.h"

#define FIRST_FILL ((size_t)64 << 10)	/* what the beginning is read from */
#define PIECES_PER_THREAD 2
#define FEW_ROWS 10000		/* are wanted: the rest is not read ahead */

struct row_reader {
	const struct row_format *format;
	struct read_options options;	/* a copy */
	struct layout layout;
	struct row_texts in;
	bool used;			/* records were cut */

	struct piece_group group;		/* at hand */
	struct piece_group next_group;	/* cut from what was read ahead */
	struct text_place ahead_place;	/* where that begins */
	uint64_t ahead_rows;		/* that it may have */
	size_t group_bytes;
	size_t next;			/* piece of the group to be given */
	uint64_t n_given, n_seen;	/* rows; for their types */
	struct piece_plan plan;
	struct outfile *rejects;

	/* Rows come from text, then from those kept, then from text again. */
	struct kept_rows kept;
	uint64_t records_left;		/* of text, before those kept */
	struct text_place rest;		/* what follows those kept */
	bool has_rest;

	struct odd_quotes odd;	/* of the rows given */
	size_t n_headers;	/* that stand again behind the first */
	struct recoded *recoded_of;	/* the same, by column of spec */
};

struct layout *
row_reader_layout(struct row_reader *r)
{
	return (&r->layout);
}

void
row_reader_set_rejects(struct row_reader *r, struct outfile *f)
{
	r->rejects = f;
}

static bool
is_eager(const struct read_options *o)
{
	return (o->eager || o->infer_rows > 0 ||
	    (o->max_rows > 0 && o->max_rows <= FEW_ROWS));
}

/* Rows that are still wanted. */
static uint64_t
rows_left(const struct row_reader *r)
{
	return (r->options.max_rows == 0 ? UINT64_MAX :
	    r->options.max_rows - r->n_given);
}

/* Byte order marks: some programs write one before that of their text. */
static void
skip_marks(struct row_text *t)
{
	while (t->end - t->p >= 3 && memcmp(t->p, "\xef\xbb\xbf", 3) == 0)
		t->p += 3;
}

/* Of several passes the one that saw most of the text counts. */
static void
see_headers(struct row_reader *r)
{
	if (r->layout.n_again > r->n_headers)
		r->n_headers = r->layout.n_again;
	r->layout.n_again = 0;
}

/* To the first record. */
static int
begin(struct row_reader *r, struct diag *d)
{
	size_t target = FIRST_FILL;
	int result;

	texts_begin(&r->in);
	r->group.n_cut = r->next_group.n_cut = r->next = 0;
	r->used = false;
	see_headers(r);
	r->layout.ended = r->layout.in_array = r->layout.want_comma = false;
	if (texts_more(&r->in, target, d) == -1)
		return (-1);
	skip_marks(&r->in.text);
	while ((result = r->format->begin(&r->layout, &r->in.text, d)) == 0) {
		if (r->in.text.at_end)
			BUG("%s: no beginning", r->layout.source);
		if (texts_more(&r->in, target *= 2, d) == -1)
			return (-1);
	}
	return (result == 1 ? 0 : -1);
}

int
row_reader_new(struct bytes *b, const struct row_format *f,
    const struct read_options *o, struct row_reader **out, struct diag *d)
{
	struct row_reader *r = MEM_NEW(struct row_reader);

	r->in.bytes = b;
	r->format = f;
	r->options = *o;
	r->records_left = UINT64_MAX;
	if (o->spec != NULL)
		dialect_merge(&r->options.dialect, &o->spec->dialect);
	r->layout.source = r->in.source = bytes_name(b);
	r->in.once = is_eager(&r->options);
	r->layout.encoding = bytes_encoding(b);
	r->layout.options = &r->options;
	r->plan.format = f;
	r->plan.layout = &r->layout;
	r->group_bytes = PIECE_BYTES * (crew_threads(o->crew) == 1 ? 1 :
	    PIECES_PER_THREAD * (size_t)crew_threads(o->crew));
	if (begin(r, d) == -1) {
		r->in.bytes = NULL;
		row_reader_free(r);
		return (-1);
	}
	*out = r;
	return (0);
}

void
row_reader_give_back(struct row_reader *r)
{
	r->in.bytes = NULL;
}

static void
release_pieces(struct row_reader *r)
{
	piece_group_release(&r->group);
	piece_group_release(&r->next_group);
	texts_release(&r->in);
}

void
row_reader_free(struct row_reader *r)
{
	if (r == NULL)
		return;
	release_pieces(r);
	free(r->recoded_of);
	kept_release(&r->kept);
	piece_plan_release(&r->plan);
	layout_release(&r->layout);
	bytes_close(r->in.bytes);
	free(r);
}

/* Cut what is there into pieces, within the bound on all of them. A long row is
   the last one. */
static int
cut_text(struct row_reader *r, struct piece_group *g, struct row_text *t,
    uint64_t max_rows, struct diag *d)
{
	size_t n = layout_row_values(&r->layout), rows = batch_rows(n);
	size_t left = BOUND_BATCHES;
	struct piece *p;
	int more = 1;

	g->n_cut = 0;
	while (more == 1 && max_rows > 0 && left > 0) {
		p = piece_group_next(g);
		more = piece_cut(p, r->format, &r->layout, t,
		    max_rows < rows ? (size_t)max_rows : rows, d);
		if (more == 1) {
			max_rows -= p->n;
			left -= p->n * n < left ? p->n * n : left;
			g->n_cut++;
			if (piece_is_long(p))
				break;
		}
	}
	return (more == -1 ? -1 : 0);
}

/* The next group of pieces; there are none only at the end. */
static int
cut_group(struct row_reader *r, uint64_t max_rows, struct diag *d)
{
	struct piece_group g = r->group;

	r->used = true;
	r->next = 0;
	r->group.n_cut = 0;
	if (r->in.is_ahead) {
		if (texts_more(&r->in, r->group_bytes, d) == -1)
			return (-1);
		r->group = r->next_group;
		r->next_group = g;
		r->next_group.n_cut = 0;
	}
	while (r->group.n_cut == 0) {
		if (cut_text(r, &r->group, &r->in.text, max_rows, d) == -1)
			return (-1);
		if (r->in.text.at_end || max_rows == 0)
			break;
		if (r->group.n_cut == 0 &&
		    texts_more(&r->in, r->group_bytes, d) == -1)
			return (-1);
	}
	return (0);
}

/* Block 0 of a group reads on and cuts the next one, if nobody waits for the
   rows at hand and most of the text is cut; the others are its pieces. */
static void
read_ahead(struct row_reader *r)
{
	struct row_texts *in = &r->in;

	if (in->once || in->text.at_end || r->ahead_rows == 0 ||
	    (size_t)(in->text.end - in->text.p) > r->group_bytes / 2)
		return;
	r->next_group.n_cut = 0;
	if (texts_read_ahead(in, r->group_bytes) == -1)
		return;
	r->ahead_place = texts_place(in, &in->next);
	if (r->format->cuts_ahead)
		(void)cut_text(r, &r->next_group, &in->next, r->ahead_rows,
		    &in->ahead_diag);
}

static void
type_one(void *ctx, size_t k, int worker)
{
	struct row_reader *r = ctx;

	(void)worker;
	if (k == 0)
		read_ahead(r);
	else
		piece_type(&r->group.v[k - 1], &r->plan);
}

static void
infer_one(void *ctx, size_t k, int worker)
{
	struct row_reader *r = ctx;

	(void)worker;
	if (k == 0)
		read_ahead(r);
	else
		piece_infer(&r->group.v[k - 1], &r->plan);
}

/* What was found out of the pieces at hand, which follow a place. */
static int
take_seen(struct row_reader *r, const size_t *n_records, uint64_t *room,
    struct columns_seen *seen, struct diag *d)
{
	uint64_t n;

	for (size_t i = 0; i < r->group.n_cut; i++) {
		struct piece *p = &r->group.v[i];

		if (p->failed)
			return (diag_set(d, "%s", p->diag.text));
		columns_seen_merge(seen, &p->seen);
		if (columns_seen_check(seen, d) == -1)
			return (diag_prefix(d, "%s", r->layout.source));
		if (r->plan.so_far == NULL)
			continue;
		n = kept_add(&r->kept, p, n_records[i]);
		*room -= n < *room ? n : *room;
	}
	return (0);
}

/* Infer from the next group. *left rows are wanted. 0: there is none. */
static int
infer_group(struct row_reader *r, uint64_t *left, uint64_t *room,
    struct columns_seen *seen, struct diag *d)
{
	struct text_place before = r->in.is_ahead ? r->ahead_place :
	    texts_place(&r->in, &r->in.text);
	uint64_t seen_before = r->n_seen;
	size_t *n_records;
	int result;

	if (cut_group(r, *left, d) == -1)
		return (-1);
	if (r->group.n_cut == 0)
		return (0);
	if (r->plan.so_far != NULL && *room == 0) {
		r->plan.so_far = NULL;
		r->has_rest = true;
		r->rest = before;
	}
	n_records = mem_alloc(r->group.n_cut, sizeof(*n_records));
	for (size_t i = 0; i < r->group.n_cut; i++)
		r->n_seen += n_records[i] = r->group.v[i].n;
	*left -= r->n_seen - seen_before;
	r->ahead_rows = *left;
	read_progress(&r->options, READ_TYPES, r->n_seen);
	crew_for(r->options.crew, r->group.n_cut + 1, infer_one, r);
	result = take_seen(r, n_records, room, seen, d);
	free(n_records);
	return (result == -1 ? -1 : 1);
}

int
row_reader_infer(struct row_reader *r, const struct read_spec *spec,
    uint64_t *room, struct columns_seen *seen, struct diag *d)
{
	const struct schema *names = &r->layout.names;
	uint64_t left = rows_left(r);
	int result;

	if (r->options.infer_rows > 0 && r->options.infer_rows < left)
		left = r->options.infer_rows;
	for (size_t j = 0; j < names->n; j++)
		columns_seen_add(seen, names->fields[j].name,
		    strlen(names->fields[j].name));
	r->plan.spec = spec;
	if (r->format->see == NULL && !r->in.once && *room > 0)
		r->plan.so_far = seen;
	while ((result = infer_group(r, &left, room, seen, d)) == 1)
		continue;
	r->plan.so_far = NULL;
	if (result == -1)
		return (-1);
	release_pieces(r);
	bytes_pause(r->in.bytes);
	return (0);
}

/* The next pieces, typed; none at the end. */
static int
type_group(struct row_reader *r, struct diag *d)
{
	uint64_t left = rows_left(r);

	if (left > r->records_left)
		left = r->records_left;
	if (cut_group(r, left, d) == -1)
		return (-1);
	r->ahead_rows = left;
	for (size_t i = 0; i < r->group.n_cut; i++) {
		r->ahead_rows -= r->group.v[i].n;
		r->records_left -= r->group.v[i].n;
	}
	if (r->group.n_cut > 0)
		crew_for(r->options.crew, r->group.n_cut + 1, type_one, r);
	for (size_t i = 0; i < r->group.n_cut; i++) {
		piece_plan_note(&r->plan, &r->group.v[i]);
		piece_take_long(&r->group.v[i], &r->in);
	}
	texts_shrink(&r->in, r->group_bytes);
	return (0);
}

static int
begin_again(struct row_reader *r, struct diag *d)
{
	return (bytes_rewind(r->in.bytes, d) == -1 ? -1 : begin(r, d));
}

/* To a record that was cut before. */
static int
go_to(struct row_reader *r, const struct text_place *to, struct diag *d)
{
	r->records_left = UINT64_MAX;
	return (begin_again(r, d) == -1 ? -1 :
	    texts_go_to(&r->in, to, r->group_bytes, d));
}

int
row_reader_start(struct row_reader *r, const struct read_spec *spec,
    bool absent_ok, struct diag *d)
{
	bool again = r->used, has_kept = r->kept.n > 0;

	r->plan.spec = r->layout.spec = spec;
	r->recoded_of = mem_calloc(spec->schema.n, sizeof(*r->recoded_of));
	r->plan.want_rejects = r->rejects != NULL;
	if (piece_plan_map(&r->plan, absent_ok, d) == -1)
		return (-1);
	bytes_keep_no_more(r->in.bytes);
	if (has_kept)
		r->records_left = kept_fit(&r->kept, &r->plan,
		    r->options.crew);
	if (again && r->records_left > 0 && begin_again(r, d) == -1)
		return (-1);
	/* What the first rows have is known before they are asked for. */
	return (r->plan.seen != NULL ? type_group(r, d) : 0);
}

/* The next piece of the group, in order. */
static int
give(struct row_reader *r, const struct batch **out, struct diag *d)
{
	struct piece *p = &r->group.v[r->next++];
	struct read_report *report = r->options.report;

	if (p->failed)
		return (diag_set(d, "%s", p->diag.text));
	odd_quotes_add(&r->odd, &p->store.odd);
	p->rows->first_row = report->rows;
	r->n_given += p->rows->n_rows;
	report->rows += p->rows->n_rows;
	report->skipped += p->n_skipped;
	report->bad_values += p->n_bad_values;
	report->bad_rows += p->n_bad_rows;
	report->finer_times += p->n_finer_times;
	for (size_t j = 0; j < r->plan.spec->schema.n; j++) {
		report->bad[j] += p->bad_of[j];
		recoded_add(&r->recoded_of[j], &p->recoded_of[j]);
	}
	for (size_t i = 0; i < p->notes.n; i++)
		bad_notes_add(&report->notes, p->rows->first_row +
		    p->notes.v[i].row, p->notes.v[i].col, p->notes.v[i].why);
	if (p->rejects.len > 0 && outfile_write(r->rejects, p->rejects.buf,
	    p->rejects.len, d) == -1)
		return (-1);
	*out = p->rows;
	return (1);
}

void
row_reader_tell(struct row_reader *r)
{
	odd_quotes_tell(&r->odd, &r->options, r->layout.source);
	see_headers(r);
	if (r->n_headers > 0)
		read_tell(&r->options, "%s:%llu: the header stands here again, "
		    "and is passed over: are these several files in one? In "
		    "all: %zu", r->layout.source,
		    (unsigned long long)r->layout.again_line,
		    r->n_headers);
	r->n_headers = 0;
	if (r->recoded_of != NULL)
		recoded_tell(&r->layout, r->recoded_of);
	free(r->recoded_of);
	r->recoded_of = NULL;
}

/* Rows that were kept. */
static const struct batch *
give_kept(struct row_reader *r, struct kept_piece *k)
{
	struct read_report *report = r->options.report;

	odd_quotes_add(&r->odd, &k->odd);
	k->rows.view.first_row = report->rows;
	r->n_given += k->n_records;
	report->rows += k->n_records;
	report->finer_times += k->n_finer_times;
	return (&k->rows.view);
}

int
row_reader_next(struct row_reader *r, const struct batch **out,
    struct diag *d)
{
	struct kept_piece *k;

	if (r->next == r->group.n_cut && r->records_left > 0 &&
	    type_group(r, d) == -1)
		return (-1);
	if (r->next < r->group.n_cut)
		return (give(r, out, d));
	if ((k = kept_next(&r->kept)) != NULL) {
		*out = give_kept(r, k);
		return (1);
	}
	if (r->has_rest) {
		r->has_rest = false;
		return (go_to(r, &r->rest, d) == -1 ? -1 :
		    row_reader_next(r, out, d));
	}
	row_reader_tell(r);
	return (0);
}
