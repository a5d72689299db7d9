/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "mem.h"
#include "split_part.h"

#include "model_train.h"

static int
add_block(const struct dataset *ds, const struct dataset_cursor *cur,
    const struct learner_stream *stream, void *fit, struct diag *d)
{
	uint32_t *rows = mem_alloc(cur->view.n_rows, sizeof(*rows));
	struct learner_rows in = { .batch = &cur->view, .rows = rows };
	int status;

	for (size_t i = 0; i < cur->view.n_rows; i++) {
		if (cur->parts[i] == PART_TRAIN)
			rows[in.n++] = (uint32_t)i;
	}
	in.y = ds->y_train + cur->first_train;
	in.w = ds->w_train != NULL ? ds->w_train + cur->first_train : NULL;
	status = stream->add(fit, &in, d);
	free(rows);
	return (status);
}

static int
add_all(const struct dataset *ds, const struct learner_stream *stream,
    void *fit, struct diag *d)
{
	struct dataset_cursor cur;
	int status = 0;

	dataset_cursor_init(&cur, ds);
	for (size_t k = 0; k < spool_n_blocks(ds->spool) && status == 0; k++) {
		status = dataset_visit(ds, k, &cur, d);
		if (status == 0)
			status = add_block(ds, &cur, stream, fit, d);
	}
	dataset_cursor_release(&cur);
	return (status);
}

int
model_train(const struct dataset *ds, struct model *m, struct diag *d)
{
	const struct learner_stream *stream = m->learner->stream;
	int status;
	void *fit;

	if (m->learner->train != NULL)
		return (m->learner->train(ds, m, d));
	fit = stream->begin(m);
	status = add_all(ds, stream, fit, d);
	if (status == 0)
		status = stream->finish(fit, m, d);
	stream->free(fit);
	return (status);
}
