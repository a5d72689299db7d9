/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "folds.h"
#include "levels.h"
#include "mem.h"
#include "score_reader.h"
#include "sentence.h"
#include "shell_run.h"
#include "source.h"
#include "split_part.h"

#include "row_scores.h"

/* What the rows of a fold, or all, were scored. */
struct fold_scores {
	struct score_table table;
	uint32_t *rows;		/* that have a label */
	size_t n;
};

static int
read_labels(struct row_scores *s, const struct spool *spool, struct diag *d)
{
	const struct schema *schema = &spool_head(spool)->schema;
	size_t col = schema_find_role(schema, ROLE_TARGET);
	const struct batch *b;
	struct block scratch;
	int r = 0;

	if (col == COLUMN_NONE)
		return (diag_set(d, "which column has the labels? say "
		    "-t COL"));
	s->type = schema->fields[col].type;
	if (!has_levels(s->type))
		return (diag_set(d, "column \"%s\" is a %s: no labels",
		    schema->fields[col].name, col_type_name(s->type)));
	block_init(&scratch, schema);
	for (size_t k = 0; k < spool_n_blocks(spool) && r == 0; k++) {
		r = spool_get(spool, k, &scratch, &b, d);
		for (size_t i = 0; r == 0 && i < b->n_rows; i++)
			s->label[b->first_row + i] = b->cols[col]->valid[i] ?
			    level_add(&s->classes, b->cols[col], i) :
			    LABEL_NONE;
	}
	block_release(&scratch);
	return (r);
}

static int
read_table(struct stream *in, struct fold_scores *f, struct diag *d)
{
	const struct score_options columns = { .threshold = NAN };
	const struct scored *t = &f->table.rows;
	struct slicing none;
	int r;

	if (schema_find_role(&in->head.schema, ROLE_SCORE) == COLUMN_NONE)
		return (diag_set(d, "there are no scores of classes: suspects "
		    "are found by the probability of each label"));
	slicing_init(&none, &in->head.schema, NULL);
	r = score_table_read(in, &columns, &none, &f->table, d);
	slicing_release(&none);
	if (r == -1)
		return (-1);
	return (t->has_probability ? 0 : diag_set(d, "the scores are no "
	    "probabilities: some are not from 0 to 1"));
}

/* The rows of fold k that have a label; fold NULL: all rows. */
static void
list_rows(const struct row_scores *s, const uint16_t *fold, size_t k,
    struct fold_scores *f)
{
	f->rows = mem_alloc(s->rows.n_rows, sizeof(*f->rows));
	for (size_t i = 0; i < s->rows.n_rows; i++)
		if (s->label[i] != LABEL_NONE && (fold == NULL ||
		    fold[i] == k))
			f->rows[f->n++] = (uint32_t)i;
}

/* Are the rows that were scored those that were given? */
static int
check_rows(const struct row_scores *s, const struct fold_scores *f,
    struct diag *d)
{
	const struct scored *t = &f->table.rows;

	if (t->n != f->n)
		return (diag_set(d, "%zu of its %zu rows were scored: all have "
		    "to be, in their order", t->n, f->n));
	for (size_t i = 0; i < t->n; i++) {
		const char *class = f->table.classes[t->truth_class[i]];
		const char *label = dict_get(&s->classes,
		    s->label[f->rows[i]], NULL);

		if (strcmp(class, label) != 0)
			return (diag_set(d, "row %u has the label \"%s\", and "
			    "was scored with \"%s\": the sentence is not to "
			    "change labels or the order of rows",
			    f->rows[i] + 1, label, class));
	}
	return (0);
}

static int
run_fold(struct folds *folds, size_t k, const char *sentence,
    struct fold_scores *f, struct diag *d)
{
	struct source_options so;
	struct shell_run run;
	struct stream *in;
	const char *p;
	size_t n;
	int fd, r;

	if (folds_open(folds, k, 1, &fd, d) == -1 ||
	    shell_run_start(&run, sentence, fd, 0, d) == -1)
		return (-1);
	r = shell_run_wait(&run, d);
	if (r == 0 && (r = shell_run_check(&run, d)) == 0 &&
	    (r = shell_run_output(&run, &p, &n, d)) == 0) {
		source_options_init(&so);
		r = source_open_memory("its output", p, n, &so, &in, d);
		if (r == 0) {
			r = read_table(in, f, d);
			stream_close(in);
		}
		shell_run_unmap(p, n);
	}
	shell_run_release(&run);
	return (r);
}

