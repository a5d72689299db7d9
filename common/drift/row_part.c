/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "numtext.h"

#include "row_part.h"

#define HOUR INT64_C(3600000000)
#define DAY (24 * HOUR)
#define FIRST_MONDAY (4 * DAY)	/* 1970-01-05 */

int
season_parse(const char *text, struct season *out, struct diag *d)
{
	if (strcmp(text, "hour") == 0)
		*out = (struct season){ HOUR, 0, 24 };
	else if (strcmp(text, "weekday") == 0)
		*out = (struct season){ DAY, FIRST_MONDAY, 7 };
	else
		return (diag_set(d, "not hour or weekday: \"%s\"", text));
	return (0);
}

/* a / b and a % b, rounded down. */
static int64_t
divide(int64_t a, int64_t b, int64_t *rest)
{
	int64_t q = a / b;

	*rest = a % b;
	if (*rest < 0) {
		*rest += b;
		q--;
	}
	return (q);
}

size_t
season_slot(const struct season *s, int64_t time)
{
	int64_t rest, slot;

	(void)divide(divide(time - s->origin, s->micros, &rest),
	    (int64_t)s->n, &slot);
	return ((size_t)slot);
}

bool
season_fits(const struct season *s, const struct window_rule *w)
{
	return (w->micros > 0 && s->micros % w->micros == 0);
}

static int
parse_first(const char *text, struct row_part *out, struct diag *d)
{
	out->by = PART_ROWS;
	if (parse_int(text, strlen(text), &out->to) == -1 || out->to < 1)
		return (diag_set(d, "not a number of rows: \"%s\"", text));
	return (0);
}

static int
parse_end(const char *text, size_t n, int64_t *out, struct diag *d)
{
	if (n == 0 || parse_time(text, n, out) == 0)
		return (0);
	return (diag_set(d, "not a time: \"%.*s\"", (int)n, text));
}

int
row_part_parse(const char *text, struct row_part *out, struct diag *d)
{
	const char *dots = strstr(text, "..");

	*out = (struct row_part){ .by = PART_TIME, .from = INT64_MIN,
	    .to = INT64_MAX, .time_col = COLUMN_NONE };
	if (strncmp(text, "first:", 6) == 0)
		return (parse_first(text + 6, out, d));
	if (dots == NULL)
		return (diag_set(d, "not first:N or FROM..TO: \"%s\"", text));
	if (parse_end(text, (size_t)(dots - text), &out->from, d) == -1 ||
	    parse_end(dots + 2, strlen(dots + 2), &out->to, d) == -1)
		return (-1);
	return (out->from < out->to ? 0 :
	    diag_set(d, "no time is in \"%s\"", text));
}

static bool
is_within(const struct row_part *p, int64_t at)
{
	return (p->from <= at && at < p->to);
}

static bool
has_row(const struct row_part *p, const struct batch *b, size_t i)
{
	const struct column *time;

	if (p->by == PART_ROWS)
		return (is_within(p, (int64_t)(b->first_row + i)));
	time = b->cols[p->time_col];
	return (time->valid[i] && is_within(p, p->by == PART_TIME ?
	    time->ints[i] : (int64_t)season_slot(&p->season, time->ints[i])));
}

static void
mask_windows(const struct row_part *p, const struct batch *b, uint8_t *keep)
{
	const struct column *time = p->time_col == COLUMN_NONE ? NULL :
	    b->cols[p->time_col];
	struct window_range r = { .end = 0 };

	while (r.end < b->n_rows) {
		r = window_cut(&p->window, b, time, r.end);
		memset(keep + r.first, !r.has_no_time && is_within(p, r.key),
		    r.end - r.first);
	}
}

size_t
row_part_mask(const struct row_part *p, const struct batch *b, uint8_t *keep)
{
	size_t n = 0;

	if (p->by == PART_WINDOW)
		mask_windows(p, b, keep);
	for (size_t i = 0; i < b->n_rows; i++) {
		if (p->by != PART_WINDOW)
			keep[i] = has_row(p, b, i);
		keep[i] ^= p->others;
		n += keep[i];
	}
	return (n);
}

struct part_stream {
	struct stage stage;
	struct row_part part;
	struct block kept;
	uint8_t *keep;
	size_t cap;
	uint64_t rows;		/* given */
};

static int
part_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct part_stream *p = (struct part_stream *)s;
	const struct batch *b;
	size_t n = 0;
	int r;

	while (n == 0) {
		if ((r = stage_next(&p->stage, &b, d)) != 1)
			return (r);
		p->keep = mem_grow(p->keep, &p->cap, b->n_rows, 1);
		n = row_part_mask(&p->part, b, p->keep);
	}
	block_clear(&p->kept);
	block_add_kept(&p->kept, b, p->keep);
	*out = block_seal(&p->kept, p->rows);
	p->rows += n;
	return (1);
}

static void
part_close(struct stream *s)
{
	struct part_stream *p = (struct part_stream *)s;

	block_release(&p->kept);
	free(p->keep);
	stage_release(&p->stage);
	free(p);
}

struct stream *
row_part_stream(struct stream *in, const struct row_part *part)
{
	static const struct stream_ops ops = { part_next, part_close };
	struct part_stream *p = MEM_NEW(struct part_stream);

	stage_init(&p->stage, &ops, in);
	p->part = *part;
	block_init(&p->kept, &p->stage.stream.head.schema);
	return (&p->stage.stream);
}
