/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "report.h"
#include "score_classes.h"

#include "concept_watch.h"

#define RECENT 100	/* errors that tell how it is now */
#define UNIT_ROWS 100	/* errors that give the unit of a regression */

struct noted {
	uint64_t row;
	int64_t time;
	bool has_time;
	double error;
};

/* What a detector has seen. */
struct seen {
	uint64_t n;		/* errors since it began, */
	double sum;		/* theirs, */
	double ring[RECENT];	/* and the last of them, at n % RECENT */
	enum concept_state last;
	uint64_t n_lines, n_drift;
	struct noted first;	/* drift */
};

struct watch {
	const struct concept_watch_options *o;
	struct stream *table;
	struct score_columns cols;
	struct class_codes codes;
	size_t time;		/* or COLUMN_NONE */
	struct seen *seen;
	struct noted held[UNIT_ROWS];	/* while the unit is not known */
	size_t n_held;
	double unit;		/* NaN: not known yet */
	struct concept_result *result;
};

int
concept_watch_parse(const char *list, uint64_t seed,
    struct concept_watch_options *o, struct diag *d)
{
	const char *end;

	for (;; list = end + 1) {
		end = strchrnul(list, ',');
		o->detectors = mem_realloc(o->detectors, o->n + 1,
		    sizeof(*o->detectors));
		if (concept_detector_parse(list, (size_t)(end - list), seed,
		    &o->detectors[o->n], d) == -1)
			return (-1);
		o->n++;
		if (*end == '\0')
			return (0);
	}
}

void
concept_watch_release(struct concept_watch_options *o)
{
	for (size_t i = 0; i < o->n; i++)
		concept_detector_release(&o->detectors[i]);
	free(o->detectors);
	o->detectors = NULL;
	o->n = 0;
}

static struct stream *
new_table(bool has_time)
{
	static const struct report_field fields[] = {
		{ "time", COL_TIME, 0 }, { "row", COL_INT, 0 },
		{ "detector", COL_STRING, 0 }, { "verdict", COL_STRING, 0 },
		{ "error", COL_FLOAT, 0 }, { "recent", COL_FLOAT, 0 },
		{ "n", COL_INT, 0 }
	};

	size_t skip = has_time ? 0 : 1;

	return (report_new(fields + skip,
	    sizeof(fields) / sizeof(fields[0]) - skip, NULL));
}

static double
mean_of_recent(const struct seen *s)
{
	uint64_t n = s->n < RECENT ? s->n : RECENT;
	double sum = 0;

	for (uint64_t i = 0; i < n; i++)
		sum += s->ring[i];
	return (sum / (double)n);
}

static void
add_line(struct watch *w, size_t i, const struct noted *at, const char *verdict)
{
	struct seen *s = &w->seen[i];
	struct column *c = report_block(w->table)->cols;

	if (at->has_time)
		column_add_int(c++, at->time);
	else if (w->time != COLUMN_NONE)
		column_add_missing(c++);
	column_add_int(c++, (int64_t)at->row);
	report_text(c++, w->o->detectors[i].kind->name);
	report_text(c++, verdict);
	report_number(c++, s->sum / (double)s->n);
	report_number(c++, mean_of_recent(s));
	column_add_int(c, (int64_t)s->n);
	s->n_lines++;
}

static void
feed(struct watch *w, size_t i, const struct noted *at)
{
	struct seen *s = &w->seen[i];
	double error = at->error / w->unit;
	enum concept_state before = s->last;

	if (before == CONCEPT_DRIFT)
		s->n = 0, s->sum = 0;
	s->ring[s->n++ % RECENT] = error;
	s->sum += error;
	s->last = concept_detector_add(&w->o->detectors[i], error);
	if (s->last == CONCEPT_DRIFT) {
		if (s->n_drift++ == 0)
			s->first = *at;
		add_line(w, i, at, "drift");
	} else if (s->last == CONCEPT_WARN && before != CONCEPT_WARN &&
	    !w->o->only_drift) {
		add_line(w, i, at, "warn");
	}
}

static void
feed_all(struct watch *w, const struct noted *at)
{
	for (size_t i = 0; i < w->o->n; i++)
		feed(w, i, at);
}

/* The unit is the mean of what is held; 1 where that is 0. */
static void
settle_unit(struct watch *w)
{
	double sum = 0;

	for (size_t i = 0; i < w->n_held; i++)
		sum += w->held[i].error;
	w->unit = sum > 0 ? sum / (double)w->n_held : 1;
	for (size_t i = 0; i < w->n_held; i++)
		feed_all(w, &w->held[i]);
}

