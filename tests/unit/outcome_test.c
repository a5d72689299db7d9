/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "decision.h"
#include "num_init.h"
#include "outcome_fit.h"

/* QuantileTransformer(output_distribution="normal", n_quantiles=10) of
   scikit-learn 1.7.2, whose tails end 2e-16 further out */
static void
test_quantile_transform(void)
{
	static const double y[] = { 1, 2, 2, 5, 9, 14, 20, 27, 35, 44 };
	static const double in[] = { 1, 2, 3, 10, 44, 50 }, forward[] = {
		-5.19933758261, -0.967421566102, -0.645630749276,
		-0.0836517339071, 5.1993375827, 5.1993375827
	}, z[] = { -9, -1, 0, .5, 1.7, 9 }, back[] = {
		1, 2, 11.5, 21.5621350603, 40.3901975166, 44
	};
	struct target_transform t = { .kind = TRANSFORM_QUANTILE };

	target_transform_fit(&t, y, 10);
	for (int i = 0; i < 6; i++) {
		CHECK_NEAR(target_transform_value(&t, in[i]), forward[i],
		    1e-9);
		CHECK_NEAR(target_transform_back(&t, z[i]), back[i], 1e-11);
	}
	target_transform_release(&t);
}

/* What comes back is what went in; what has no image is an error. */
static void
test_transforms(void)
{
	static const char *const words[] = { "log", "log1p", "sqrt" };
	static const double y[] = { 0.25, 3, 1e6 }, less[] = { 1, -2 };
	struct target_transform t;
	struct diag d = DIAG_INIT;
	double *z;

	for (int k = 0; k < 3; k++) {
		CHECK_INT(target_transform_parse(words[k], &t, &d), 0);
		for (int i = 0; i < 3; i++)
			CHECK_NEAR(target_transform_back(&t,
			    target_transform_value(&t, y[i])), y[i], 1e-14);
		CHECK_INT(target_transform_make(&t, less, 2, &z, &d), -1);
	}
	CHECK_NEAR(target_transform_back(&t, -3), 0, 0);	/* sqrt */
	CHECK_INT(target_transform_parse("root", &t, &d), -1);
}

/* Positives at .9, .7, .4 and .2; the sums are counted by hand. */
static void
test_threshold(void)
{
	double scores[] = { .9, .8, .7, .7, .4, .3, .2, .1 };
	double y[] = { 1, 0, 1, 0, 1, 0, 1, 0 };
	struct held_scores h = { .scores = scores, .y = y, .n = 8, .n_out = 1,
	    .source = "valid" };
	static const struct {
		const char *rule;
		double want;
	} good[] = {
		{ "recall >= .5", .7 }, { "recall>=0.75", .4 },
		{ "recall >= 1", .2 }, { "precision >= 0.6", .4 },
		{ "specificity >= .75", .8 }, { "accuracy", .9 },
		{ "f1", .2 }, { "mcc", .9 }
	};
	static const char *const bad[] = {
		"recall", "recall > 1", "recall >= 1.2", "f1 >= 2", "auk",
		"recall >= x", ""
	};
	struct threshold_rule r;
	struct str told = STR_INIT;
	struct diag d = DIAG_INIT;
	double at;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		CHECK_INT(threshold_rule_parse(good[i].rule, &r, &d), 0);
		CHECK_INT(threshold_rule_find(&r, &h, &at, &told, &d), 0);
		CHECK_(at == good[i].want, "%s: %g", good[i].rule, at);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK_INT(threshold_rule_parse(bad[i], &r, &d), -1);
	y[0] = 0;
	CHECK_INT(threshold_rule_parse("precision >= 0.8", &r, &d), 0);
	CHECK_INT(threshold_rule_find(&r, &h, &at, &told, &d), -1);
	CHECK_(strstr(d.text, "the most is 0.4286") != NULL, "%s", d.text);
	str_release(&told);
}

/* The ceil((n + 1) level)-th smallest of n. */
static void
test_conformal(void)
{
	double v[99], q;
	struct diag d = DIAG_INIT;

	for (int i = 0; i < 99; i++)
		v[i] = i + 1;
	CHECK_INT(conformal_quantile(v, 99, .9, &q, &d), 0);
	CHECK_NEAR(q, 90, 0);
	CHECK_INT(conformal_quantile(v, 19, .95, &q, &d), 0);
	CHECK_NEAR(q, 19, 0);
	CHECK_INT(conformal_quantile(v, 18, .95, &q, &d), -1);
	CHECK_STR(d.text, "--conformal 0.95 needs 19 rows that are held out, "
	    "there are 18");
}

