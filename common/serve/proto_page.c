/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "proto.h"

/* The start page is self-contained, for a person who looks what runs here. */

static const char page_head[] =
    "<!doctype html>\n<html lang=en>\n<meta charset=utf-8>\n"
    "<meta name=viewport content='width=device-width'>\n"
    "<title>mlc-serve</title>\n<style>\n"
    ":root{color-scheme:light dark}\n"
    "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;"
    "margin:2rem auto;padding:0 1rem}\n"
    "h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2.5rem;"
    "border-bottom:1px solid #8886}\n"
    "table{border-collapse:collapse;width:100%}"
    "td{padding:.15rem .6rem .15rem 0;border-bottom:1px solid #8883}\n"
    "input{font:inherit;width:100%;box-sizing:border-box;padding:.1rem .3rem}"
    "\nbutton{font:inherit;padding:.2rem 1.2rem;margin:.8rem 0}\n"
    "pre:empty{display:none}\n"
    "pre{background:#8882;padding:.6rem;overflow-x:auto;font-size:.85rem}\n"
    "small{color:#888}\n</style>\n<h1>mlc-serve</h1>\n"
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

static void
add_form(const struct model_version *v, struct str *out)
{
	const struct schema *raw = &v->p->spec.schema;

	str_addz(out, "<form data-model=\"");
	add_html(v->of->name, out);
	str_addz(out, "\"><table>\n");
	for (size_t i = 0; i < raw->n; i++) {
		const struct field *f = &raw->fields[i];

		if (!field_is_input(f))
			continue;
		str_addz(out, "<tr><td>");
		add_html(f->name, out);
		str_addf(out, "<td><small>%s</small><td><input name=\"",
		    col_type_name(f->type));
		add_html(f->name, out);
		str_addz(out, "\">\n");
	}
	str_addz(out, "</table><button>Score</button><pre></pre></form>\n");
}

static void
add_model(struct served_model *m, bool first, struct str *out)
{
	struct model_version *v = version_take(m);

	str_addz(out, "<h2>");
	add_html(m->name, out);
	str_addf(out, "</h2>\n<p>%s, %s of <b>",
	    v->p->model->learner->name, task_name(v->p->model->task));
	add_html(v->p->model->target.name, out);
	str_addf(out, "</b>, version %s", v->name);
	if (v->p->model->task == TASK_BINARY) {
		str_addz(out, "; the score is of <b>");
		add_html(v->p->model->classes[1], out);
		str_addz(out, "</b>");
	}
	str_addz(out, "</p>\n");
	add_form(v, out);
	str_addz(out, "<pre>");
	if (first)
		str_addz(out, "curl -H 'Content-Type: text/csv' "
		    "--data-binary @rows.csv http://HOST:PORT/invocations\n");
	str_addz(out, "curl -d '{\"instances\":[{...}]}' "
	    "http://HOST:PORT/v1/models/");
	add_html(m->name, out);
	str_addz(out, ":predict\n</pre>\n");
	version_give(v);
}

int
start_page(struct exchange *ex, struct diag *d)
{
	const struct registry *r = &ex->serving->models;

	(void)d;
	str_addz(&ex->reply, page_head);
	for (size_t i = 0; i < r->n; i++)
		add_model(r->models[i], i == 0, &ex->reply);
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
