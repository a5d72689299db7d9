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

struct card {			/* all borrowed */
	const json_t *manifest, *recipe, *profile;
	const json_t *importance;	/* see importance.h; or NULL */
	const json_t *facts;		/* of the learner, or NULL */
};

void card_write(const struct card *, struct str *out);

#endif
