/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One request and its reply, free of sockets, and what is served.
 *
 * A handler reads the request and writes the reply's body.  It returns the
 * HTTP status; other than 200 with the diag filled, from which the reply is
 * made in the way of the protocol.
 */
#ifndef EXCHANGE_H
#define EXCHANGE_H

#include "registry.h"
#include "request_log.h"
#include "scorer.h"
#include "secret.h"
#include "serve_metrics.h"

struct exchange;

typedef int exchange_handler(struct exchange *, struct diag *);

/* What is posted, and what is answered with status 200. */
enum route_body { BODY_NONE, BODY_ROWS, BODY_ROWS_OR_CSV, BODY_TENSORS };
enum route_reply { REPLY_JSON, REPLY_PREDICTIONS, REPLY_INFERENCE, REPLY_TEXT,
    REPLY_HTML };

/* In a pattern {x} stands for one or more characters but / and :. */
struct route {
	const char *method;	/* GET: HEAD too */
	const char *pattern;
	exchange_handler *run;
	const char *summary;
	enum route_reply reply;
	enum route_body body;
	bool is_open;		/* to those without a token */
};

struct serving {
	const struct route *routes;	/* ends with a NULL method; NULL: those
					   of models */
	void *ctx;		/* of their handlers */
	struct registry models;
	struct log_file log, shadow_log, access_log;
	struct serve_metrics metrics;
	struct tokens tokens;	/* of clients; see secret.h */
	bool allow_load;	/* models are read again on request */
	bool strict;		/* what does not fit the model is refused */
	atomic_bool stopping;	/* not ready any more */
};

struct exchange {
	struct serving *serving;

	const char *method, *path;
	const char *content_type, *accept;	/* NULL if none */
	const char *traceparent;	/* the header, or NULL */
	const struct sockaddr *client;	/* NULL if not known */
	const char *body;
	size_t n_body;
	bool explains;		/* ?explain or ?explain=K is there */
	const char *n_reasons;	/* K, or NULL */
	const char *json_length;	/* Inference-Header-Content-Length */
	/* What stood for {model} and {version} in the path. */
	struct part param[2];

	/* What the handler took, or NULL: exchange_run gives it back. */
	struct scorer *scorer;
	struct scorer *spare;	/* who answers if that one does not */
	struct str reply;
	const char *reply_type;
	size_t reply_json;	/* bytes before binary tensors; 0: no such */
	struct trace trace;
	size_t n_rows;		/* that were scored */
	struct str answered_by;	/* "churn@3"; empty: by no model */
	struct str warnings;	/* see warnings.h */
	size_t n_warnings;
	const char *allow;	/* with status 405, else NULL */
	const char *challenge;	/* with status 401, else NULL */
};

/* Find the route, run its handler and count: returns the HTTP status. The
   reply is complete, for errors too. */
int exchange_run(struct exchange *);

/* May a client with this header Authorization ask so? Else the diag is filled,
   and it is to be refused with status 401. */
bool exchange_admits(struct exchange *, const char *authorization,
    struct diag *);

/* The reply to a request that is turned away before its body is read. */
int exchange_refuse(struct exchange *, int status, const struct diag *);

/* The pattern of a route as serve_metrics counts them. */
const char *exchange_route_name(size_t route);

/* False once the server is about to end. */
bool exchange_is_ready(const struct exchange *, struct diag *);

/* A member of the reply, if there are any. */
void exchange_add_warnings(const struct exchange *, struct str *out);

/* The version that the path names, or stands for, to be given back
   (registry_take); NULL with the diag filled if it is unknown. */
struct model_version *exchange_version(struct exchange *, struct diag *);

/* Have the version of the path, then that of ex->scorer, read the body's rows
   and score them; log them and note the warnings. Returns a status; *scored is
   valid to the end of the handler. */
int exchange_score(struct exchange *, const struct request_body *,
    const struct batch **scored, struct diag *);

#endif
