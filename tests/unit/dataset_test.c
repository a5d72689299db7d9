/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "dataset.h"
#include "first_block.h"
#include "model_train.h"
#include "split_part.h"
#include "table_text.h"

struct made {
	struct spool *spool;
	struct model *model;
	struct dataset *ds;
	struct diag d;
};

/* A learner that takes numbers only, unless it is the baseline. */
static int
make(struct made *x, const struct learner *learner, const char *text,
    const char *task, const char *positive)
{
	struct dataset_options opt = { .task = task, .positive = positive };

	memset(x, 0, sizeof(*x));
	x->spool = spool_of_text(text);
	x->model = model_new(learner);
	return (dataset_new(x->spool, &opt, x->model, &x->ds, &x->d));
}

static void
drop(struct made *x)
{
	dataset_free(x->ds);
	model_free(x->model);
	spool_free(x->spool);
}

static const struct param_def no_params[] = { { .name = NULL } };
static const struct learner numbers_only = {
	.name = "numbers", .params = no_params,
	.tasks = 1u << TASK_REGRESSION | 1u << TASK_BINARY |
	    1u << TASK_MULTICLASS,
};
static const struct learner regressor = {
	.name = "regressor", .params = no_params,
	.tasks = 1u << TASK_REGRESSION,
};
static const struct learner classifier = {
	.name = "classifier", .params = no_params,
	.tasks = 1u << TASK_BINARY | 1u << TASK_MULTICLASS,
};

static void
check_error(const struct learner *learner, const char *text, const char *task,
    const char *positive, const char *want)
{
	struct made x;

	CHECK_INT(make(&x, learner, text, task, positive), -1);
	CHECK_STR(x.d.text, want);
	drop(&x);
}

static void
check_task(const struct learner *learner, const char *text, const char *task,
    enum task want)
{
	struct made x;

	CHECK_INT(make(&x, learner, text, task, NULL), 0);
	CHECK_STR(x.d.text, "");
	if (x.ds != NULL)
		CHECK_STR(task_name(x.ds->task), task_name(want));
	drop(&x);
}

static void
test_rows(void)
{
	struct made x;
	struct first_block cur;

	CHECK_INT(make(&x, &numbers_only,
	    "id:int:id,a:float,when:time,y:string:target,w:int:weight,"
	    "s:string:split\n"
	    "1,1.5,1970-01-01,no,1,train\n"
	    "2,2.5,1970-01-01,yes,2,train\n"
	    "3,,1970-01-01,,1,train\n"
	    "4,3.5,1970-01-02,yes,3,valid\n"
	    "5,4.5,1970-01-02,perhaps,1,valid\n"
	    "6,5.5,1970-01-02,no,,test\n"
	    "7,6.5,1970-01-02,no,5,valid\n"
	    "8,7.5,1970-01-02,no,6,train\n", NULL, NULL), 0);
	CHECK_STR(x.d.text, "");
	CHECK_INT(x.ds->n_train, 3);
	CHECK_INT(x.ds->n_valid, 2);
	CHECK_INT(x.ds->n_no_target, 1);
	CHECK_INT(x.ds->n_unseen_class, 1);
	CHECK_INT(x.ds->features->n, 2);
	CHECK_STR(x.ds->features->fields[0].name, "a");
	CHECK_STR(x.ds->features->fields[1].name, "when");
	CHECK_STR(x.model->target.name, "y");
	CHECK_INT(x.model->n_classes, 2);
	CHECK_STR(x.model->classes[0], "no");
	CHECK_STR(x.model->classes[1], "yes");
	CHECK(x.ds->y_train[0] == 0 && x.ds->y_train[1] == 1 &&
	    x.ds->y_train[2] == 0);
	CHECK(x.ds->w_train[0] == 1 && x.ds->w_train[1] == 2 &&
	    x.ds->w_train[2] == 6);
	CHECK(x.ds->y_valid[0] == 1 && x.ds->y_valid[1] == 0);
	CHECK(x.ds->w_valid[0] == 3 && x.ds->w_valid[1] == 5);

	first_block_init(&cur, x.ds);
	CHECK_INT(cur.view.n_rows, 8);
	CHECK(memcmp(x.ds->parts, (uint8_t[]){ PART_TRAIN, PART_TRAIN,
	    PART_NONE, PART_VALID, PART_NONE, PART_NONE, PART_VALID,
	    PART_TRAIN }, 8) == 0);
	CHECK_NEAR(column_number(cur.view.cols[0], 3), 3.5, 0);
	CHECK_NEAR(column_number(cur.view.cols[1], 3), 86400e6, 0);
	first_block_release(&cur);
	drop(&x);
}

static void
test_tasks(void)
{
	const char *two = "a:int,y:int:target\n1,5\n2,3\n3,5\n";
	const char *three = "a:int,y:int:target\n1,5\n2,3\n3,4\n";
	const char *floats = "a:int,y:float:target\n1,0\n2,1\n";

	check_task(&numbers_only, two, NULL, TASK_BINARY);
	check_task(&numbers_only, three, NULL, TASK_REGRESSION);
	check_task(&numbers_only, three, "classification", TASK_MULTICLASS);
	check_task(&numbers_only, two, "classification", TASK_BINARY);
	check_task(&numbers_only, two, "multiclass", TASK_MULTICLASS);
	check_task(&numbers_only, two, "regression", TASK_REGRESSION);
	check_task(&regressor, two, NULL, TASK_REGRESSION);
	check_task(&classifier, three, NULL, TASK_MULTICLASS);
	check_task(&numbers_only, floats, NULL, TASK_REGRESSION);
	check_task(&numbers_only, floats, "binary", TASK_BINARY);
	check_task(&numbers_only, "a:int,y:bool:target\n1,true\n2,false\n",
	    NULL, TASK_BINARY);
	check_error(&numbers_only, three, "binary", NULL, "column \"y\" has "
	    "3 classes in the training rows: not a binary task");
	check_error(&classifier, floats, NULL, NULL, "classifier has no task "
	    "regression, which the float target \"y\" asks for: see --task");
	check_error(&numbers_only, "a:int,y:string:target\n1,x\n",
	    "regression", NULL,
	    "column \"y\" is text: a regression needs numbers");
}

