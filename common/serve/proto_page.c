/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dict.h"
#include "mem.h"
#include "numtext.h"
#include "profile.h"

#include "answer.h"
#include "proto.h"

/* The start page is self-contained, for a person who looks what runs here.
   What the model's profile knows of a column, its median or most frequent
   level, stands in the form and in the example, so that both work at once. */

#define LEVELS_CHOSEN 50	/* at most, to choose one from a list */

static const char page_head[] =
    "<!doctype html>\n<html lang=en>\n<meta charset=utf-8>\n"
    "<meta name=viewport content='width=device-width'>\n"
    "<title>mlc-serve</title>\n<style>\n"
    ":root{color-scheme:light dark}\n"
    "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;"
    "margin:2rem auto;padding:0 1rem}\n"
    "h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2.5rem;"
    "border-bottom:1px solid #8886;overflow-wrap:anywhere}\n"
    "table{border-collapse:collapse;width:100%;table-layout:fixed}\n"
    "td{padding:.15rem .6rem .15rem 0;border-bottom:1px solid #8883;"
    "overflow-wrap:anywhere;line-height:1.2}\n"
    "input,select{font:inherit;width:100%;box-sizing:border-box;"
    "padding:.1rem .3rem}\n"
    "button{font:inherit;padding:.2rem 1.2rem;margin:.8rem 0}\n"
    "pre:empty{display:none}\n"
    "pre{background:#8882;padding:.6rem;font-size:.85rem;"
    "white-space:pre-wrap;overflow-wrap:anywhere}\n"
    "pre.all{user-select:all}\n"
    "small{opacity:.7}\n</style>\n<h1>mlc-serve</h1>\n"
    "<p>Models that score raw rows. <a href=/metrics>Metrics</a>, "
    "<a href=/v2/models>models</a>.</p>\n";

static const char page_script[] =
    "<script>\nfor(const p of document.querySelectorAll('pre'))\n"
    "p.textContent=p.textContent.replaceAll('HOST:PORT',location.host);\n"
    "for(const f of document.forms)f.onsubmit=async e=>{\n"
    "e.preventDefault();const row={};\n"
    "for(const i of f.elements)if(i.name&&i.value!=='')row[i.name]=i.value;\n"
    "const r=await fetch('/v1/models/'+f.dataset.model+':predict',"
    "{method:'POST',\nheaders:{'Content-Type':'application/json'},"
    "body:JSON.stringify({instances:[row]})});\n"
    "f.querySelector('pre').textContent="
    "JSON.stringify(await r.json(),null,1)};\n</script>\n</html>\n";

static void
add_html(const char *s, struct str *out)
{
	for (; *s != '\0'; s++) {
		if (strchr("&<>\"'", *s) != NULL)
			str_addf(out, "&#%d;", *s);
		else
			str_addc(out, *s);
	}
}

/* A value as it is typed; nothing where there is none. */
static void
add_number(enum col_type type, double v, struct str *out)
{
	char *to = str_reserve(out, NUMTEXT_MAX);

	if (!isfinite(v) || fabs(v) > 9e15)
		return;
	if (type == COL_TIME)
		str_commit(out, format_time(to, (int64_t)v));
	else if (type == COL_INT)
		str_commit(out, format_int(to, (int64_t)v));
	else
		str_commit(out, format_float(to, v));
}

static void
add_typical(const struct column_profile *c, struct str *out)
{
	if (c->level_counts != NULL && c->levels.n > 0)
		str_addz(out, dict_get(&c->levels, 0, NULL));
	else if (c->grid != NULL)
		add_number(c->type, c->grid[PROFILE_GRID / 2], out);
}

/* What the profile has of each raw column: NULL if nothing, or if it is of what
   a step made of it. A heap array. */
static const struct column_profile **
find_profiles(const struct profile *p, const struct schema *raw)
{
	const struct column_profile **of = mem_calloc(raw->n, sizeof(*of));
	struct dict names;
	uint32_t id;

	dict_init(&names);
	for (size_t i = 0; i < raw->n; i++)
		dict_add(&names, raw->fields[i].name,
		    strlen(raw->fields[i].name));
	for (size_t i = 0; i < p->n; i++) {
		id = dict_findz(&names, p->columns[i].name);
		if (id != DICT_NONE &&
		    p->columns[i].type == raw->fields[id].type)
			of[id] = &p->columns[i];
	}
	dict_release(&names);
	return (of);
}

static bool
can_choose(const struct column_profile *c)
{
	return (c->level_counts != NULL && c->levels.n > 0 &&
	    c->levels.n <= LEVELS_CHOSEN && c->other == 0);
}

/* "int, 0 to 72" */
static void
add_kind(const struct field *f, const struct column_profile *c,
    struct str *out)
{
	str_addz(out, "<small>");
	str_addz(out, col_type_name(f->type));
	if (c != NULL && c->grid != NULL && isfinite(c->min) &&
	    isfinite(c->max)) {
		str_addz(out, ", ");
		add_number(f->type, c->min, out);
		str_addz(out, " to ");
		add_number(f->type, c->max, out);
	} else if (c != NULL && c->level_counts != NULL && !can_choose(c)) {
		str_addf(out, ", %zu levels%s", c->levels.n, c->other > 0 ?
		    " or more" : "");
	}
	str_addz(out, "</small>");
}

static void
add_choice(const struct column_profile *c, struct str *out)
{
	str_addz(out, "<select name=\"");
	add_html(c->name, out);
	str_addz(out, "\" aria-label=\"");
	add_html(c->name, out);
	str_addz(out, "\">");
	for (size_t k = 0; k < c->levels.n; k++) {
		str_addz(out, "<option>");
		add_html(dict_get(&c->levels, (uint32_t)k, NULL), out);
	}
	str_addz(out, "<option value=\"\">(missing)</select>\n");
}

