/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "check.h"
#include "select.h"

static struct schema schema;
static const uint8_t has_missing[] = { 0, 1, 0, 0, 1, 0, 0, 1, 0, 1 };

static void
fill_schema(void)
{
	static const struct field fields[] = {
		{ (char *)(uintptr_t)"id", COL_INT, ROLE_ID, NULL, 0 },
		{ (char *)(uintptr_t)"age", COL_INT, 0, NULL, 0 },
		{ (char *)(uintptr_t)"x1", COL_FLOAT, 0, NULL, 0 },
		{ (char *)(uintptr_t)"x2", COL_FLOAT, 0, NULL, 0 },
		{ (char *)(uintptr_t)"city", COL_STRING, 0, NULL, 0 },
		{ (char *)(uintptr_t)"ok", COL_BOOL, 0, NULL, 0 },
		{ (char *)(uintptr_t)"seen", COL_TIME, ROLE_TIME, NULL, 0 },
		{ (char *)(uintptr_t)"a,b*", COL_STRING, 0, NULL, 0 },
		{ (char *)(uintptr_t)"n\xc3\xa4" "e", COL_BOOL, 0, NULL, 0 },
		{ (char *)(uintptr_t)"y", COL_INT, ROLE_TARGET, NULL, 0 },
	};
	struct diag d;

	schema_init(&schema);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		CHECK_INT(schema_add(&schema, &fields[i], &d), 0);
}

/* What a selector finds as "1 2 3", or its error; any -1: in the order of its
   terms. */
static const char *
found(const char *sel, const uint8_t *missing, int any)
{
	static char text[DIAG_MAX];
	struct diag d = DIAG_INIT;
	size_t *cols, n, len = 0;
	int rc;

	rc = any == -1 ? select_in_order(sel, &schema, &cols, &n, &d) :
	    any ? select_columns_any(sel, &schema, missing, &cols, &n, &d) :
	    select_columns(sel, &schema, missing, &cols, &n, &d);
	text[0] = '\0';
	if (rc == -1) {
		snprintf(text, sizeof(text), "%s", d.text);
		return (text);
	}
	for (size_t i = 0; i < n; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len,
		    i > 0 ? " %zu" : "%zu", cols[i]);
	free(cols);
	return (text);
}

static void
test_found(void)
{
	static const char *const cases[][2] = {
		{ "age", "1" },
		{ "city,age,age", "1 4" },
		{ " city , age ", "1 4" },
		{ "y", "9" },
		{ "x*", "2 3" },
		{ "x?", "2 3" },
		{ "*", "1 2 3 4 5 6 7 8" },
		{ "*e*", "1 6 8" },
		{ "n?e", "8" },
		{ "x*,!x1", "3" },
		{ "x*,!x1,x1", "2 3" },
		{ "@numeric", "1 2 3" },
		{ "@numeric,y", "1 2 3 9" },
		{ "@int", "1" },
		{ "@bool", "5 8" },
		{ "@string", "4 7" },
		{ "@time", "6" },
		{ "@feature", "1 2 3 4 5 7 8" },
		{ "@feature,!@numeric", "4 5 7 8" },
		{ "@missing", "1 4 7" },
		{ "!x*", "1 4 5 6 7 8" },
		{ "`a,b*`", "7" },
		{ "a\\,b\\*", "7" },
		{ "a\\,*", "7" },
		{ "!`a,b*`,!@bool", "1 2 3 4 6" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CHECK_STR(found(cases[i][0], has_missing, 0), cases[i][1]);
}

static void
test_order(void)
{
	static const char *const cases[][2] = {
		{ "city,age,age", "4 1" },
		{ "y,x*,age", "9 2 3 1" },
		{ "x2,*", "3 1 2 4 5 6 7 8" },
		{ "x*,!x1,age,x1", "3 1 2" },
		{ "!x*,x2", "1 4 5 6 7 8 3" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CHECK_STR(found(cases[i][0], NULL, -1), cases[i][1]);
}

static void
test_errors(void)
{
	CHECK_STR(found("agee", NULL, 0), "selector \"agee\": no column "
	    "\"agee\" (did you mean \"age\"?)");
	CHECK_STR(found("!agee", NULL, 1), "selector \"!agee\": no column "
	    "\"agee\" (did you mean \"age\"?)");
	CHECK_STR(found("q*", NULL, 0),
	    "selector \"q*\": \"q*\" finds no column");
	CHECK_STR(found("id*", NULL, 0),
	    "selector \"id*\": \"id*\" finds no column");
	CHECK_STR(found("@vector", NULL, 0),
	    "selector \"@vector\": \"@vector\" finds no column");
	CHECK_STR(found("q*", NULL, 1), "");
	CHECK_STR(found("x1,!x1", NULL, 1), "");
	CHECK_STR(found("x1,!x1", NULL, 0),
	    "selector \"x1,!x1\": no column is left");
	CHECK_STR(found("@numerc", NULL, 0), "selector \"@numerc\": no column "
	    "class \"numerc\" (did you mean \"numeric\"?)");
	CHECK_STR(found("@missing", NULL, 0), "selector \"@missing\": "
	    "\"@missing\" cannot be used here: which columns have missing "
	    "values is not known yet");
	CHECK_STR(found("", NULL, 0), "selector \"\": an empty name");
	CHECK_STR(found("x1,", NULL, 1), "selector \"x1,\": an empty name");
	CHECK_STR(found("`x1", NULL, 0),
	    "selector \"`x1\": a backquote is not closed");
}

int
main(void)
{
	fill_schema();
	test_found();
	test_order();
	test_errors();
	schema_release(&schema);
	return (check_done());
}
