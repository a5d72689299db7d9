/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "params.h"

static const struct param_def defs[] = {
	{ "rounds", PARAM_INT, 100, 1, 1000, NULL, "how many trees" },
	{ "rate", PARAM_FLOAT, 0.1, 0, 1, NULL, "learning rate" },
	{ "loss", PARAM_CHOICE, 0, 0, 0, "auto,squared,absolute", "what" },
	{ "factor", PARAM_COLUMNS, 1, 0, 10, NULL, "how much" },
	{ "sign", PARAM_COLUMNS, 0, -1, 1, "-,0,+", "which way" },
	{ "ridge", PARAM_FLOAT, PARAM_AUTO, 0, 9, "auto", "a penalty" },
	{ .name = NULL }
};

static const struct schema *
make_features(struct schema *s)
{
	static const char *const names[] = { "age", "x1", "x2", "a:b,c" };
	struct diag d;

	schema_init(s);
	for (size_t i = 0; i < 4; i++)
		CHECK_INT(schema_add_new(s, names[i], COL_FLOAT, &d), 0);
	return (s);
}

static void
test_set(void)
{
	struct params p;
	struct diag d = DIAG_INIT;
	char word[16];

	params_init(&p, defs);
	CHECK_INT(params_get(&p, "rounds"), 100);
	CHECK_STR(params_choice(&p, "loss", word, sizeof(word)), "auto");
	CHECK_INT(params_set(&p, "rounds", "7", &d), 0);
	CHECK_INT(params_set(&p, "rate", "0.25", &d), 0);
	CHECK_INT(params_set(&p, "loss", "absolute", &d), 0);
	CHECK_INT(params_get(&p, "rounds"), 7);
	CHECK_NEAR(params_get(&p, "rate"), 0.25, 0);
	CHECK_STR(params_choice(&p, "loss", word, sizeof(word)), "absolute");
}

/* A number that may be the word auto, until a value is found. */
static void
test_auto(void)
{
	struct params p, back;
	struct schema none;
	struct diag d = DIAG_INIT;
	json_t *o;

	schema_init(&none);
	params_init(&p, defs);
	params_init(&back, defs);
	CHECK(params_auto(&p, "ridge") && !params_auto(&p, "rate"));
	CHECK_INT(params_set(&p, "ridge", "10", &d), -1);
	CHECK_INT(params_set(&p, "ridge", "nan", &d), -1);
	CHECK_INT(params_set(&p, "rate", "auto", &d), -1);
	CHECK_STR(d.text, "rate: not a number: \"auto\"");
	CHECK_INT(params_set(&p, "ridge", "3", &d), 0);
	CHECK(!params_auto(&p, "ridge"));
	CHECK_INT(params_set(&p, "ridge", "auto", &d), 0);
	o = params_to_json(&p, &none);
	CHECK_STR(json_string_value(json_object_get(o, "ridge")), "auto");
	params_settle(&back, "ridge", 1);
	CHECK_INT(params_from_json(o, &none, &back, &d), 0);
	CHECK(params_auto(&back, "ridge"));
	json_decref(o);
	params_settle(&p, "ridge", 0.5);
	CHECK_NEAR(params_get(&p, "ridge"), 0.5, 0);
}

static void
test_errors(void)
{
	struct params p;
	struct diag d = DIAG_INIT;

	params_init(&p, defs);
	CHECK_INT(params_set(&p, "round", "7", &d), -1);
	CHECK_STR(d.text, "no parameter \"round\" (did you mean "
	    "\"rounds\"?)");
	CHECK_INT(params_set(&p, "rounds", "7.5", &d), -1);
	CHECK_STR(d.text, "rounds: not a whole number: \"7.5\"");
	CHECK_INT(params_set(&p, "rounds", "0", &d), -1);
	CHECK_STR(d.text, "rounds: 0 is not between 1 and 1000");
	CHECK_INT(params_set(&p, "rate", "nan", &d), -1);
	CHECK_STR(d.text, "rate: nan is not between 0 and 1");
	CHECK_INT(params_set(&p, "loss", "square", &d), -1);
	CHECK_STR(d.text, "loss: \"square\" is none of "
	    "auto,squared,absolute");
	CHECK_INT(params_get(&p, "rounds"), 100);
}

