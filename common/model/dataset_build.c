/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "levels.h"
#include "mem.h"
#include "split_part.h"

#include "class_weights.h"
#include "dataset_task.h"

static int
add_feature(struct dataset_build *b, size_t col, struct diag *d)
{
	const struct field *f = &b->schema->fields[col];

	if (f->type == COL_STRING && !b->m->learner->takes_strings)
		return (diag_set(d, "column \"%s\" is text: encode it first "
		    "(mlc-encode --auto)%s", f->name,
		    learner_has_target(b->m->learner) ? " or use gbdt" : ""));
	b->ds->cols[b->m->features.n] = col;
	return (schema_add(&b->m->features, f, d));
}

static int
find_features(struct dataset_build *b, struct diag *d)
{
	b->ds->cols = mem_alloc(b->schema->n, sizeof(*b->ds->cols));
	for (size_t i = 0; i < b->schema->n; i++) {
		if (b->schema->fields[i].role == ROLE_FEATURE &&
		    add_feature(b, i, d) == -1)
			return (-1);
	}
	if (b->m->features.n == 0)
		return (diag_set(d, "no column has the role feature"));
	b->ds->features = &b->m->features;
	return (params_resolve(&b->m->params, &b->m->features, d));
}

static int
find_target(struct dataset_build *b, struct diag *d)
{
	const struct field *f;

	b->target = COLUMN_NONE;
	if (!learner_has_target(b->m->learner))
		return (0);
	b->target = schema_find_role(b->schema, ROLE_TARGET);
	if (b->target == COLUMN_NONE)
		return (diag_set(d, "no target column: name it with -t"));
	f = &b->schema->fields[b->target];
	if (!has_levels(f->type))
		return (diag_set(d, "column \"%s\" is a %s: it cannot be the "
		    "target", f->name, col_type_name(f->type)));
	b->m->target = *f;
	b->m->target.name = mem_strdup(f->name);
	b->m->target.unit = f->unit != NULL ? mem_strdup(f->unit) : NULL;
	return (0);
}

static int
find_weight(struct dataset_build *b, struct diag *d)
{
	const struct field *f;

	b->weight = schema_find_role(b->schema, ROLE_WEIGHT);
	if (b->weight == COLUMN_NONE)
		return (0);
	f = &b->schema->fields[b->weight];
	if (!is_numeric_type(f->type))
		return (diag_set(d, "column \"%s\" is a %s: it cannot be the "
		    "weight", f->name, col_type_name(f->type)));
	return (0);
}

/* The rows as the learner will see them, and how many of each kind. */
static void
place_rows(struct dataset_build *b, const struct fit_rows *r, uint8_t *parts)
{
	const struct column *target = b->target != COLUMN_NONE ?
	    r->batch->cols[b->target] : NULL;
	size_t n[PART_NONE + 1] = { 0 };

	for (size_t i = 0; i < r->batch->n_rows; i++) {
		if (parts[i] == PART_TEST)
			parts[i] = PART_NONE;
		if (parts[i] != PART_NONE && target != NULL &&
		    !target->valid[i]) {
			parts[i] = PART_NONE;
			b->n_left_out[r->block]++;
		}
		n[parts[i]]++;
	}
	b->ds->first_train[r->block] = n[PART_TRAIN];
	b->ds->first_valid[r->block] = n[PART_VALID];
}

static int
check_weights(const struct dataset_build *b, const struct batch *in,
    const uint8_t *parts, struct diag *d)
{
	double w;

	if (b->weight == COLUMN_NONE)
		return (0);
	for (size_t i = 0; i < in->n_rows; i++) {
		w = column_number(in->cols[b->weight], i);
		if (parts[i] != PART_NONE && !(w >= 0 && isfinite(w)))
			return (diag_set(d, "row %llu: column \"%s\": a "
			    "weight is missing, negative or infinite",
			    (unsigned long long)(in->first_row + i + 1),
			    b->schema->fields[b->weight].name));
	}
	return (0);
}

static int
check_column(const struct column *c, const char *name, const uint8_t *parts,
    struct diag *d)
{
	const char *or_drop = c->n_missing < c->n ? "" :
	    ", or drop it where it has no values at all";

