/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "labelling.h"
#include "levels.h"
#include "mem.h"
#include "row_answers.h"
#include "split_part.h"

#include "label.h"

struct labels {
	struct labelling l;
	struct row_answers *rows;
};

static void
fill_row(void *ctx, const struct batch *b, size_t i, struct column *cols)
{
	const struct labels *ls = ctx;
	const struct label_rules *rules = &ls->l.rules;
	size_t n = rules->labels.n, len;
	const double *p = ls->l.p + (b->first_row + i) * n;
	uint8_t label = label_chosen(p, n);
	const char *text;

	if (label == VOTE_NONE) {
		column_add_missing(&cols[0]);
		column_add_missing(&cols[1]);
		column_add_float(&cols[2], 0);
		return;
	}
	text = dict_get(&rules->labels, label, &len);
	column_add_string(&cols[0], text, len);
	column_add_float(&cols[1], p[label]);
	column_add_float(&cols[2], n == 1 ? p[label] :
	    fmax(0, ((double)n * p[label] - 1) / (double)(n - 1)));
}

static void
free_labels(void *ctx)
{
	struct labels *ls = ctx;

	label_rules_release(&ls->l.rules);
	free(ls->l.vote);
	free(ls->l.truth);
	free(ls->l.fit);
	free(ls->l.p);
	free(ls);
}

static int
add_columns(struct labels *ls, const char *into, struct diag *d)
{
	static const struct answer_column cols[] = {
		{ "", COL_STRING, ROLE_TARGET },
		{ "_probability", COL_FLOAT, ROLE_IGNORE },
		{ "_weight", COL_FLOAT, ROLE_WEIGHT }
	};
	const struct schema *s = &ls->rows->stage.stream.head.schema;
	size_t weight = schema_find_role(s, ROLE_WEIGHT);

	if (weight != COLUMN_NONE)
		return (diag_set(d, "there is a weight already, column \"%s\": "
		    "--role %s=ignore lets the labels have theirs",
		    s->fields[weight].name, s->fields[weight].name));
	return (row_answers_add(ls->rows, into, cols, 3, d));
}

/* The labels known in a batch; seen gets the values of the target. */
static void
read_truth(const struct labelling *l, const struct column *c, uint8_t *truth,
    struct dict *seen)
{
	uint32_t k;

	for (size_t i = 0; i < c->n; i++) {
		truth[i] = VOTE_NONE;
		if (!c->valid[i])
			continue;
		(void)level_add(seen, c, i);
		k = level_find(&l->rules.labels, c, i);
		truth[i] = k == DICT_NONE ? VOTE_NONE : (uint8_t)k;
	}
}

/* A label that the target never has is a slip of the pen. */
static int
check_labels(const struct label_rules *r, const struct dict *seen,
    const char *target, struct diag *d)
{
	const char *label;

	for (size_t k = 0; k < r->n && seen->n > 0; k++) {
		label = dict_get(&r->labels, r->rules[k].label, NULL);
		if (dict_findz(seen, label) == DICT_NONE)
			return (diag_set(d, "%s:%zu: no row of column \"%s\" "
			    "has the label \"%s\"; one is \"%s\"", r->path,
			    r->rules[k].line, target, label,
			    dict_get(seen, 0, NULL)));
	}
	return (0);
}

/* All batches: votes, labels known, training rows. */
static int
read_rows(struct labels *ls, size_t target, struct dict *seen,
    struct diag *d)
{
	const struct schema *s = &spool_head(ls->rows->spool)->schema;
	size_t split = schema_find_role(s, ROLE_SPLIT);
	struct labelling *l = &ls->l;
	const struct batch *b;
	struct block scratch;
	int r = 0;

	block_init(&scratch, s);
	for (size_t k = 0; k < spool_n_blocks(ls->rows->spool) && r == 0; k++) {
		r = spool_get(ls->rows->spool, k, &scratch, &b, d);
		if (r == 0)
			r = label_rules_vote(&l->rules, b, l->vote +
			    b->first_row * l->rules.voters.n, d);
		if (r == 0)
			r = split_mask(b, split, PART_TRAIN, l->fit +
			    b->first_row, d);
		if (r == 0 && l->truth != NULL)
			read_truth(l, b->cols[target], l->truth +
			    b->first_row, seen);
	}
	block_release(&scratch);
	return (r);
}

static int
gather(struct labels *ls, const struct label_options *o, struct diag *d)
{
	const struct schema *s = &spool_head(ls->rows->spool)->schema;
	size_t n = spool_n_rows(ls->rows->spool);
	size_t target = schema_find_role(s, ROLE_TARGET);
	struct labelling *l = &ls->l;
	struct dict seen;
	int r = -1;

	l->vote = mem_alloc(n, l->rules.voters.n);
	l->fit = mem_alloc(n, 1);
	if (target != COLUMN_NONE && has_levels(s->fields[target].type))
		l->truth = mem_alloc(n, 1);
	if (l->truth == NULL && o->model == LABEL_WEIGHTED)
		return (diag_set(d, "--model weighted weighs rules by rows "
		    "whose label is known: name a target of categories"));
	dict_init(&seen);
	if (read_rows(ls, target, &seen, d) == 0)
		r = l->truth == NULL ? 0 : check_labels(&l->rules, &seen,
		    s->fields[target].name, d);
	dict_release(&seen);
	l->votes = (struct votes){ l->vote, n, l->rules.voters.n,
	    l->rules.labels.n, l->truth, l->fit };
	return (r);
}

static int
run_label(struct labels *ls, const struct label_options *o, struct diag *d)
{
	struct row_answers *rows = ls->rows;

	if (label_rules_read(&ls->l.rules, o->rules, d) == -1 ||
	    label_rules_bind(&ls->l.rules, &rows->stage.in->head.schema, d) ==
	    -1 || (!o->report && add_columns(ls, o->into, d) == -1) ||
	    row_answers_read(rows, o->mem, d) == -1 || gather(ls, o, d) == -1)
		return (-1);
	ls->l.p = mem_alloc(ls->l.votes.n_rows, ls->l.votes.n_labels *
	    sizeof(double));
	label_model_run(o->model, &ls->l.votes, ls->l.p);
	return (0);
}

int
label_open(struct stream *in, const struct label_options *o,
    struct stream **out, struct diag *d)
{
	struct labels *ls = MEM_NEW(struct labels);

	ls->rows = row_answers_new(in, ls, fill_row, free_labels);
	*out = &ls->rows->stage.stream;
	if (run_label(ls, o, d) == -1) {
		stream_close(*out);
		return (-1);
	}
	if (o->report) {
		struct stream *report = labelling_report(&ls->l,
		    ls->rows->source);

		stream_close(*out);
		*out = report;
	}
	return (0);
}
