/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <strings.h>

#include "fmt_text_write.h"
#include "numtext.h"

#include "accept.h"
#include "answer.h"
#include "proto.h"

enum body_kind { BODY_JSON, BODY_CSV, BODY_OTHER };

/* Of a content type; the only parameter that is taken is charset=utf-8. */
static enum body_kind
body_kind(const char *type)
{
	static const char *const names[] = { "application/json", "text/csv" };
	size_t n = 0;

	for (int i = 0; type != NULL && i < 2; i++) {
		n = strlen(names[i]);
		if (strncasecmp(type, names[i], n) != 0)
			continue;
		type += n;
		type += strspn(type, " \t;");
		if (*type == '\0' || strcasecmp(type, "charset=utf-8") == 0 ||
		    strcasecmp(type, "charset=\"utf-8\"") == 0)
			return (i == 0 ? BODY_JSON : BODY_CSV);
		break;
	}
	return (BODY_OTHER);
}

/* Behind the predictions: what each column adds, or the K that add most. */
static int
add_explanations(struct exchange *ex, struct diag *d)
{
	const char *k = ex->n_reasons;
	const struct batch *why;
	int64_t n = 0;

	if (!ex->explains)
		return (200);
	if (k != NULL && *k != '\0' && (parse_int(k, strlen(k), &n) == -1 ||
	    n < 1 || n > EXPLAIN_MAX)) {
		diag_set(d, "explain wants 1 to %d columns", EXPLAIN_MAX);
		return (400);
	}
	if (scorer_explain(ex->scorer, (size_t)n, &why, d) == -1)
		return (400);
	str_addz(&ex->reply, ",\"explanations\":");
	answer_rows(why, &ex->reply);
	return (200);
}

int
mlflow_predict(struct exchange *ex,
    int (*read)(struct request_table *, const struct request_body *,
    struct diag *), struct diag *d)
{
	const struct request_body body = { ex->body, ex->n_body, read };
	enum answer_form form = accept_form(ex->accept);
	const struct batch *scored;
	int status = exchange_score(ex, &body, &scored, d);

	if (status != 200)
		return (status);
	if (form == ANSWER_JSON) {
		str_addz(&ex->reply, "{\"predictions\":");
		answer_rows(scored, &ex->reply);
		answer_positive(ex->scorer->version->p->model, &ex->reply);
		status = add_explanations(ex, d);
		exchange_add_warnings(ex, &ex->reply);
		str_addc(&ex->reply, '}');
		return (status);
	}
	if (ex->explains) {
		diag_set(d, "explanations are JSON, not CSV");
		return (400);
	}
	text_write_csv(scored, &ex->reply);
	ex->reply_type = form == ANSWER_CSV ? "text/csv; charset=utf-8" :
	    "text/plain; charset=utf-8";
	return (200);
}

int
mlflow_invocations(struct exchange *ex, struct diag *d)
{
	switch (body_kind(ex->content_type)) {
	case BODY_JSON:
		return (mlflow_predict(ex, request_table_json, d));
	case BODY_CSV:
		return (mlflow_predict(ex, request_table_csv, d));
	case BODY_OTHER:
		break;
	}
	diag_set(d, "This predictor takes only application/json and text/csv, "
	    "with no parameter but charset=utf-8");
	return (415);
}

int
mlflow_ping(struct exchange *ex, struct diag *d)
{
	if (!exchange_is_ready(ex, d))
		return (503);
	str_addc(&ex->reply, '\n');
	return (200);
}

int
mlflow_version(struct exchange *ex, struct diag *d)
{
	(void)d;
	str_addz(&ex->reply, MLC_VERSION "\n");
	ex->reply_type = "text/plain; charset=utf-8";
	return (200);
}
