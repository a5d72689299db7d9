/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a stream of scored rows to slices, metrics and verdicts. */

#include "check.h"
#include "evaluation.h"
#include "gate.h"

#define N 8

/* truth, prediction, score of "yes", region, split, other score */
static const struct row {
	const char *truth, *prediction;
	double score;
	const char *region, *split;
} rows[N] = {
	{ "yes", "yes", 0.9, "north", "valid" },
	{ "no", "no", 0.2, "north", "valid" },
	{ "yes", "no", 0.4, "south", "test" },
	{ "no", "yes", 0.6, "south", "test" },
	{ "yes", "yes", 0.8, NULL, "test" },
	{ NULL, "yes", 0.8, NULL, "test" },
	{ "no", "no", 0.1, "north", "test" },
	{ "yes", "yes", 0.7, "north", "test" },
};

static const struct report_field fields[] = {
	{ "truth", COL_STRING }, { "prediction", COL_STRING },
	{ "score", COL_FLOAT }, { "region", COL_STRING },
	{ "split", COL_STRING },
};

static struct stream *
make_stream(size_t n)
{
	struct stream empty = { .head.lineage = json_array(),
	    .tail = json_array() };
	struct stream *s = report_new(fields, 5, &empty);
	struct column *c = report_block(s)->cols;

	for (size_t i = 0; i < n; i++) {
		report_text(&c[0], rows[i].truth);
		report_text(&c[1], rows[i].prediction);
		report_number(&c[2], rows[i].score);
		report_text(&c[3], rows[i].region);
		report_text(&c[4], rows[i].split);
	}
	schema_set_role(&s->head.schema, 0, ROLE_TARGET);
	schema_set_role(&s->head.schema, 1, ROLE_PREDICTION);
	schema_set_role(&s->head.schema, 2, ROLE_SCORE);
	json_decref(empty.head.lineage);
	json_decref(empty.tail);
	return (s);
}

static const struct score_options by_role = { .threshold = NAN };

/* Read the table, sliced by the column if there is one. */
static int
read_table(struct stream *s, const struct score_options *o, const char *by,
    struct slicing *slices, struct score_table *t, struct diag *d)
{
	slicing_init(slices, &s->head.schema, NULL);
	if (by != NULL &&
	    slicing_add(slices, by, &s->head.schema, d) == -1)
		return (-1);
	return (score_table_read(s, o, slices, t, d));
}

static void
evaluate(struct stream *s, const char *metrics, const char *by,
    struct evaluation *out)
{
	struct bootstrap_options o = { .level = 0.95 };
	struct diag d = DIAG_INIT;
	struct metric_choice choice;
	struct slicing slices;
	struct score_table t;

	CHECK(read_table(s, &by_role, by, &slices, &t, &d) == 0);
	CHECK(metric_choice_parse(metrics, &choice, &d) == 0);
	CHECK(metric_choice_settle(&choice, &t, &d) == 0);
	evaluation_make(&t, &slices, &choice, &o, out);
	metric_choice_release(&choice);
	score_table_release(&t);
	slicing_release(&slices);
}

static void
check_row(const struct evaluation *e, const char *slice, const char *metric,
    size_t n, double value)
{
	const struct evaluation_row *r = evaluation_find(e, slice, metric);

	CHECK_(r != NULL, "no %s of %s", metric, slice);
	if (r == NULL)
		return;
	CHECK_INT(r->n, n);
	CHECK_NEAR(r->estimate.value, value, 1e-12);
}

static void
test_whole(void)
{
	struct stream *s = make_stream(N);
	struct evaluation e;

	evaluate(s, "auc,accuracy,confusion", NULL, &e);
	CHECK_INT(e.n, 6);
	/* 4 positives, 3 negatives: 11 of 12 pairs in order. */
	check_row(&e, "all", "auc", 7, 11.0 / 12);
	check_row(&e, "all", "accuracy", 7, 5.0 / 7);
	check_row(&e, "all", "confusion[yes,no]", 7, 1);
	check_row(&e, "all", "confusion[yes,yes]", 7, 3);
	check_row(&e, "all", "confusion[no,no]", 7, 2);
	evaluation_release(&e);
	stream_close(s);
}

static void
test_slices(void)
{
	static const char *const labels[] = {
		"split=valid", "split=valid region=north", "split=test",
		"split=test region=(missing)", "split=test region=north",
		"split=test region=south",
	};
	struct stream *s = make_stream(N);
	struct evaluation e;

	schema_set_role(&s->head.schema, 4, ROLE_SPLIT);
	evaluate(s, "accuracy", "region", &e);
	CHECK_INT(e.n, 6);
	for (size_t i = 0; i < 6 && i < e.n; i++)
		CHECK_STR(e.rows[i].slice, labels[i]);
	check_row(&e, "split=test", "accuracy", 5, 0.6);
	check_row(&e, "split=test region=north", "accuracy", 2, 1);
	check_row(&e, "split=test region=south", "accuracy", 2, 0);
	evaluation_release(&e);
	stream_close(s);

	s = make_stream(N);
	evaluate(s, "accuracy", "score > 0.65 or region = 'south'", &e);
	CHECK_INT(e.n, 2);
	check_row(&e, "score > 0.65 or region = 'south'", "accuracy", 5, 0.6);
	evaluation_release(&e);
	stream_close(s);
}

