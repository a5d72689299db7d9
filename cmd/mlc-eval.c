/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mlc-eval: scored rows -> one row a slice and metric; and a verdict. */
#include <stdlib.h>
#include <string.h>

#include "best_threshold.h"
#include "board.h"
#include "evaluation_page.h"
#include "fairness.h"
#include "mem.h"
#include "numtext.h"
#include "raw_rows.h"
#include "recipe.h"

#include "eval.h"

#define PAGE_POINTS 200		/* of a curve */
#define CLASSES_SHOWN 50	/* on a terminal without being asked for */

static void
compare_with_baseline(struct eval *e)
{
	struct stream *former;
	struct source_options o;
	struct diag d = DIAG_INIT;

	if (e->baseline == NULL)
		return;
	tool_source_options(&e->tool, &o);
	if (source_open(&e->baseline, 1, &o, &former, &d) == -1 ||
	    evaluation_compare(&e->result, former, &d) == -1) {
		diag_prefix(&d, "%s", e->baseline);
		tool_die(&e->tool, &d);
	}
	stream_close(former);
}

/* Slices are of raw values. */
static int
check_raw(const struct head *h, const uint8_t *used, struct diag *d)
{
	const char *name, *step;

	for (size_t i = 0; i < h->schema.n; i++) {
		name = h->schema.fields[i].name;
		if (used[i] && (step = recipe_recodes(h->recipe, name)) != NULL)
			return (diag_set(d, "slices by \"%s\" would be by "
			    "what the step \"%s\" made of it; mlc-encode "
			    "--carry '%s' keeps the values themselves", name,
			    step, name));
	}
	return (0);
}

static void
add_slices(struct eval *e)
{
	const struct head *h = &e->scores.in->head;
	uint8_t *used;
	struct diag d = DIAG_INIT;
	int r;

	slicing_init(&e->slicing, &h->schema, e->columns.room);
	if (e->fair != NULL) {
		e->slices = mem_alloc(1, sizeof(*e->slices));
		e->slices[e->n_slices++] = e->fair;
	}
	for (size_t i = 0; i < e->n_slices; i++) {
		if (slicing_add(&e->slicing, e->slices[i], &h->schema, &d) ==
		    -1)
			tool_die(&e->tool, &d);
	}
	used = mem_calloc(h->schema.n, 1);
	slicing_columns(&e->slicing, used);
	r = check_raw(h, used, &d);
	free(used);
	if (r == -1)
		tool_die(&e->tool, &d);
}

/* The columns to find slices by: none that says what is true or scored, and
   none that a step made of other values. */
static void
begin_search(struct eval *e)
{
	const struct head *h = &e->scores.in->head;
	const struct score_names *names = &e->columns.names;
	const char *const said[] = { names->truth, names->prediction,
	    names->low, names->high, names->set };
	uint8_t *skip = mem_calloc(h->schema.n + 1, 1);

	for (size_t i = 0; i < h->schema.n; i++) {
		const char *name = h->schema.fields[i].name;

		skip[i] = recipe_recodes(h->recipe, name) != NULL;
		for (size_t k = 0; k < sizeof(said) / sizeof(said[0]); k++)
			skip[i] |= said[k] != NULL &&
			    strcmp(said[k], name) == 0;
		for (size_t k = 0; k < names->n_scores; k++)
			skip[i] |= strcmp(names->scores[k], name) == 0;
	}
	slice_columns_init(&e->searched, &h->schema, skip, e->columns.room);
	e->slicing.search = &e->searched;
	free(skip);
}

static void
find_slices(struct eval *e)
{
	const struct metric *first = e->metrics == NULL || e->choice.n == 0 ?
	    NULL : e->choice.metrics[0];
	struct slice_search o = { .n_wanted = (size_t)e->n_find,
	    .level = e->level, .seed = (uint64_t)e->tool.seed,
	    .loss = first != NULL && first->loss != NULL ? first : NULL };

	slice_columns_bin(&e->searched);
	slice_search(&e->table, &e->slicing, &e->searched, &o, &e->found);
	if (e->found.n == 0)
		tool_warn(&e->tool, "no slice of %s is worse than the rest "
		    "for sure, of %zu that were tested", e->found.part,
		    e->found.n_tested);
}

