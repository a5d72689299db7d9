/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "k_center.h"
#include "mem.h"
#include "radix.h"
#include "spool.h"

#include "ask.h"

struct ask_stream {
	struct stage stage;	/* over rows that were all read */
	struct block out;
	bool given;
};

/* What is known of the rows. */
struct asking {
	const struct ask_options *o;
	struct committee *c;
	struct spool *spool;
	size_t n_rows;
	double *p;		/* (n_rows, n_classes) */
	double *worth;		/* of each row; -INFINITY: not to be asked */
	uint8_t *known;		/* has it a label? */
	struct points points;	/* where distances are wanted */
	uint32_t *rows;		/* that are asked for, in their order */
	size_t n;
};

static int
ask_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct ask_stream *a = (struct ask_stream *)s;

	(void)d;
	if (a->given)
		return (0);
	a->given = true;
	*out = block_seal(&a->out, 0);
	return ((*out)->n_rows > 0);
}

static void
ask_close(struct stream *s)
{
	struct ask_stream *a = (struct ask_stream *)s;

	block_release(&a->out);
	stage_release(&a->stage);
	free(a);
}

static bool
wants_points(const struct ask_options *o)
{
	return (o->spread || o->by == WORTH_CENTER);
}

static int
score_block(struct asking *a, const struct batch *b, size_t target,
    struct diag *d)
{
	size_t n = a->c->n_classes, first, second;
	double *p = a->p + b->first_row * n;
	double *worth = a->worth + b->first_row;
	bool disagree = a->o->by == WORTH_DISAGREE;

	if (committee_score(a->c, b, p, disagree ? worth : NULL, d) == -1)
		return (-1);
	for (size_t i = 0; i < b->n_rows; i++, p += n) {
		a->known[b->first_row + i] = target != COLUMN_NONE &&
		    b->cols[target]->valid[i];
		if (isnan(*p))
			worth[i] = -INFINITY;
		else if (!disagree)
			worth[i] = worth_of(a->o->by, p, n, &first, &second);
	}
	if (wants_points(a->o))
		points_add(&a->points, committee_features(a->c));
	return (0);
}

static int
score_rows(struct asking *a, const struct stream *in, struct diag *d)
{
	const struct schema *s = &in->head.schema;
	size_t target = schema_find(s, committee_model(a->c)->target.name);
	size_t n_known = 0;
	const struct batch *b;
	struct block scratch;
	int r = committee_bind(a->c, s, d);

	a->n_rows = spool_n_rows(a->spool);
	if (r == 0 && a->n_rows > UINT32_MAX)
		r = diag_set(d, "more than 4 billion rows");
	a->p = mem_alloc(a->n_rows, a->c->n_classes * sizeof(*a->p));
	a->worth = mem_alloc(a->n_rows, sizeof(*a->worth));
	a->known = mem_alloc(a->n_rows, 1);
	block_init(&scratch, s);
	for (size_t k = 0; k < spool_n_blocks(a->spool) && r == 0; k++) {
		r = spool_get(a->spool, k, &scratch, &b, d);
		if (r == 0)
			r = score_block(a, b, target, d);
	}
	block_release(&scratch);
	for (size_t i = 0; r == 0 && i < a->n_rows; i++)
		n_known += a->known[i];
	if (r == 0 && n_known > 0 && n_known == a->n_rows)
		return (diag_set(d, "all rows have a label in column \"%s\"",
		    s->fields[target].name));
	return (r);
}

/* Rows that can be asked for, worth most first. */
static uint32_t *
order_rows_by_worth(const struct asking *a, size_t *n)
{
	double *less = mem_alloc(a->n_rows, sizeof(*less));
	uint32_t *order = mem_alloc(a->n_rows, sizeof(*order));
	bool as_they_are = a->o->by == WORTH_CENTER;

	for (size_t i = 0; i < a->n_rows; i++)
		less[i] = a->known[i] || isinf(a->worth[i]) ? INFINITY :
		    as_they_are ? 0 : -a->worth[i];
	sort_order(less, a->n_rows, order);
	for (*n = 0; *n < a->n_rows && !isinf(less[order[*n]]); )
		++*n;
	free(less);
	return (order);
}

/* Of these rows those far from each other; their worth becomes the distance
   where there is no other. */
static void
spread_rows(struct asking *a, const uint32_t *rows, size_t n)
{
	uint32_t *known = mem_alloc(a->n_rows, sizeof(*known));
	uint32_t *chosen = mem_alloc(a->n, sizeof(*chosen));
	double *distance = mem_alloc(a->n, sizeof(*distance));
	struct center_task t = { .rows = rows, .n = n, .centers = known,
	    .k = a->n };

	for (size_t i = 0; i < a->n_rows; i++)
		if (a->known[i])
			known[t.n_centers++] = (uint32_t)i;
	points_scale(&a->points);
	k_center(&a->points, &t, chosen, distance);
	for (size_t k = 0; k < a->n; k++) {
		a->rows[k] = rows[chosen[k]];
		if (a->o->by == WORTH_CENTER)
			a->worth[a->rows[k]] = isinf(distance[k]) ? NAN :
			    distance[k];
	}
	free(known);
	free(chosen);
	free(distance);
}

