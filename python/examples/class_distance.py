"""An out-of-distribution detector in plain Python, over the line protocol of `farfield detect`.

    farfield detect --exec 'python3 class_distance.py'

Novelty is the distance of the penultimate activations to the nearest class mean, each feature in
units of its standard deviation on the training data. Higher = more out-of-distribution.
"""

import json
import math
import sys


def penultimate(network, row):
    """What the last layer of the network reads."""
    return run(network["layers"][:-1], row)


def run(layers, values):
    for layer in layers:
        kind = layer["type"]
        if kind == "dense":
            values = [
                sum(w * v for w, v in zip(weights, values)) + bias
                for weights, bias in zip(layer["weights"], layer["bias"])
            ]
        elif kind == "relu":
            values = [max(0.0, v) for v in values]
        elif kind == "leaky-relu":
            values = [v if v > 0 else layer["slope"] * v for v in values]
        elif kind == "residual":
            values = [v + inner for v, inner in zip(values, run(layer["layers"], values))]
        else:
            raise ValueError(f"unknown layer {kind}")
    return values


class ClassDistance:
    def __init__(self, network, train):
        self.network = network
        features = [penultimate(network, row) for row in train["x"]]
        width = len(features[0])
        mean = [math.fsum(f[j] for f in features) / len(features) for j in range(width)]
        square = [
            math.fsum((f[j] - mean[j]) ** 2 for f in features) / len(features) for j in range(width)
        ]
        # A feature that never moved has no unit; it is left out.
        self.used = [j for j in range(width) if square[j] > 0]
        self.unit = [math.sqrt(square[j]) for j in self.used]
        self.means = []
        for label in sorted(set(train["y"])):
            rows = [f for f, y in zip(features, train["y"]) if y == label]
            self.means.append([math.fsum(f[j] for f in rows) / len(rows) for j in self.used])

    def score(self, row):
        f = penultimate(self.network, row)
        return min(
            math.hypot(*((f[j] - m) / u for j, m, u in zip(self.used, mean, self.unit)))
            for mean in self.means
        )


def writable(score):
    """JSON has no non-finite numbers."""
    if math.isnan(score):
        return "NaN"
    if math.isinf(score):
        return "Infinity" if score > 0 else "-Infinity"
    return score


detector = None
for line in sys.stdin:
    request = json.loads(line)
    if "fit" in request:
        detector = ClassDistance(request["fit"]["network"], request["fit"]["train"])
        answer = {"ok": True}
    elif detector is None:
        answer = {"error": "fit comes first"}
    else:
        answer = {"scores": [writable(detector.score(row)) for row in request["score"]]}
    print(json.dumps(answer), flush=True)
