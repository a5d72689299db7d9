/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "levels.h"
#include "mem.h"
#include "numtext.h"
#include "rng.h"
#include "room.h"
#include "row_order.h"
#include "split_assign.h"
#include "spool.h"

#include "split.h"

#define STRATA_MAX 1000

void
split_options_init(struct split_options *o)
{
	memset(o, 0, sizeof(*o));
	o->shares[PART_TRAIN] = 0.70;
	o->shares[PART_VALID] = 0.15;
	o->shares[PART_TEST] = 0.15;
	o->seed = 1;
	o->mem = (uint64_t)512 << 20;
}

/* Numbers between colons; how many, or 0 if they are not 2 or 3. */
static size_t
read_shares(const char *p, double *v)
{
	size_t n = 0, len;

	while (n < N_SPLIT_PARTS) {
		len = strcspn(p, ":");
		if (parse_float(p, len, &v[n]) == -1 || !(v[n] >= 0) ||
		    isinf(v[n]))
			return (0);
		n++;
		if (p[len] == '\0')
			return (n > 1 ? n : 0);
		p += len + 1;
	}
	return (0);
}

int
split_parse_shares(struct split_options *o, const char *text, struct diag *d)
{
	double v[N_SPLIT_PARTS] = { 0, 0, 0 }, sum;
	size_t n = read_shares(text, v);

	if (n == 0 || v[0] == 0)
		return (diag_set(d, "not train:valid:test or train:test, as "
		    "70:15:15 or 80:20: \"%s\"", text));
	sum = v[0] + v[1] + v[2];
	o->shares[PART_TRAIN] = v[0] / sum;
	o->shares[PART_VALID] = n == 3 ? v[1] / sum : 0;
	o->shares[PART_TEST] = v[n - 1] / sum;
	return (0);
}

int
split_options_check(const struct split_options *o, struct diag *d)
{
	if (o->folds != 0 && (o->folds < 2 || o->folds > SPLIT_FOLDS_MAX))
		return (diag_set(d, "--folds wants a number from 2 to %d",
		    SPLIT_FOLDS_MAX));
	if (o->folds == 0 && o->fold != 0)
		return (diag_set(d, "--fold goes with --folds"));
	if (o->folds != 0 && (o->fold < 1 || o->fold > o->folds))
		return (diag_set(d, "--fold wants a number from 1 to %lld",
		    (long long)o->folds));
	if (o->folds != 0 && o->time != NULL)
		return (diag_set(d, "--folds and --time do not go together: "
		    "folds would train on the future"));
	if ((o->stratify && (o->by != NULL || o->time != NULL)) ||
	    (o->by != NULL && o->time != NULL))
		return (diag_set(d, "only one of --stratify, --by and --time "
		    "can be asked for"));
	return (0);
}

/* What is worked with until the parts are known. */
struct splitting {
	const struct split_options *o;
	const struct spool *spool;
	struct room *room;
	size_t key_col;		/* of strata, groups or times, or none */
	struct dict levels;	/* of strata */
	struct row_key *keys;
	size_t n;
};

static int
find_key_column(struct splitting *sp, struct diag *d)
{
	const struct split_options *o = sp->o;
	const struct schema *s = &spool_head(sp->spool)->schema;
	const char *name = o->time != NULL ? o->time :
	    o->by != NULL ? o->by : o->stratify ? o->stratify_col : NULL;
	enum col_type t;

	sp->key_col = COLUMN_NONE;
	if (name != NULL && schema_need(s, name, &sp->key_col, d) == -1)
		return (-1);
	if (o->stratify && name == NULL) {
		sp->key_col = schema_find_role(s, ROLE_TARGET);
		if (sp->key_col == COLUMN_NONE)
			return (diag_set(d, "there is no target to stratify "
			    "by: name it with -t, or a column"));
	}
	if (sp->key_col == COLUMN_NONE)
		return (0);
	t = s->fields[sp->key_col].type;
	if (o->time != NULL ? t != COL_TIME && t != COL_INT && t != COL_FLOAT
	    : !has_levels(t))
		return (diag_set(d, "column \"%s\" is a %s, not %s",
		    s->fields[sp->key_col].name, col_type_name(t),
		    o->time != NULL ? "a time or number" : "a category"));
	return (0);
}

static int
key_times(struct splitting *sp, const struct batch *b, struct row_key *keys,
    struct diag *d)
{
	const struct column *c = b->cols[sp->key_col];

