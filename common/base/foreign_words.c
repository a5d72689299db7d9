/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <stdbool.h>

#include "foreign_words.h"

/* In XGBoost, LightGBM, CatBoost, scikit-learn, glmnet, pandas and others. */
static const struct {
	const char *theirs, *ours;
} words[] = {
	/* parameters of learners */
	{ "learning-rate", "rate" }, { "eta", "rate" }, { "shrinkage", "rate" },
	{ "lr", "rate" }, { "n-estimators", "trees" },
	{ "num-boost-round", "trees" }, { "num-iterations", "trees" },
	{ "iterations", "trees" }, { "n-trees", "trees" },
	{ "ntrees", "trees" }, { "rounds", "trees" }, { "nrounds", "trees" },
	{ "num-round", "trees" }, { "num-leaves", "leaves" },
	{ "max-leaves", "leaves" }, { "max-leaf-nodes", "leaves" },
	{ "max-depth", "depth" }, { "min-data-in-leaf", "min-leaf" },
	{ "min-child-samples", "min-leaf" }, { "min-samples-leaf", "min-leaf" },
	{ "min-child-weight", "min-leaf" }, { "reg-lambda", "l2" },
	{ "lambda-l2", "l2" }, { "lambda", "l2" },
	{ "l2-regularization", "l2" }, { "l2-leaf-reg", "l2" },
	{ "reg-alpha", "l1" }, { "lambda-l1", "l1" }, { "c", "l2" },
	{ "penalty", "l2" }, { "penalty", "l1" }, { "gamma", "min-gain" },
	{ "min-split-loss", "min-gain" }, { "min-gain-to-split", "min-gain" },
	{ "max-bin", "max-bins" }, { "border-count", "max-bins" },
	{ "bagging-fraction", "subsample" }, { "sub-sample", "subsample" },
	{ "feature-fraction", "colsample" },
	{ "colsample-bytree", "colsample" }, { "max-features", "colsample" },
	{ "early-stopping-rounds", "early-stop" },
	{ "early-stopping", "early-stop" },
	{ "n-iter-no-change", "early-stop" }, { "loss", "objective" },
	{ "max-iterations", "max-iter" }, { "tolerance", "tol" },
	{ "pos-label", "positive" }, { "random-state", "seed" },
	{ "random-seed", "seed" }, { "n-jobs", "threads" },
	{ "num-threads", "threads" }, { "nthread", "threads" },
	{ "label", "target" },
	/* of the other tools */
	{ "out", "output" }, { "format", "to" }, { "fillna", "impute" },
	{ "fill", "impute" }, { "filter", "where" }, { "query", "where" },
	{ "mutate", "derive" }, { "assign", "derive" }, { "one-hot", "onehot" },
	{ "get-dummies", "onehot" }, { "dummy", "onehot" },
	{ "standardize", "scale" }, { "normalize", "scale" },
	{ "label-encode", "ordinal" }, { "test-size", "folds" },
	{ "n-splits", "folds" }, { "kfold", "folds" },
	{ "stratified", "stratify" }, { "groups", "by" }, { "group-by", "by" },
	{ "sep", "delimiter" }, { "separator", "delimiter" },
	{ "delim", "delimiter" }, { "skip-rows", "skip-lines" },
	{ "nrows", "limit" }, { "n-rows", "limit" }, { "head", "limit" },
	{ "names", "header" }, { "na-values", "na" }, { "null", "na" },
	{ "dtype", "types" }, { "usecols", "select" }, { "columns", "select" },
	{ "port", "listen" }, { "bind", "listen" }, { "fail-on", "fail-if" },
	/* algorithms */
	{ "xgboost", "gbdt" }, { "lightgbm", "gbdt" }, { "catboost", "gbdt" },
	{ "gbm", "gbdt" }, { "xgb", "gbdt" }, { "lgbm", "gbdt" },
	{ "hist-gradient-boosting", "gbdt" }, { "boosting", "gbdt" },
	{ "random-forest", "forest" }, { "randomforest", "forest" },
	{ "rf", "forest" }, { "extra-trees", "forest" }, { "ranger", "forest" },
	{ "isolation-forest", "isolation" }, { "iforest", "isolation" },
	{ "isolationforest", "isolation" }, { "k-means", "kmeans" },
	{ "n-clusters", "k" }, { "n-init", "restarts" },
	{ "ridge", "linear" }, { "lasso", "linear" }, { "ols", "linear" },
	{ "elastic-net", "linear" }, { "elasticnet", "linear" },
	{ "linreg", "linear" }, { "regression", "linear" },
	{ "logit", "logistic" }, { "logreg", "logistic" },
	{ "logistic-regression", "logistic" }, { "softmax", "logistic" },
	{ "multinomial", "logistic" }, { "glmnet", "logistic" },
	{ "dummy", "baseline" }, { "mean", "baseline" },
	/* formats and metrics */
	{ "ndjson", "jsonl" }, { "feather", "arrow" }, { "ipc", "arrow" },
	{ "tab", "tsv" }, { "pretty", "table" }, { "roc-auc", "auc" },
	{ "average-precision", "ap" }, { "pr-auc", "ap" },
	{ "log-loss", "logloss" }, { "cross-entropy", "logloss" },
	{ "acc", "accuracy" }, { "f1-score", "f1" }, { "f-score", "f1" }
};
#define N_WORDS (sizeof(words) / sizeof(words[0]))

static bool
is_word(const char *typed, const char *word)
{
	for (; *typed != '\0'; typed++, word++) {
		if ((*typed == '_' ? '-' : tolower((unsigned char)*typed)) !=
		    *word)
			return (false);
	}
	return (*word == '\0');
}

const char *
foreign_word(const char *theirs, size_t k)
{
	for (size_t i = 0; i < N_WORDS; i++) {
		if (is_word(theirs, words[i].theirs) && k-- == 0)
			return (words[i].ours);
	}
	return (NULL);
}
