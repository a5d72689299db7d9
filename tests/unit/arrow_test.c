/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Arrow streams, written and read back.  That other programs' readers and
 * writers agree with ours is seen in tests/pipe/arrow-interop.sh.
 */
#include <unistd.h>

#include "bytes.h"
#include "draw.h"
#include "fmt_arrow_read.h"
#include "rng.h"
#include "sample_table.h"
#include "sink.h"
#include "str.h"

#include "arrow_io.h"

/* n_batches times the batch, as bytes. */
static char *
write_all(const struct head *h, const struct batch *b, size_t n_batches,
    size_t *n)
{
	struct diag d = DIAG_INIT;
	json_t *tail = json_pack("[{s:i}]", "out", 7);
	struct sink *s;
	char *p;

	CHECK_INT(sink_open("a.arrow", NULL, h, &s, &d), 0);
	for (size_t i = 0; i < n_batches; i++)
		CHECK_INT(sink_write(s, b, &d), 0);
	CHECK_INT(sink_finish(s, tail, &d), 0);
	sink_free(s);
	p = read_whole("a.arrow", n);
	unlink("a.arrow");
	json_decref(tail);
	return (p);
}

/* Equal to the bit, missing slots too. */
static size_t
count_different(const struct column *a, size_t i, const struct column *b,
    size_t j)
{
	if (a->valid[i] != b->valid[j])
		return (1);
	if (a->type == COL_FLOAT && a->valid[i])
		return (memcmp(&a->floats[i], &b->floats[j], 8) != 0);
	return (!column_same(a, i, b, j));
}

static void
check_rows(const struct block *got, const struct batch *want, size_t times)
{
	size_t bad = 0;

	CHECK_INT(got->view.n_rows, want->n_rows * times);
	for (size_t j = 0; j < got->n_cols; j++) {
		CHECK_INT(got->cols[j].n_missing,
		    want->cols[j]->n_missing * times);
		for (size_t i = 0; i < got->view.n_rows; i++)
			bad += count_different(&got->cols[j], i,
			    want->cols[j], i % want->n_rows);
	}
	CHECK_INT(bad, 0);
}

static void
check_round_trip(const struct head *h, const struct batch *b, size_t times)
{
	struct diag d = DIAG_INIT;
	struct head head;
	struct block got;
	json_t *tail;
	size_t n;
	char *p = write_all(h, b, times, &n);

	CHECK(arrow_detect(p, n));
	CHECK_INT(n % 8, 0);
	if (read_all(p, n, false, &head, &got, &tail, &d) == -1) {
		CHECK_STR(d.text, "");
		free(p);
		return;
	}
	CHECK(schema_equal(&head.schema, &h->schema));
	CHECK(json_equal(head.recipe, h->recipe));
	CHECK_INT(json_integer_value(json_object_get(json_array_get(tail, 0),
	    "out")), 7);
	if (b->n_rows > 0)
		check_rows(&got, b, times);
	drop(&head, &got, tail);
	free(p);
}

static void
test_sample(void)
{
	struct head h;
	struct block b;
	const struct batch *rows;

	sample_head(&h);
	json_array_append_new(h.recipe, json_pack("{s:s}", "step", "x"));
	rows = sample_fill(&b, &h);
	check_round_trip(&h, rows, 1);
	check_round_trip(&h, rows, 50);
	block_clear(&b);
	check_round_trip(&h, block_seal(&b, 0), 0);
	block_release(&b);
	head_release(&h);
}

static void
add_random(struct column *c, struct rng *r)
{
	uint32_t index[3];
	float v[3];
	uint64_t x = rng_next(r);
	char text[40];

	for (uint32_t k = 0; k < 3; k++) {
		index[k] = k * 3 + (uint32_t)(x % 3);
		v[k] = (float)draw_normal(r);
	}
	for (size_t k = 0; k < sizeof(text); k++)
		text[k] = (char)('a' + rng_below(r, 26));
	switch (c->type) {
	case COL_BOOL:
		column_add_bool(c, x & 1);
		break;
	case COL_INT:
		column_add_int(c, (int64_t)x);
		break;
	case COL_TIME:
		column_add_int(c, (int64_t)(x % 100000000000000000));
		break;
	case COL_FLOAT:
		column_add_float(c, draw_normal(r));
		break;
	case COL_STRING:
		column_add_string(c, text, x % sizeof(text));
		break;
	case COL_VECTOR:
		column_add_vector(c, v);
		break;
	default:
		column_add_sparse(c, index, v, x % 4);
		break;
	}
}