static void
test_options(void)
{
	static const char *score[] = { "score" };
	struct score_options o = { .threshold = 0.75,
	    .names = { .truth = "truth", .scores = score, .n_scores = 1,
	    .positive = "no" } };
	struct diag d = DIAG_INIT;
	struct slicing slices;
	struct score_table t;
	struct stream *s = make_stream(N);

	CHECK(read_table(s, &o, NULL, &slices, &t, &d) == 0);
	CHECK_INT(t.n_unlabelled, 1);
	CHECK_STR(t.classes[1], "no");
	CHECK_STR(t.classes[0], "yes");
	CHECK_INT(t.rows.predicted_class[0], 1);	/* 0.9 >= 0.75 */
	CHECK_INT(t.rows.predicted_class[2], 0);
	CHECK_INT(t.rows.truth_class[0], 0);
	score_table_release(&t);
	slicing_release(&slices);
	stream_close(s);
}

static void
check_refused(size_t n, const struct score_options *o, const char *by,
    const char *why)
{
	struct stream *s = make_stream(n);
	struct diag d = DIAG_INIT;
	struct slicing slices;
	struct score_table t;

	CHECK(read_table(s, o, by, &slices, &t, &d) == -1);
	CHECK_STR(d.text, why);
	slicing_release(&slices);
	stream_close(s);
}

static void
test_refusals(void)
{
	struct score_options typo = { .threshold = NAN,
	    .names = { .positive = "yess" } };
	struct score_options task = { .threshold = NAN,
	    .names = { .task = "regression" } };
	struct score_options text = { .threshold = NAN,
	    .names = { .scores = (const char *[]){ "region" },
	    .n_scores = 1 } };

	check_refused(N, &typo, NULL, "no row's truth is \"yess\"");
	check_refused(N, &task, NULL,
	    "a regression wants numbers as truth and prediction");
	check_refused(N, &text, NULL,
	    "the score column \"region\" is a string, not a number");
	check_refused(N, &by_role, "reg",
	    "expression \"reg\": at character 1: no column \"reg\"");
}

static int
judge(const char *text, const struct evaluation *e, struct str *why)
{
	struct diag d = DIAG_INIT;
	struct gate g;
	int ret;

	str_clear(why);
	if (gate_parse(text, &g, &d) == -1) {
		str_addz(why, d.text);
		return (-1);
	}
	ret = gate_check(&g, e, &d);
	if (ret == -1)
		str_addz(why, d.text);
	else
		ret = gate_fails(&g, e, why);
	gate_release(&g);
	return (ret);
}

static void
test_gates(void)
{
	struct stream *s = make_stream(N), *former = make_stream(N), *report;
	struct diag d = DIAG_INIT;
	struct evaluation e, old;
	struct str why = STR_INIT;

	schema_set_role(&s->head.schema, 4, ROLE_SPLIT);
	evaluate(s, "auc,accuracy", NULL, &e);
	CHECK_INT(judge("accuracy < 0.6", &e, &why), 0);
	CHECK_INT(judge("accuracy<=0.6", &e, &why), 1);
	CHECK_STR(why.buf, "accuracy of split=test is 0.6 <= 0.6");
	CHECK_INT(judge("split=valid: accuracy > .9", &e, &why), 1);
	CHECK_INT(judge("split=train: auc < 1", &e, &why), -1);
	CHECK_STR(why.buf, "\"split=train: auc < 1\": there is no slice "
	    "\"split=train\"");
	CHECK_INT(judge("acc < 1", &e, &why), -1);
	CHECK_INT(judge("auc", &e, &why), -1);
	CHECK_INT(judge("auc < x", &e, &why), -1);
	CHECK_STR(why.buf, "\"auc < x\": not a number: \"x\"");

	/* Its own report as the baseline, then compared with others. */
	CHECK_INT(judge("auc < baseline", &e, &why), 1);
	CHECK_STR(why.buf, "auc of split=test has no baseline");
	schema_set_role(&former->head.schema, 4, ROLE_SPLIT);
	evaluate(former, "auc,accuracy", NULL, &old);
	report = evaluation_report(&old, false, former);
	CHECK(evaluation_compare(&e, report, &d) == 0);
	CHECK_INT(judge("auc < baseline", &e, &why), 0);
	CHECK_INT(judge("auc < baseline + 0.01", &e, &why), 1);
	CHECK_INT(judge("auc < baseline - 0.01", &e, &why), 0);
	stream_close(report);
	evaluation_release(&old);
	evaluation_release(&e);
	str_release(&why);
	stream_close(s);
	stream_close(former);
}

int
main(void)
{
	test_whole();
	test_slices();
	test_options();
	test_refusals();
	test_gates();
	return (check_done());
}
