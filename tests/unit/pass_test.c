/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Passes over a spool of several sources: places and groups, the first of
 * several errors, and for every accumulator that any number of threads, and
 * any cut of the groups between two machines whose states are saved, loaded
 * and merged in the tree, give the bytes of one run.
 */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "bin_sample.h"
#include "classes.h"
#include "draw.h"
#include "mem.h"
#include "pass.h"
#include "profile.h"
#include "step.h"
#include "str.h"
#include "target_fit.h"

static const size_t source_rows[] = { 70000, 100, 8193, 1, 3000, 500, 20000,
    900, 40 };
#define N_SOURCES (sizeof(source_rows) / sizeof(source_rows[0]))
#define N_GROUPS (N_SOURCES + 1)	/* the first has two */

/* Rows that are made up as they are read. */
struct made {
	struct stream stream;
	struct block rows;
	struct rng rng;
	uint64_t row;
	size_t source, left;
	bool no_train;
};

static void
add_row(struct made *m)
{
	static const char *const parts[] = { "valid", "train", "train" };
	struct column *c = m->rows.cols;
	double x = draw_normal(&m->rng), kind = x * x * 10;
	char level[32];
	int n = snprintf(level, sizeof(level), "level %d", (int)kind);

	if (x > 1.5)
		column_add_missing(&c[0]);
	else
		column_add_float(&c[0], x);
	column_add_string(&c[1], level, (size_t)n);
	column_add_float(&c[2], x + draw_normal(&m->rng) / 3);
	column_add_string(&c[3], m->no_train ? "valid" :
	    parts[m->row % 3], 5);
	m->row++;
}

static int
made_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct made *m = (struct made *)s;
	uint64_t first = m->row;
	size_t n;

	(void)d;
	while (m->left == 0) {
		if (++m->source == N_SOURCES)
			return (0);
		m->left = source_rows[m->source];
	}
	block_clear(&m->rows);
	n = m->left < 1000 ? m->left : 1000;
	for (size_t i = 0; i < n; i++)
		add_row(m);
	m->left -= n;
	m->rows.view.source = m->source;
	*out = block_seal(&m->rows, first);
	return (1);
}

static void
made_close(struct stream *s)
{
	block_release(&((struct made *)s)->rows);
	stream_release(s);
	free(s);
}

static struct spool *
make_spool(uint64_t mem, bool no_train)
{
	static const struct stream_ops ops = { made_next, made_close };
	static const struct field fields[] = {
		{ .name = (char *)"x", .type = COL_FLOAT },
		{ .name = (char *)"k", .type = COL_STRING },
		{ .name = (char *)"y", .type = COL_FLOAT,
		    .role = ROLE_TARGET },
		{ .name = (char *)"part", .type = COL_STRING,
		    .role = ROLE_SPLIT }
	};
	struct made *m = MEM_NEW(struct made);
	struct diag d = DIAG_INIT;
	struct spool *sp = NULL;

	stream_init(&m->stream, &ops);
	for (size_t i = 0; i < 4; i++)
		CHECK_INT(schema_add(&m->stream.head.schema, &fields[i], &d),
		    0);
	block_init(&m->rows, &m->stream.head.schema);
	rng_init(&m->rng, 1);
	m->left = source_rows[0];
	m->no_train = no_train;
	CHECK_INT(spool_new(&m->stream, mem, &sp, &d), 0);
	stream_close(&m->stream);
	return (sp);
}

