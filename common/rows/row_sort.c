/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "spool.h"

#include "row_sort.h"

/* A row in memory, with as much of its first key as fits in a word. */
struct entry {
	uint64_t prefix;
	uint32_t block, row;
};

/* Sorted rows in a temporary file, and the one that comes next. */
struct run {
	struct spool *spool;
	struct stream *stream;
	const struct batch *batch;
	size_t row;
	uint64_t prefix;
};

struct sorting {
	struct stage stage;
	struct order_key *keys;
	size_t n_keys;
	uint64_t mem;
	bool is_read;		/* the input, to its end */
	struct block *blocks;	/* the rows in memory, */
	size_t n_blocks, cap_blocks, bytes;
	struct entry *entries;	/* their order, once sorted, */
	size_t n, cap, at;	/* and how many of them went out */
	struct run *runs;
	size_t n_runs, cap_runs;
	size_t *heap, n_heap;	/* of runs that have rows left */
	struct block out;
	uint64_t row;		/* of the rows that go out */
};

static int
compare_entries(const void *a, const void *b, void *ctx)
{
	const struct entry *x = a, *y = b;
	const struct sorting *s = ctx;
	int r;

	if (x->prefix != y->prefix)
		return (x->prefix < y->prefix ? -1 : 1);
	r = order_rows(s->keys, s->n_keys, &s->blocks[x->block].view, x->row,
	    &s->blocks[y->block].view, y->row);
	if (r == 0)
		r = (x->block > y->block) - (x->block < y->block);
	return (r != 0 ? r : (x->row > y->row) - (x->row < y->row));
}

static void
sort_entries(struct sorting *s)
{
	if (s->n > 0)
		qsort_r(s->entries, s->n, sizeof(*s->entries),
		    compare_entries, s);
	s->at = 0;
}

static void
forget_rows(struct sorting *s)
{
	for (size_t i = 0; i < s->n_blocks; i++)
		block_release(&s->blocks[i]);
	s->n_blocks = s->n = s->at = s->bytes = 0;
}

static void
take_rows(struct sorting *s, const struct batch *b)
{
	const struct column *first = b->cols[s->keys[0].col];
	struct block *block;

	s->blocks = mem_grow(s->blocks, &s->cap_blocks, s->n_blocks + 1,
	    sizeof(*s->blocks));
	block = &s->blocks[s->n_blocks];
	block_init(block, &s->stage.stream.head.schema);
	block_add_rows(block, b, 0, b->n_rows);
	block_seal(block, 0);
	s->entries = mem_grow(s->entries, &s->cap, s->n + b->n_rows,
	    sizeof(*s->entries));
	for (size_t i = 0; i < b->n_rows; i++)
		s->entries[s->n++] = (struct entry){
			order_prefix(first, i, s->keys[0].descending),
			(uint32_t)s->n_blocks, (uint32_t)i
		};
	s->n_blocks++;
	s->bytes += batch_bytes(&block->view) +
	    b->n_rows * sizeof(*s->entries);
}

static size_t
rows_of_batch(const struct sorting *s)
{
	return (batch_rows(s->stage.stream.head.schema.row_values));
}

static void
add_row(struct sorting *s, const struct batch *b, size_t row)
{
	block_add_rows(&s->out, b, row, 1);
}

static const struct batch *
seal_rows(struct sorting *s)
{
	const struct batch *b = block_seal(&s->out, s->row);

	s->row += b->n_rows;
	return (b);
}

/* Column k of n entries. The rows lie anywhere in memory: a loop of plain
   loads has many of them under way at a time. */
static void
gather_words(const struct sorting *s, const struct entry *e, size_t n,
    size_t k)
{
	struct column *to = &s->out.cols[k];

	column_reserve(to, n);
	for (size_t i = 0; i < n; i++) {
		const struct column *from = &s->blocks[e[i].block].cols[k];

		to->valid[i] = from->valid[e[i].row];
		to->ints[i] = from->ints[e[i].row];	/* or a double */
	}
	to->n = n;
	column_count_missing(to);
}

static void
gather(const struct sorting *s, const struct entry *e, size_t n, size_t k)
{
	struct column *to = &s->out.cols[k];

	if (column_value_size(to) == sizeof(*to->ints) &&
	    to->type != COL_VECTOR) {
		gather_words(s, e, n, k);
		return;
	}
	for (size_t i = 0; i < n; i++)
		column_add_range(to, &s->blocks[e[i].block].cols[k],
		    e[i].row, 1);
}

/* The next rows of those that are sorted in memory. */
static int
give_entries(struct sorting *s, const struct batch **out)
{
	size_t n = rows_of_batch(s);

	if (s->at == s->n)
		return (0);
	if (n > s->n - s->at)
		n = s->n - s->at;
	block_clear(&s->out);
	for (size_t k = 0; k < s->out.n_cols; k++)
		gather(s, s->entries + s->at, n, k);
	s->at += n;
	*out = seal_rows(s);
	return (1);
}

/* The rows in memory as a stream, to be spooled. */
struct run_stream {
	struct stream stream;
	struct sorting *sorting;
};

static int
run_next(struct stream *s, const struct batch **out, struct diag *d)
{
	(void)d;
	return (give_entries(((struct run_stream *)s)->sorting, out));
}

