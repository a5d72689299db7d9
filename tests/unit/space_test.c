/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spaces: ranges, words, conditions; points and their places in a sentence. */
#include <math.h>
#include <string.h>

#include "check.h"
#include "low_discrepancy.h"
#include "sentence.h"
#include "space.h"

static void
make(struct space *s, const char *const *texts)
{
	struct diag d = DIAG_INIT;

	space_init(s);
	for (; *texts != NULL; texts++)
		CHECK_INT(space_add(s, *texts, &d), 0);
}

static void
refuse(const char *text, const char *why)
{
	struct diag d = DIAG_INIT;
	struct space s;

	space_init(&s);
	CHECK_INT(space_add(&s, text, &d), -1);
	CHECK(strstr(d.text, why) != NULL);
	space_release(&s);
}

static void
test_places(void)
{
	static const char *const texts[] = { "a=0.01..1:log", "b=1..4:int",
		"c={x,y}", NULL };
	struct diag d = DIAG_INIT;
	struct space s;
	double v[3];

	make(&s, texts);
	/* The geometric mean is in the middle; four ints have a quarter
	   each. */
	CHECK_INT(space_place(&s, (double[]){ 0.5, 0.49, 0.5 }, v, &d), 0);
	CHECK_NEAR(v[0], 0.1, 1e-12);
	CHECK_NEAR(v[1], 2, 0);
	CHECK_NEAR(v[2], 1, 0);
	CHECK_INT(space_place(&s, (double[]){ 1, 1, 1 }, v, &d), 0);
	CHECK_NEAR(v[0], 1, 0);
	CHECK_NEAR(v[1], 4, 0);
	CHECK_NEAR(space_unit(&s.params[0], 0.1), 0.5, 1e-12);
	CHECK_NEAR(space_unit(&s.params[1], 2), 0.375, 1e-12);
	CHECK_NEAR(space_unit(&s.params[2], 1), 0.75, 1e-12);
	space_release(&s);
}

static void
test_condition(void)
{
	static const char *const texts[] = { "kind={ridge,elastic}",
		"l1=0..1 if kind = 'elastic'", "n={1,2} if l1 > 0.5", NULL };
	struct diag d = DIAG_INIT;
	struct str out = STR_INIT;
	struct space s;
	double v[3];

	make(&s, texts);
	CHECK_INT(space_place(&s, (double[]){ 0, 0.9, 0 }, v, &d), 0);
	CHECK(isnan(v[1]) && isnan(v[2]));
	CHECK_INT(sentence_check("{kind} {l1?--l1 {}} {n}", &s, &d), 0);
	sentence_at("{kind} {l1?--l1 {}} {n}", &s, v, NULL, &out);
	CHECK_STR(out.buf, "'ridge'  ");
	CHECK_INT(space_place(&s, (double[]){ 0.9, 0.75, 0.9 }, v, &d), 0);
	str_clear(&out);
	sentence_at("{kind} {l1?--l1 {}} {n}", &s, v, NULL, &out);
	CHECK_STR(out.buf, "'elastic' --l1 0.75 '2'");
	str_release(&out);
	space_release(&s);
}

/* What the shell makes of each is in tests/cmd/mlc-tune/020-quoting. */
static void
test_quotes(void)
{
	static const char *const texts[] = { "w={it's $a `b`}", NULL };
	struct diag d = DIAG_INIT;
	struct str out = STR_INIT;
	struct space s;
	double v[1] = { 0 };

	make(&s, texts);
	CHECK_INT(sentence_check("a{w} '{w}' \"{w}\" \\' {w} # '\n {w}", &s,
	    &d), 0);
	sentence_at("a{w} '{w}' \"{w}\" \\' {w} # '\n {w}", &s, v, NULL,
	    &out);
	CHECK_STR(out.buf, "a'it'\\''s $a `b`' 'it'\\''s $a `b`' "
	    "\"it's \\$a \\`b\\`\" \\' 'it'\\''s $a `b`' # '\n "
	    "'it'\\''s $a `b`'");
	CHECK_INT(sentence_check("$(echo {w})", &s, &d), -1);
	CHECK_INT(sentence_check("cat <<x\n{w}\nx\n", &s, &d), -1);
	CHECK_INT(sentence_check("`{w}`", &s, &d), -1);
	CHECK_INT(sentence_check("${x:-{w}}", &s, &d), -1);
	CHECK_INT(sentence_check("$'\\'' {w}", &s, &d), -1);
	CHECK_INT(sentence_check("{w?\"$(\" {}}", &s, &d), -1);
	CHECK_INT(sentence_check("awk '{print}'", &s, &d), -1);
	str_release(&out);
	space_release(&s);
}

static void
test_model(void)
{
	struct str out = STR_INIT;
	struct space s;

	space_init(&s);
	CHECK(sentence_makes_model("a | mlc-train gbdt"));
	CHECK(sentence_makes_model("fit >{model}"));
	CHECK(!sentence_makes_model("a | mlc-train gbdt -o m"));
	sentence_at("a | mlc-train gbdt", &s, NULL, "my m", &out);
	CHECK_STR(out.buf, "a | mlc-train gbdt -o 'my m'");
	str_clear(&out);
	sentence_at("fit >{model}", &s, NULL, NULL, &out);
	CHECK_STR(out.buf, "fit >'/dev/null'");
	str_clear(&out);
	sentence_exec("on {} or {sentence}", "a 'b'", &out);
	CHECK_STR(out.buf, "on sh -c 'a '\\''b'\\''' or 'a '\\''b'\\'''");
	str_clear(&out);
	sentence_quote("", &out);
	CHECK_STR(out.buf, "''");
	str_release(&out);
}

static void
test_refused(void)
{
	refuse("a", "not NAME=");
	refuse("2a=1..2", "not NAME=");
	refuse("a=1", "not LOW..HIGH");
	refuse("a=2..1", "empty");
	refuse("a=0..1:log", "above 0");
	refuse("a=0.5..1:int", "are ints");
	refuse("a=1..2:cubic", "not int or log");
	refuse("a={x,x}", "twice");
	refuse("a={x", "no }");
	refuse("a=1..2 when b", "if CONDITION");
	refuse("a=1..2 if b = 1", "b");
}

/* Each half, quarter and so on of each dimension has its part of the points,
   as the sequence promises: of 64 shifted ones exactly, or one next to it. */
static void
test_cover(void)
{
	double v[64 * 3];
	int counts[8];

	low_discrepancy(7, 64, 3, v);
	for (int k = 0; k < 3; k++) {
		memset(counts, 0, sizeof(counts));
		for (int i = 0; i < 64; i++)
			counts[(int)(v[i * 3 + k] * 8)]++;
		for (int j = 0; j < 8; j++)
			CHECK(counts[j] >= 7 && counts[j] <= 9);
	}
}

int
main(void)
{
	test_places();
	test_condition();
	test_quotes();
	test_model();
	test_refused();
	test_cover();
	return (check_done());
}
