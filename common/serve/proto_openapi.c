/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the server answers to, as an OpenAPI 3.0 document, from the table of
   routes and the inputs of the models. */
#include <ctype.h>
#include <string.h>

#include "answer.h"
#include "proto.h"

static const char head[] =
    "{\"openapi\":\"3.0.3\",\"info\":{\"title\":\"mlc-serve\","
    "\"description\":\"Models that score raw rows.\",\"version\":\""
    MLC_VERSION "\"},\"paths\":{";

#define REF(name) "{\"$ref\":\"#/components/schemas/" name "\"}"
#define JSON_OF(schema) "{\"application/json\":{\"schema\":" schema "}}"
#define TEXT_SCHEMA "{\"schema\":{\"type\":\"string\"}}"

static const char *const bodies[] = {
	[BODY_ROWS] = JSON_OF(REF("Rows")),
	[BODY_ROWS_OR_CSV] = "{\"application/json\":{\"schema\":" REF("Rows")
	    "},\"text/csv\":" TEXT_SCHEMA "}",
	[BODY_TENSORS] = JSON_OF(REF("Tensors")),
};

static const char *const replies[] = {
	[REPLY_JSON] = JSON_OF("{}"),
	[REPLY_PREDICTIONS] = "{\"application/json\":{\"schema\":"
	    REF("Predictions") "},\"text/csv\":" TEXT_SCHEMA
	    ",\"text/plain\":" TEXT_SCHEMA "}",
	[REPLY_INFERENCE] = JSON_OF(REF("Inference")),
	[REPLY_TEXT] = "{\"text/plain\":" TEXT_SCHEMA "}",
	[REPLY_HTML] = "{\"text/html\":" TEXT_SCHEMA "}",
};

static const char schemas[] =
    "\"Rows\":{\"description\":\"exactly one of these\",\"type\":\"object\","
    "\"properties\":{"
    "\"dataframe_split\":{\"type\":\"object\",\"required\":[\"columns\","
    "\"data\"],\"properties\":{\"columns\":{\"type\":\"array\",\"items\":"
    "{\"type\":\"string\"}},\"data\":{\"type\":\"array\",\"items\":"
    "{\"type\":\"array\",\"items\":{}}}}},"
    "\"dataframe_records\":{\"type\":\"array\",\"items\":" REF("Row") "},"
    "\"instances\":{\"type\":\"array\",\"items\":{\"anyOf\":[" REF("Row")
    ",{\"type\":\"array\",\"items\":{}}]}},"
    "\"inputs\":{\"anyOf\":[{\"type\":\"object\"},"
    "{\"type\":\"array\",\"items\":{}}]}}},"
    "\"Tensors\":{\"type\":\"object\",\"required\":[\"inputs\"],"
    "\"properties\":{\"id\":{\"type\":\"string\"},\"inputs\":{\"type\":"
    "\"array\",\"items\":{\"type\":\"object\",\"required\":[\"name\","
    "\"shape\",\"datatype\",\"data\"],\"properties\":{\"name\":{\"type\":"
    "\"string\"},\"shape\":{\"type\":\"array\",\"items\":{\"type\":"
    "\"integer\"}},\"datatype\":{\"type\":\"string\"},\"data\":{\"type\":"
    "\"array\",\"items\":{}}}}},\"outputs\":{\"type\":\"array\",\"items\":"
    "{\"type\":\"object\",\"required\":[\"name\"],\"properties\":{\"name\":"
    "{\"type\":\"string\"}}}}}},"
    "\"Predictions\":{\"type\":\"object\",\"required\":[\"predictions\"],"
    "\"properties\":{\"predictions\":{\"type\":\"array\",\"items\":{}},"
    "\"positive\":{\"type\":\"string\"},\"explanations\":{\"type\":\"array\","
    "\"items\":{\"type\":\"object\"}},\"warnings\":" REF("Warnings") "}},"
    "\"Inference\":{\"type\":\"object\",\"required\":[\"model_name\","
    "\"model_version\",\"outputs\"],\"properties\":{\"model_name\":{\"type\":"
    "\"string\"},\"model_version\":{\"type\":\"string\"},\"id\":{\"type\":"
    "\"string\"},\"outputs\":{\"type\":\"array\",\"items\":{\"type\":"
    "\"object\"}}}},"
    "\"Warnings\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
    "\"required\":[\"warning\"],\"properties\":{\"row\":{\"type\":"
    "\"integer\"},\"column\":{\"type\":\"string\"},\"warning\":{\"type\":"
    "\"string\"}}}},"
    "\"Error\":{\"type\":\"object\",\"properties\":{\"error\":{\"type\":"
    "\"string\"},\"error_code\":{\"type\":\"string\"},\"message\":{\"type\":"
    "\"string\"},\"warnings\":" REF("Warnings") "}},";

