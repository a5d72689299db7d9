# SPDX-License-Identifier: GPL-3.0-or-later
"""peer.py TASK TARGET: scikit-learn's histogram boosting with its defaults on
rows of mlc-split -O csv; the scored test rows come out as a stream.

Texts are native categories where scikit-learn can have them (255 levels at
most), else their ranks; it takes no column of texts as it is.
"""
import json
import sys
import warnings

import numpy as np
import pandas as pd
from sklearn.ensemble import (HistGradientBoostingClassifier,
                              HistGradientBoostingRegressor)

warnings.filterwarnings("ignore")
task, target = sys.argv[1:]
rows = pd.read_csv(sys.stdin, keep_default_na=False, na_values=[""],
                   dtype={target: str}, low_memory=False)
rows = rows[rows[target].notna()]
train, test = (rows[rows["split"] == s] for s in ("train", "test"))
categories, x, z = [], [], []
for name in rows.columns.drop([target, "split"]):
    a, b = train[name], test[name]
    if a.dtype == object or a.dtype == bool:
        levels = {v: i for i, v in enumerate(sorted(a.dropna().unique()))}
        a, b = a.map(levels), b.map(levels)
        if len(levels) <= 255:
            categories.append(len(x))
    x.append(a.astype(float))
    z.append(b.astype(float))
x, z = np.array(x).T, np.array(z).T
roles = [{"name": target, "type": "string", "role": "target"},
         {"name": "prediction", "type": "string", "role": "prediction"}]
out = pd.DataFrame({target: test[target]})
if task == "regression":
    m = HistGradientBoostingRegressor(categorical_features=categories,
                                      random_state=0)
    m.fit(x, train[target].astype(float))
    out["prediction"] = m.predict(z)
    roles[0]["type"] = roles[1]["type"] = "float"
else:
    m = HistGradientBoostingClassifier(categorical_features=categories,
                                       random_state=0)
    m.fit(x, train[target])
    out["prediction"] = m.predict(z)
    p = m.predict_proba(z)
    for i in range(1 if len(m.classes_) == 2 else 0, len(m.classes_)):
        name = "score_" + m.classes_[i]
        out[name] = p[:, i]
        roles.append({"name": name, "type": "float", "role": "score",
                      "unit": m.classes_[i]})
print("#mlc", json.dumps({"mlc": 1, "columns": roles}))
out.to_csv(sys.stdout, index=False)
print("#end")
