/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "batch.h"
#include "levels.h"
#include "mem.h"

#include "class_set.h"
#include "score_classes.h"
#include "score_reader.h"

struct reader {
	const struct score_options *o;
	struct score_columns cols;
	struct scored *rows;
	struct class_codes codes;
	size_t cap;
	uint8_t *keep;		/* rows of a batch that have a truth */
	size_t keep_cap;
};

/* Room for n more rows in the arrays that there are. */
static void
reserve_rows(struct reader *r, size_t n)
{
	struct scored *s = r->rows;
	const bool classes = !r->cols.regression;
	const bool bounds = !classes && r->cols.low != COLUMN_NONE;
	const bool sets = classes && r->cols.set != COLUMN_NONE;
	const struct {
		void *at;	/* the array */
		size_t size;	/* of an object, 0: there is no such array */
	} arrays[] = {
		{ &s->weight,
		    r->cols.weight != COLUMN_NONE ? sizeof(double) : 0 },
		{ &s->truth, classes ? 0 : sizeof(double) },
		{ &s->value, classes ? 0 : sizeof(double) },
		{ &s->low, bounds ? sizeof(double) : 0 },
		{ &s->high, bounds ? sizeof(double) : 0 },
		{ &s->truth_class, classes ? sizeof(uint32_t) : 0 },
		{ &s->predicted_class, classes ? sizeof(uint32_t) : 0 },
		{ &s->score, s->n_scores * sizeof(double) },
		{ &s->in_set, sets ? 1 : 0 },
		{ &s->set_size, sets ? sizeof(uint32_t) : 0 },
	};
	size_t had = r->cap, cap;

	for (size_t i = 0; i < sizeof(arrays) / sizeof(arrays[0]); i++) {
		void **p = arrays[i].at;

		if (arrays[i].size == 0)
			continue;
		cap = had;
		*p = room_grow(s->room, *p, &cap, s->n + n, arrays[i].size);
		r->cap = cap;
	}
}

static int
refuse_missing(const struct batch *b, size_t col, size_t i, struct diag *d)
{
	return (diag_set(d, "row %llu: column \"%s\" is missing",
	    (unsigned long long)(b->first_row + i + 1),
	    b->schema->fields[col].name));
}

/* Column col of the kept rows, as numbers, stride apart. */
static int
read_numbers(const struct reader *r, const struct batch *b, size_t col,
    double *out, size_t stride, struct diag *d)
{
	const struct column *c = b->cols[col];

	for (size_t i = 0; i < b->n_rows; i++) {
		if (!r->keep[i])
			continue;
		if (!c->valid[i])
			return (refuse_missing(b, col, i, d));
		*out = column_number(c, i);
		out += stride;
	}
	return (0);
}

static int
read_weights(const struct reader *r, const struct batch *b, size_t n,
    struct diag *d)
{
	double *w = r->rows->weight + r->rows->n;

	if (r->cols.weight == COLUMN_NONE)
		return (0);
	if (read_numbers(r, b, r->cols.weight, w, 1, d) == -1)
		return (-1);
	for (size_t i = 0; i < n; i++) {
		if (!(w[i] >= 0) || isinf(w[i]))
			return (diag_set(d, "column \"%s\": %g is no weight",
			    b->schema->fields[r->cols.weight].name, w[i]));
	}
	return (0);
}

static int
read_classes(struct reader *r, const struct batch *b, size_t col,
    uint32_t *out, struct diag *d)
{
	const struct column *c = b->cols[col];

	for (size_t i = 0; i < b->n_rows; i++) {
		if (!r->keep[i])
			continue;
		if (!c->valid[i])
			return (refuse_missing(b, col, i, d));
		*out++ = class_codes_add(&r->codes, c, i);
	}
	return (0);
}

static int
read_scores(struct reader *r, const struct batch *b, size_t n,
    struct diag *d)
{
	struct scored *s = r->rows;
	size_t k = s->n_scores;
	double *first = s->score + s->n * k;

	for (size_t j = 0; j < k; j++) {
		if (read_numbers(r, b, r->cols.scores[j], first + j, k, d) ==
		    -1)
			return (-1);
	}
	for (size_t i = 0; i < n * k; i++) {
		if (first[i] < 0 || first[i] > 1)
			s->has_probability = false;
	}
	return (0);
}

/* Sets of classes beside the truths, which are read; no text is no class. */
static void
read_sets(struct reader *r, const struct batch *b)
{
	struct scored *s = r->rows;
	char scratch[NUMTEXT_MAX];
	const struct column *c;
	size_t row = s->n, n, truth_len;

	if (r->cols.set == COLUMN_NONE)
		return;
	c = b->cols[r->cols.set];
	for (size_t i = 0; i < b->n_rows; i++) {
		const char *text = "", *truth;

		if (!r->keep[i])
			continue;
		n = 0;
		if (c->valid[i])
			text = level_text(c, i, scratch, &n);
		truth = dict_get(&r->codes.texts, s->truth_class[row],
		    &truth_len);
		s->in_set[row] = class_set_holds(text, n, truth, truth_len);
		s->set_size[row++] = (uint32_t)class_set_size(text, n);
	}
}

static int
read_class_batch(struct reader *r, const struct batch *b, size_t n,
    struct diag *d)
{
	struct scored *s = r->rows;

