/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the columns after a step come from. */
#include <stdlib.h>

#include "mem.h"

#include "step.h"

static bool
is_input(const struct step *s, size_t col)
{
	for (size_t i = 0; i < s->n_in; i++) {
		if (s->in_cols[i] == col)
			return (true);
	}
	return (false);
}

struct wiring {
	const struct step *step;
	const struct schema *in;
	struct schema *out;
	struct wire *wires;
};

static int
wire_made(struct wiring *w, size_t k, struct diag *d)
{
	w->wires[w->out->n] = (struct wire){ true, k };
	if (schema_add(w->out, &w->step->out.fields[k], d) == -1)
		return (diag_prefix(d, "%s", w->step->label));
	return (0);
}

static int
wire_kept(struct wiring *w, size_t col, struct diag *d)
{
	w->wires[w->out->n] = (struct wire){ false, col };
	return (schema_add(w->out, &w->in->fields[col], d));
}

/* The outputs whose name no column had that they could take the place of. */
static int
wire_new_names(struct wiring *w, struct diag *d)
{
	const struct schema *made = &w->step->out;
	size_t old;

	for (size_t k = 0; k < made->n; k++) {
		old = schema_find(w->in, made->fields[k].name);
		if (old != COLUMN_NONE && (!w->step->kind->consumes ||
		    is_input(w->step, old)))
			continue;
		if (wire_made(w, k, d) == -1)
			return (-1);
	}
	return (0);
}

static int
wire_column(struct wiring *w, size_t col, bool *placed, struct diag *d)
{
	bool consumed = w->step->kind->consumes && is_input(w->step, col);
	size_t k = schema_find(&w->step->out, w->in->fields[col].name);

	if (consumed && !*placed) {
		*placed = true;
		if (wire_new_names(w, d) == -1)
			return (-1);
	}
	if (k != COLUMN_NONE && (consumed || !w->step->kind->consumes))
		return (wire_made(w, k, d));
	return (consumed ? 0 : wire_kept(w, col, d));
}

int
step_wire(const struct step *s, const struct schema *in, struct schema *out,
    struct wire **wires, struct diag *d)
{
	struct wiring w = { s, in, out, NULL };
	bool placed = false;
	int r = 0;

	schema_init(out);
	w.wires = mem_alloc(in->n + s->out.n, sizeof(*w.wires));
	for (size_t i = 0; i < in->n && r == 0; i++)
		r = wire_column(&w, i, &placed, d);
	if (r == 0 && !placed)
		r = wire_new_names(&w, d);
	if (r == -1) {
		free(w.wires);
		schema_release(out);
		return (-1);
	}
	*wires = w.wires;
	return (0);
}