	if (c->n_missing == 0)
		return (0);
	for (size_t i = 0; i < c->n; i++) {
		if (!c->valid[i] && parts[i] != PART_NONE)
			return (diag_set(d, "column \"%s\" has missing "
			    "values: impute them first (mlc-clean -i auto)%s",
			    name, or_drop));
	}
	return (0);
}

static int
check_missing(const struct dataset_build *b, const struct batch *in,
    const uint8_t *parts, struct diag *d)
{
	const struct schema *features = &b->m->features;

	if (b->m->learner->takes_missing)
		return (0);
	for (size_t j = 0; j < features->n; j++) {
		if (check_column(in->cols[b->ds->cols[j]],
		    features->fields[j].name, parts, d) == -1)
			return (-1);
	}
	return (0);
}

/* First pass: parts, checks, and the distinct values of the target. */
static int
look_at_block(void *ctx, struct fit_rows *r, struct diag *d)
{
	struct dataset_build *b = ctx;
	uint8_t *parts = b->ds->parts + r->batch->first_row;

	if (split_parts(r->batch, b->split, parts, d) == -1)
		return (-1);
	place_rows(b, r, parts);
	if (check_weights(b, r->batch, parts, d) == -1)
		return (-1);
	return (check_missing(b, r->batch, parts, d));
}

/* The target's number or class; -1: a class not seen in training. */
static double
target_value(const struct dataset_build *b, const struct column *target,
    size_t i)
{
	uint32_t id;

	if (!b->wants_classes)
		return (column_number(target, i));
	id = level_find(&b->classes.keys, target, i);
	return (id == DICT_NONE ? -1 : (double)b->classes.of_id[id]);
}

/* Second pass: targets and weights.  Validation rows may become fewer. */
static int
take_block(void *ctx, struct fit_rows *r, struct diag *d)
{
	struct dataset_build *b = ctx;
	struct dataset *ds = b->ds;
	const struct batch *in = r->batch;
	uint8_t *parts = ds->parts + in->first_row;
	size_t at[2] = { ds->first_train[r->block],
	    ds->first_valid[r->block] };
	double *targets[2] = { ds->y_train, ds->y_valid }, y;
	double *weights[2] = { ds->w_train, ds->w_valid };

	for (size_t i = 0; i < in->n_rows; i++) {
		int k = parts[i] == PART_VALID;

		if (parts[i] == PART_NONE)
			continue;
		y = b->target == COLUMN_NONE ? 0 :
		    target_value(b, in->cols[b->target], i);
		if (isinf(y))
			return (diag_set(d, "row %llu: the target is infinite",
			    (unsigned long long)(in->first_row + i + 1)));
		if (b->wants_classes && y < 0) {
			parts[i] = PART_NONE;
			b->n_left_out[r->block]++;
			continue;
		}
		targets[k][at[k]] = y;
		if (b->weight != COLUMN_NONE)
			weights[k][at[k]] =
			    column_number(in->cols[b->weight], i);
		at[k]++;
	}
	return (0);
}

/* Close the gaps that left-out validation rows have made. */
static void
move_valid(struct dataset_build *b)
{
	struct dataset *ds = b->ds;
	size_t n_blocks = spool_n_blocks(ds->spool), at = 0, end, from, n;

	for (size_t k = 0; k < n_blocks; k++) {
		from = ds->first_valid[k];
		end = k + 1 < n_blocks ? ds->first_valid[k + 1] : ds->n_valid;
		n = end - from - b->n_left_out[k];
		memmove(ds->y_valid + at, ds->y_valid + from,
		    n * sizeof(double));
		if (ds->w_valid != NULL)
			memmove(ds->w_valid + at, ds->w_valid + from,
			    n * sizeof(double));
		ds->first_valid[k] = at;
		at += n;
	}
	ds->n_valid = at;
}

/* All blocks, and the sum of the rows that were left out. */
static int
visit_all(struct dataset_build *b, int (*fn)(void *, struct fit_rows *,
    struct diag *), struct fitter *f, uint64_t *n_left_out, struct diag *d)
{
	size_t n_blocks = spool_n_blocks(b->ds->spool);
	struct pass pass = { .spool = b->ds->spool, .crew = b->ds->crew,
	    .split_col = b->split, .prepare = fn, .ctx = b };

