/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "mem.h"
#include "row_kept.h"
#include "row_piece.h"

#include "row_reader.h"

#define FIRST_FILL ((size_t)64 << 10)	/* what the beginning is read from */
#define PIECES_PER_THREAD 2
#define FEW_ROWS 10000		/* are wanted: the rest is not read ahead */
#define LARGE_GROUPS 4		/* how large the text may stay */

struct text_buffer {
	char *p;
	size_t cap;
};

/* In the text, behind a record. */
struct place {
	uint64_t at;		/* bytes */
	uint64_t line;
};

/* Pieces that are typed side by side. */
struct group {
	struct piece *v;
	size_t n, cap;
	size_t n_cut;		/* of them, the first ones */
};

struct row_reader {
	struct bytes *bytes;
	const struct row_format *format;
	struct read_options options;	/* a copy */
	struct layout layout;
	struct row_text text;
	struct text_buffer at_hand;	/* text is in it */
	struct text_buffer ahead;	/* filled while pieces are typed */
	struct row_text next_text;	/* in ahead */
	bool is_ahead;
	struct diag ahead_diag;		/* of a failed fill */
	bool used;			/* records were cut */

	struct group group;		/* at hand */
	struct group next_group;	/* cut from what was read ahead */
	struct place ahead_place;	/* where that begins */
	uint64_t ahead_rows;		/* that it may have */
	size_t group_bytes;
	size_t next;			/* piece of the group to be given */
	uint64_t n_given;		/* rows */
	struct piece_plan plan;
	struct outfile *rejects;

	/* Rows come from text, then from those kept, then from text again. */
	struct kept_rows kept;
	uint64_t n_filled;		/* bytes of text, since the beginning */
	uint64_t records_left;		/* of text, before those kept */
	struct place rest;		/* what follows those kept */
	bool has_rest;

