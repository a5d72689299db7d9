/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The kinds of steps there are. A new one is a file, a line here and a row in
 * step_table.c.
 */
#ifndef STEP_TABLE_H
#define STEP_TABLE_H

#include "step.h"

#endif
