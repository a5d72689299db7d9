/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "known_name.h"
#include "raw_rows.h"
#include "scored_stream.h"

#include "eval_scores.h"

/* Raw rows through the model. */
static struct stream *
open_raw(struct eval_scores *s, const struct tool *t, struct diag *d)
{
	const struct scored_options raw = { .processed = false };
	struct source_options o;
	struct stream *in;

	if (predictor_open(s->model, &s->predictor, d) == -1)
		return (NULL);
	tool_source_options(t, &o);
	o.read.spec = &s->predictor->spec;
	o.read.lenient = true;
	o.read.others = true;
	o.read.report = &s->read;
	in = tool_open(t, s->files, s->n_files, &o);
	if (raw_rows_check(s->predictor, in, &s->read, d) == -1 ||
	    scored_stream(s->predictor, in, &raw, &in, d) == -1)
		return (NULL);
	return (in);
}

void
eval_scores_open(struct eval_scores *s, const struct tool *t,
    const struct score_options *columns)
{
	struct stream *in;
	struct diag d = DIAG_INIT;

	read_report_init(&s->read);
	row_marks_init(&s->marks, columns->room);
	in = s->model != NULL ? open_raw(s, t, &d) :
	    tool_open(t, s->files, s->n_files, NULL);
	s->in = in;
	if (in == NULL || (s->marked &&
	    row_marks_stream(&s->marks, columns->names.truth, in, &s->in,
	    &d) == -1))
		tool_die(t, &d);
}

void
eval_scores_release(struct eval_scores *s)
{
	stream_close(s->in);
	predictor_free(s->predictor);
	read_report_release(&s->read);
	row_marks_release(&s->marks);
}

void
eval_scores_contender(const struct eval_scores *s, const struct tool *t,
    struct contender *out)
{
	struct diag d = DIAG_INIT;
	char *path;

	out->name = s->model != NULL ? s->model : s->n_files > 0 ?
	    s->files[0] : "-";
	out->sha[0] = '\0';
	if (strcmp(out->name, "-") == 0)
		return;
	if (known_model(out->name, &path, &d) == -1 ||
	    digest_file(path, out->sha, &d) == -1)
		tool_die(t, &d);
	free(path);
}

void
eval_scores_named(struct eval_scores *s, const char *const *name)
{
	if (s->model != NULL) {
		s->model = *name;
		return;
	}
	s->files = name;
	s->n_files = 1;
}

void
eval_scores_other(const struct eval_scores *first,
    const struct score_table *table, const char *const *name,
    const struct tool *t, const struct score_options *columns,
    struct compared *out)
{
	struct eval_scores s = { .model = first->model,
	    .files = first->files, .n_files = first->n_files,
	    .marked = true };
	struct slicing none;
	struct diag d = DIAG_INIT;

	eval_scores_named(&s, name);
	eval_scores_open(&s, t, columns);
	slicing_init(&none, &s.in->head.schema, columns->room);
	out->name = *name;
	if (score_table_read(s.in, columns, &none, &out->table, &d) == -1 ||
	    comparison_align(table, &out->table, &d) == -1 ||
	    row_marks_pair(&first->marks, &s.marks, &out->row, &d) == -1) {
		diag_prefix(&d, "%s", *name);
		tool_die(t, &d);
	}
	slicing_release(&none);
	eval_scores_release(&s);
}
