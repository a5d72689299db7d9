/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <strings.h>

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

int
mlflow_invocations(struct exchange *ex, struct diag *d)
{
	switch (body_kind(ex->content_type)) {
	case BODY_JSON:
		return (exchange_predict(ex, request_table_json, d));
	case BODY_CSV:
		return (exchange_predict(ex, request_table_csv, d));
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
