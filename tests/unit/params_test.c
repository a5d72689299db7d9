/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "params.h"

static const struct param_def defs[] = {
	{ "rounds", PARAM_INT, 100, 1, 1000, NULL, "how many trees" },
	{ "rate", PARAM_FLOAT, 0.1, 0, 1, NULL, "learning rate" },
	{ "loss", PARAM_CHOICE, 0, 0, 0, "auto,squared,absolute", "what" },
	{ .name = NULL }
};

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
test_json(void)
{
	struct params p, q;
	struct str s = STR_INIT;
	struct diag d = DIAG_INIT;
	json_t *obj;

	params_init(&p, defs);
	CHECK_INT(params_set(&p, "loss", "squared", &d), 0);
	obj = params_to_json(&p);
	doc_write(obj, &s);
	CHECK_STR(str_get(&s),
	    "{\"rounds\":100,\"rate\":0.1,\"loss\":\"squared\"}");
	CHECK_INT(params_from_json(obj, defs, &q, &d), 0);
	CHECK(memcmp(p.value, q.value, sizeof(p.value)) == 0);
	json_object_set_new(obj, "rate", json_integer(2));
	CHECK_INT(params_from_json(obj, defs, &q, &d), -1);
	CHECK_STR(d.text, "rate: 2 is not between 0 and 1");
	json_decref(obj);
	str_release(&s);
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
	    "                            what (default auto)\n");
	str_release(&s);
}

int
main(void)
{
	test_set();
	test_errors();
	test_json();
	test_help();
	return (check_done());
}