static int
spool_run(struct sorting *s, struct diag *d)
{
	static const struct stream_ops ops = { run_next, NULL };
	struct run_stream in = { .sorting = s };
	struct spool *spool;
	int r;

	sort_entries(s);
	stream_init(&in.stream, &ops);
	schema_copy(&in.stream.head.schema, &s->stage.stream.head.schema);
	if ((r = spool_new(&in.stream, 0, &spool, d)) == 0) {
		s->runs = mem_grow(s->runs, &s->cap_runs, s->n_runs + 1,
		    sizeof(*s->runs));
		s->runs[s->n_runs++] = (struct run){ .spool = spool,
		    .stream = spool_stream(spool) };
	}
	stream_release(&in.stream);
	forget_rows(s);
	s->row = 0;
	return (r);
}

/* Does the next row of run a come before that of run b? */
static bool
is_before(const struct sorting *s, size_t a, size_t b)
{
	const struct run *x = &s->runs[a], *y = &s->runs[b];
	int r;

	if (x->prefix != y->prefix)
		return (x->prefix < y->prefix);
	r = order_rows(s->keys, s->n_keys, x->batch, x->row, y->batch,
	    y->row);
	return (r != 0 ? r < 0 : a < b);
}

static void
sift_down(struct sorting *s, size_t i)
{
	size_t run = s->heap[i], child;

	for (; (child = 2 * i + 1) < s->n_heap; i = child) {
		if (child + 1 < s->n_heap &&
		    is_before(s, s->heap[child + 1], s->heap[child]))
			child++;
		if (!is_before(s, s->heap[child], run))
			break;
		s->heap[i] = s->heap[child];
	}
	s->heap[i] = run;
}

/* Look at the row after the one before, in a new batch if need be: 0 if there
   is none. */
static int
look_at_row(struct sorting *s, struct run *run, struct diag *d)
{
	int r;

	if (run->batch == NULL || run->row == run->batch->n_rows) {
		if ((r = stream_next(run->stream, &run->batch, d)) != 1)
			return (r);
		run->row = 0;
	}
	run->prefix = order_prefix(run->batch->cols[s->keys[0].col], run->row,
	    s->keys[0].descending);
	return (1);
}

static int
begin_merge(struct sorting *s, struct diag *d)
{
	s->heap = mem_alloc(s->n_runs, sizeof(*s->heap));
	for (size_t i = 0; i < s->n_runs; i++) {
		if (look_at_row(s, &s->runs[i], d) == -1)
			return (-1);
		s->heap[i] = i;
	}
	s->n_heap = s->n_runs;
	for (size_t i = s->n_heap / 2; i-- > 0;)
		sift_down(s, i);
	return (0);
}

static int
give_merged(struct sorting *s, const struct batch **out, struct diag *d)
{
	size_t n = rows_of_batch(s);
	int r;

	if (s->n_heap == 0)
		return (0);
	block_clear(&s->out);
	for (size_t i = 0; i < n && s->n_heap > 0; i++) {
		struct run *run = &s->runs[s->heap[0]];

		add_row(s, run->batch, run->row++);
		if ((r = look_at_row(s, run, d)) == -1)
			return (-1);
		if (r == 0)
			s->heap[0] = s->heap[--s->n_heap];
		if (s->n_heap > 0)
			sift_down(s, 0);
	}
	*out = seal_rows(s);
	return (1);
}

static int
read_input(struct sorting *s, struct diag *d)
{
	const struct batch *b;
	int r;

	while ((r = stage_next(&s->stage, &b, d)) == 1) {
		take_rows(s, b);
		if ((s->bytes > s->mem || s->n_blocks == UINT32_MAX) &&
		    spool_run(s, d) == -1)
			return (-1);
	}
	if (r == -1 || s->n_runs == 0) {
		sort_entries(s);
		return (r);
	}
	if (s->n > 0 && spool_run(s, d) == -1)
		return (-1);
	return (begin_merge(s, d));
}

static int
sorting_next(struct stream *stream, const struct batch **out, struct diag *d)
{
	struct sorting *s = (struct sorting *)stream;

	if (!s->is_read && read_input(s, d) == -1)
		return (-1);
	s->is_read = true;
	return (s->n_runs > 0 ? give_merged(s, out, d) : give_entries(s, out));
}

static void
sorting_close(struct stream *stream)
{
	struct sorting *s = (struct sorting *)stream;

	forget_rows(s);
	for (size_t i = 0; i < s->n_runs; i++) {
		stream_close(s->runs[i].stream);
		spool_free(s->runs[i].spool);
	}
	block_release(&s->out);
	free(s->runs);
	free(s->heap);
	free(s->blocks);
	free(s->entries);
	free(s->keys);
	stage_release(&s->stage);
	free(s);
}

struct stream *
row_sort_open(struct stream *in, struct order_key *keys, size_t n,
    uint64_t mem)
{
	static const struct stream_ops ops = { sorting_next, sorting_close };
	struct sorting *s = MEM_NEW(struct sorting);

	stage_init(&s->stage, &ops, in);
	s->keys = keys;
	s->n_keys = n;
	s->mem = mem;
	block_init(&s->out, &s->stage.stream.head.schema);
	return (&s->stage.stream);
}