/* A block ends with its source, and a source begins at a group. */
static void
test_places(const struct spool *sp)
{
	static const uint64_t places[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 16, 24,
	    25, 32, 40, 48, 56, 57, 58, 64, 72 };
	static const uint64_t rows[] = { 70000, 70100, 78292, 78293 };
	size_t n = sizeof(places) / sizeof(places[0]);

	CHECK_INT(spool_n_blocks(sp), n);
	for (size_t k = 0; k < n; k++)
		CHECK_INT(spool_place(sp, k), places[k]);
	for (size_t k = 0; k < 9; k++)
		CHECK_INT(spool_first_row(sp, k), 8192 * k);
	CHECK_INT(spool_first_row(sp, 9), rows[0]);
	CHECK_INT(spool_first_row(sp, 10), rows[1]);
	CHECK_INT(spool_first_row(sp, 11), rows[2]);
	CHECK_INT(spool_first_row(sp, 12), rows[3]);
}

/* Every third block fails. */
static int
fail_often(void *ctx, struct fit_rows *rows, struct diag *d)
{
	size_t from = *(const size_t *)ctx;

	if (rows->block >= from && rows->block % 3 == 0)
		return (diag_set(d, "block %zu", rows->block));
	return (0);
}

static void
test_first_error(const struct spool *sp)
{
	struct crew *crew = crew_new(4);
	size_t from = 4;
	struct pass p = { .spool = sp, .crew = crew, .split_col = COLUMN_NONE,
	    .prepare = fail_often, .ctx = &from };
	struct diag d = DIAG_INIT;

	for (int i = 0; i < 50; i++) {
		CHECK_INT(pass_run(&p, NULL, 0, &d), -1);
		CHECK_STR(d.text, "block 6");
	}
	from = 100;
	CHECK_INT(pass_run(&p, NULL, 0, &d), 0);
	crew_free(crew);
}

/* One of the accumulators. */
struct kind {
	const struct fit_ops *ops;
	const void *what;
};

static void *
run(const struct spool *sp, const struct kind *k, int n_threads)
{
	struct crew *crew = crew_new(n_threads);
	struct pass p = { .spool = sp, .crew = crew, .split_col = 3 };
	struct fitter f = { k->ops, k->what, NULL };
	struct diag d = DIAG_INIT;

	if (pass_run(&p, &f, 1, &d) == -1)
		BUG("%s", d.text);
	crew_free(crew);
	return (f.fit);
}

static void
save(const struct kind *k, void *fit, struct str *out)
{
	k->ops->save(fit, k->what, out);
	k->ops->free(fit);
}

static void *
load(const struct kind *k, const struct str *s)
{
	struct unpack u = { s->buf, s->buf + s->len, false };
	void *fit = k->ops->load(k->what, &u);

	CHECK(!u.failed);
	CHECK(u.p == u.end);
	return (fit);
}

/* Some groups of a spool as a stream. */
struct picked {
	struct stream stream;
	const struct spool *sp;
	struct block scratch;
	size_t at, end;		/* blocks */
};

static int
picked_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct picked *p = (struct picked *)s;

	if (p->at == p->end)
		return (0);
	return (spool_get(p->sp, p->at++, &p->scratch, out, d) == 0 ? 1 : -1);
}

static void
picked_close(struct stream *s)
{
	block_release(&((struct picked *)s)->scratch);
	stream_release(s);
	free(s);
}

/* What a machine has: groups first .. end - 1, and the rows before them. */
struct machine {
	struct spool *sp;
	uint64_t first, end, first_row;
};

static void
machine_init(struct machine *m, const struct spool *sp, uint64_t first,
    uint64_t end)
{
	static const struct stream_ops ops = { picked_next, picked_close };
	struct picked *p = MEM_NEW(struct picked);
	struct diag d = DIAG_INIT;

	stream_init(&p->stream, &ops);
	schema_copy(&p->stream.head.schema, &spool_head(sp)->schema);
	p->sp = sp;
	block_init(&p->scratch, &p->stream.head.schema);
	*m = (struct machine){ NULL, first, end, 0 };
	while (p->at < spool_n_blocks(sp) &&
	    spool_place(sp, p->at) / SPOOL_GROUP < first)
		p->at++;
	if (p->at < spool_n_blocks(sp))
		m->first_row = spool_first_row(sp, p->at);
	for (p->end = p->at; p->end < spool_n_blocks(sp) &&
	    spool_place(sp, p->end) / SPOOL_GROUP < end;)
		p->end++;
	CHECK_INT(spool_new(&p->stream, UINT64_MAX, &m->sp, &d), 0);
	stream_close(&p->stream);
}

