/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "levels.h"

#include "check.h"

static void
add_all(struct dict *levels, const char *const *texts)
{
	dict_init(levels);
	for (; *texts != NULL; texts++)
		dict_add(levels, *texts, strlen(*texts));
}

static void
check_order(const char *const *texts, enum col_type t, const char *want)
{
	struct dict levels;
	struct str got = STR_INIT;
	uint32_t *order;

	add_all(&levels, texts);
	order = levels_order(&levels, t);
	for (size_t i = 0; i < levels.n; i++)
		str_addf(&got, "%s ", dict_get(&levels, order[i], NULL));
	CHECK_STR(str_get(&got), want);
	free(order);
	str_release(&got);
	dict_release(&levels);
}

static void
check_positive(const char *const *texts, enum col_type t, const char *want)
{
	struct dict levels;

	add_all(&levels, texts);
	CHECK_STR(dict_get(&levels, levels_positive(&levels, t), NULL), want);
	dict_release(&levels);
}

static void
test_order(void)
{
	static const char *const ints[] = {
		"10", "9", "-2", "-10", "9007199254740993",
		"9007199254740992", "-9007199254740993",
		"-9007199254740992", NULL
	};
	static const char *const floats[] = { "1e+22", "0.5", "-inf", NULL };
	static const char *const texts[] = { "b", "a10", "a9", "", "a", NULL };
	static const char *const bools[] = { "true", "false", NULL };

	check_order(ints, COL_INT, "-9007199254740993 -9007199254740992 -10 "
	    "-2 9 10 9007199254740992 9007199254740993 ");
	check_order(floats, COL_FLOAT, "-inf 0.5 1e+22 ");
	check_order(texts, COL_STRING, " a a10 a9 b ");
	check_order(bools, COL_BOOL, "false true ");
}

static void
test_positive(void)
{
	static const char *const churn[] = { "Yes", "No", NULL };
	static const char *const flags[] = { "1", "2", NULL };
	static const char *const pets[] = { "dog", "cat", NULL };
	static const char *const ints[] = { "10", "9", NULL };

	check_positive(churn, COL_STRING, "Yes");
	check_positive(flags, COL_INT, "2");
	check_positive(pets, COL_STRING, "dog");
	check_positive(ints, COL_INT, "10");
}

static void
test_column(void)
{
	struct column c;
	struct dict levels;

	column_init(&c, COL_FLOAT, 0);
	column_add_float(&c, -0.0);
	column_add_float(&c, 0.0);
	column_add_float(&c, 1.5);
	dict_init(&levels);
	CHECK_INT(level_add(&levels, &c, 0), 0);
	CHECK_INT(level_add(&levels, &c, 1), 0);
	CHECK_INT(level_find(&levels, &c, 2), DICT_NONE);
	CHECK_INT(level_add(&levels, &c, 2), 1);
	CHECK_STR(dict_get(&levels, 0, NULL), "0.0");
	dict_release(&levels);
	column_release(&c);
}

static void
test_json(void)
{
	static const char *const texts[] = { "b", "a", NULL };
	struct dict levels, back;
	struct diag d = DIAG_INIT;
	json_t *a;

	add_all(&levels, texts);
	a = levels_to_json(&levels);
	CHECK_INT(levels_from_json(a, &back, &d), 0);
	CHECK_INT(dict_findz(&back, "a"), 1);
	dict_release(&back);
	json_array_append_new(a, json_string("b"));
	CHECK_INT(levels_from_json(a, &back, &d), -1);
	CHECK_STR(d.text, "\"levels\": entry 3 is no string of its own");
	json_decref(a);
	dict_release(&levels);
}

int
main(void)
{
	test_order();
	test_positive();
	test_column();
	test_json();
	return (check_done());
}