	if (read_classes(r, b, r->cols.truth, s->truth_class + s->n, d) == -1)
		return (-1);
	if (r->cols.prediction != COLUMN_NONE &&
	    read_classes(r, b, r->cols.prediction, s->predicted_class + s->n,
	    d) == -1)
		return (-1);
	read_sets(r, b);
	return (read_scores(r, b, n, d));
}

static int
read_batch(struct reader *r, const struct batch *b, size_t n,
    struct diag *d)
{
	struct scored *s = r->rows;

	reserve_rows(r, n);
	if (read_weights(r, b, n, d) == -1)
		return (-1);
	if (!r->cols.regression && read_class_batch(r, b, n, d) == -1)
		return (-1);
	if (r->cols.regression &&
	    (read_numbers(r, b, r->cols.truth, s->truth + s->n, 1, d) == -1 ||
	    read_numbers(r, b, r->cols.prediction, s->value + s->n, 1,
	    d) == -1))
		return (-1);
	if (r->cols.regression && r->cols.low != COLUMN_NONE &&
	    (read_numbers(r, b, r->cols.low, s->low + s->n, 1, d) == -1 ||
	    read_numbers(r, b, r->cols.high, s->high + s->n, 1, d) == -1))
		return (-1);
	s->n += n;
	if (s->n > UINT32_MAX)
		return (diag_set(d, "more than 4 billion rows"));
	return (0);
}

static int
refuse_no_rows(const struct schema *s, uint64_t n_unlabelled, struct diag *d)
{
	if (n_unlabelled > 0)
		return (diag_set(d, "no rows with a truth"));
	if (schema_find_role(s, ROLE_PREDICTION) != COLUMN_NONE &&
	    schema_find_role(s, ROLE_SPLIT) == COLUMN_NONE)
		return (diag_set(d, "no rows: without a split none are held "
		    "out of the training; mark some with mlc-split"));
	return (diag_set(d, "no rows"));
}

static int
read_rows(struct reader *r, struct stream *in, struct slicing *slices,
    uint64_t *n_unlabelled, struct diag *d)
{
	const struct batch *b;
	size_t n;
	int ret;

	while ((ret = stream_next(in, &b, d)) == 1) {
		const struct column *truth = b->cols[r->cols.truth];

		r->keep = mem_grow(r->keep, &r->keep_cap, b->n_rows, 1);
		memcpy(r->keep, truth->valid, b->n_rows);
		n = b->n_rows - truth->n_missing;
		*n_unlabelled += b->n_rows - n;
		if (read_batch(r, b, n, d) == -1 ||
		    slicing_read(slices, b, r->keep, d) == -1)
			return (-1);
	}
	if (ret == 0 && r->rows->n == 0)
		return (refuse_no_rows(&in->head.schema, *n_unlabelled, d));
	return (ret);
}

void
score_table_predict(struct score_table *t, double threshold)
{
	struct scored *s = &t->rows;

	s->threshold = s->task == SCORED_BINARY ? threshold : NAN;
	for (size_t i = 0; i < s->n; i++) {
		if (s->task == SCORED_BINARY)
			s->predicted_class[i] = s->score[i] >= threshold;
		else
			scored_highest(s, i, &s->predicted_class[i]);
	}
}

static int
finish_classes(struct reader *r, struct score_table *t, struct diag *d)
{
	struct scored *s = &t->rows;
	double threshold = r->o->threshold;
	bool predicted = r->cols.prediction != COLUMN_NONE;

	if (class_codes_finish(&r->codes, s, predicted, &t->classes, &t->note,
	    d) == -1)
		return (-1);
	if (!isnan(threshold) && (s->task != SCORED_BINARY || !s->score))
		return (diag_set(d, "a threshold wants the score of one "
		    "class"));
	if (!predicted || !isnan(threshold))
		score_table_predict(t, isnan(threshold) ? 0.5 : threshold);
	return (0);
}

static int
check_total_weight(const struct scored *s, struct diag *d)
{
	double sum = 0;

	for (size_t i = 0; i < s->n && s->weight != NULL; i++)
		sum += s->weight[i];
	return (isfinite(sum) ? 0 : diag_set(d, "the weights are too large to "
	    "be added"));
}

int
score_table_read(struct stream *in, const struct score_options *o,
    struct slicing *slices, struct score_table *out, struct diag *d)
{
	struct reader r = { .o = o, .rows = &out->rows };
	int ret;

	memset(out, 0, sizeof(*out));
	if (score_columns_find(&o->names, &in->head.schema, &r.cols, d) == -1)
		return (-1);
	class_codes_init(&r.codes, &r.cols, &in->head.schema,
	    o->names.positive);
	out->rows.task = SCORED_REGRESSION;
	out->rows.room = o->room;
	out->rows.has_probability = true;
	out->rows.threshold = NAN;
	out->rows.n_scores = r.cols.regression ? 0 : r.cols.n_scores;
	ret = read_rows(&r, in, slices, &out->n_unlabelled, d);
	if (ret == 0)
		ret = check_total_weight(&out->rows, d);
	if (ret == 0 && !r.cols.regression)
		ret = finish_classes(&r, out, d);
	if (ret == -1)
		score_table_release(out);
	class_codes_release(&r.codes);
	score_columns_release(&r.cols);
	free(r.keep);
	return (ret);
}

void
score_table_release(struct score_table *t)
{
	for (size_t i = 0; t->classes != NULL && i < t->rows.n_classes; i++)
		free(t->classes[i]);
	free(t->classes);
	str_release(&t->note);
	scored_release(&t->rows);
	memset(t, 0, sizeof(*t));
}