/* Two machines, cut at each group. */
static struct machine machines[N_GROUPS + 1][2];

static void
make_machines(const struct spool *sp)
{
	for (size_t cut = 0; cut <= N_GROUPS; cut++) {
		machine_init(&machines[cut][0], sp, 0, cut);
		machine_init(&machines[cut][1], sp, cut, N_GROUPS);
	}
}

static void
free_machines(void)
{
	for (size_t cut = 0; cut <= N_GROUPS; cut++) {
		spool_free(machines[cut][0].sp);
		spool_free(machines[cut][1].sp);
	}
}

/* The number that a block's rows have in the table. */
static int
place_rows(void *ctx, struct fit_rows *rows, struct diag *d)
{
	struct machine *m = ctx;
	/* There is one thread. */
	static struct batch placed;

	(void)d;
	placed = *rows->batch;
	placed.first_row += m->first_row;
	rows->batch = &placed;
	return (0);
}

/* The states of a machine's groups, as far as they merge, saved and added to
   all. */
static void
run_machine(struct machine *m, const struct kind *k, struct merge_tree *all)
{
	struct fitter f = { k->ops, k->what, NULL };
	struct merge_units units = { .n = N_GROUPS, .first = m->first,
	    .end = m->end };
	struct pass p = { .spool = m->sp, .split_col = 3,
	    .prepare = place_rows, .ctx = m };
	struct diag d = DIAG_INIT;
	struct merge_tree tree;
	bool has_rows;

	merge_tree_init(&tree, &f, 1, &units);
	CHECK_INT(pass_run_part(&p, &tree, &has_rows, &d), 0);
	CHECK(has_rows == (m->first < m->end));
	CHECK(tree.n_nodes <= 4);
	for (size_t i = 0; i < tree.n_nodes; i++) {
		struct str saved = STR_INIT;
		struct merge_node node = tree.nodes[i];

		k->ops->save(node.fits[0], k->what, &saved);
		node.fits = MEM_NEW(void *);
		node.fits[0] = load(k, &saved);
		merge_tree_add(all, &node);
		str_release(&saved);
	}
	merge_tree_release(&tree);
}

/* The second machine may come first. */
static void
run_cut(struct machine *m, const struct kind *k, struct str *out)
{
	struct fitter f = { k->ops, k->what, NULL };
	struct merge_units units = { .n = N_GROUPS, .end = N_GROUPS };
	struct merge_tree all;

	merge_tree_init(&all, &f, 1, &units);
	run_machine(&m[m->end % 2], k, &all);
	run_machine(&m[1 - m->end % 2], k, &all);
	CHECK_INT(all.n_nodes, 1);
	merge_tree_take(&all, &f);
	merge_tree_release(&all);
	save(k, f.fit, out);
}

static void
check_same(const struct str *a, const struct str *b)
{
	CHECK_INT(a->len, b->len);
	CHECK(a->len == b->len && memcmp(a->buf, b->buf, a->len) == 0);
}

/* Cut bytes are refused; of changed ones any may be, and none does harm. */
static void
test_bad_bytes(const struct kind *k, const struct str *good)
{
	size_t step = good->len / 40 + 1;
	struct str bad = STR_INIT;

	for (size_t n = 0; n < good->len; n += step) {
		char *cut = mem_dup(good->buf, n, 1);
		struct unpack u = { cut, cut + n, false };

		k->ops->free(k->ops->load(k->what, &u));
		CHECK(u.failed);
		free(cut);
	}
	for (size_t i = 0; i < good->len; i += step) {
		struct unpack u;

		str_clear(&bad);
		str_add(&bad, good->buf, good->len);
		bad.buf[i] = (char)(bad.buf[i] ^ 0xff);
		u = (struct unpack){ bad.buf, bad.buf + bad.len, false };
		k->ops->free(k->ops->load(k->what, &u));
	}
	str_release(&bad);
}

