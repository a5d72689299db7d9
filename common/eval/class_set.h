/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A set of classes that is to hold the truth, as a text: their names with a
 * bar between them, no text for none.
 */
#ifndef CLASS_SET_H
#define CLASS_SET_H

#include <stdbool.h>
#include <stddef.h>

#define CLASS_SET_SEPARATOR '|'

bool class_set_holds(const char *set, size_t n, const char *name,
    size_t name_len);
size_t class_set_size(const char *set, size_t n);

#endif
