/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the numeric libraries must be told once, at the start of a program and
 * before it has threads: GSL not to abort on an error (status codes and NaN
 * are looked at instead), and OpenBLAS to compute each call in the thread that
 * made it.  The threads of a program split their work into blocks themselves,
 * so sums do not depend on how many processors there are.
 */
#ifndef NUM_INIT_H
#define NUM_INIT_H

void num_init(void);

/* To be called before this many threads multiply matrices.  Where there is no
   room for the buffers OpenBLAS would ask for them for ever: this ends the
   process as mem.h does. */
void num_need_room(int n_threads);

#endif
