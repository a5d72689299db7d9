/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "mem.h"

#include "loss_rows.h"

static size_t
find_named(const struct schema *s, const char *name, enum col_role role)
{
	return (name != NULL ? schema_find(s, name) :
	    schema_find_role(s, role));
}

static bool
is_number(const struct schema *s, size_t col)
{
	return (col != COLUMN_NONE && (s->fields[col].type == COL_INT ||
	    s->fields[col].type == COL_FLOAT));
}

int
loss_columns_find(const struct schema *s, const struct score_names *names,
    const char *time, struct loss_columns *out, struct diag *d)
{
	out->truth = find_named(s, names->truth, ROLE_TARGET);
	out->prediction = find_named(s, names->prediction, ROLE_PREDICTION);
	out->time = find_named(s, time, ROLE_TIME);
	if (out->prediction == COLUMN_NONE)
		return (diag_set(d, "which column is the prediction? say "
		    "--prediction COL"));
	if (!is_number(s, out->prediction))
		return (diag_set(d, "\"%s\" is the prediction, and is no "
		    "number", s->fields[out->prediction].name));
	return (0);
}

bool
loss_truth_is_number(const struct schema *s, const struct loss_columns *c)
{
	return (is_number(s, c->truth));
}

static bool
is_fraction(const struct schema *s, size_t col)
{
	return (col != COLUMN_NONE && s->fields[col].type == COL_FLOAT);
}

bool
has_losses(const struct schema *s, const struct score_names *names)
{
	return (names->n_scores == 0 &&
	    schema_find_role(s, ROLE_SCORE) == COLUMN_NONE &&
	    (is_fraction(s, find_named(s, names->truth, ROLE_TARGET)) ||
	    is_fraction(s, find_named(s, names->prediction,
	    ROLE_PREDICTION))));
}

double
loss_of(const struct batch *b, const struct loss_columns *c, size_t row,
    enum loss loss)
{
	double off;

	if (c->truth == COLUMN_NONE)
		return (NAN);
	off = fabs(column_number(b->cols[c->truth], row) -
	    column_number(b->cols[c->prediction], row));
	return (loss == LOSS_ABSOLUTE ? off : off * off);
}

/* The features of a stream's rows, and their loss. */
struct loss_stream {
	struct stage stage;
	const struct loss_features *features;
	struct loss_columns cols;
	enum loss loss;
	struct block rows;
};

static int
loss_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct loss_stream *l = (struct loss_stream *)s;
	const struct batch *b;
	uint8_t *keep;
	size_t n = 0;
	int r = 1;

	while (n == 0 && (r = stage_next(&l->stage, &b, d)) == 1) {
		keep = mem_alloc(b->n_rows, 1);
		block_clear(&l->rows);
		for (size_t i = 0; i < b->n_rows; i++) {
			double loss = loss_of(b, &l->cols, i, l->loss);

			keep[i] = isfinite(loss);
			n += keep[i];
			if (keep[i])
				column_add_float(&l->rows.cols[
				    l->rows.n_cols - 1], loss);
		}
		loss_features_add(l->features, b, keep, l->rows.cols);
		free(keep);
		*out = block_seal(&l->rows, b->first_row);
	}
	return (r);
}

static void
loss_close(struct stream *s)
{
	struct loss_stream *l = (struct loss_stream *)s;

	block_release(&l->rows);
	stage_release(&l->stage);
	free(l);
}

int
loss_rows(struct stream *in, const struct loss_features *f,
    const struct loss_columns *c, enum loss loss, struct stream **out,
    struct diag *d)
{
	static const struct stream_ops ops = { loss_next, loss_close };
	struct loss_stream *l = MEM_NEW(struct loss_stream);
	struct schema *s = &l->stage.stream.head.schema;
	struct str name = STR_INIT;
	int r;

	stage_init(&l->stage, &ops, in);
	schema_release(s);
	schema_init(s);
	schema_copy(s, &f->schema);
	str_addz(&name, "loss");
	while (schema_find(s, str_get(&name)) != COLUMN_NONE)
		str_addc(&name, '_');
	r = schema_add_new(s, str_get(&name), COL_FLOAT, d);
	str_release(&name);
	if (r == 0)
		schema_set_role(s, s->n - 1, ROLE_TARGET);
	l->features = f;
	l->cols = *c;
	l->loss = loss;
	block_init(&l->rows, s);
	*out = &l->stage.stream;
	return (r);
}

