"""A detector in torch under farfield's laws: the energy of the logits, in float32.

    farfield adapter python > farfield_adapter.py
    farfield detect --exec 'python3 torch_energy.py' --like ebo
"""

import sys

from farfield_adapter import serve

try:
    import torch
except ImportError:
    sys.exit("this example needs torch: pip install torch")


def fit(network, train, validation, temperature=1.0):
    layers = []
    for layer in network.layers:
        if layer["type"] == "relu":
            layers.append(torch.nn.ReLU())
        elif layer["type"] == "dense":
            weights = torch.tensor(layer["weights"], dtype=torch.float32)
            linear = torch.nn.Linear(weights.shape[1], weights.shape[0])
            linear.weight.data = weights
            linear.bias.data = torch.tensor(layer["bias"], dtype=torch.float32)
            layers.append(linear)
        else:
            raise ValueError("this example knows no layer of type " + layer["type"])
    return torch.nn.Sequential(*layers).eval(), temperature


def score(fitted, rows):
    model, temperature = fitted
    with torch.no_grad():
        logits = model(torch.tensor(rows, dtype=torch.float32))
        return -temperature * torch.logsumexp(logits / temperature, dim=1)


serve(
    fit,
    score,
    declares={"tolerance": 1e-4, "options": {"temperature": {"values": [1.0, 10.0]}}},
)
