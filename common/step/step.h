/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A step: one transformation of columns, fitted once on training rows and
 * then replayed on any row, one struct of functions a kind, one file each,
 * listed in step_table.c.
 *
 * Life of a step that is made:    step_new, bind, fit, declare, apply, save.
 * Life of a step that is loaded:  step_load, bind, declare, apply.
 *
 * A step reads the columns in[] and produces the columns out.  A kind that
 * consumes puts its outputs in place of its inputs: an output takes the place
 * of the input of its name, others go where the first input stood, and inputs
 * that are not put out again are gone.  A kind that does not consume keeps
 * its inputs; an output of an existing name replaces that column, new ones go
 * to the end.
 *
 * Most kinds treat each input by itself.  What such a kind keeps of an input
 * is an element of step->cols, whose life is told by kind->column; the rest,
 * checks of types, state in recipes and the walk over inputs, is here.
 *
 * Applying is row by row, deterministic and without memory of earlier rows,
 * and a fitted step is read-only: many threads may apply it at once.
 */
#ifndef STEP_H
#define STEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "attachment.h"
#include "batch.h"
#include "fit.h"
#include "jsondoc.h"
#include "schema.h"
#include "stream_op.h"

struct recipe;
struct step;
struct step_list;

struct apply_args {
	const struct batch *in;
	/* train[i] is 1 for rows that the step was fitted on, in the run that
	   fitted it (cross-fitted kinds treat them specially; the row's
	   number is in->first_row + i); NULL when a fitted recipe is used. */
	const uint8_t *train;
	struct column *out;	/* step->out.n columns, empty, right type */
	struct op_counts *counts;	/* added to */
	uint64_t *unseen_of;	/* counts->unseen by input, or NULL */
};

/* What a kind keeps of an input: col is an element of step->cols, at first all
   zero, k the number of the input. What is NULL is not there or not needed. */
struct step_column_ops {
	size_t size;
	/* Make it of the params and the input's type alone, at bind. */
	int (*fix)(const struct step *, size_t k, enum col_type, void *col,
	    struct diag *);
	/* Make it of what was accumulated. */
	int (*finish)(const struct step *, size_t k, const void *fit,
	    void *col, struct diag *);
	/* Append to args->out[k] what becomes of the input, where each input
	   becomes one column. */
	int (*apply)(const struct step *, const struct apply_args *, size_t k,
	    struct diag *);
	/* To and from the entry of a recipe, an object. */
	json_t *(*save)(const void *col);
	int (*load)(const struct step *, const json_t *entry, void *col,
	    struct diag *);
	/* Append what a place of the sparse column that input k became stands
	   for: "city=Rome". */
	void (*name_place)(const struct step *, size_t k, uint32_t place,
	    struct str *out);
	void (*release)(void *col);
};

struct step_kind {
	const char *name;	/* in recipes and in --list */
	int version;
	const char *summary;	/* one line, for --list and the manual */
	bool consumes;
	bool recodes;	/* a column comes out under its name in other units */
	bool idempotent;	/* where it has no state: applied to its own
				   result it changes nothing */
	/* The types of inputs, and what they are called in "is not a number".
	   NULL: any. */
	bool (*takes)(enum col_type);
	const char *takes_what;

	/* Fill params (an empty object) and the selector (step->select) from
	   an option's argument. */
	int (*parse)(struct step *, const char *arg, struct diag *);
	/* After step->in and in_cols were resolved: check what takes does not
	   say. May be called again when the step is placed in a recipe. */
	int (*bind)(struct step *, const struct schema *in, struct diag *);

	/* Fitting: NULL when there is nothing to fit. what is the step. */
	const struct fit_ops *fit;
	/* Of value_fit: what is needed of an input of a type, and how many
	   levels are counted (0: all that a category may have), of more than
	   which it is estimated how many there are. */
	unsigned (*needs)(const struct step *, enum col_type);
	size_t max_levels;
	/* Is there nothing to fit with these params? NULL: no. */
	bool (*is_fixed)(const struct step *);
	/* Make step->state of what was accumulated (which stays the
	   caller's). NULL: column.finish says it all. */
	int (*finish)(struct step *, void *fit, struct diag *);
	/* For a kind that stands for others: append the steps that follow in
	   its place. before is what the plan has made so far. */
	int (*expand)(const struct step *, const void *fit,
	    const struct recipe *before, struct step_list *out,
	    struct diag *);

