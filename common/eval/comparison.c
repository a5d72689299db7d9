/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dist.h"
#include "mem.h"
#include "paired_bootstrap.h"
#include "paired_tests.h"
#include "report.h"

#include "comparison.h"

/* The rows of a slice in both tables. */
struct pairing {
	const struct score_table *a, *b;
	const uint32_t *rows_a;
	uint32_t *rows_b;
	size_t n;
};

static void
recode(uint32_t *codes, size_t n, const uint32_t *map)
{
	for (size_t i = 0; i < n; i++)
		codes[i] = map[codes[i]];
}

/* Scores stand in the order of the classes. */
static void
move_scores(struct scored *s, const uint32_t *map)
{
	double *old = mem_alloc(s->n_scores, sizeof(*old));

	for (size_t i = 0; i < s->n; i++) {
		double *p = s->score + i * s->n_scores;

		memcpy(old, p, s->n_scores * sizeof(*old));
		for (size_t c = 0; c < s->n_scores; c++)
			p[map[c]] = old[c];
	}
	free(old);
}

static int
map_classes(const struct score_table *a, const struct score_table *b,
    uint32_t *map, struct diag *d)
{
	size_t k = b->rows.n_classes;

	for (size_t c = 0; c < k; c++) {
		for (map[c] = 0; map[c] < a->rows.n_classes; map[c]++) {
			if (strcmp(a->classes[map[c]], b->classes[c]) == 0)
				break;
		}
		if (map[c] == a->rows.n_classes)
			return (diag_set(d, "the class \"%s\" is not among "
			    "those of the other", b->classes[c]));
	}
	if (k != a->rows.n_classes)
		return (diag_set(d, "%zu classes, not %zu", k,
		    a->rows.n_classes));
	if (a->rows.task == SCORED_BINARY && map[1] != 1)
		return (diag_set(d, "its positive class is \"%s\", not "
		    "\"%s\": say --positive", b->classes[1], a->classes[1]));
	return (0);
}

int
comparison_align(const struct score_table *a, struct score_table *b,
    struct diag *d)
{
	struct scored *s = &b->rows;
	uint32_t *map;
	int ret;

	if (a->rows.task != s->task)
		return (diag_set(d, "not the same task: one is a regression "
		    "or has other classes"));
	if (s->task == SCORED_REGRESSION)
		return (0);
	map = mem_calloc(s->n_classes, sizeof(*map));
	if ((ret = map_classes(a, b, map, d)) == 0) {
		recode(s->truth_class, s->n, map);
		recode(s->predicted_class, s->n, map);
		if (s->n_scores > 1)
			move_scores(s, map);
	}
	free(map);
	return (ret);
}

static void
test_auc(const struct pairing *p, double level, struct comparison_row *r)
{
	struct room *room = p->a->rows.room;
	double *x = room_alloc(room, p->n, sizeof(*x)), z;
	double *y = room_alloc(room, p->n, sizeof(*y));
	uint8_t *label = room_alloc(room, p->n, 1);
	struct auc_difference d;

	for (size_t i = 0; i < p->n; i++) {
		x[i] = p->a->rows.score[p->rows_a[i]];
		y[i] = p->b->rows.score[p->rows_b[i]];
		label[i] = p->a->rows.truth_class[p->rows_a[i]] == 1;
	}
	d = delong(room, x, y, label, p->n);
	z = normal_quantile((1 + level) / 2);
	r->value = d.a;
	r->other = d.b;
	r->difference = (struct estimate){ d.a - d.b, d.a - d.b - z * d.se,
	    d.a - d.b + z * d.se };
	r->p_value = isnan(d.se) ? NAN : normal_p(d.a - d.b, d.se);
	r->test = isnan(d.se) ? NULL : "delong";
	room_release(room, x);
	room_release(room, y);
	room_release(room, label);
}

static bool
is_right(const struct scored *s, size_t row)
{
	return (s->truth_class[row] == s->predicted_class[row]);
}

static void
test_accuracy(const struct pairing *p, struct comparison_row *r)
{
	double only[2] = { 0, 0 };

	for (size_t i = 0; i < p->n; i++) {
		bool a = is_right(&p->a->rows, p->rows_a[i]);
		bool b = is_right(&p->b->rows, p->rows_b[i]);

		only[0] += a && !b;
		only[1] += b && !a;
	}
	r->p_value = mcnemar_p(only[0], only[1]);
	r->test = "mcnemar";
}

static void
gather(const struct score_table *t, const uint32_t *rows, size_t n,
    struct paired_set *out)
{
	out->place = scored_order(&t->rows, rows, n);
	scored_gather(&t->rows, rows, n, &out->rows);
}

static bool
has_delong(const struct scored *s, const struct metric *m)
{
	return (s->weight == NULL && s->task == SCORED_BINARY &&
	    strcmp(m->name, "auc") == 0);
}

static void
append_row(struct comparison *c, const struct comparison_row *r)
{
	c->rows = mem_grow(c->rows, &c->cap, c->n + 1, sizeof(*c->rows));
	c->rows[c->n++] = *r;
}