/* The metrics that were asked for, by whichever option. */
static void
choose_metrics(struct eval *e)
{
	struct diag d = DIAG_INIT;

	if (metric_choice_parse(e->metrics, &e->choice, &d) == -1)
		tool_usage(&e->tool, "--metrics: %s", d.text);
	e->confusion |= e->choice.confusion;
}

/* Is the threshold to be found? */
static bool
is_chosen(const struct eval *e)
{
	return (e->threshold != NULL &&
	    strncmp(e->threshold, "best:", 5) == 0);
}

/* A threshold that is a number is one for the reader of rows. */
static void
parse_threshold(struct eval *e)
{
	if (e->threshold != NULL && !is_chosen(e) &&
	    parse_float(e->threshold, strlen(e->threshold),
	    &e->columns.threshold) == -1)
		tool_usage(&e->tool, "--threshold wants a number or "
		    "best:METRIC, not \"%s\"", e->threshold);
}

/* The metric of a text; "cost" is by --cost. */
static struct metric *
ask_metric(const struct eval *e, const char *text)
{
	struct str s = STR_INIT;
	struct diag d = DIAG_INIT;
	struct metric *m;

	str_addz(&s, text);
	if (e->cost != NULL && strcmp(text, "cost") == 0)
		str_addf(&s, "(%s)", e->cost);
	if ((m = metric_ask(str_get(&s), &d)) == NULL ||
	    metric_bind(m, e->table.classes, e->table.rows.n_classes, &d) ==
	    -1)
		tool_usage(&e->tool, "%s", d.text);
	str_release(&s);
	return (m);
}

/* Rows have to be predicted anew; name: whose they are, NULL: the first. */
static void
choose_threshold(const struct eval *e, struct score_table *t,
    const uint32_t *row, const char *name)
{
	struct best_threshold best;
	struct threshold_rows rows = { t, e->slicing.parts, row };
	struct metric *m;
	struct diag d = DIAG_INIT;

	if (!is_chosen(e))
		return;
	m = ask_metric(e, e->threshold + 5);
	if (best_threshold(&rows, m, &best, &d) == -1) {
		if (name != NULL)
			diag_prefix(&d, "%s", name);
		tool_die(&e->tool, &d);
	}
	score_table_predict(t, best.threshold);
	tool_warn(&e->tool, "%s%sthreshold %.6g: %s is %.6g, the best of %zu "
	    "%s", name == NULL ? "" : name, name == NULL ? "" : ": ",
	    best.threshold, m->name, best.value, best.n, best.of_valid ?
	    "valid rows" : "rows; as none are valid, it was chosen by the "
	    "rows that it is judged by");
	metric_free(m);
}

/* Those that fit the rows, and the one to judge by first. */
static void
settle_metrics(struct eval *e)
{
	struct diag d = DIAG_INIT;

	if (e->champion != NULL && e->choice.n == 0)
		metric_choice_add(&e->choice, e->cost != NULL ?
		    e->curve.cost->name : verdict_metric(&e->table.rows)->name);
	for (size_t i = 0; i < e->gates.n; i++)
		metric_choice_add(&e->choice, e->gates.v[i].metric);
	for (size_t i = 0; i < e->floors.n; i++)
		metric_choice_add(&e->choice, e->floors.v[i].metric);
	if (e->cost != NULL)
		metric_choice_add(&e->choice, e->curve.cost->name);
	if (is_chosen(e))
		metric_choice_add(&e->choice, "threshold");
	if (metric_choice_settle(&e->choice, &e->table, &d) == -1)
		tool_die(&e->tool, &d);
	e->choice.confusion = e->confusion || ((e->tool.on_terminal ||
	    e->html != NULL) && e->choice.usual && e->table.classes != NULL &&
	    e->table.rows.n_classes <= CLASSES_SHOWN);
}

static void
tell_rows(const struct eval *e)
{
	const struct score_table *t = &e->table;

	if (t->n_unlabelled > 0)
		tool_warn(&e->tool, "left out for want of a truth: %llu rows",
		    (unsigned long long)t->n_unlabelled);
	if (t->note.len > 0)
		tool_warn(&e->tool, "%s", str_get(&t->note));
	if (e->scores.predictor != NULL &&
	    e->slicing.split_col == COLUMN_NONE &&
	    rows_were_trained_on(e->scores.predictor, e->scores.in))
		tool_warn(&e->tool, "the model was trained on rows of the "
		    "same file, and no column of role split tells which rows "
		    "were held out");
}

