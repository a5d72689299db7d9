/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows of a spool with a split column made anew, by a part for each row;
 * rows of PART_NONE are left out.
 */
#ifndef RECUT_H
#define RECUT_H

#include "split_part.h"
#include "spool.h"

/* parts has to live as long. */
struct stream *recut(const struct spool *, const uint8_t *parts);

#endif
