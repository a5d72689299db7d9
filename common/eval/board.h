/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An evaluation as tables for a person at a terminal: what the report has in a
 * row for each slice and metric, in as few lines as the eye can take in.
 *
 * The metrics of one or two slices stand below each other with their
 * intervals; of more slices there is a line each, the first metric with its
 * interval, then the other values, then their intervals.  Ranks (schema.h) say
 * what goes first where the terminal is narrow.
 */
#ifndef BOARD_H
#define BOARD_H

#include "evaluation.h"

/* The grid of slices and metrics; with the change since the baseline if
   compared. level: of the intervals. NULL where there are no metrics. */
struct stream *board_metrics(const struct evaluation *, double level,
    bool compared);

/*
 * A line for each class of each slice that is whole, or of every slice:
 * precision, recall and F1, then how many rows were predicted as each class.
 * NULL where the evaluation has no confusion.
 */
struct stream *board_classes(const struct evaluation *, bool every_slice);

#endif
