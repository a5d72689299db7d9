/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Protocol buffers, as far as ONNX files need them (onnx.proto): a message is
 * its fields one behind the other, each with its number.
 */
#ifndef ONNX_PROTO_H
#define ONNX_PROTO_H

#include <stdint.h>

#include "str.h"

void proto_int(struct str *, unsigned field, int64_t);
void proto_text(struct str *, unsigned field, const char *);
void proto_bytes(struct str *, unsigned field, const void *, size_t n);
/* A message within one, which is released. */
void proto_message(struct str *, unsigned field, struct str *);

#endif