static void
test_kind(const struct spool *sp, const struct kind *k)
{
	static const int threads[] = { 2, 7, 32 };
	struct str want = STR_INIT, got = STR_INIT;

	save(k, run(sp, k, 1), &want);
	CHECK(want.len > 100);
	for (size_t i = 0; i < 3; i++) {
		str_clear(&got);
		save(k, run(sp, k, threads[i]), &got);
		check_same(&got, &want);
	}
	for (size_t cut = 0; cut <= N_GROUPS; cut++) {
		str_clear(&got);
		run_cut(machines[cut], k, &got);
		check_same(&got, &want);
	}
	test_bad_bytes(k, &want);
	str_release(&want);
	str_release(&got);
}

static void
test_step(const struct spool *sp, const char *kind, const char *arg)
{
	struct diag d = DIAG_INIT;
	struct step *s;
	struct kind k;

	CHECK_INT(step_new(step_kind_find(kind, &d), arg, 3, &s, &d), 0);
	CHECK_INT(step_bind(s, &spool_head(sp)->schema, &d), 0);
	k = (struct kind){ s->kind->fit, s };
	test_kind(sp, &k);
	step_free(s);
}

static void
test_bin_sample(const struct spool *sp)
{
	struct tree_feature features[] = { { .col = 0 },
	    { .col = 1, .is_category = true } };
	struct trees trees = { .features = features, .n_features = 2 };
	struct bin_sampling sampling = { &trees, 1, 5 };
	struct kind k = { &bin_sample_fit, &sampling };
	void *fit;

	test_kind(sp, &k);
	fit = run(sp, &k, 1);
	/* One of five rows, if it is one of the two training rows of three. */
	CHECK_NEAR((double)bin_sample_n_rows(fit), 102734.0 / 5 * 2 / 3, 0.02);
	k.ops->free(fit);
}

static void
test_profile(const struct spool *sp)
{
	struct kind k = { &profile_fit, NULL };

	test_kind(sp, &k);
}

static void
test_no_train(void)
{
	struct spool *sp = make_spool(UINT64_MAX, true);
	struct diag d = DIAG_INIT;
	struct step *s;
	struct fitter f;
	struct pass p = { .spool = sp, .split_col = 3 };

	CHECK_INT(step_new(step_kind_find("target-encode", &d), "k", 1, &s,
	    &d), 0);
	CHECK_INT(step_bind(s, &spool_head(sp)->schema, &d), 0);
	f = (struct fitter){ s->kind->fit, s, NULL };
	CHECK_INT(pass_run(&p, &f, 1, &d), -1);
	CHECK_STR(d.text, "no row is marked as train: nothing to learn from");
	step_free(s);
	spool_free(sp);
}

static void
test_classes(const struct spool *sp)
{
	static const size_t column = 1;
	struct kind k = { &classes_fit, &column };

	test_kind(sp, &k);
}

int
main(void)
{
	struct spool *sp = make_spool(UINT64_MAX, false);
	struct spool *file = make_spool(100000, false);

	make_machines(sp);
	test_places(sp);
	test_places(file);
	test_first_error(sp);
	test_no_train();
	test_step(sp, "target-encode", "k");
	test_step(file, "target-encode", "k");
	test_step(sp, "impute", "x=median");
	test_step(sp, "scale", "x");
	test_step(sp, "onehot", "k");
	test_step(sp, "text", "k");
	test_profile(sp);
	test_bin_sample(sp);
	test_classes(sp);
	free_machines();
	spool_free(sp);
	spool_free(file);
	return (check_done());
}
