"""Puts a detector written in Python under farfield's laws. One file, standard library only.

    from farfield_adapter import serve

    def fit(network, train, validation):
        return mean_of(network.features(train.x))

    def score(mean, rows):
        return [distance(mean, row) for row in rows]

    serve(fit, score)

and then: farfield detect --exec 'python3 my_detector.py'. Novelty scores: higher = more
out-of-distribution, one number a row.

`fit(network, train, validation)` may return anything; `score(fitted, rows)` gets it back, and a
`score(rows)` of one argument does without. Rows are lists of floats, and an object with `x` (rows) and `y` (class indices) is handed over for training
and validation data. Options that you declare arrive as keyword arguments of `fit`. Scores may be a
list, a numpy array or a torch tensor, on any device.

`network.logits(rows)` and `network.features(rows)` evaluate the classifier that the detector is for:
logits, and the activations that its last layer reads. `network.spec` is the network file itself.

`declares` is what the laws should know of the detector, for example
{"orientation": "boundary", "stochastic": True, "tolerance": 1e-4,
 "options": {"k": {"values": [1, 10]}}}.

ValueError, raised by you, refuses a request with its message; any other exception ends the program
with its traceback. What is printed after this file is imported goes to stderr, stdout belonging to
the protocol: import it first.
"""

import inspect
import json
import math
import os
import sys

__all__ = ["Data", "Network", "serve"]


def _take_stdout():
    """Keeps stdout for answers: whatever prints, in Python or below it, prints to stderr from here on."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return answers


# Under farfield already now: imports that follow, and the script itself, may print.
_answers = _take_stdout() if os.environ.get("FARFIELD_DETECT") else None


class Data:
    """Labelled rows: `x`, a list of rows, and `y`, a class index for each."""

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __len__(self):
        return len(self.x)


class Network:
    """The classifier, as farfield-network layers; evaluated in plain Python, in double precision."""

    def __init__(self, spec):
        self.spec = spec
        self.inputs = spec["inputs"]
        # An audit of an ONNX or other file names it instead: spec["file"].
        self.layers = spec.get("layers")

    @property
    def head(self):
        """Weights, a row a class, and biases of the last layer."""
        return self.layers[-1]["weights"], self.layers[-1]["bias"]

    def features(self, rows):
        """What the last layer reads, a list for each row."""
        return [_run(self._known()[:-1], row) for row in _plain(rows)]

    def logits(self, rows):
        """A list of one logit a class, for each row."""
        return [_run(self._known(), row) for row in _plain(rows)]

    def _known(self):
        if self.layers is None:
            raise ValueError("only the file of the network is known: " + str(self.spec.get("file")))
        return self.layers


def serve(fit, score, declares=None, metrics=None):
    """Answers farfield's requests until it has no more.

    metrics: optional, `metrics(id_scores, ood_scores)` returns a dict with "auroc" and perhaps
    "fpr95", "auprIn", "auprOut"; declare "metrics": ["auroc", ...] to have them checked.
    """
    answers = _answers or _take_stdout()
    fitted = None
    ready = False
    for line in sys.stdin:
        if not line.strip():
            continue
        request = json.loads(line)
        try:
            if "fit" in request:
                fitted = fit(*_fit_arguments(fit, request["fit"]), **request.get("options", {}))
                ready = True
                answer = {"ok": True}
                if declares is not None:
                    answer["declares"] = declares
            elif "score" in request:
                if not ready:
                    raise ValueError("fit comes first")
                rows = request["score"]
                scores = score(fitted, rows) if _takes(score, 2) else score(rows)
                answer = {"scores": [_number(value) for value in _plain(scores)]}
            elif "metrics" in request and metrics is not None:
                asked = request["metrics"]
                found = metrics(*([float(v) for v in asked[key]] for key in ("id", "ood")))
                answer = {name: _number(value) for name, value in found.items()}
            else:
                raise ValueError("unknown request: " + ", ".join(request))
        except ValueError as error:
            answer = {"error": str(error) or type(error).__name__}
        answers.write(json.dumps(answer, allow_nan=False) + "\n")
        answers.flush()


def _fit_arguments(fit, data):
    """Network, training and validation data; the request as it came for a fit of one argument."""
    if not _takes(fit, 3) and _takes(fit, 1):
        return (data,)
    return Network(data["network"]), Data(**data["train"]), Data(**data["validation"])


def _takes(function, count):
    """Whether a function can be called with so many arguments."""
    try:
        inspect.signature(function).bind(*[None] * count)
        return True
    except TypeError:
        return False


def _plain(values):
    """Lists of Python numbers, from lists, numpy arrays and torch tensors."""
    for step in ("detach", "cpu"):
        if hasattr(values, step):
            values = getattr(values, step)()
    if hasattr(values, "tolist"):
        return values.tolist()
    return list(values)


def _number(value):
    """A score as JSON can hold it."""
    if isinstance(value, (list, tuple)) and len(value) == 1:
        value = value[0]
    if isinstance(value, (list, tuple, str, dict)) or value is None:
        raise TypeError("a score is %r, not a number" % (value,))
    if hasattr(value, "item"):
        value = value.item()
    value = float(value)
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return value


def _run(layers, values):
    for layer in layers:
        values = _layer(layer, values)
    return values


def _layer(layer, values):
    kind = layer["type"]
    if kind == "dense":
        width = len(layer["weights"][0])
        if len(values) != width:
            raise ValueError("a row has %d numbers where %d are expected" % (len(values), width))
        return [
            sum(w * v for w, v in zip(weights, values)) + bias
            for weights, bias in zip(layer["weights"], layer["bias"])
        ]
    if kind == "relu":
        # NaN stays NaN: max(0.0, nan) would be 0.
        return [0.0 if v <= 0 else v for v in values]
    if kind == "leaky-relu":
        return [layer["slope"] * v if v <= 0 else v for v in values]
    if kind == "clip":
        return [min(max(v, layer["lower"]), layer["upper"]) for v in values]
    if kind == "maximum":
        return [max(values[i] for i in group) for group in layer["groups"]]
    if kind == "residual":
        return [v + inner for v, inner in zip(values, _run(layer["layers"], values))]
    raise ValueError("farfield_adapter knows no layer of type %r" % kind)