static double
error_of(struct watch *w, const struct column *truth,
    const struct column *said, size_t i)
{
	if (w->cols.regression)
		return (fabs(column_number(truth, i) -
		    column_number(said, i)));
	return (class_codes_add(&w->codes, truth, i) !=
	    class_codes_add(&w->codes, said, i));
}

static void
add_batch(struct watch *w, const struct batch *b)
{
	const struct column *truth = b->cols[w->cols.truth];
	const struct column *said = b->cols[w->cols.prediction];
	const struct column *time = w->time == COLUMN_NONE ? NULL :
	    b->cols[w->time];
	struct noted at;

	for (size_t i = 0; i < b->n_rows; i++) {
		w->result->rows++;
		if (!truth->valid[i] || !said->valid[i]) {
			w->result->left_out++;
			continue;
		}
		at = (struct noted){ .row = b->first_row + i + 1,
		    .error = error_of(w, truth, said, i),
		    .has_time = time != NULL && time->valid[i] };
		if (at.has_time)
			at.time = time->ints[i];
		if (!isnan(w->unit))
			feed_all(w, &at);
		else if ((w->held[w->n_held++] = at, w->n_held) == UNIT_ROWS)
			settle_unit(w);
	}
}

/* Where there are no rows, columns are of any type. */
static int
check_detectors(const struct watch *w, struct diag *d)
{
	for (size_t i = 0; i < w->o->n && w->cols.regression; i++) {
		if (w->o->detectors[i].kind->is_binary)
			return (diag_set(d, "%s is for classes, whose errors "
			    "are 0 or 1; for a regression there are adwin, "
			    "page-hinkley and kswin",
			    w->o->detectors[i].kind->name));
	}
	return (0);
}

static int
find_columns(struct watch *w, const struct schema *s, struct diag *d)
{
	if (score_columns_find(&w->o->names, s, &w->cols, d) == -1)
		return (-1);
	w->time = COLUMN_NONE;
	if (w->o->time != NULL &&
	    schema_need_time(s, w->o->time, &w->time, d) == -1)
		return (-1);
	if (w->cols.prediction == COLUMN_NONE)
		return (diag_set(d, "which column is the prediction? say "
		    "--prediction COL"));
	w->unit = w->cols.regression ? w->o->unit : 1;
	return (0);
}

/* "adwin drifted 2 times, first at row 312; ddm did not" */
static void
conclude(const struct watch *w, struct str *out)
{
	for (size_t i = 0; i < w->o->n; i++) {
		const struct seen *s = &w->seen[i];

		str_addf(out, "%s%s ", i > 0 ? "; " : "",
		    w->o->detectors[i].kind->name);
		if (s->n_drift == 0)
			str_addz(out, "saw no drift");
		else
			str_addf(out, "saw drift %llu time%s, first at row "
			    "%llu", (unsigned long long)s->n_drift,
			    s->n_drift == 1 ? "" : "s",
			    (unsigned long long)s->first.row);
	}
	str_addz(out, "\n");
}

static void
finish(struct watch *w, const struct stream *in)
{
	struct noted end = { .row = w->result->rows };

	if (isnan(w->unit))
		settle_unit(w);
	for (size_t i = 0; i < w->o->n; i++) {
		w->result->n_drift += w->seen[i].n_drift;
		if (w->seen[i].n_lines == 0 && w->seen[i].n > 0 &&
		    !w->o->only_drift)
			add_line(w, i, &end, "ok");
	}
	report_about(w->table, in);
	conclude(w, &w->result->conclusion);
}

static int
watch_stream(struct watch *w, struct stream *in, struct diag *d)
{
	const struct batch *b;
	int r;

	class_codes_init(&w->codes, &w->cols, &in->head.schema, NULL);
	while ((r = stream_next(in, &b, d)) == 1 &&
	    (r = check_detectors(w, d)) == 0)
		add_batch(w, b);
	if (r == 0)
		finish(w, in);
	class_codes_release(&w->codes);
	return (r);
}

int
concept_watch(struct stream *in, struct concept_watch_options *o,
    struct stream **table, struct concept_result *result, struct diag *d)
{
	struct watch *w = MEM_NEW(struct watch);
	int r = -1;

	memset(result, 0, sizeof(*result));
	str_init(&result->conclusion);
	w->o = o;
	w->result = result;
	w->seen = mem_calloc(o->n, sizeof(*w->seen));
	w->table = new_table(o->time != NULL);
	if (find_columns(w, &in->head.schema, d) == 0)
		r = watch_stream(w, in, d);
	if (r == 0)
		*table = w->table;
	else
		stream_close(w->table);
	score_columns_release(&w->cols);
	free(w->seen);
	free(w);
	return (r);
}