	size_t n_loose;		/* of the rows given (struct cell_store) */
	uint64_t loose_line;
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
is_eager(const struct row_reader *r)
{
	const struct read_options *o = &r->options;

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

/* Move what is not cut to the front of b and make room behind it. The text
   may be in b or elsewhere. */
static int
move_rest(const struct row_reader *r, struct row_text *t,
    struct text_buffer *b, size_t target, struct diag *d)
{
	size_t rest = (size_t)(t->end - t->p);
	bool inside = b->p != NULL && t->p >= b->p && t->p <= b->p + b->cap;
	size_t offset = inside ? (size_t)(t->p - b->p) : 0;

	if (rest > STRING_MAX)
		return (diag_set(d, "%s:%llu: a row of more than 1 GiB "
		    "begins here", r->layout.source,
		    (unsigned long long)t->line));
	if (target < 2 * rest)
		target = 2 * rest;
	if (target > b->cap) {
		b->p = mem_realloc(b->p, target, 1);
		b->cap = target;
	}
	if (rest > 0)
		memmove(b->p, inside ? b->p + offset : t->p, rest);
	t->p = b->p;
	t->end = b->p + rest;
	t->quote = NULL;
	return (0);
}

/* Read until the buffer is full, or only once if eager. */
static int
fill(struct row_reader *r, struct row_text *t, struct text_buffer *b,
    struct diag *d)
{
	size_t n = (size_t)(t->end - b->p), got = 1;

	while (got > 0 && n < b->cap) {
		if (bytes_read(r->bytes, b->p + n, b->cap - n, &got, d) == -1)
			return (-1);
		n += got;
		r->n_filled += got;
		t->end = b->p + n;
		t->at_end = got == 0;
		if (is_eager(r))
			break;
	}
	return (0);
}

/* More text, by reading or from what was read ahead. */
static int
get_text(struct row_reader *r, size_t target, struct diag *d)
{
	struct text_buffer b = r->at_hand;

	if (r->is_ahead) {
		r->at_hand = r->ahead;
		r->ahead = b;
		r->text = r->next_text;
		r->is_ahead = false;
		if (r->ahead_diag.text[0] != '\0')
			return (diag_set(d, "%s", r->ahead_diag.text));
		return (0);
	}
	if (move_rest(r, &r->text, &r->at_hand, target, d) == -1)
		return (-1);
	return (fill(r, &r->text, &r->at_hand, d));
}

static void
skip_mark(struct row_text *t)
{
	if (t->end - t->p >= 3 && memcmp(t->p, "\xef\xbb\xbf", 3) == 0)
		t->p += 3;
}

/* To the first record. */
static int
begin(struct row_reader *r, struct diag *d)
{
	size_t target = FIRST_FILL;
	int result;

	r->text = (struct row_text){ NULL, NULL, false, 1, NULL };
	r->group.n_cut = r->next_group.n_cut = r->next = 0;
	r->n_filled = 0;
	r->used = r->is_ahead = false;
	r->layout.ended = r->layout.in_array = r->layout.want_comma = false;
	if (get_text(r, target, d) == -1)
		return (-1);
	skip_mark(&r->text);
	while ((result = r->format->begin(&r->layout, &r->text, d)) == 0) {
		if (r->text.at_end)
			BUG("%s: no beginning", r->layout.source);
		if (get_text(r, target *= 2, d) == -1)
			return (-1);
	}
	return (result == 1 ? 0 : -1);
}

int
row_reader_new(struct bytes *b, const struct row_format *f,
    const struct read_options *o, struct row_reader **out, struct diag *d)
{
	struct row_reader *r = MEM_NEW(struct row_reader);

	r->bytes = b;
	r->format = f;
	r->options = *o;
	r->records_left = UINT64_MAX;
	if (o->spec != NULL)
		dialect_merge(&r->options.dialect, &o->spec->dialect);
	r->layout.source = bytes_name(b);
	r->layout.encoding = bytes_encoding(b);
	r->layout.options = &r->options;
	r->plan.format = f;
	r->plan.layout = &r->layout;
	r->group_bytes = PIECE_BYTES * (crew_threads(o->crew) == 1 ? 1 :
	    PIECES_PER_THREAD * (size_t)crew_threads(o->crew));
	if (begin(r, d) == -1) {
		r->bytes = NULL;
		row_reader_free(r);
		return (-1);
	}
	*out = r;
	return (0);
}

void
row_reader_give_back(struct row_reader *r)
{
	r->bytes = NULL;
}

static void
release_group(struct group *g)
{
	for (size_t i = 0; i < g->n; i++)
		piece_release(&g->v[i]);
	free(g->v);
	*g = (struct group){ NULL, 0, 0, 0 };
}

static void
release_pieces(struct row_reader *r)
{
	release_group(&r->group);
	release_group(&r->next_group);
	free(r->at_hand.p);
	free(r->ahead.p);
	r->at_hand = r->ahead = (struct text_buffer){ NULL, 0 };
	r->is_ahead = false;
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
	schema_release(&r->layout.names);
	json_decref(r->layout.head);
	attachments_release(&r->layout.attachments);
	json_decref(r->layout.tail);
	bytes_close(r->bytes);
	free(r);
}

static struct piece *
next_piece(struct group *g)
{
	if (g->n_cut == g->n) {
		g->v = mem_grow(g->v, &g->cap, g->n + 1, sizeof(*g->v));
		memset(&g->v[g->n++], 0, sizeof(*g->v));
	}
	return (&g->v[g->n_cut]);
}

/* Of a row in a piece; while types are inferred pieces hold no columns. */
static size_t
row_values(const struct row_reader *r)
{
	size_t cells = r->layout.names.n, values = 0;

	if (r->layout.spec != NULL)
		values = r->layout.spec->schema.row_values;
	return (cells > values ? cells : values);
}

/* Cut what is there into pieces, within the bound on all of them. */
static int
cut_text(struct row_reader *r, struct group *g, struct row_text *t,
    uint64_t max_rows, struct diag *d)
{
	size_t n = row_values(r), rows = batch_rows(n), left = BOUND_BATCHES;
	struct piece *p;
	int more = 1;

	g->n_cut = 0;
	while (more == 1 && max_rows > 0 && left > 0) {
		p = next_piece(g);
		more = piece_cut(p, r->format, &r->layout, t,
		    max_rows < rows ? (size_t)max_rows : rows, d);
		if (more == 1) {
			max_rows -= p->n;
			left -= p->n * n < left ? p->n * n : left;
			g->n_cut++;
		}
	}
	return (more == -1 ? -1 : 0);
}

/* The next group of pieces; there are none only at the end. */
static int
cut_group(struct row_reader *r, uint64_t max_rows, struct diag *d)
{
	struct group g = r->group;

	r->used = true;
	r->next = 0;
	r->group.n_cut = 0;
	if (r->is_ahead) {
		if (get_text(r, r->group_bytes, d) == -1)
			return (-1);
		r->group = r->next_group;
		r->next_group = g;
		r->next_group.n_cut = 0;
	}
	while (r->group.n_cut == 0) {
		if (cut_text(r, &r->group, &r->text, max_rows, d) == -1)
			return (-1);
		if (r->text.at_end || max_rows == 0)
			break;
		if (r->group.n_cut == 0 &&
		    get_text(r, r->group_bytes, d) == -1)
			return (-1);
	}
	return (0);
}

static struct place
place_of(const struct row_reader *r, const struct row_text *t)
{
	return ((struct place){ r->n_filled - (uint64_t)(t->end - t->p),
	    t->line });
}

/* Block 0 of a group reads on and cuts the next one, if nobody waits for the
   rows at hand and most of the text is cut; the others are its pieces. */
static void
read_ahead(struct row_reader *r)
{
	struct diag *d = &r->ahead_diag;
	struct row_text *t = &r->next_text;

	if (is_eager(r) || r->text.at_end || r->ahead_rows == 0 ||
	    (size_t)(r->text.end - r->text.p) > r->group_bytes / 2)
		return;
	d->text[0] = '\0';
	*t = r->text;
	r->is_ahead = true;
	r->next_group.n_cut = 0;
	if (move_rest(r, t, &r->ahead, r->group_bytes, d) == -1 ||
	    fill(r, t, &r->ahead, d) == -1)
		return;
	r->ahead_place = place_of(r, t);
	if (r->format->cuts_ahead)
		(void)cut_text(r, &r->next_group, t, r->ahead_rows, d);
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
	struct place before = r->is_ahead ? r->ahead_place :
	    place_of(r, &r->text);
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
		*left -= n_records[i] = r->group.v[i].n;
	r->ahead_rows = *left;
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
	if (r->format->see == NULL && !is_eager(r) && *room > 0)
		r->plan.so_far = seen;
	while ((result = infer_group(r, &left, room, seen, d)) == 1)
		continue;
	r->plan.so_far = NULL;
	if (result == -1)
		return (-1);
	release_pieces(r);
	r->text = (struct row_text){ NULL, NULL, false, 1, NULL };
	bytes_pause(r->bytes);
	return (0);
}

/* The rows of a group are in their columns: a text that a long row has made
   large is not kept beside them. */
static void
shrink_text(struct row_reader *r)
{
	size_t rest = (size_t)(r->text.end - r->text.p);
	char *p;

	if (r->at_hand.cap <= LARGE_GROUPS * r->group_bytes ||
	    (!r->is_ahead && rest > r->group_bytes))
		return;
	if (r->is_ahead) {		/* the rest is there */
		free(r->at_hand.p);
		r->at_hand = (struct text_buffer){ NULL, 0 };
		return;
	}
	p = mem_alloc(r->group_bytes, 1);
	memcpy(p, r->text.p, rest);
	free(r->at_hand.p);
	r->at_hand = (struct text_buffer){ p, r->group_bytes };
	r->text.p = p;
	r->text.end = p + rest;
	r->text.quote = NULL;
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
	for (size_t i = 0; i < r->group.n_cut; i++)
		piece_plan_note(&r->plan, &r->group.v[i]);
	shrink_text(r);
	return (0);
}

static int
begin_again(struct row_reader *r, struct diag *d)
{
	return (bytes_rewind(r->bytes, d) == -1 ? -1 : begin(r, d));
}

/* Pass over text that was cut before. */
static int
go_to(struct row_reader *r, const struct place *to, struct diag *d)
{
	uint64_t at;

	if (begin_again(r, d) == -1)
		return (-1);
	while ((at = r->n_filled - (uint64_t)(r->text.end - r->text.p)) <
	    to->at) {
		if (r->text.p == r->text.end && get_text(r, r->group_bytes,
		    d) == -1)
			return (-1);
		if (r->text.p == r->text.end)
			return (diag_set(d, "%s: is shorter than before",
			    r->layout.source));
		r->text.p += r->n_filled - at < to->at - at ?
		    r->text.end - r->text.p : (ptrdiff_t)(to->at - at);
	}
	r->text.line = to->line;
	r->text.quote = NULL;
	r->records_left = UINT64_MAX;
	return (0);
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
	bytes_keep_no_more(r->bytes);
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
	if (r->n_loose == 0)
		r->loose_line = p->store.loose_line;
	r->n_loose += p->store.n_loose;
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
	if (r->n_loose > 0)
		read_tell(&r->options, "%s:%llu: text behind a closing quote "
		    "is taken to belong to the field; in all: %zu",
		    r->layout.source, (unsigned long long)r->loose_line,
		    r->n_loose);
	r->n_loose = 0;
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

	if (r->n_loose == 0)
		r->loose_line = k->loose_line;
	r->n_loose += k->n_loose;
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