	/* Append the fields of the outputs to step->out, the state being
	   there. NULL: the inputs' own fields, unchanged. */
	int (*declare)(struct step *, const struct schema *in, struct diag *);
	/* NULL: column.apply, or there is no output. */
	int (*apply)(const struct step *, const struct apply_args *,
	    struct diag *);
	struct step_column_ops column;

	/* State to and from JSON with names. NULL: column.save and load, or
	   nothing where is_fixed. */
	json_t *(*save)(const struct step *);
	int (*load)(struct step *, const json_t *state, struct diag *);
	void (*free_state)(void *state);
};

struct step {
	const struct step_kind *kind;
	char *label;		/* as it was asked for: "cast age=int" */
	json_t *params;		/* object; never NULL */
	char *select;		/* selector of the inputs, NULL once resolved
				   or when the kind has no inputs by name */
	bool select_any;	/* no error if the selector finds nothing */
	char **in;		/* names of the inputs */
	size_t n_in;
	size_t *in_cols;	/* their positions, after bind */
	struct schema out;	/* after declare */
	size_t *from;		/* see step_origin */
	size_t n_from;
	uint64_t seed;
	struct attachments attachments;	/* what the state may refer to; a
				   kind's finish adds what is too much for
				   JSON (attachment.h) */
	void *cols;		/* what is kept of each input, see kind->column;
				   NULL until fitted, fixed or loaded */
	void *state;		/* what else the kind keeps; likewise */
};

/* The steps themselves are not freed with a list. */
struct step_list {
	struct step **v;
	size_t n, cap;
};

void step_list_add(struct step_list *, struct step *);

extern const struct step_kind *const step_table[];	/* NULL-terminated */

const struct step_kind *step_kind_find(const char *name, struct diag *);

/* Make a step of a kind from an option's argument. */
int step_new(const struct step_kind *, const char *arg, uint64_t seed,
    struct step **out, struct diag *) MUST_CHECK;
void step_free(struct step *);

/* Resolve the selector or the names against a schema and check types. Columns
   of the roles target, id, weight, group, split, ignore, prediction and score
   are only taken when they are named, never by a pattern or @class. */
int step_bind(struct step *, const struct schema *in, struct diag *)
    MUST_CHECK;

/* Fill step->out, the state being there. */
int step_declare(struct step *, const struct schema *in, struct diag *)
    MUST_CHECK;

/* The only input that an output is made of; COLUMN_NONE if it may be made of
   all. */
size_t step_origin(const struct step *, size_t output);

/* Where a column of the rows after a step comes from. */
struct wire {
	bool made;		/* by the step: an index into step->out */
	size_t col;		/* else into the columns before it */
};

/* The schema after a bound and declared step, and its columns' wires (heap
   memory, out->n of them). */
int step_wire(const struct step *, const struct schema *in,
    struct schema *out, struct wire **wires, struct diag *) MUST_CHECK;

bool step_needs_fit(const struct step *);	/* and was not fitted yet */
/* Take what was accumulated, which stays the caller's. */
int step_finish(struct step *, void *fit, struct diag *) MUST_CHECK;
/* Append the outputs' rows to args->out. */
int step_apply(const struct step *, const struct apply_args *, struct diag *)
    MUST_CHECK;

/* {"step","version","in","out","params","state"} */
json_t *step_to_json(const struct step *);
int step_from_json(const json_t *, const struct attachments *,
    struct step **out, struct diag *) MUST_CHECK;

/* For kinds: what is kept of input k; and input k of a batch. */
void *step_column(const struct step *, size_t k);
const struct column *step_input(const struct step *,
    const struct apply_args *, size_t k);

/* For declare: an output that is made of input k alone. Others are added to
   step->out directly, after these. */
int step_add_output(struct step *, size_t k, const struct field *,
    struct diag *) MUST_CHECK;

/* For kinds: replace the inputs by these names (copied), as parse of a kind
   whose inputs follow from an expression does. */
void step_set_inputs(struct step *, const char *const *names, size_t n);

/* For kinds: the target column, whose values are numbers or levels. */
int step_need_target(const struct schema *in, size_t *target, struct diag *)
    MUST_CHECK;

/* For kinds: split "SEL=REST" at the first '='; sets step->select; *rest is
   NULL where there is no '='. */
void step_take_selector(struct step *, const char *arg, const char **rest);
/* The parse of kinds whose argument is a selector and nothing else. */
int step_parse_selector(struct step *, const char *arg, struct diag *);
/* The column.apply of kinds whose output is the input as it is. */
int step_apply_copy(const struct step *, const struct apply_args *, size_t k,
    struct diag *);

#endif
