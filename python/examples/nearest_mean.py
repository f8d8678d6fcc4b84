"""Novelty = distance of the features to the nearest class mean. Needs farfield_adapter.py beside it:

    farfield adapter python > farfield_adapter.py
    farfield detect --exec 'python3 nearest_mean.py'
"""

import math

from farfield_adapter import serve


def fit(network, train, validation):
    features = network.features(train.x)
    means = []
    for label in sorted(set(train.y)):
        rows = [f for f, y in zip(features, train.y) if y == label]
        means.append([math.fsum(column) / len(rows) for column in zip(*rows)])
    return network, means


def score(fitted, rows):
    network, means = fitted
    return [min(math.dist(f, mean) for mean in means) for f in network.features(rows)]


serve(fit, score, declares={"far": "out", "replication": True})
