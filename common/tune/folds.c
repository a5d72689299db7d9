/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "levels.h"
#include "mem.h"
#include "recut.h"
#include "rng.h"
#include "sink.h"
#include "split_assign.h"

#include "folds.h"

struct fold_file {
	size_t fold;
	double share;
	int fd;
};

struct folds {
	const struct spool *spool;
	const uint8_t *parts;
	uint16_t *fold;		/* of each row */
	struct folds_options o;
	struct fold_file *files;
	size_t n_files;
};

int
folds_parts(const struct spool *spool, uint8_t **out, struct diag *d)
{
	const struct schema *s = &spool_head(spool)->schema;
	size_t col = schema_find_role(s, ROLE_SPLIT);
	uint8_t *parts = mem_alloc(spool_n_rows(spool), 1);
	const struct batch *b;
	struct block scratch;
	int r = 0;

	block_init(&scratch, s);
	for (size_t k = 0; k < spool_n_blocks(spool) && r == 0; k++) {
		r = spool_get(spool, k, &scratch, &b, d);
		if (r == 0)
			r = split_parts(b, col, parts + b->first_row, d);
	}
	block_release(&scratch);
	*out = parts;
	if (r == -1) {
		free(parts);
		*out = NULL;
	}
	return (r);
}

static bool
is_dealt(uint8_t part)
{
	return (part == PART_TRAIN || part == PART_VALID);
}

/* The column by which rows are dealt: groups or classes, or none. */
static size_t
find_key_column(const struct schema *s, bool *groups)
{
	size_t col = schema_find_role(s, ROLE_GROUP);
	enum col_type t;

	*groups = col != COLUMN_NONE && has_levels(s->fields[col].type);
	if (*groups)
		return (col);
	col = schema_find_role(s, ROLE_TARGET);
	if (col == COLUMN_NONE)
		return (COLUMN_NONE);
	t = s->fields[col].type;
	return (t == COL_STRING || t == COL_BOOL ? col : COLUMN_NONE);
}

struct dealing {
	const uint8_t *parts;
	uint64_t seed;
	size_t col;
	bool groups;		/* the column is of whole groups */
	struct dict levels;
	struct row_key *keys;
	size_t n;
};

/* Its place in the deal: of whole groups a hash of what they are called. */
static uint64_t
order_of(const struct dealing *g, const struct column *c, size_t i,
    uint64_t row)
{
	char scratch[NUMTEXT_MAX];
	const char *p;
	size_t n;

	if (!g->groups)
		return (rng_at(g->seed, row));
	if (!c->valid[i])
		return (rng_at(g->seed, 0));
	p = level_text(c, i, scratch, &n);
	return (hash_bytes(p, n, g->seed));
}

/* Keys of the rows that are dealt; missing values are the class 0. */
static void
key_batch(struct dealing *g, const struct batch *b)
{
	const struct column *c = g->col == COLUMN_NONE ? NULL :
	    b->cols[g->col];

	for (size_t i = 0; i < b->n_rows; i++) {
		uint64_t row = b->first_row + i;
		uint32_t level;

		if (!is_dealt(g->parts[row]))
			continue;
		level = c == NULL || !c->valid[i] ? 0 :
		    level_add(&g->levels, c, i) + 1;
		g->keys[g->n++] = (struct row_key){ order_of(g, c, i, row),
			g->groups ? 0 : level, (uint32_t)row };
	}
}

static void
deal(struct dealing *g, size_t n_folds, uint16_t *folds)
{
	double *equal = mem_alloc(n_folds, sizeof(*equal));
	const struct shares shares = { equal, n_folds };

	for (size_t k = 0; k < n_folds; k++)
		equal[k] = 1 / (double)n_folds;
	if (g->groups)
		assign_groups(g->keys, g->n, &shares, folds);
	else
		assign_folds(g->keys, g->n, n_folds, folds);
	free(equal);
}

int
folds_deal(const struct spool *spool, const uint8_t *parts, size_t n,
    uint64_t seed, uint16_t **out, struct diag *d)
{
	const struct schema *s = &spool_head(spool)->schema;
	size_t n_rows = spool_n_rows(spool);
	struct dealing g = { .parts = parts, .seed = seed };
	const struct batch *b;
	struct block scratch;
	int r = 0;

	if (n_rows > UINT32_MAX)
		return (diag_set(d, "more than %u rows", UINT32_MAX));
	*out = mem_alloc(n_rows, sizeof(**out));
	for (size_t i = 0; i < n_rows; i++)
		(*out)[i] = FOLDS_MAX;
	g.col = find_key_column(s, &g.groups);
	g.keys = mem_alloc(n_rows, sizeof(*g.keys));
	dict_init(&g.levels);
	block_init(&scratch, s);
	for (size_t k = 0; k < spool_n_blocks(spool) && r == 0; k++) {
		r = spool_get(spool, k, &scratch, &b, d);
		if (r == 0)
			key_batch(&g, b);
	}
	if (r == 0 && g.n < n)
		r = diag_set(d, "%zu rows are too few for %zu folds", g.n, n);
	if (r == 0 && g.groups && g.levels.n < n)
		r = diag_set(d, "%zu groups are too few for %zu folds",
		    g.levels.n, n);
	if (r == 0)
		deal(&g, n, *out);
	block_release(&scratch);
	dict_release(&g.levels);
	free(g.keys);
	return (r);
}