static const char *
type_of(enum col_type t)
{
	switch (t) {
	case COL_BOOL:
		return ("\"boolean\"");
	case COL_INT:
		return ("\"integer\",\"format\":\"int64\"");
	case COL_FLOAT:
		return ("\"number\"");
	case COL_TIME:
		return ("\"string\",\"format\":\"date-time\"");
	case COL_STRING:
		return ("\"string\"");
	default:
		return ("\"array\",\"items\":{\"type\":\"number\"}");
	}
}

/* The inputs of a version. */
static void
add_row(const struct model_version *v, struct str *out)
{
	const struct schema *raw = &v->p->spec.schema;
	bool first = true;

	str_addz(out, "{\"type\":\"object\",\"title\":");
	answer_text(v->of->title, out);
	str_addz(out, ",\"properties\":{");
	for (size_t i = 0; i < raw->n; i++) {
		if (!field_is_input(&raw->fields[i]))
			continue;
		if (!first)
			str_addc(out, ',');
		first = false;
		answer_text(raw->fields[i].name, out);
		str_addf(out, ":{\"type\":%s,\"nullable\":true}",
		    type_of(raw->fields[i].type));
	}
	str_addz(out, "}}");
}

static void
add_rows(const struct registry *r, struct str *out)
{
	struct model_version *v;
	bool first = true;

	str_addz(out, "\"Row\":{\"anyOf\":[");
	for (size_t i = 0; i < r->n; i++) {
		if (r->models[i]->as == SERVED_SHADOW)
			continue;
		if (!first)
			str_addc(out, ',');
		first = false;
		v = version_take(r->models[i]);
		add_row(v, out);
		version_give(v);
	}
	str_addz(out, "]}");
}

/* Those of the path, and what a query may have. */
static void
add_parameters(const struct route *r, struct str *out)
{
	static const char explain[] = "{\"name\":\"explain\",\"in\":\"query\","
	    "\"allowEmptyValue\":true,\"schema\":{\"type\":\"integer\","
	    "\"minimum\":1}}";
	const char *p = r->pattern;
	const char *between = ",\"parameters\":[";

	for (; (p = strchr(p, '{')) != NULL; p++) {
		str_addf(out, "%s{\"name\":\"%.*s\",\"in\":\"path\","
		    "\"required\":true,\"schema\":{\"type\":\"string\"}}",
		    between, (int)strcspn(p + 1, "}"), p + 1);
		between = ",";
	}
	if (r->reply == REPLY_PREDICTIONS) {
		str_addf(out, "%s%s", between, explain);
		between = ",";
	}
	if (*between == ',' && between[1] == '\0')
		str_addc(out, ']');
}

static void
add_responses(const struct route *r, struct str *out)
{
	str_addf(out, ",\"responses\":{\"200\":{\"description\":\"%s\","
	    "\"content\":%s},\"default\":{\"description\":\"an error\","
	    "\"content\":{\"application/json\":{\"schema\":" REF("Error")
	    "},\"text/plain\":" TEXT_SCHEMA "}}}", r->summary,
	    replies[r->reply]);
}

/* "getV2ModelsModelReady": from the method and the pattern. */
static void
add_id(const struct route *r, struct str *out)
{
	bool begins = true;

	str_addz(out, *r->method == 'G' ? "get" : "post");
	for (const char *p = r->pattern; *p != '\0'; p++) {
		if (!isalnum((unsigned char)*p)) {
			begins = true;
			continue;
		}
		str_addc(out, (char)(begins ? toupper((unsigned char)*p) : *p));
		begins = false;
	}
}

static void
add_route(const struct route *r, struct str *out)
{
	answer_text(r->pattern, out);
	str_addf(out, ":{\"%s\":{\"operationId\":\"", *r->method == 'G' ?
	    "get" : "post");
	add_id(r, out);
	str_addf(out, "\",\"summary\":\"%s\"", r->summary);
	add_parameters(r, out);
	if (r->body != BODY_NONE)
		str_addf(out, ",\"requestBody\":{\"required\":true,"
		    "\"content\":%s}", bodies[r->body]);
	add_responses(r, out);
	str_addz(out, "}}");
}

int
openapi_document(struct exchange *ex, struct diag *d)
{
	struct str *out = &ex->reply;

	(void)d;
	str_addz(out, head);
	for (size_t i = 0; exchange_route(i) != NULL; i++) {
		if (i > 0)
			str_addc(out, ',');
		add_route(exchange_route(i), out);
	}
	str_addf(out, "},\"components\":{\"schemas\":{%s", schemas);
	add_rows(&ex->serving->models, out);
	str_addz(out, "}}}");
	return (200);
}
