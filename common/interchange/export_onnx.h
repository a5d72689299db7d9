/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXPORT_ONNX_H
#define EXPORT_ONNX_H

#include "export.h"

extern const struct export_form export_onnx;

#endif