int
folds_new(const struct spool *spool, const uint8_t *parts,
    const struct folds_options *o, struct folds **out, struct diag *d)
{
	struct folds *f = MEM_NEW(struct folds);

	f->spool = spool;
	f->parts = parts;
	f->o = *o;
	if (o->n > 0 && folds_deal(spool, parts, o->n, o->seed, &f->fold,
	    d) == -1) {
		folds_free(f);
		return (-1);
	}
	*out = f;
	return (0);
}

void
folds_free(struct folds *f)
{
	if (f == NULL)
		return;
	for (size_t i = 0; i < f->n_files; i++)
		close(f->files[i].fd);
	free(f->files);
	free(f->fold);
	free(f);
}

size_t
folds_n(const struct folds *f)
{
	return (f->o.n > 0 ? f->o.n : 1);
}

const uint16_t *
folds_of_rows(const struct folds *f)
{
	return (f->fold);
}

static int
write_rows(const struct folds *f, const uint8_t *parts, const char *path,
    struct diag *d)
{
	struct stream *s = recut(f->spool, parts);
	struct sink *sink;
	int r = -1;

	if (sink_open(path, f->o.format, &s->head, &sink, d) == 0) {
		r = sink_rows(sink, s, d);
		if (r == 0)
			r = sink_end(sink, s, d);
		sink_free(sink);
	}
	stream_close(s);
	return (r);
}

/* Written in a folder of its own, and without a name from then on. */
static int
write_file(const struct folds *f, const uint8_t *parts, int *fd,
    struct diag *d)
{
	const char *tmp = getenv("TMPDIR");
	struct str dir = STR_INIT, path = STR_INIT;
	int r = -1;

	str_addf(&dir, "%s/mlc-tune.XXXXXX",
	    tmp != NULL && *tmp != '\0' ? tmp : "/tmp");
	if (mkdtemp(dir.buf) == NULL) {
		diag_errno(d, "%s", dir.buf);
	} else {
		str_addf(&path, "%s/rows.mlcs", dir.buf);
		r = write_rows(f, parts, path.buf, d);
		*fd = r == 0 ? open(path.buf, O_RDONLY | O_CLOEXEC) : -1;
		if (r == 0 && *fd == -1)
			r = diag_errno(d, "%s", path.buf);
		unlink(path.buf);
		rmdir(dir.buf);
	}
	str_release(&dir);
	str_release(&path);
	return (r);
}

/* A descriptor with a place of its own in the file. */
static int
open_again(int fd, int *out, struct diag *d)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	*out = open(path, O_RDONLY | O_CLOEXEC);
	return (*out == -1 ? diag_errno(d, "the rows of a fold") : 0);
}

/* The parts of the rows in the file of a fold. */
static uint8_t *
fold_parts(const struct folds *f, size_t fold, double share)
{
	size_t n = spool_n_rows(f->spool);
	uint64_t key = rng_key(f->o.seed, RNG_ROW_SAMPLE, 0);
	uint8_t *parts = mem_alloc(n, 1);

	for (size_t i = 0; i < n; i++) {
		bool judged = f->o.n > 0 ? f->fold[i] == fold :
		    f->parts[i] == PART_VALID;

		parts[i] = !is_dealt(f->parts[i]) ? PART_NONE :
		    judged ? PART_TEST :
		    rng_uniform_at(key, i) < share ? PART_TRAIN : PART_NONE;
	}
	return (parts);
}

int
folds_open(struct folds *f, size_t fold, double share, int *fd,
    struct diag *d)
{
	struct fold_file new = { fold, share, -1 };
	uint8_t *parts;
	int r;

	for (size_t i = 0; i < f->n_files; i++) {
		if (f->files[i].fold == fold && f->files[i].share == share)
			return (open_again(f->files[i].fd, fd, d));
	}
	parts = fold_parts(f, fold, share);
	r = write_file(f, parts, &new.fd, d);
	free(parts);
	if (r == -1)
		return (-1);
	f->files = mem_realloc(f->files, f->n_files + 1, sizeof(*f->files));
	f->files[f->n_files++] = new;
	return (open_again(new.fd, fd, d));
}

int
folds_open_all(struct folds *f, const uint8_t *judged, int *fd,
    struct diag *d)
{
	size_t n = spool_n_rows(f->spool);
	uint8_t *parts = mem_alloc(n, 1);
	int r;

	for (size_t i = 0; i < n; i++)
		parts[i] = judged != NULL && judged[i] ? PART_TEST :
		    is_dealt(f->parts[i]) ? PART_TRAIN : PART_NONE;
	r = write_file(f, parts, fd, d);
	free(parts);
	return (r);
}

uint64_t
folds_hash(const struct folds *f)
{
	uint64_t h = hash_bytes(f->parts, spool_n_rows(f->spool), f->o.n);
	struct block scratch;
	const struct batch *b;
	struct diag d = DIAG_INIT;

	block_init(&scratch, &spool_head(f->spool)->schema);
	for (size_t k = 0; k < spool_n_blocks(f->spool); k++) {
		if (spool_get(f->spool, k, &scratch, &b, &d) == -1)
			break;	/* it is told when the rows are written */
		for (size_t c = 0; c < b->schema->n; c++) {
			for (size_t i = 0; i < b->n_rows; i++)
				h = column_hash(b->cols[c], i, h);
		}
	}
	block_release(&scratch);
	return (h);
}