	memset(b->n_left_out, 0, n_blocks * sizeof(*b->n_left_out));
	if (pass_run(&pass, f, f != NULL, d) == -1)
		return (-1);
	for (size_t k = 0; k < n_blocks; k++)
		*n_left_out += b->n_left_out[k];
	return (0);
}

/* What kinds of rows there are. */
static int
look_at_all(struct dataset_build *b, struct diag *d)
{
	struct fitter f = { &classes_fit, &b->target, NULL };

	if (visit_all(b, look_at_block, b->gathers ? &f : NULL,
	    &b->ds->n_no_target, d) == -1)
		return (-1);
	if (b->gathers)
		classes_take(&b->classes, f.fit);
	return (0);
}

/* From how many rows blocks have to where they begin. */
static size_t
add_up(size_t *counts, size_t n)
{
	size_t sum = 0, count;

	for (size_t k = 0; k < n; k++) {
		count = counts[k];
		counts[k] = sum;
		sum += count;
	}
	return (sum);
}

static void
allocate_targets(struct dataset_build *b)
{
	struct dataset *ds = b->ds;

	ds->y_train = mem_alloc(ds->n_train, sizeof(*ds->y_train));
	ds->y_valid = mem_alloc(ds->n_valid, sizeof(*ds->y_valid));
	if (b->weight == COLUMN_NONE)
		return;
	ds->w_train = mem_alloc(ds->n_train, sizeof(*ds->w_train));
	ds->w_valid = mem_alloc(ds->n_valid, sizeof(*ds->w_valid));
}

static int
check_total_weight(const struct dataset *ds, struct diag *d)
{
	double sum = 0;

	if (ds->w_train == NULL)
		return (0);
	for (size_t i = 0; i < ds->n_train; i++)
		sum += ds->w_train[i];
	if (!isfinite(sum))
		return (diag_set(d, "the weights are too large to be added"));
	return (sum > 0 ? 0 : diag_set(d, "the weights of all training rows "
	    "are 0"));
}

static int
build_all(struct dataset_build *b, struct diag *d)
{
	size_t n_blocks = spool_n_blocks(b->ds->spool);

	if (find_target(b, d) == -1 || find_weight(b, d) == -1 ||
	    find_features(b, d) == -1 || dataset_ask_task(b, d) == -1)
		return (-1);
	b->split = schema_find_role(b->schema, ROLE_SPLIT);
	b->classes.type = b->m->target.type;
	if (look_at_all(b, d) == -1)
		return (-1);
	b->ds->n_train = add_up(b->ds->first_train, n_blocks);
	b->ds->n_valid = add_up(b->ds->first_valid, n_blocks);
	if (dataset_settle_task(b, d) == -1)
		return (-1);
	allocate_targets(b);
	if (visit_all(b, take_block, NULL, &b->ds->n_unseen_class, d) == -1)
		return (-1);
	if (b->ds->n_unseen_class > 0)
		move_valid(b);
	if (b->opt->class_weight != NULL && class_weights_apply(b->ds, b->m,
	    b->opt->class_weight, d) == -1)
		return (-1);
	return (check_total_weight(b->ds, d));
}

int
dataset_new(const struct spool *sp, const struct dataset_options *opt,
    struct model *m, struct dataset **out, struct diag *d)
{
	struct dataset *ds = MEM_NEW(struct dataset);
	struct dataset_build b = { .ds = ds, .m = m, .opt = opt,
	    .schema = &spool_head(sp)->schema };
	size_t n_blocks = spool_n_blocks(sp);
	int status;

	ds->spool = sp;
	ds->seed = opt->seed;
	ds->crew = opt->crew;
	ds->parts = mem_alloc(spool_n_rows(sp), 1);
	ds->first_train = mem_calloc(n_blocks, sizeof(*ds->first_train));
	ds->first_valid = mem_calloc(n_blocks, sizeof(*ds->first_valid));
	b.n_left_out = mem_calloc(n_blocks, sizeof(*b.n_left_out));
	classes_init(&b.classes, COL_STRING);
	status = build_all(&b, d);
	classes_release(&b.classes);
	free(b.n_left_out);
	if (status == -1) {
		dataset_free(ds);
		return (-1);
	}
	*out = ds;
	return (0);
}
