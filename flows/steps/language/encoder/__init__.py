"""The encoder engine: a small pretrained transformer with heads for syntax and names, run by onnxruntime and numpy."""
