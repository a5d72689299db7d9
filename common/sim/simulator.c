/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "mem.h"
#include "named.h"

#include "simulator.h"

#define N_BLOCKS 16		/* that are filled at a time */
#define BLOCK_ROWS 1024

struct simulator {
	struct sim_table table;
	const struct dependence *kind;
	void *fit;
	uint64_t seed;
	struct crew *crew;
};

struct sim_stream {
	struct stream stream;
	const struct simulator *sim;
	uint64_t n, given;	/* rows wanted, and given out */
	struct block blocks[N_BLOCKS];
	uint64_t failed[N_BLOCKS];	/* a row + 1 that is not to be had */
	size_t next, n_blocks;
};

static int
find_by(const struct simulator *s, const char *by, size_t *out,
    struct diag *d)
{
	*out = COLUMN_NONE;
	if (by == NULL)
		return (0);
	if (!s->table.has_rows)
		return (diag_set(d, "a model does not know which values stand "
		    "together: rows by \"%s\" want a table", by));
	return (schema_need(&s->table.schema, by, out, d) == 0 ? 0 :
	    diag_prefix(d, "--by"));
}

/* Learn from the table that is there. */
static int
learn(struct simulator *s, const struct simulator_options *o, struct diag *d)
{
	struct dependence_options dep = { .crew = o->crew };

	s->seed = o->seed;
	s->crew = o->crew;
	s->kind = o->method == NULL && !s->table.has_rows ?
	    &marginal_dependence : o->method == NULL ? dependences[0] :
	    named_find(dependences, o->method, "method", d);
	if (s->kind == NULL)
		return (-1);
	if (!s->table.has_rows && s->kind != &marginal_dependence)
		return (diag_set(d, "a model does not know which values stand "
		    "together: method %s wants a table", s->kind->name));
	if (find_by(s, o->by, &dep.by, d) == -1)
		return (-1);
	return (s->kind->fit(&s->table, &dep, &s->fit, d));
}

/* The simulator, or what went wrong. */
static int
finish(struct simulator *s, int r, const struct simulator_options *o,
    struct simulator **out, struct diag *d)
{
	if (r == 0)
		r = learn(s, o, d);
	if (r == -1)
		simulator_free(s);
	else
		*out = s;
	return (r);
}

int
simulator_of_rows(const struct spool *rows, const struct simulator_options *o,
    struct simulator **out, struct diag *d)
{
	struct simulator *s = MEM_NEW(struct simulator);
	int r = sim_table_of_rows(rows, o->rare, o->seed, &s->table, d);

	return (finish(s, r, o, out, d));
}

int
simulator_of_model(const struct predictor *p,
    const struct simulator_options *o, struct simulator **out,
    struct diag *d)
{
	struct simulator *s = MEM_NEW(struct simulator);
	int r = sim_table_of_model(p, o->rare, &s->table, d);

	return (finish(s, r, o, out, d));
}

void
simulator_free(struct simulator *s)
{
	if (s == NULL)
		return;
	if (s->fit != NULL)
		s->kind->free(s->fit);
	sim_table_release(&s->table);
	free(s);
}

uint64_t
simulator_n_source(const struct simulator *s)
{
	return (s->table.n_source);
}

const struct sim_table *
simulator_table(const struct simulator *s)
{
	return (&s->table);
}

/* A row into the columns, each of which has scratch for one; is it new? */
static bool
try_row(const struct simulator *s, uint64_t row, uint64_t round,
    uint32_t *atoms, struct column *cols)
{
	struct rng r;

	rng_init(&r, rng_at(rng_key(s->seed, RNG_SIM_ROW, round), row));
	s->kind->draw(s->fit, &r, atoms);
	for (size_t j = 0; j < s->table.schema.n; j++) {
		column_clear(&cols[j]);
		sim_column_put(&s->table.columns[j], atoms[j], &r, row,
		    &cols[j]);
	}
	return (!sim_copies_have(&s->table.copies, cols, s->table.schema.n,
	    s->table.compared));
}

static void
fill_block(void *ctx, size_t k, int worker)
{
	struct sim_stream *ss = ctx;
	const struct simulator *s = ss->sim;
	uint64_t row = ss->given + k * BLOCK_ROWS, end = row + BLOCK_ROWS;
	uint32_t *atoms = mem_alloc(s->table.schema.n, sizeof(*atoms));
	struct block one;
	uint64_t round;

	(void)worker;
	block_init(&one, &s->table.schema);
	block_clear(&ss->blocks[k]);
	for (end = end < ss->n ? end : ss->n; row < end; row++) {
		for (round = 0; round < SIM_TRIES &&
		    !try_row(s, row, round, atoms, one.cols); round++)
			;
		if (round == SIM_TRIES) {
			ss->failed[k] = row + 1;
			break;
		}
		block_add_rows(&ss->blocks[k], block_seal(&one, row), 0, 1);
	}
	block_release(&one);
	free(atoms);
}

/* Make the next blocks. */
static void
fill_blocks(struct sim_stream *ss)
{
	uint64_t left = (ss->n - ss->given + BLOCK_ROWS - 1) / BLOCK_ROWS;

	ss->n_blocks = left < N_BLOCKS ? (size_t)left : N_BLOCKS;
	ss->next = 0;
	crew_for(ss->sim->crew, ss->n_blocks, fill_block, ss);
}

static int
sim_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct sim_stream *ss = (struct sim_stream *)s;

	if (ss->given == ss->n)
		return (0);
	if (ss->next == ss->n_blocks)
		fill_blocks(ss);
	if (ss->failed[ss->next] > 0)
		return (diag_set(d, "row %llu would be a row of the table once "
		    "more, %d times drawn: too few different rows can be "
		    "made of columns like these",
		    (unsigned long long)ss->failed[ss->next], SIM_TRIES));
	*out = block_seal(&ss->blocks[ss->next++], ss->given);
	ss->given += (*out)->n_rows;
	return (1);
}

static void
sim_close(struct stream *s)
{
	struct sim_stream *ss = (struct sim_stream *)s;

	for (size_t k = 0; k < N_BLOCKS; k++)
		block_release(&ss->blocks[k]);
	stream_release(s);
	free(ss);
}

struct stream *
simulator_stream(const struct simulator *sim, uint64_t n)
{
	static const struct stream_ops ops = { sim_next, sim_close };
	struct sim_stream *ss = MEM_NEW(struct sim_stream);

	stream_init(&ss->stream, &ops);
	ss->sim = sim;
	ss->n = n;
	schema_copy(&ss->stream.head.schema, &sim->table.schema);
	for (size_t k = 0; k < N_BLOCKS; k++)
		block_init(&ss->blocks[k], &ss->stream.head.schema);
	return (&ss->stream);
}