/* The classes of a text target in order, joined. */
static void
check_classes(const char *text, const char *task, const char *positive,
    const char *want)
{
	struct made x;
	struct str s = STR_INIT;

	CHECK_INT(make(&x, &numbers_only, text, task, positive), 0);
	for (size_t k = 0; k < x.model->n_classes; k++)
		str_addf(&s, "%s ", x.model->classes[k]);
	CHECK_STR(str_get(&s), want);
	str_release(&s);
	drop(&x);
}

static void
test_classes(void)
{
	check_classes("a:int,y:string:target\n1,>50K\n2,<=50K\n", NULL, NULL,
	    "<=50K >50K ");
	check_classes("a:int,y:string:target\n1,no\n2,Yes\n", NULL, NULL,
	    "no Yes ");
	check_classes("a:int,y:string:target\n1,no\n2,Yes\n", NULL, "no",
	    "Yes no ");
	check_classes("a:int,y:int:target\n1,10\n2,9\n3,-1\n",
	    "classification", NULL, "-1 9 10 ");
	check_classes("a:int,y:float:target\n1,2.5\n2,-0\n3,0\n", "binary",
	    NULL, "0.0 2.5 ");
	check_classes("a:int,y:bool:target\n1,true\n2,false\n", NULL, NULL,
	    "false true ");
	check_error(&numbers_only, "a:int,y:string:target\n1,b\n2,a\n", NULL,
	    "c", "no class \"c\": they are \"a\" and \"b\"");
	check_error(&numbers_only, "a:int,y:string:target\n1,a\n2,a\n", NULL,
	    NULL, "column \"y\" has only 1 class in the training rows");
}

static void
test_errors(void)
{
	check_error(&numbers_only, "a:int\n1\n", NULL, NULL,
	    "no target column: name it with -t");
	check_error(&numbers_only, "city:string,y:int:target\nx,1\ny,2\n",
	    NULL, NULL, "column \"city\" is text: encode it first "
	    "(mlc-encode --auto) or use gbdt");
	check_error(&numbers_only, "age:int,y:float:target\n1,1\n,2\n", NULL,
	    NULL, "column \"age\" has missing values: impute them first "
	    "(mlc-clean -i auto)");
	check_error(&numbers_only, "y:int:target\n1\n2\n", NULL, NULL,
	    "no column has the role feature");
	check_error(&numbers_only, "a:int,y:float:target\n1,\n", NULL, NULL,
	    "no training rows");
	check_error(&numbers_only, "a:int,y:float:target\n1,1\n2,inf\n", NULL,
	    NULL, "row 2: the target is infinite");
	check_error(&numbers_only,
	    "a:int,y:float:target,w:float:weight\n1,1,1\n2,2,-1\n", NULL,
	    NULL, "row 2: column \"w\": a weight is missing, negative or "
	    "infinite");
	check_error(&numbers_only,
	    "a:int,y:float:target,w:float:weight\n1,1,0\n2,2,0\n", NULL,
	    NULL, "the weights of all training rows are 0");
	check_error(&numbers_only, "a:int,y:time:target\n1,2024-01-01\n",
	    NULL, NULL, "column \"y\" is a time: it cannot be the target");
}

static void
test_baseline(void)
{
	struct made x;
	struct str s = STR_INIT;
	struct diag d = DIAG_INIT;
	struct model *m = NULL;
	json_t *obj;
	double out[2] = { 0, 0 };
	struct first_block cur;

	CHECK_INT(make(&x, learner_find("baseline", &d),
	    "city:string,y:bool:target,w:int:weight\n"
	    "a,true,1\n,false,3\n", NULL, NULL), 0);
	CHECK_INT(model_train(x.ds, x.model, &d), 0);
	x.model->learner->save(x.model, &s);
	CHECK_STR(str_get(&s), "{\"values\":[0.25]}");
	obj = model_to_json(x.model);
	CHECK_INT(model_from_json(obj, &m, &d), 0);
	CHECK_INT(m->learner->load(m, str_get(&s), s.len, &d), 0);
	first_block_init(&cur, x.ds);
	CHECK_INT(m->learner->predict(m, &cur.view, out, &d), 0);
	CHECK(out[0] == 0.25 && out[1] == 0.25);
	first_block_release(&cur);
	model_free(m);
	json_object_set_new(obj, "classes", json_pack("[s]", "true"));
	CHECK_INT(model_from_json(obj, &m, &d), -1);
	CHECK_STR(d.text, "1 classes for the task binary");
	json_decref(obj);
	str_release(&s);
	drop(&x);
}

int
main(void)
{
	test_rows();
	test_tasks();
	test_classes();
	test_errors();
	test_baseline();
	return (check_done());
}
