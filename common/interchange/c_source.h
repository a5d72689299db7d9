/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A model as one file of C without dependencies: the recipe's steps and the
 * model, with the same operations in the same order, so that a compiler that
 * does not contract a * b + c gives the bits of mlc-serve.
 */
#ifndef C_SOURCE_H
#define C_SOURCE_H

#include "export.h"

extern const struct export_form export_c_source;

/* Append the text, up to one of the bytes of stop, as an identifier. */
void c_identifier(const char *text, const char *stop, struct str *out);

#endif