	for (size_t i = 0; i < b->n_rows; i++) {
		if (!c->valid[i])
			return (diag_set(d, "row %llu: column \"%s\" is "
			    "missing, so the row has no place in time",
			    (unsigned long long)(b->first_row + i + 1),
			    b->schema->fields[sp->key_col].name));
		keys[i].order = order_prefix(c, i, false);
	}
	return (0);
}

/* Strata are numbered from 1, missing values being 0. */
static int
key_strata(struct splitting *sp, const struct batch *b, struct row_key *keys,
    struct diag *d)
{
	const struct column *c = b->cols[sp->key_col];

	for (size_t i = 0; i < b->n_rows; i++)
		keys[i].group = c->valid[i] ? level_add(&sp->levels, c, i) + 1
		    : 0;
	if (sp->levels.n > STRATA_MAX)
		return (diag_set(d, "column \"%s\" has more than %d values: "
		    "no classes to stratify by",
		    b->schema->fields[sp->key_col].name, STRATA_MAX));
	return (0);
}

/* A group is its hash, so that its place does not depend on where it was first
   seen, and any number of groups takes no memory. */
static void
key_groups(const struct splitting *sp, const struct batch *b,
    struct row_key *keys)
{
	const struct column *c = b->cols[sp->key_col];
	char scratch[NUMTEXT_MAX];
	const char *p;
	size_t n;

	for (size_t i = 0; i < b->n_rows; i++) {
		keys[i].order = rng_at(sp->o->seed, 0);
		if (!c->valid[i])
			continue;
		p = level_text(c, i, scratch, &n);
		keys[i].order = hash_bytes(p, n, sp->o->seed);
	}
}

static int
key_batch(struct splitting *sp, const struct batch *b, struct diag *d)
{
	struct row_key *keys = sp->keys + b->first_row;

	for (size_t i = 0; i < b->n_rows; i++)
		keys[i] = (struct row_key){
			rng_at(sp->o->seed, b->first_row + i), 0,
			(uint32_t)(b->first_row + i)
		};
	if (sp->key_col == COLUMN_NONE)
		return (0);
	if (sp->o->time != NULL)
		return (key_times(sp, b, keys, d));
	if (sp->o->stratify)
		return (key_strata(sp, b, keys, d));
	key_groups(sp, b, keys);
	return (0);
}

/* Rows that are drawn alone need no keys. */
static bool
needs_keys(const struct split_options *o)
{
	return (o->folds != 0 || o->stratify || o->by != NULL ||
	    o->time != NULL);
}

static int
key_rows(struct splitting *sp, struct diag *d)
{
	const struct batch *b;
	struct block scratch;
	int r = 0;

	if (spool_n_rows(sp->spool) > UINT32_MAX)
		return (diag_set(d, "more than %u rows", UINT32_MAX));
	sp->n = spool_n_rows(sp->spool);
	if (!needs_keys(sp->o))
		return (0);
	sp->keys = room_alloc(sp->room, sp->n, sizeof(*sp->keys));
	block_init(&scratch, &spool_head(sp->spool)->schema);
	for (size_t k = 0; k < spool_n_blocks(sp->spool) && r == 0; k++) {
		r = spool_get(sp->spool, k, &scratch, &b, d);
		if (r == 0)
			r = key_batch(sp, b, d);
	}
	block_release(&scratch);
	return (r);
}

static void
assign_fold_parts(struct splitting *sp, uint16_t *parts)
{
	size_t folds = (size_t)sp->o->folds;
	double *equal = mem_alloc(folds, sizeof(*equal));
	struct shares s = { equal, folds };

	for (size_t k = 0; k < folds; k++)
		equal[k] = 1 / (double)folds;
	if (sp->o->by != NULL)
		assign_groups(sp->keys, sp->n, &s, parts);
	else
		assign_folds(sp->keys, sp->n, folds, parts);
	for (size_t i = 0; i < sp->n; i++)
		parts[i] = parts[i] + 1 == sp->o->fold ? PART_TEST :
		    PART_TRAIN;
	free(equal);
}

static void
assign_parts(struct splitting *sp, uint16_t *parts)
{
	struct shares s = { sp->o->shares, N_SPLIT_PARTS };

	if (!needs_keys(sp->o))
		assign_drawn(sp->o->seed, sp->n, &s, parts);
	else if (sp->o->folds != 0)
		assign_fold_parts(sp, parts);
	else if (sp->o->time != NULL)
		assign_ordered(sp->keys, sp->n, &s, parts);
	else if (sp->o->by != NULL)
		assign_groups(sp->keys, sp->n, &s, parts);
	else
		assign_strata(sp->keys, sp->n, &s, parts);
}