/* The differences by a bootstrap, of those metrics that need one. */
static void
bootstrap_slice(const struct pairing *p, const struct bootstrap_options *given,
    struct paired *out)
{
	struct bootstrap_options o = *given;
	const struct metric **needed = mem_alloc(o.n_metrics, sizeof(*needed));
	struct paired_set sets[2];

	o.metrics = needed;
	o.n_metrics = 0;
	for (size_t m = 0; m < given->n_metrics; m++) {
		if (!has_delong(&p->a->rows, given->metrics[m]))
			needed[o.n_metrics++] = given->metrics[m];
	}
	if (o.n_metrics > 0) {
		gather(p->a, p->rows_a, p->n, &sets[0]);
		gather(p->b, p->rows_b, p->n, &sets[1]);
		paired_bootstrap(sets, &o, out);
		for (size_t k = 0; k < 2; k++) {
			room_release(p->a->rows.room, sets[k].place);
			scored_release(&sets[k].rows);
		}
	}
	free(needed);
}

static void
compare_slice(struct comparison *c, const struct slice *s,
    const struct pairing *p, const char *vs, const struct bootstrap_options *o)
{
	struct paired *all = mem_alloc(o->n_metrics, sizeof(*all)), *next = all;
	const struct scored *rows = &p->a->rows;

	bootstrap_slice(p, o, all);
	for (size_t m = 0; m < o->n_metrics; m++) {
		const char *name = o->metrics[m]->name;
		struct comparison_row r = { .slice = mem_strdup(s->label),
		    .metric = mem_strdup(name), .vs = vs, .n = p->n };

		if (has_delong(rows, o->metrics[m])) {
			test_auc(p, o->level, &r);
			append_row(c, &r);
			continue;
		}
		r.value = next->value[0];
		r.other = next->value[1];
		r.difference = next->difference;
		r.p_value = next->p_value;
		r.test = isnan(r.p_value) ? NULL : "bootstrap";
		next++;
		if (rows->weight == NULL && strcmp(name, "accuracy") == 0)
			test_accuracy(p, &r);
		append_row(c, &r);
	}
	free(all);
}

void
comparison_make(const struct score_table *a, const struct slicing *slicing,
    const struct compared *others, size_t n_others,
    const struct metric_choice *choice, const struct bootstrap_options *given,
    struct comparison *out)
{
	struct bootstrap_options o = *given;
	struct slice *slices;
	size_t n;

	memset(out, 0, sizeof(*out));
	o.metrics = choice->metrics;
	o.n_metrics = choice->n;
	slices = slicing_list(slicing, &n);
	for (size_t k = 0; k < n * n_others; k++) {
		const struct slice *s = &slices[k / n_others];
		const struct compared *other = &others[k % n_others];
		struct pairing p = { a, &other->table, s->rows,
		    room_alloc(a->rows.room, s->n, sizeof(uint32_t)), s->n };

		for (size_t i = 0; i < s->n; i++)
			p.rows_b[i] = other->row == NULL ? s->rows[i] :
			    other->row[s->rows[i]];
		if (s->n > 0)
			compare_slice(out, s, &p, other->name, &o);
		room_release(a->rows.room, p.rows_b);
	}
	slices_free(slicing, slices, n);
}

void
comparison_release(struct comparison *c)
{
	for (size_t i = 0; i < c->n; i++) {
		free(c->rows[i].slice);
		free(c->rows[i].metric);
	}
	free(c->rows);
}

struct stream *
comparison_report(const struct comparison *c, const struct stream *about)
{
	static const struct report_field fields[] = {
		{ "slice", COL_STRING }, { "metric", COL_STRING },
		{ "vs", COL_STRING }, { "n", COL_INT }, { "value", COL_FLOAT },
		{ "other", COL_FLOAT }, { "difference", COL_FLOAT },
		{ "ci_low", COL_FLOAT }, { "ci_high", COL_FLOAT },
		{ "p_value", COL_FLOAT }, { "test", COL_STRING },
	};
	struct stream *s = report_new(fields,
	    sizeof(fields) / sizeof(fields[0]), about);
	struct column *cols = report_block(s)->cols;

	for (size_t i = 0; i < c->n; i++) {
		const struct comparison_row *r = &c->rows[i];

		report_text(&cols[0], r->slice);
		report_text(&cols[1], r->metric);
		report_text(&cols[2], r->vs);
		column_add_int(&cols[3], (int64_t)r->n);
		report_number(&cols[4], r->value);
		report_number(&cols[5], r->other);
		report_number(&cols[6], r->difference.value);
		report_number(&cols[7], r->difference.low);
		report_number(&cols[8], r->difference.high);
		report_number(&cols[9], r->p_value);
		report_text(&cols[10], r->test);
	}
	return (s);
}

const struct comparison_row *
comparison_find(const struct comparison *c, const char *metric,
    const char *vs)
{
	const struct comparison_row *all = NULL;

	for (size_t i = 0; i < c->n; i++) {
		const struct comparison_row *r = &c->rows[i];

		if (strcmp(r->metric, metric) != 0 || strcmp(r->vs, vs) != 0)
			continue;
		if (strcmp(r->slice, "split=test") == 0)
			return (r);
		if (strcmp(r->slice, "all") == 0)
			all = r;
	}
	return (all);
}
