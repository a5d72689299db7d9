/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mlc-serve over HTTP, and what its options say.
 */
#ifndef SERVE_HTTP_H
#define SERVE_HTTP_H

#include "canary.h"
#include "http_server.h"
#include "sink.h"
#include "tool.h"

#define SERVE_TOKENS "MLC_SERVE_TOKENS"	/* in the environment */

struct serve_options {
	bool only, name_score, allow_load, auto_reload, strict, explain;
	bool exact, no_header;
	struct text_form form;	/* of what is written */
	int64_t n_reasons;
	const char *token_file, *signers;
	const char *log, *shadow_log, *access_log;
	struct option_texts aliases, canaries, shadows;
	struct canary_options canary;
	int64_t max_rows, drift;
	struct http_options http;
};

/* Do the options go together? Exits if not. */
void serve_http_check(const struct tool *, const struct serve_options *);

/* Exits where the model of the first argument is to be signed, and is not. */
void serve_http_admit(const struct tool *, const struct serve_options *,
    const struct predictor *);

/* Serve the models that the arguments name, until a signal comes. */
void serve_http(const struct tool *, const struct serve_options *);

#endif