/* Elkan 2001, equation 2, and expected costs added up by hand. */
static void
test_costs(void)
{
	static const char *const three[] = { "a", "a:b", "c" };
	static const char *const two[] = { "no", "yes" };
	struct model m = { .task = TASK_BINARY, .n_classes = 2,
	    .classes = (char **)(uintptr_t)two };
	struct outcome o;
	struct diag d = DIAG_INIT;
	double p[] = { .5, .3, .2 };

	outcome_init(&o);
	CHECK_INT(costs_parse(&m, "fn=50,fp=2,tn=1", &o.costs, &d), 0);
	CHECK_INT(costs_threshold(o.costs, &o.threshold, &d), 0);
	CHECK_NEAR(o.threshold, 1 / 51., 1e-15);
	outcome_release(&o);
	CHECK_INT(costs_parse(&m, "yes:no=1,no:yes=0", &o.costs, &d), 0);
	CHECK_INT(costs_threshold(o.costs, &o.threshold, &d), -1);
	outcome_release(&o);
	CHECK_INT(costs_parse(&m, "fn=x", &o.costs, &d), -1);
	m.task = TASK_MULTICLASS;
	m.n_classes = 3;
	m.classes = (char **)(uintptr_t)three;
	CHECK_INT(costs_parse(&m, "fn=1", &o.costs, &d), -1);
	CHECK_INT(costs_parse(&m, "c:a=9,a:b:c=.5", &o.costs, &d), 0);
	/* .3 + 9 x .2 = 2.1 for a, .5 + .2 for a:b, .5 + .15 for c */
	CHECK_INT(outcome_class(&o, &m, p), 2);
	outcome_release(&o);
	CHECK_INT(outcome_class(&o, &m, p), 0);
}

/* A manifest may be of anybody; what is good comes back as it was. */
static void
test_load(void)
{
	static const char good[] = "{\"outcome\":{\"facts\":{\"a\":\"b\"},"
	    "\"calibration\":[{\"x\":[0.1,0.5],\"y\":[0.0,1.0]}],"
	    "\"decision\":{\"rule\":\"f1\",\"threshold\":0.25},"
	    "\"conformal\":{\"level\":0.5,\"quantile\":0.75}}}";
	static const char *const bad[] = {
		"1", "{}", "{\"facts\":{},\"calibration\":[]}",
		"{\"facts\":{},\"calibration\":[{\"a\":1}]}",
		"{\"facts\":{},\"calibration\":[{\"x\":[1,1],\"y\":[0,1]}]}",
		"{\"facts\":{},\"calibration\":[{\"x\":[1,2],\"y\":[0]}]}",
		"{\"facts\":{},\"calibration\":[{\"x\":[],\"y\":[]}]}",
		"{\"facts\":{},\"calibration\":[{\"x\":[1],\"y\":[2]}]}",
		"{\"facts\":{},\"target_transform\":{\"kind\":\"log\"}}",
		"{\"facts\":{},\"decision\":{\"rule\":\"f1\"}}",
		"{\"facts\":{},\"conformal\":{\"level\":0.5}}"
	};
	struct model m = { .task = TASK_BINARY, .n_classes = 2 };
	struct str s = STR_INIT;
	struct diag d = DIAG_INIT;
	struct outcome o;
	json_t *doc, *back;

	CHECK_INT(doc_parse(good, sizeof(good) - 1, &doc, &d), 0);
	CHECK_INT(outcome_from_json(doc, &m, &o, &d), 0);
	CHECK_NEAR(calibrator_apply(o.calibrators, .3), .5, 1e-15);
	CHECK_INT(outcome_class(&o, &m, &(double){ .25 }), 1);
	back = json_pack("{s:o}", "outcome", outcome_to_json(&o, &m));
	doc_write(back, &s);
	CHECK_STR(str_get(&s), good);
	json_decref(back);
	json_decref(doc);
	outcome_release(&o);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		str_clear(&s);
		str_addf(&s, "{\"outcome\":%s}", bad[i]);
		CHECK_INT(doc_parse(s.buf, s.len, &doc, &d), 0);
		CHECK_(outcome_from_json(doc, &m, &o, &d) == -1, "%s is taken",
		    bad[i]);
		outcome_release(&o);
		json_decref(doc);
	}
	str_release(&s);
}

int
main(void)
{
	num_init();
	test_quantile_transform();
	test_transforms();
	test_threshold();
	test_conformal();
	test_costs();
	test_load();
	return (check_done());
}
