/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>

/* Nanoseconds of the monotonic clock. */
uint64_t clock_now(void);

/* Microseconds since 1970, UTC: a value of type time. */
int64_t clock_wall(void);

#endif
