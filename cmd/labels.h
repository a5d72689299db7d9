/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What mlc-label was asked for. */
#ifndef LABELS_H
#define LABELS_H

#include "ask.h"
#include "desk.h"
#include "label.h"
#include "logged.h"
#include "suspects.h"
#include "tool.h"

struct labels {
	struct tool tool;
	struct label_options rules;
	struct suspects_options suspects;
	struct ask_options ask;
	struct logged_options log;
	struct desk_options desk;
	bool suspect, report, form;
	const char *into, *quality, *as_of, *listen;
	char *user;		/* whose name the labeler has, or NULL */
	int64_t n_ask;
	struct option_texts models;
};

extern const struct option_def labels_options[];

/* Wrong usage ends the program. */
void labels_check_options(struct labels *);

#endif