static void
choose_rows(struct asking *a)
{
	size_t n;
	uint32_t *order = order_rows_by_worth(a, &n);

	a->n = a->o->n < n ? a->o->n : n;
	a->rows = mem_alloc(a->n, sizeof(*a->rows));
	if (a->o->spread && a->o->n < n / ASK_POOL)
		n = a->o->n * ASK_POOL;
	if (wants_points(a->o))
		spread_rows(a, order, n);
	else
		memcpy(a->rows, order, a->n * sizeof(*order));
	free(order);
}

/* "margin: yes 0.51, no 0.49" */
static void
tell_reason(const struct asking *a, uint32_t row, struct str *out)
{
	char **classes = committee_model(a->c)->classes;
	const double *p = a->p + row * a->c->n_classes;
	size_t k, l;

	(void)worth_of(WORTH_MARGIN, p, a->c->n_classes, &k, &l);
	str_clear(out);
	str_addf(out, "%s: %s %.2f, %s %.2f", worth_names[a->o->by],
	    classes[k], p[k], classes[l], p[l]);
}

/* The rows come in ascending order, and are then put into theirs. */
static int
take_rows(const struct asking *a, const struct schema *s, struct block *out,
    struct diag *d)
{
	uint8_t *keep = mem_calloc(a->n_rows, 1);
	uint32_t *place = mem_alloc(a->n_rows, sizeof(*place)), n = 0;
	struct block taken, scratch;
	const struct batch *b;
	int r = 0;

	for (size_t k = 0; k < a->n; k++)
		keep[a->rows[k]] = 1;
	for (size_t i = 0; i < a->n_rows; i++) {
		place[i] = n;
		n += keep[i];
	}
	block_init(&taken, s);
	block_init(&scratch, s);
	for (size_t k = 0; k < spool_n_blocks(a->spool) && r == 0; k++) {
		r = spool_get(a->spool, k, &scratch, &b, d);
		if (r == 0)
			block_add_kept(&taken, b, keep + b->first_row);
	}
	for (size_t k = 0; r == 0 && k < a->n; k++)
		for (size_t j = 0; j < s->n; j++)
			column_add_range(&out->cols[j], &taken.cols[j],
			    place[a->rows[k]], 1);
	block_release(&taken);
	block_release(&scratch);
	free(keep);
	free(place);
	return (r);
}

static void
give_reasons(const struct asking *a, struct column *worth,
    struct column *reason)
{
	struct str text = STR_INIT;

	for (size_t k = 0; k < a->n; k++) {
		column_add_float(worth, a->worth[a->rows[k]]);
		tell_reason(a, a->rows[k], &text);
		column_add_string(reason, text.buf, text.len);
	}
	str_release(&text);
}

static int
run_ask(struct ask_stream *s, struct asking *a, struct diag *d)
{
	struct stream *in = s->stage.in;
	struct schema *out = &s->stage.stream.head.schema;
	const struct field worth = { .name = (char *)(uintptr_t)"worth",
	    .type = COL_FLOAT, .role = ROLE_IGNORE };
	const struct field reason = { .name = (char *)(uintptr_t)"reason",
	    .type = COL_STRING, .role = ROLE_IGNORE };
	size_t target = schema_find(out, committee_model(a->c)->target.name);

	if (target != COLUMN_NONE)
		schema_set_role(out, target, ROLE_TARGET);
	if (schema_add(out, &worth, d) == -1 ||
	    schema_add(out, &reason, d) == -1)
		return (-1);
	block_init(&s->out, out);
	if (spool_new(in, a->o->mem, &a->spool, d) == -1 ||
	    score_rows(a, in, d) == -1)
		return (-1);
	stream_set_tail(&s->stage.stream, in->tail);
	choose_rows(a);
	if (take_rows(a, &in->head.schema, &s->out, d) == -1)
		return (-1);
	give_reasons(a, &s->out.cols[out->n - 2], &s->out.cols[out->n - 1]);
	return (0);
}

int
ask_open(struct stream *in, struct committee *c, const struct ask_options *o,
    struct stream **out, struct diag *d)
{
	static const struct stream_ops ops = { ask_next, ask_close };
	struct ask_stream *s = MEM_NEW(struct ask_stream);
	struct asking a = { .o = o, .c = c };
	int r;

	stage_init(&s->stage, &ops, in);
	*out = &s->stage.stream;
	r = run_ask(s, &a, d);
	if (r == -1)
		stream_close(*out);
	spool_free(a.spool);
	points_release(&a.points);
	free(a.p);
	free(a.worth);
	free(a.known);
	free(a.rows);
	return (r);
}
