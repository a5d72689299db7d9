# What does not go together is told before a row is read.
must_exit 2 mlc-split --folds 5
must_exit 2 mlc-split --folds 5 --fold 6
must_exit 2 mlc-split --fold 2
must_exit 2 mlc-split --folds 5 --fold 1 --time day
must_exit 2 mlc-split --folds 5 --fold 1 80:20
must_exit 2 mlc-split --by a --stratify
must_exit 2 mlc-split 0:1
must_exit 2 mlc-split --fodls 5
must_exit 2 mlc-split nowhere.csv
must_exit 2 mlc-split nowhere.csv 70:30
