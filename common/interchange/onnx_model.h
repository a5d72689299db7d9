/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model in an ONNX graph. */
#ifndef ONNX_MODEL_H
#define ONNX_MODEL_H

#include "onnx_graph.h"

/* The scores of its features: (N, model_n_out). */
int onnx_model(struct onnx *, const struct export_var *features,
    size_t *scores, struct diag *) MUST_CHECK;

#endif
