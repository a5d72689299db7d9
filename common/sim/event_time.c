/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "numtext.h"
#include "rng.h"
#include "window.h"

#include "event_time.h"

struct events {
	struct stage stage;
	struct event_options o;
	size_t time_col;	/* in the rows that go out */
	size_t target, known;	/* the same, with a label delay */
	size_t skipped;		/* of the rows that come in; or COLUMN_NONE */
	int64_t end;		/* when the last row arrives */
	struct column times, label;
	struct batch view;
};

int
event_parse_span(const char *text, int64_t *out, struct diag *d)
{
	struct window_rule rule;

	if (window_rule_parse(text, &rule, d) == -1 || rule.micros == 0)
		return (diag_set(d, "not a time, as 10s, 15m, 1h or 1d: \"%s\"",
		    text));
	*out = rule.micros;
	return (0);
}

int
event_parse_late(struct event_options *o, const char *text, struct diag *d)
{
	const char *colon = strchr(text, ':');
	int64_t mean = 0;

	if (colon == NULL || parse_float(text, (size_t)(colon - text),
	    &o->late_share) == -1 || !(o->late_share >= 0 &&
	    o->late_share <= 1) || event_parse_span(colon + 1, &mean, d) == -1)
		return (diag_set(d, "late events are SHARE:TIME, as 0.05:10m, "
		    "not \"%s\"", text));
	o->late_mean = (double)mean;
	return (0);
}

/* How much later than it happened event number row arrives. */
static double
draw_delay(const struct event_options *o, uint64_t row)
{
	uint64_t key = rng_key(o->seed, RNG_EVENT_DELAY, 0);
	double delay = o->jitter * rng_uniform_at(key, 3 * row);

	if (rng_uniform_at(key, 3 * row + 1) < o->late_share)
		delay -= o->late_mean * log1p(-rng_uniform_at(key,
		    3 * row + 2));
	return (delay);
}

static int64_t
time_at(const struct event_options *o, double seconds, double delay)
{
	double t = (double)o->start + nearbyint(seconds * 1e6 - delay);

	return (t < (double)TIME_MIN ? TIME_MIN : t > (double)TIME_MAX ?
	    TIME_MAX : (int64_t)t);
}

static int
times_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct events *e = (struct events *)s;
	const struct batch *in;
	int r = stage_next(&e->stage, &in, d);
	size_t k = 1;
	double at;

	if (r != 1)
		return (r);
	column_clear(&e->times);
	for (size_t i = 0; i < in->n_rows; i++) {
		at = arrivals_next(&e->o.arrivals);
		column_add_int(&e->times, time_at(&e->o, at, draw_delay(&e->o,
		    in->first_row + i)));
	}
	e->view.cols[0] = &e->times;
	for (size_t j = 0; j < in->schema->n; j++)
		if (j != e->skipped)
			e->view.cols[k++] = in->cols[j];
	e->view.n_rows = in->n_rows;
	e->view.first_row = in->first_row;
	*out = &e->view;
	return (1);
}

static int
labels_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct events *e = (struct events *)s;
	const struct column *time, *label;
	const struct batch *in;
	int r = stage_next(&e->stage, &in, d);
	int64_t known;

	if (r != 1)
		return (r);
	time = in->cols[e->time_col];
	label = in->cols[e->target];
	column_clear(&e->times);
	column_reset(&e->label, label->type, 0);
	for (size_t i = 0; i < in->n_rows; i++) {
		known = time->ints[i] + e->o.label_delay;
		column_add_int(&e->times, known);
		if (known <= e->end)
			column_add_range(&e->label, label, i, 1);
		else
			column_add_missing(&e->label);
	}
	memcpy(e->view.cols, in->cols, in->schema->n * sizeof(*in->cols));
	e->view.cols[e->target] = &e->label;
	e->view.cols[e->known] = &e->times;
	e->view.n_rows = in->n_rows;
	e->view.first_row = in->first_row;
	*out = &e->view;
	return (1);
}

static void
events_close(struct stream *s)
{
	struct events *e = (struct events *)s;

	column_release(&e->times);
	column_release(&e->label);
	free(e->view.cols);
	stage_release(&e->stage);
	free(e);
}

static struct events *
begin(struct stream *in, const struct stream_ops *ops,
    const struct event_options *o)
{
	struct events *e = MEM_NEW(struct events);

	stage_init(&e->stage, ops, in);
	e->o = *o;
	column_init(&e->times, COL_TIME, 0);
	column_init(&e->label, COL_INT, 0);
	e->view.schema = &e->stage.stream.head.schema;
	e->view.cols = mem_alloc(in->head.schema.n + 1,
	    sizeof(*e->view.cols));
	return (e);
}

/* The columns with that of times before them; another one of its name is
   left out. */
static int
put_times_first(struct events *e, struct diag *d)
{
	struct schema *s = &e->stage.stream.head.schema, old = *s;
	int r;

	e->skipped = schema_find(&old, e->o.name);
	schema_init(s);
	r = schema_add(s, &(struct field){ .name = (char *)(uintptr_t)e->o.name,
	    .type = COL_TIME, .role = ROLE_TIME }, d);
	for (size_t j = 0; j < old.n && r == 0; j++) {
		if (j != e->skipped)
			r = schema_add(s, &old.fields[j], d);
		if (r == 0 && j != e->skipped &&
		    old.fields[j].role == ROLE_TIME)
			schema_set_role(s, s->n - 1, ROLE_FEATURE);
	}
	schema_release(&old);
	return (r);
}

int
event_time_stream(struct stream *in, const struct event_options *o,
    struct stream **out, struct diag *d)
{
	static const struct stream_ops ops = { times_next, events_close };
	struct events *e = begin(in, &ops, o);

	*out = &e->stage.stream;
	if (put_times_first(e, d) == 0)
		return (0);
	stream_close(*out);
	return (-1);
}

int
event_label_stream(struct stream *in, const struct event_options *o,
    struct stream **out, struct diag *d)
{
	static const struct stream_ops ops = { labels_next, events_close };
	struct events *e = begin(in, &ops, o);
	struct schema *s = &e->stage.stream.head.schema;
	struct str name = STR_INIT;
	struct field f = { .type = COL_TIME, .role = ROLE_IGNORE };
	double at = 0;
	int r;

	*out = &e->stage.stream;
	e->time_col = schema_find_role(s, ROLE_TIME);
	e->target = schema_find_role(s, ROLE_TARGET);
	e->known = s->n;
	if (e->time_col == COLUMN_NONE || e->target == COLUMN_NONE) {
		stream_close(*out);
		return (diag_set(d, "--label-delay wants --time, and a label: "
		    "-t or --label"));
	}
	for (uint64_t i = 0; i < o->n_rows; i++)
		at = arrivals_next(&e->o.arrivals);
	e->end = time_at(o, at, 0);
	str_addf(&name, "%s_at", s->fields[e->target].name);
	f.name = name.buf;
	r = schema_add(s, &f, d);
	str_release(&name);
	if (r == -1)
		stream_close(*out);
	return (r);
}
