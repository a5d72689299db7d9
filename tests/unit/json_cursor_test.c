/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "check.h"
#include "mem.h"

#include "json_cursor.h"

static bool
is_json(const char *z)
{
	struct diag d = DIAG_INIT;

	return (json_check(z, strlen(z), &d) == 0);
}

static const char *
message(const char *z, struct diag *d)
{
	if (json_check(z, strlen(z), d) == 0)
		return ("no error");
	return (d->text);
}

static void
test_check(void)
{
	struct diag d = DIAG_INIT;

	CHECK(is_json(" {\"a\": [1, -2.5e+3, true, false, null]} \n"));
	CHECK(is_json("\"\\u00e9\\\"\""));
	CHECK(is_json("[]") && is_json("{}") && is_json("0"));
	CHECK(is_json("[NaN, Infinity, -Infinity]"));
	CHECK(!is_json("") && !is_json("  ") && !is_json("[1,]"));
	CHECK(!is_json("{\"a\"}") && !is_json("{a:1}") && !is_json("[1 2]"));
	CHECK(!is_json("01") && !is_json("1.") && !is_json(".5"));
	CHECK(!is_json("+1") && !is_json("1e") && !is_json("-"));
	CHECK(!is_json("\"\\x\"") && !is_json("\"\\u12g4\""));
	CHECK(!is_json("\"a\nb\"") && !is_json("[1] 2") && !is_json("[}"));
	CHECK(is_json("\"\303\251\"") && !is_json("\"\335\""));
	CHECK(!is_json("\"\355\240\200\"") && !is_json("\"a\303"));
	CHECK_STR(message("{\"a\":\n  tru}", &d),
	    "not valid JSON: line 2, column 3: no value");
	CHECK_STR(message("[1", &d),
	    "not valid JSON: column 3: the text ends here");
}

/* A text that was cut anywhere is not valid. */
static void
test_cut(void)
{
	const char *z = "{\"a\":[1.5e3,\"x\\u00e9\\n\",{\"b\":null}]}";
	struct diag d = DIAG_INIT;

	for (size_t n = 0; n < strlen(z); n++) {
		char *exact = mem_dup(z, n, 1);

		CHECK(json_check(exact, n, &d) == -1);
		free(exact);
	}
	CHECK(is_json(z));
}

static void
test_depth(void)
{
	struct str s = STR_INIT;

	for (int i = 0; i < JSON_DEPTH_MAX; i++)
		str_addc(&s, '[');
	for (int i = 0; i < JSON_DEPTH_MAX; i++)
		str_addc(&s, ']');
	CHECK(is_json(str_get(&s)));
	str_clear(&s);
	for (int i = 0; i < 100000; i++)
		str_addc(&s, '[');
	CHECK(!is_json(str_get(&s)));
	str_release(&s);
}

static bool
takes(const char *json, const char *want, size_t n_want)
{
	struct str text = STR_INIT;
	struct json_cursor c;
	const char *p;
	size_t n;
	bool same;

	json_start(&c, json, strlen(json), &text);
	json_take(&c, &p, &n);
	same = n == n_want && memcmp(p, want, n) == 0;
	str_release(&text);
	return (same);
}

static void
test_strings(void)
{
	CHECK(takes("\"plain\"", "plain", 5));
	CHECK(takes("\"\"", "", 0));
	CHECK(takes("\"a\\\"b\\\\\\/\\n\\t\\r\\b\\f\"", "a\"b\\/\n\t\r\b\f",
	    10));
	CHECK(takes("\"\\u0041\\u00e9\\u20ac\"", "A\xc3\xa9\xe2\x82\xac", 6));
	CHECK(takes("\"\\u0000x\"", "\xef\xbf\xbdx", 4));
	CHECK(takes("\xef\xbb\xbf 1", "1", 1));
	/* A pair of surrogates, and two halves. */
	CHECK(takes("\"\\ud83d\\ude00\"", "\xf0\x9f\x98\x80", 4));
	CHECK(takes("\"\\ud83dx\"", "\xef\xbf\xbdx", 4));
	CHECK(takes("\"\\ude00\"", "\xef\xbf\xbd", 3));
	CHECK(takes("-1.50", "-1.50", 5));
	CHECK(takes(" true ", "true", 4));
	CHECK(takes("[1, \"]\"]", "[1, \"]\"]", 8));
}

static void
test_walk(void)
{
	const char *z = " { \"a\" : [ 1 , [ ] , {} ] , \"b\":\"x\" } ";
	struct str text = STR_INIT;
	struct json_cursor c;
	const char *p;
	size_t n, items = 0, keys = 0;

	json_start(&c, z, strlen(z), &text);
	CHECK_INT(json_kind_of(&c), J_OBJECT);
	json_enter(&c);
	while (json_next(&c)) {
		json_key(&c, &p, &n);
		CHECK(n == 1 && *p == (keys == 0 ? 'a' : 'b'));
		keys++;
		if (json_kind_of(&c) != J_ARRAY) {
			json_skip(&c, &p, &n);
			continue;
		}
		json_enter(&c);
		for (; json_next(&c); items++)
			json_skip(&c, &p, &n);
	}
	CHECK_INT(keys, 2);
	CHECK_INT(items, 3);
	str_release(&text);
}

int
main(void)
{
	test_check();
	test_cut();
	test_depth();
	test_strings();
	test_walk();
	return (check_done());
}
