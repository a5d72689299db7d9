/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The model card: what a person should know of a model file, in Markdown,
 * written from what the file holds and from nothing else (Mitchell et al.
 * 2019, "Model Cards for Model Reporting").
 */
#ifndef CARD_H
#define CARD_H

#include "jsondoc.h"
#include "str.h"

/* Append the card of a file with this manifest, recipe and profile. */
void card_write(const json_t *manifest, const json_t *recipe,
    const json_t *profile, struct str *out);

#endif