static void
compare_with_others(struct eval *e, const struct bootstrap_options *o)
{
	struct compared *others = mem_calloc(e->n_others, sizeof(*others));

	for (size_t i = 0; i < e->n_others; i++) {
		eval_scores_other(&e->scores, &e->table,
		    (const char *const *)&e->others[i],
		    &e->tool, &e->columns, &others[i]);
		choose_threshold(e, &others[i].table, others[i].row,
		    e->others[i]);
	}
	if (e->n_others > 0)
		comparison_make(&e->table, &e->slicing, others, e->n_others,
		    &e->choice, o, &e->comparison);
	for (size_t i = 0; i < e->n_others; i++) {
		score_table_release(&others[i].table);
		room_release(e->columns.room, others[i].row);
	}
	free(others);
}

static void
make_curves(struct eval *e)
{
	struct diag d = DIAG_INIT;

	if (e->curves == NULL)
		return;
	e->curve.level = e->level;
	e->curve.n_points = (size_t)e->n_points;
	if (curves_parse(e->curves, &e->curve.kinds, &d) == -1)
		tool_usage(&e->tool, "--curve: %s", d.text);
	if (curves_make(&e->table, &e->slicing, &e->curve, &e->points, &d) ==
	    -1)
		tool_die(&e->tool, &d);
}

static bool
has_own_table(const struct eval *e)
{
	return (e->curves != NULL || e->n_others > 0 || e->n_find > 0 ||
	    e->fair != NULL);
}

static void
evaluate(struct eval *e)
{
	struct bootstrap_options o = {
		.n_replicates = e->n_bootstrap == AUTO ? BOOTSTRAP_AUTO :
		    (size_t)e->n_bootstrap, .level = e->level,
		.seed = (uint64_t)e->tool.seed, .crew = e->tool.crew };
	struct diag d = DIAG_INIT;

	parse_threshold(e);
	choose_metrics(e);
	add_slices(e);
	if (e->n_find > 0)
		begin_search(e);
	if (score_table_read(e->scores.in, &e->columns, &e->slicing,
	    &e->table, &d) == -1)
		tool_die(&e->tool, &d);
	if (e->cost != NULL)
		e->curve.cost = ask_metric(e, "cost");
	choose_threshold(e, &e->table, NULL, NULL);
	settle_metrics(e);
	tell_rows(e);
	make_curves(e);
	if (e->n_find > 0)
		find_slices(e);
	if (e->fair != NULL && fairness_make(&e->table, &e->slicing, e->level,
	    &e->fairness, &d) == -1)
		tool_die(&e->tool, &d);
	compare_with_others(e, &o);
	if (has_own_table(e) && e->html == NULL)
		o.n_replicates = 0;	/* its intervals are not shown */
	evaluation_make(&e->table, &e->slicing, &e->choice, &o, &e->result);
	if (e->worst_first && e->choice.n > 0)
		evaluation_sort(&e->result, e->choice.metrics[0]->less);
}

/* What is missing in the result, or may mislead: a line each. */
static void
tell_doubts(const struct eval *e)
{
	static void (*const doubts[])(const struct evaluation *,
	    struct str *) = {
		evaluation_empty, evaluation_undefined, evaluation_inverted
	};
	struct str line = STR_INIT;

	for (size_t i = 0; i < sizeof(doubts) / sizeof(doubts[0]); i++) {
		str_clear(&line);
		doubts[i](&e->result, &line);
		if (line.len > 0)
			tool_warn(&e->tool, "%s", str_get(&line));
	}
	str_release(&line);
}

/* A person at a terminal gets a grid and the classes. */
static void
write_board(const struct eval *e)
{
	struct stream *tables[2] = {
		board_metrics(&e->result, e->level, e->baseline != NULL),
		board_classes(&e->result, e->confusion)
	};
	struct str blank = STR_INIT;

	if (tables[0] != NULL)
		tool_write(&e->tool, tables[0]);
	str_addc(&blank, '\n');
	if (tables[0] != NULL && tables[1] != NULL)
		tool_print(&e->tool, &blank);
	if (tables[1] != NULL)
		tool_write(&e->tool, tables[1]);
	str_release(&blank);
}

