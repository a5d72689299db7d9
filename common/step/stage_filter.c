/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "plan_stage.h"

struct filtering {
	struct stream stream;
	struct stream *in;
	struct step *step;
	struct block kept;
	uint8_t *keep;
	size_t keep_cap;
	uint64_t row;		/* of the rows that go out */
	struct plan_tally *tally;
	size_t tally_row;
};

static void
conclude(struct filtering *f)
{
	if (f->tally != NULL && f->step->kind->conclude != NULL)
		f->step->kind->conclude(f->step,
		    &f->tally->rows[f->tally_row].counts);
}

static int
filtering_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct filtering *f = (struct filtering *)s;
	const struct batch *b;
	int r = stream_next(f->in, &b, d);

	if (r == 0) {
		conclude(f);
		json_decref(s->tail);
		s->tail = json_deep_copy(f->in->tail);
	}
	if (r != 1)
		return (r);
	f->keep = mem_grow(f->keep, &f->keep_cap, b->n_rows, 1);
	memset(f->keep, 1, b->n_rows);
	if (f->step->kind->filter(f->step, b, f->keep, d) == -1)
		return (diag_prefix(d, "%s", f->step->label));
	block_clear(&f->kept);
	block_add_kept(&f->kept, b, f->keep);
	f->kept.view.source = b->source;
	*out = block_seal(&f->kept, f->row);
	f->row += (*out)->n_rows;
	if (f->tally != NULL)
		f->tally->rows[f->tally_row].dropped +=
		    b->n_rows - (*out)->n_rows;
	return (1);
}

static void
filtering_close(struct stream *s)
{
	struct filtering *f = (struct filtering *)s;

	stream_close(f->in);
	step_free(f->step);
	block_release(&f->kept);
	free(f->keep);
	stream_release(s);
	free(f);
}

int
stage_filter(struct stream *in, struct step *step,
    const struct plan_options *o, struct stream **out, struct diag *d)
{
	static const struct stream_ops ops = {
		filtering_next, filtering_close
	};
	struct filtering *f;

	if (step_bind(step, &in->head.schema, d) == -1) {
		step_free(step);
		stream_close(in);
		return (-1);
	}
	f = MEM_NEW(struct filtering);
	f->stream.ops = &ops;
	f->stream.tail = json_array();
	head_copy(&f->stream.head, &in->head);
	f->in = in;
	f->step = step;
	block_init(&f->kept, &f->stream.head.schema);
	f->tally = o->tally;
	if (o->tally != NULL)
		f->tally_row = plan_tally_add(o->tally, step->label);
	*out = &f->stream;
	return (0);
}
