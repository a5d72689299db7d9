/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows of a stream that are held out from training: valid and test.
 */
#ifndef HELD_OUT_H
#define HELD_OUT_H

#include "stream.h"

/* Takes the stream over; without a split column no row is. */
struct stream *held_out_open(struct stream *);

#endif