static void
check_columns(const struct params *p, const char *name, const double *want)
{
	const double *v = params_columns(p, name);

	CHECK(v != NULL);
	for (size_t j = 0; j < 4 && v != NULL; j++)
		CHECK_NEAR(v[j], want[j], 0);
}

static void
test_json(void)
{
	struct params p, q;
	struct schema features;
	struct str s = STR_INIT;
	struct diag d = DIAG_INIT;
	json_t *obj;

	make_features(&features);
	params_init(&p, defs);
	params_init(&q, defs);
	CHECK_INT(params_set(&p, "loss", "squared", &d), 0);
	CHECK_INT(params_set(&p, "sign", "x*:+,x2:-", &d), 0);
	CHECK_INT(params_resolve(&p, &features, &d), 0);
	obj = params_to_json(&p, &features);
	doc_write(obj, &s);
	CHECK_STR(str_get(&s),
	    "{\"rounds\":100,\"rate\":0.1,\"loss\":\"squared\","
	    "\"sign\":{\"x1\":\"+\",\"x2\":\"-\"},\"ridge\":\"auto\"}");
	CHECK_INT(params_from_json(obj, &features, &q, &d), 0);
	CHECK(memcmp(p.value, q.value, sizeof(p.value)) == 0);
	CHECK(params_columns(&q, "factor") == NULL);
	check_columns(&q, "sign", (const double[]){ 0, 1, -1, 0 });
	params_release(&q);
	params_init(&q, defs);
	json_object_set_new(obj, "rate", json_integer(2));
	CHECK_INT(params_from_json(obj, &features, &q, &d), -1);
	CHECK_STR(d.text, "rate: 2 is not between 0 and 1");
	json_decref(obj);
	obj = json_pack("{s{sf}}", "factor", "z", 1.0);
	CHECK_INT(params_from_json(obj, &features, &q, &d), -1);
	CHECK_STR(d.text, "factor: no column \"z\"");
	json_decref(obj);
	str_release(&s);
	params_release(&p);
	params_release(&q);
	schema_release(&features);
}

static void
test_columns(void)
{
	struct params p, q;
	struct schema features;
	struct diag d = DIAG_INIT;

	make_features(&features);
	params_init(&p, defs);
	CHECK_INT(params_set(&p, "factor", "*:2,age:0", &d), 0);
	CHECK_INT(params_set(&p, "factor", "`a:b,c`:0.5", &d), 0);
	params_copy(&q, &p);
	CHECK_INT(params_resolve(&q, &features, &d), 0);
	check_columns(&q, "factor", (const double[]){ 0, 2, 2, 0.5 });
	params_release(&q);
	CHECK_INT(params_set(&p, "factor", "x1", &d), -1);
	CHECK_STR(d.text, "factor: \"x1\" is no COLUMN:VALUE");
	CHECK_INT(params_set(&p, "factor", "x1:11", &d), -1);
	CHECK_STR(d.text, "factor: 11 is not between 0 and 10");
	CHECK_INT(params_set(&p, "factor", "x1:", &d), -1);
	CHECK_STR(d.text, "factor: not a number: \"\"");
	CHECK_INT(params_set(&p, "sign", "x1:1", &d), -1);
	CHECK_STR(d.text, "sign: \"1\" is none of -,0,+");
	CHECK_INT(params_set(&p, "factor", "agee:1", &d), 0);
	CHECK_INT(params_resolve(&p, &features, &d), -1);
	CHECK_STR(d.text, "factor: selector \"agee\": no column \"agee\" "
	    "(did you mean \"age\"?)");
	params_release(&p);
	schema_release(&features);
}

static void
test_help(void)
{
	struct str s = STR_INIT;

	params_help(defs, &s);
	CHECK_STR(str_get(&s),
	    "      --rounds N            how many trees (default 100)\n"
	    "      --rate X              learning rate (default 0.1)\n"
	    "      --loss auto,squared,absolute\n"
	    "                            what (default auto)\n"
	    "      --factor SEL:X,...    how much (default 1)\n"
	    "      --sign SEL:-|0|+,...  which way (default 0)\n"
	    "      --ridge X|auto        a penalty (default auto)\n");
	str_release(&s);
}

int
main(void)
{
	test_set();
	test_auto();
	test_errors();
	test_json();
	test_columns();
	test_help();
	return (check_done());
}