/* Many rows, none, some or all of them missing. */
static void
test_random(void)
{
	static const size_t sizes[] = { 1, 7, 8, 9, 8192, 8193, 20001 };
	struct head h;
	struct block b;
	struct rng r;

	sample_head(&h);
	rng_init(&r, 3);
	for (size_t k = 0; k < 3 * sizeof(sizes) / sizeof(sizes[0]); k++) {
		double keep = k % 3 * 0.5;

		block_init(&b, &h.schema);
		for (size_t i = 0; i < sizes[k / 3]; i++) {
			for (size_t j = 0; j < b.n_cols; j++) {
				if (draw_uniform(&r) < keep)
					add_random(&b.cols[j], &r);
				else
					column_add_missing(&b.cols[j]);
			}
		}
		check_round_trip(&h, block_seal(&b, 0), 2);
		block_release(&b);
	}
	head_release(&h);
}

/* Cut anywhere: the error says so, and --partial gives what was whole. */
static void
test_cut(void)
{
	struct diag d = DIAG_INIT;
	struct head h, head;
	struct block b, got;
	json_t *tail;
	size_t n, told = 0;
	char *p, *part;

	sample_head(&h);
	p = write_all(&h, sample_fill(&b, &h), 2, &n);
	for (size_t i = 0; i < n; i++) {
		part = malloc(i + 1);	/* so that no byte more can be read */
		memcpy(part, p, i);
		part = realloc(part, i > 0 ? i : 1);
		CHECK_INT(read_all(part, i, false, &head, &got, &tail, &d),
		    -1);
		told += strstr(d.text, "mem: the stream was cut") == d.text;
		if (read_all(part, i, true, &head, &got, &tail, &d) == 0) {
			CHECK_INT(got.view.n_rows % SAMPLE_ROWS, 0);
			drop(&head, &got, tail);
		}
		free(part);
	}
	CHECK_INT(told, n);
	CHECK_INT(read_all(p, n - 8, true, &head, &got, &tail, &d), 0);
	check_rows(&got, &b.view, 2);
	drop(&head, &got, tail);
	free(p);
	block_release(&b);
	head_release(&h);
}

/* The file format: the stream between two marks, and a footer. */
static void
test_file(void)
{
	struct diag d = DIAG_INIT;
	struct str f = STR_INIT;
	struct head h, head;
	struct block b, got;
	json_t *tail;
	size_t n;
	char *p, *part;

	sample_head(&h);
	p = write_all(&h, sample_fill(&b, &h), 2, &n);
	str_add(&f, "ARROW1\0\0", 8);
	str_add(&f, p, n);
	str_add(&f, "footer\6\0\0\0ARROW1", 16);
	CHECK_INT(read_all(f.buf, f.len, false, &head, &got, &tail, &d), 0);
	check_rows(&got, &b.view, 2);
	drop(&head, &got, tail);
	for (size_t i = 0; i < f.len; i++) {
		part = malloc(i + 1);
		memcpy(part, f.buf, i);
		part = realloc(part, i > 0 ? i : 1);
		CHECK_INT(read_all(part, i, false, &head, &got, &tail, &d),
		    -1);
		free(part);
	}
	str_release(&f);
	free(p);
	block_release(&b);
	head_release(&h);
}

/* Bytes that are wrong give an error or a table, never a crash. */
static void
test_damage(void)
{
	struct diag d = DIAG_INIT;
	struct head h, head;
	struct block b, got;
	struct rng r;
	json_t *tail;
	size_t n, errors = 0;
	char *p, old;

	sample_head(&h);
	rng_init(&r, 5);
	p = write_all(&h, sample_fill(&b, &h), 1, &n);
	for (size_t i = 0; i < 2 * n; i++) {
		old = p[i / 2];
		p[i / 2] = (char)(i % 2 == 0 ? rng_next(&r) : 0xff);
		if (read_all(p, n, false, &head, &got, &tail, &d) == 0)
			drop(&head, &got, tail);
		else
			errors++;
		p[i / 2] = old;
	}
	CHECK(errors > n / 4);
	free(p);
	block_release(&b);
	head_release(&h);
}

int
main(void)
{
	test_sample();
	test_random();
	test_cut();
	test_file();
	test_damage();
	return (check_done());
}
