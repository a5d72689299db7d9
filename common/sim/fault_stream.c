/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "fault_kind.h"

struct faulty {
	struct stage stage;
	struct fault *faults;
	size_t n_faults;
	double *sd;		/* of the columns */
	size_t time_col;
	struct column (*own)[2];	/* of each column: one is read while
					   the other is filled */
	struct batch view;
};

/* Does the fault change the value? */
static bool
hits(const struct fault *f, const struct fault_value *v)
{
	if (v->weight == 0 || !v->in->valid[v->i])
		return (false);
	return (f->measure != MEASURE_SHARE || rng_uniform_at(f->key, v->row) <
	    f->amount * v->weight);
}

static void
apply(const struct faulty *fs, const struct fault *f, size_t col,
    struct column *out)
{
	const struct batch *b = &fs->view;
	struct fault_value v = { .in = b->cols[col], .sd = fs->sd[col] };
	const struct column *time = fs->time_col == COLUMN_NONE ? NULL :
	    b->cols[fs->time_col];

	column_reset(out, f->kind->makes_text ? COL_STRING : v.in->type, 0);
	for (v.i = 0; v.i < b->n_rows; v.i++) {
		v.row = b->first_row + v.i;
		v.weight = fault_weight(f, v.row);
		v.time = time == NULL || !time->valid[v.i] ? 0 :
		    time->ints[v.i];
		if (hits(f, &v))
			f->kind->put(f, &v, out);
		else
			fault_keep(v.in, v.i, out);
	}
}

static int
faulty_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct faulty *fs = (struct faulty *)s;
	const struct batch *in;
	int r = stage_next(&fs->stage, &in, d);
	size_t col;

	if (r != 1)
		return (r);
	memcpy(fs->view.cols, in->cols, s->head.schema.n * sizeof(*in->cols));
	fs->view.n_rows = in->n_rows;
	fs->view.first_row = in->first_row;
	for (size_t k = 0; k < fs->n_faults; k++) {
		for (size_t i = 0; i < fs->faults[k].n_cols; i++) {
			struct column *to;

			col = fs->faults[k].cols[i];
			to = &fs->own[col][fs->view.cols[col] ==
			    &fs->own[col][0]];
			apply(fs, &fs->faults[k], col, to);
			fs->view.cols[col] = to;
		}
	}
	*out = &fs->view;
	return (1);
}

static void
faulty_close(struct stream *s)
{
	struct faulty *fs = (struct faulty *)s;

	for (size_t k = 0; k < fs->n_faults; k++)
		fault_release(&fs->faults[k]);
	for (size_t j = 0; j < s->head.schema.n; j++) {
		column_release(&fs->own[j][0]);
		column_release(&fs->own[j][1]);
	}
	free(fs->faults);
	free(fs->sd);
	free(fs->own);
	free(fs->view.cols);
	stage_release(&fs->stage);
	free(fs);
}

static int
add_fault(struct faulty *fs, const struct fault_options *o, size_t k,
    struct diag *d)
{
	struct schema *s = &fs->stage.stream.head.schema;
	struct fault *f = &fs->faults[fs->n_faults++];

	if (fault_parse(f, &o->asks->asks[k], s, d) == -1)
		return (-1);
	f->key = rng_key(o->seed, RNG_FAULTS, k);
	if (f->kind->is_periodic && fs->time_col == COLUMN_NONE)
		return (diag_set(d, "--%s wants rows with a column of the role "
		    "time: see --time", f->kind->name));
	for (size_t i = 0; i < f->n_cols && f->kind->makes_text; i++)
		s->fields[f->cols[i]].type = COL_STRING;
	return (0);
}

int
fault_stream(struct stream *in, const struct fault_options *o,
    struct stream **out, struct diag *d)
{
	static const struct stream_ops ops = { faulty_next, faulty_close };
	struct faulty *fs = MEM_NEW(struct faulty);
	const struct schema *s = &fs->stage.stream.head.schema;
	size_t j;
	int r = 0;

	stage_init(&fs->stage, &ops, in);
	fs->time_col = schema_find_role(s, ROLE_TIME);
	fs->faults = mem_calloc(o->asks->n, sizeof(*fs->faults));
	fs->sd = mem_calloc(s->n, sizeof(*fs->sd));
	fs->own = mem_calloc(s->n, sizeof(*fs->own));
	fs->view.cols = mem_alloc(s->n, sizeof(*fs->view.cols));
	fs->view.schema = s;
	for (j = 0; j < s->n; j++) {
		column_init(&fs->own[j][0], COL_BOOL, 0);
		column_init(&fs->own[j][1], COL_BOOL, 0);
	}
	for (size_t k = 0; k < o->table->schema.n; k++) {
		j = schema_find(s, o->table->schema.fields[k].name);
		if (j != COLUMN_NONE)
			fs->sd[j] = o->table->columns[k].sd;
	}
	for (size_t k = 0; k < o->asks->n && r == 0; k++)
		if (o->asks->asks[k].kind->part == o->part)
			r = add_fault(fs, o, k, d);
	*out = &fs->stage.stream;
	if (r == -1)
		stream_close(*out);
	return (r);
}
