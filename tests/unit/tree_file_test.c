/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gbdt_run.h"

/* The same bytes, and so the same predictions. */
static void
check_same(const char *table, const char *params)
{
	struct str one = STR_INIT, two = STR_INIT, again = STR_INIT;
	struct run a, b;
	struct model back;
	double *out;

	CHECK_INT(run_gbdt(&a, table, params, 1), 0);
	CHECK_INT(run_gbdt(&b, table, params, 3), 0);
	a.model->learner->save(a.model, &one);
	b.model->learner->save(b.model, &two);
	CHECK(one.len == two.len && memcmp(one.buf, two.buf, one.len) == 0);

	back = *a.model;
	CHECK_INT(back.learner->load(&back, one.buf, one.len, &a.d), 0);
	CHECK_STR(a.d.text, "");
	out = predict_spool(&back, a.spool);
	CHECK(memcmp(out, a.out, a.n_rows * model_n_out(&back) *
	    sizeof(*out)) == 0);
	back.learner->save(&back, &again);
	CHECK(again.len == one.len &&
	    memcmp(again.buf, one.buf, one.len) == 0);
	back.learner->free_state(back.state);
	free(out);
	str_release(&one);
	str_release(&two);
	str_release(&again);
	run_drop(&a);
	run_drop(&b);
}

static void
test_same(void)
{
	char *yes_no = mixed_table(20000, "bool");
	char *number = mixed_table(20000, "float");
	char *classes = mixed_table(3000, "string");

	check_same(yes_no, "trees=5");
	check_same(yes_no, "trees=5 subsample=0.5 colsample=0.5");
	check_same(number, "trees=5 leaves=63 depth=4");
	check_same(number, "trees=3 objective=quantile");
	check_same(classes, "trees=2 leaves=4");
	free(yes_no);
	free(number);
	free(classes);
}

/* Whatever comes: an error, or trees that can be predicted with. */
static void
try_bytes(const struct run *r, const char *p, size_t n, bool may_load)
{
	char *copy = mem_dup(p, n, 1);	/* so that reads beyond are seen */
	struct model back = *r->model;
	struct diag d = DIAG_INIT;

	if (back.learner->load(&back, copy, n, &d) == -1) {
		CHECK(d.text[0] != '\0');
	} else {
		CHECK(may_load);
		free(predict_spool(&back, r->spool));
		free(explain_spool(&back, r->spool, &d));
		back.learner->free_state(back.state);
	}
	free(copy);
}

static void
test_hostile(void)
{
	char *table = mixed_table(120, "bool");
	struct str s = STR_INIT;
	struct run r;

	CHECK_INT(run_gbdt(&r, table, "trees=2 leaves=4 min-leaf=5", 1), 0);
	r.model->learner->save(r.model, &s);
	for (size_t n = 0; n < s.len; n++)
		try_bytes(&r, s.buf, n, false);
	for (size_t i = 0; i < s.len; i++) {
		for (int bit = 0; bit < 8; bit++) {
			s.buf[i] = (char)(s.buf[i] ^ 1 << bit);
			try_bytes(&r, s.buf, s.len, true);
			s.buf[i] = (char)(s.buf[i] ^ 1 << bit);
		}
	}
	str_addc(&s, 0);
	try_bytes(&r, s.buf, s.len, false);
	str_release(&s);
	run_drop(&r);
	free(table);
}

int
main(void)
{
	test_same();
	test_hostile();
	return (check_done());
}
