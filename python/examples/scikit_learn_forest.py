"""An estimator of scikit-learn under farfield's laws: an isolation forest on the features.

    farfield adapter python > farfield_adapter.py
    farfield detect --exec 'python3 scikit_learn_forest.py'
"""

import sys

from farfield_adapter import serve

try:
    from sklearn.ensemble import IsolationForest
except ImportError:
    sys.exit("this example needs scikit-learn: pip install scikit-learn")


def fit(network, train, validation):
    forest = IsolationForest(n_estimators=200, random_state=0)
    return network, forest.fit(network.features(train.x))


def score(fitted, rows):
    network, forest = fitted
    # score_samples is higher for rows that are like the data.
    return -forest.score_samples(network.features(rows))


# Seeded or not, its trees depend on chance: laws then allow for what repeated fits show.
serve(fit, score, declares={"stochastic": True})