static int
split_rows(struct splitting *sp, uint16_t **parts, struct diag *d)
{
	int r = -1;

	dict_init(&sp->levels);
	if (find_key_column(sp, d) == 0 && key_rows(sp, d) == 0) {
		*parts = room_alloc(sp->room, sp->n, sizeof(**parts));
		assign_parts(sp, *parts);
		r = 0;
	}
	dict_release(&sp->levels);
	room_release(sp->room, sp->keys);
	return (r);
}

struct split_stream {
	struct stage stage;		/* over the spool, once it is full */
	struct stream *source;		/* what was spooled, then */
	struct spool *spool;
	struct room *room;
	uint16_t *parts;
	size_t at;		/* the position of the split column */
	struct column column;
	struct batch view;
};

static int
split_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct split_stream *ss = (struct split_stream *)s;
	const struct batch *b;
	int r = stage_next(&ss->stage, &b, d);

	if (r != 1)
		return (r);
	column_clear(&ss->column);
	for (size_t i = 0; i < b->n_rows; i++) {
		const char *name = split_part_name(
		    ss->parts[b->first_row + i]);

		column_add_string(&ss->column, name, strlen(name));
	}
	memcpy(ss->view.cols, b->cols, b->schema->n * sizeof(*b->cols));
	ss->view.cols[ss->at] = &ss->column;
	ss->view.n_rows = b->n_rows;
	ss->view.first_row = b->first_row;
	ss->view.source = b->source;
	*out = &ss->view;
	return (1);
}

static void
split_close(struct stream *s)
{
	struct split_stream *ss = (struct split_stream *)s;

	stage_release(&ss->stage);
	stream_close(ss->source);
	spool_free(ss->spool);
	room_release(ss->room, ss->parts);
	room_free(ss->room);
	free(ss->view.cols);
	column_release(&ss->column);
	free(ss);
}

/* The place of the split column: that of an old one, or the end. */
static int
place_column(struct split_stream *ss, bool replace, struct diag *d)
{
	struct schema *s = &ss->stage.stream.head.schema;
	struct field f = { .type = COL_STRING, .role = ROLE_SPLIT };
	char name[] = "split";

	ss->at = schema_find_role(s, ROLE_SPLIT);
	if (ss->at == COLUMN_NONE)
		ss->at = schema_find(s, name);
	if (ss->at == COLUMN_NONE) {
		ss->at = s->n;
		f.name = name;
		return (schema_add(s, &f, d));
	}
	if (!replace)
		return (diag_set(d, "there is a split column \"%s\" already: "
		    "--replace makes it anew", s->fields[ss->at].name));
	s->fields[ss->at].type = COL_STRING;
	s->fields[ss->at].width = 0;
	schema_set_role(s, ss->at, ROLE_SPLIT);
	return (0);
}

static int
run_split(struct split_stream *ss, const struct split_options *o,
    struct split_counts *counts, struct diag *d)
{
	uint64_t keys = o->mem / (needs_keys(o) ? 2 : 16);
	struct splitting sp = { .o = o, .room = ss->room = room_new(keys) };

	if (place_column(ss, o->replace, d) == -1 ||
	    spool_new(ss->stage.in, o->mem - keys, &ss->spool, d) == -1)
		return (-1);
	sp.spool = ss->spool;
	if (split_rows(&sp, &ss->parts, d) == -1)
		return (-1);
	ss->source = ss->stage.in;
	ss->stage.in = spool_stream(ss->spool);
	ss->view.schema = &ss->stage.stream.head.schema;
	ss->view.cols = mem_alloc(ss->view.schema->n,
	    sizeof(*ss->view.cols));
	if (counts != NULL) {
		memset(counts, 0, sizeof(*counts));
		for (size_t i = 0; i < spool_n_rows(ss->spool); i++)
			counts->rows[ss->parts[i]]++;
	}
	return (0);
}

int
split_open(struct stream *in, const struct split_options *o,
    struct split_counts *counts, struct stream **out, struct diag *d)
{
	static const struct stream_ops ops = { split_next, split_close };
	struct split_stream *ss = MEM_NEW(struct split_stream);

	stage_init(&ss->stage, &ops, in);
	column_init(&ss->column, COL_STRING, 0);
	if (run_split(ss, o, counts, d) == -1) {
		split_close(&ss->stage.stream);
		return (-1);
	}
	*out = &ss->stage.stream;
	return (0);
}