static void
write_result(const struct eval *e)
{
	if (e->curves != NULL)
		tool_write(&e->tool, curves_report(&e->points,
		    e->scores.in));
	else if (e->n_others > 0)
		tool_write(&e->tool, comparison_report(&e->comparison,
		    e->scores.in));
	else if (e->n_find > 0)
		tool_write(&e->tool, found_slices_report(&e->found,
		    e->scores.in));
	else if (e->fair != NULL)
		tool_write(&e->tool, evaluation_report(&e->fairness, false,
		    e->scores.in));
	else if (e->tool.on_terminal)
		write_board(e);
	else
		tool_write(&e->tool, evaluation_report(&e->result,
		    e->baseline != NULL, e->scores.in));
}

static void
write_page(struct eval *e)
{
	struct str title = STR_INIT;
	struct curves curves;
	struct curve_options o = e->curve;
	struct contender c;
	struct evaluation_page page = { .level = e->level,
	    .evaluation = &e->result, .curves = &curves,
	    .comparison = &e->comparison,
	    .found = e->n_find > 0 ? &e->found : NULL,
	    .fairness = e->fair != NULL ? &e->fairness : NULL };
	struct diag d = DIAG_INIT;

	eval_scores_contender(&e->scores, &e->tool, &c);
	str_addf(&title, "Evaluation of %s", strcmp(c.name, "-") == 0 ?
	    "scored rows" : c.name);
	page.title = str_get(&title);
	o.kinds = evaluation_page_curves(&e->table.rows);
	o.level = e->level;
	o.n_points = PAGE_POINTS;
	if (curves_make(&e->table, &e->slicing, &o, &curves, &d) == -1 ||
	    evaluation_page_write(&page, e->html, &d) == -1)
		tool_die(&e->tool, &d);
	curves_release(&curves);
	str_release(&title);
}

static void
release_gates(struct gates *g)
{
	for (size_t i = 0; i < g->n; i++)
		gate_release(&g->v[i]);
	free(g->v);
}

static void
release(struct eval *e)
{
	release_gates(&e->gates);
	release_gates(&e->floors);
	for (size_t i = 0; i < e->n_others; i++)
		free(e->others[i]);
	free(e->others);
	free(e->slices);
	free(e->columns.names.scores);
	evaluation_release(&e->result);
	comparison_release(&e->comparison);
	curves_release(&e->points);
	slice_columns_release(&e->searched);
	found_slices_release(&e->found);
	evaluation_release(&e->fairness);
	metric_free(e->curve.cost);
	metric_choice_release(&e->choice);
	score_table_release(&e->table);
	slicing_release(&e->slicing);
	eval_scores_release(&e->scores);
	room_free(e->columns.room);
}

int
main(int argc, char **argv)
{
	struct eval e = {
		.tool = {
			.name = "mlc-eval",
			.synopsis = "[options] [FILE...]",
			.summary = "Evaluate scored rows: metrics with "
			    "confidence intervals, slices, gates.",
			.shares = SHARE_OUTPUT | SHARE_ROLES | SHARE_THREADS |
			    SHARE_MEM | SHARE_SEED | SHARE_LINEAGE |
			    SHARE_PARTIAL | SHARE_LIST | SHARE_READ,
			.reports = true,
			.options = eval_options,
			.own = &e,
			.list = eval_list,
		},
		.columns = { .threshold = NAN },
		.n_bootstrap = AUTO,
		.level = 0.95,
	};
	int status;

	tool_begin(&e.tool, argc, argv);
	if (e.champion != NULL)
		eval_add_others(&e, e.champion);
	eval_check_options(&e);
	e.scores.files = e.tool.args;
	e.scores.n_files = e.tool.n_args;
	e.scores.marked = e.n_others > 0;
	e.columns.room = room_new(e.tool.mem / 2);
	eval_scores_open(&e.scores, &e.tool, &e.columns);
	evaluate(&e);
	compare_with_baseline(&e);
	eval_check_gates(&e);
	tell_doubts(&e);
	if (e.html != NULL)
		write_page(&e);
	if (e.tool.track != NULL)
		tool_track_metrics(&e.tool, evaluation_report(&e.result,
		    false, e.scores.in));
	write_result(&e);
	status = eval_judge(&e);
	release(&e);
	return (tool_end(&e.tool, status));
}