static void
add_input(const struct field *f, const struct column_profile *c,
    struct str *out)
{
	struct str typical = STR_INIT;

	str_addz(out, "<input name=\"");
	add_html(f->name, out);
	str_addz(out, "\" aria-label=\"");
	add_html(f->name, out);
	if (c != NULL)
		add_typical(c, &typical);
	str_addz(out, "\" value=\"");
	add_html(str_get(&typical), out);
	str_addz(out, "\" placeholder=missing>\n");
	str_release(&typical);
}

static void
add_form(const struct model_version *v,
    const struct column_profile *const *of, struct str *out)
{
	const struct schema *raw = &v->p->spec.schema;

	str_addz(out, "<form data-model=\"");
	add_html(v->of->title, out);
	str_addz(out, "\"><table>\n");
	for (size_t i = 0; i < raw->n; i++) {
		if (!field_is_input(&raw->fields[i]))
			continue;
		str_addz(out, "<tr><td>");
		add_html(raw->fields[i].name, out);
		str_addz(out, "<br>");
		add_kind(&raw->fields[i], of[i], out);
		str_addz(out, "<td>");
		if (of[i] != NULL && can_choose(of[i]))
			add_choice(of[i], out);
		else
			add_input(&raw->fields[i], of[i], out);
	}
	str_addz(out, "</table><button>Score</button><pre></pre></form>\n");
}

/* {"tenure":29,...}: the row that the form begins with. */
static void
write_row(const struct model_version *v,
    const struct column_profile *const *of, struct str *out)
{
	const struct schema *raw = &v->p->spec.schema;
	struct str typical = STR_INIT;
	char between = '{';

	for (size_t i = 0; i < raw->n; i++) {
		str_clear(&typical);
		if (field_is_input(&raw->fields[i]) && of[i] != NULL)
			add_typical(of[i], &typical);
		if (typical.len == 0)
			continue;
		str_addc(out, between);
		answer_text(raw->fields[i].name, out);
		str_addc(out, ':');
		if (of[i]->type == COL_STRING || of[i]->type == COL_TIME)
			answer_text(typical.buf, out);
		else
			str_add(out, typical.buf, typical.len);
		between = ',';
	}
	str_addz(out, between == ',' ? "}" : "{...}");
	str_release(&typical);
}

/* A shell takes what stands between single quotes as it is, but for these. */
static void
add_example(const struct model_version *v,
    const struct column_profile *const *of, struct str *out)
{
	struct str row = STR_INIT, quoted = STR_INIT;

	write_row(v, of, &row);
	for (const char *z = str_get(&row); *z != '\0'; z++) {
		str_addc(&quoted, *z);
		if (*z == '\'')
			str_addz(&quoted, "\\''");
	}
	str_addz(out, "<pre class=all>curl http://HOST:PORT/v1/models/");
	add_html(v->of->title, out);
	str_addz(out, ":predict -d '{\"instances\":[");
	add_html(str_get(&quoted), out);
	str_addz(out, "]}'</pre>\n");
	str_release(&row);
	str_release(&quoted);
}

static void
add_model(struct served_model *m, bool first, struct str *out)
{
	struct model_version *v = version_take(m);
	const struct column_profile **of;
	struct profile p = { .n = 0 };
	json_t *json = NULL;
	struct diag ignored;
	const char *name, *text;

	if (predictor_profile(v->p, &json, &ignored) == 0 && json != NULL &&
	    profile_from_json(json, &p, &ignored) == -1)
		p = (struct profile){ .n = 0 };
	json_decref(json);
	str_addz(out, "<h2>");
	add_html(m->title, out);
	str_addf(out, "</h2>\n<p>%s, %s", v->p->model->learner->name,
	    task_name(v->p->model->task));
	if (v->p->model->target.name != NULL) {
		str_addz(out, " of <b>");
		add_html(v->p->model->target.name, out);
		str_addz(out, "</b>");
	}
	str_addf(out, ", version %s", version_label(v));
	if (v->p->model->task == TASK_BINARY) {
		str_addz(out, "; the score is of <b>");
		add_html(v->p->model->classes[1], out);
		str_addz(out, "</b>");
	}
	str_addz(out, "</p>\n");
	for (size_t i = 0; outcome_fact(&v->p->outcome, i, &name, &text); i++) {
		str_addz(out, "<p>");
		add_html(name, out);
		str_addz(out, ": ");
		add_html(text, out);
		str_addz(out, "</p>\n");
	}
	of = find_profiles(&p, &v->p->spec.schema);
	add_form(v, of, out);
	add_example(v, of, out);
	if (first)
		str_addz(out, "<pre class=all>curl http://HOST:PORT/invocations"
		    " -H 'Content-Type: text/csv' --data-binary @rows.csv"
		    "</pre>\n");
	free(of);
	profile_release(&p);
	version_give(v);
}

int
start_page(struct exchange *ex, struct diag *d)
{
	const struct registry *r = &ex->serving->models;

	(void)d;
	str_addz(&ex->reply, page_head);
	for (size_t i = 0; i < r->n; i++) {
		if (r->models[i]->as != SERVED_SHADOW)
			add_model(r->models[i], i == 0, &ex->reply);
	}
	str_addz(&ex->reply, page_script);
	ex->reply_type = "text/html; charset=utf-8";
	return (200);
}

int
metrics_page(struct exchange *ex, struct diag *d)
{
	(void)d;
	serve_metrics_write(ex->serving, &ex->reply);
	ex->reply_type = "text/plain; version=0.0.4; charset=utf-8";
	return (200);
}
