/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "levels.h"
#include "mem.h"
#include "report.h"
#include "row_answers.h"

#include "suspects.h"

struct suspects {
	struct row_scores scores;
	struct confident found;
	double (*quality)(const double *p, size_t n_classes, uint32_t label);
};

static void
fill_row(void *ctx, const struct batch *b, size_t i, struct column *cols)
{
	const struct suspects *s = ctx;
	uint64_t row = b->first_row + i;
	size_t n = s->scores.rows.n_classes, len;
	const double *p = s->scores.p + row * n;
	const char *likely;

	if (s->scores.label[row] == LABEL_NONE) {
		for (int k = 0; k < 3; k++)
			column_add_missing(&cols[k]);
		return;
	}
	likely = dict_get(&s->scores.classes, confident_likeliest(p, n), &len);
	column_add_bool(&cols[0], s->found.suspect[row]);
	column_add_string(&cols[1], likely, len);
	column_add_float(&cols[2], s->quality(p, n, s->scores.label[row]));
}

static void
free_suspects(void *ctx)
{
	struct suspects *s = ctx;

	row_scores_release(&s->scores);
	confident_release(&s->found);
	free(s);
}

static void
report_pair(const struct suspects *s, uint32_t given, uint32_t truth,
    double n_labels, struct column *c)
{
	size_t at = given * s->scores.rows.n_classes + truth;

	report_text(&c[0], dict_get(&s->scores.classes, given, NULL));
	report_text(&c[1], dict_get(&s->scores.classes, truth, NULL));
	column_add_int(&c[2], (int64_t)s->found.joint[at]);
	report_number(&c[3], (double)s->found.joint[at] / n_labels);
	column_add_int(&c[4], (int64_t)s->found.count[at]);
	report_number(&c[5], s->found.threshold[truth]);
}

static struct stream *
report_joint(const struct suspects *s, const struct stream *about)
{
	static const struct report_field fields[] = {
		{ "label", COL_STRING, 0 }, { "truth", COL_STRING, 0 },
		{ "rows", COL_INT, 0 }, { "share", COL_FLOAT, 0 },
		{ "confident", COL_INT, 0 }, { "threshold", COL_FLOAT, 0 }
	};
	struct stream *out = report_new(fields, 6, about);
	uint32_t *order = levels_order(&s->scores.classes, s->scores.type);
	size_t n = s->scores.rows.n_classes;
	double n_labels = 0;

	for (size_t k = 0; k < n * n; k++)
		n_labels += (double)s->found.joint[k];
	for (size_t k = 0; k < n; k++)
		for (size_t l = 0; l < n; l++)
			report_pair(s, order[k], order[l], n_labels,
			    report_block(out)->cols);
	free(order);
	return (out);
}

static int
run_suspects(struct suspects *s, struct row_answers *rows,
    const struct suspects_options *o, struct diag *d)
{
	static const struct answer_column cols[] = {
		{ "suspect", COL_BOOL, ROLE_IGNORE },
		{ "likely", COL_STRING, ROLE_IGNORE },
		{ "quality", COL_FLOAT, ROLE_IGNORE }
	};

	if ((!o->report && row_answers_add(rows, "", cols, 3, d) == -1) ||
	    row_answers_read(rows, o->mem, d) == -1 ||
	    row_scores_read(&s->scores, rows->spool, &o->scores, d) == -1)
		return (-1);
	confident_learn(&s->scores.rows, &s->found);
	return (0);
}

int
suspects_open(struct stream *in, const struct suspects_options *o,
    struct stream **out, struct diag *d)
{
	struct suspects *s = MEM_NEW(struct suspects);
	struct row_answers *rows = row_answers_new(in, s, fill_row,
	    free_suspects);
	struct stream *report;

	s->quality = o->by_margin ? confident_margin : confident_self;
	*out = &rows->stage.stream;
	if (run_suspects(s, rows, o, d) == -1) {
		stream_close(*out);
		return (-1);
	}
	if (o->report) {
		report = report_joint(s, rows->source);
		stream_close(*out);
		*out = report;
	}
	return (0);
}