static int
run_folds(struct row_scores *s, const struct spool *spool,
    const struct row_scores_options *o, struct fold_scores *f, struct diag *d)
{
	const struct folds_options fo = { .n = (size_t)o->n_folds,
	    .seed = o->seed };
	const struct space none = { .n = 0 };
	uint8_t *parts = mem_alloc(s->rows.n_rows, 1);
	struct str command = STR_INIT;
	struct folds *folds = NULL;
	int r;

	for (size_t i = 0; i < s->rows.n_rows; i++)
		parts[i] = s->label[i] == LABEL_NONE ? PART_NONE : PART_TRAIN;
	r = sentence_check(o->sentence, &none, d);
	if (r == 0)
		r = folds_new(spool, parts, &fo, &folds, d);
	if (r == 0)
		sentence_at(o->sentence, &none, NULL, NULL, &command);
	for (size_t k = 0; r == 0 && k < fo.n; k++) {
		list_rows(s, folds_of_rows(folds), k, &f[k]);
		r = run_fold(folds, k, str_get(&command), &f[k], d);
		if (r == 0)
			r = check_rows(s, &f[k], d);
		if (r == -1)
			diag_prefix(d, "fold %zu", k + 1);
	}
	folds_free(folds);
	str_release(&command);
	free(parts);
	return (r);
}

static int
read_scored(struct row_scores *s, const struct spool *spool,
    struct fold_scores *f, struct diag *d)
{
	struct stream *in = spool_stream(spool);
	int r = read_table(in, f, d);

	stream_close(in);
	list_rows(s, NULL, 0, f);
	return (r == 0 ? check_rows(s, f, d) : -1);
}

/* Classes get their numbers from all tables; class[k]: of class k of one. */
static uint32_t *
number_classes(struct row_scores *s, const struct score_table *t)
{
	uint32_t *class = mem_alloc(t->rows.n_classes, sizeof(*class));

	for (size_t k = 0; k < t->rows.n_classes; k++)
		class[k] = dict_add(&s->classes, t->classes[k],
		    strlen(t->classes[k]));
	return (class);
}

static void
place_scores(struct row_scores *s, const struct fold_scores *f)
{
	const struct scored *t = &f->table.rows;
	uint32_t *class = number_classes(s, &f->table);
	size_t n = s->rows.n_classes;

	for (size_t i = 0; i < t->n; i++) {
		double *p = s->p + f->rows[i] * n;
		const double *score = t->score + i * t->n_scores;

		if (t->task == SCORED_BINARY) {
			p[class[0]] = 1 - *score;
			p[class[1]] = *score;
			continue;
		}
		for (size_t k = 0; k < t->n_scores; k++)
			p[class[k]] = score[k];
	}
	free(class);
}

int
row_scores_read(struct row_scores *s, const struct spool *spool,
    const struct row_scores_options *o, struct diag *d)
{
	size_t n = spool_n_rows(spool);
	size_t n_folds = o->sentence == NULL ? 1 : (size_t)o->n_folds;
	struct fold_scores *f = mem_calloc(n_folds, sizeof(*f));
	int r;

	memset(s, 0, sizeof(*s));
	dict_init(&s->classes);
	s->rows.n_rows = n;
	s->rows.label = s->label = mem_alloc(n, sizeof(*s->label));
	r = n > UINT32_MAX ? diag_set(d, "more than 4 billion rows") :
	    read_labels(s, spool, d);
	if (r == 0)
		r = o->sentence == NULL ? read_scored(s, spool, f, d) :
		    run_folds(s, spool, o, f, d);
	for (size_t k = 0; r == 0 && k < n_folds; k++)
		free(number_classes(s, &f[k].table));
	s->rows.n_classes = s->classes.n;
	s->rows.p = s->p = mem_calloc(n, s->classes.n * sizeof(*s->p));
	for (size_t k = 0; k < n_folds; k++) {
		if (r == 0)
			place_scores(s, &f[k]);
		score_table_release(&f[k].table);
		free(f[k].rows);
	}
	free(f);
	return (r);
}

void
row_scores_release(struct row_scores *s)
{
	dict_release(&s->classes);
	free(s->label);
	free(s->p);
}
