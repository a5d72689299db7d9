/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The classes of scored rows: texts while rows are read, then codes in their
 * final order: 0 and 1 for a binary task, else the classes of the scores in
 * the order of their columns and then the others in the order of their value.
 * A bool that predicts what is no bool says whether it is the positive class.
 */
#ifndef SCORE_CLASSES_H
#define SCORE_CLASSES_H

#include <stdbool.h>
#include <stdint.h>

#include "column.h"
#include "dict.h"
#include "score_columns.h"
#include "scored.h"
#include "str.h"

struct class_codes {
	struct dict texts;
	enum col_type type;	/* of the truth */
	const char *positive;	/* as given by the user, or NULL */
	uint32_t positive_id;	/* known, or DICT_NONE */
	bool scored;		/* a score's own class is known */
};

void class_codes_init(struct class_codes *, const struct score_columns *,
    const struct schema *, const char *positive);
void class_codes_release(struct class_codes *);

/* The id of row i, which is not missing. */
uint32_t class_codes_add(struct class_codes *, const struct column *,
    size_t i);

/*
 * From ids to final codes: fills task and n_classes, recodes truth_class and
 * (if predicted) predicted_class, widens scores to one a class. *names is a
 * heap array of n_classes heap strings.  What may not be as it was meant is
 * appended to note.
 */
int class_codes_finish(struct class_codes *, struct scored *,
    bool predicted, char ***names, struct str *note, struct diag *)
    MUST_CHECK;

#endif
