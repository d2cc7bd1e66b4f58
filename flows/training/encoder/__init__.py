"""The training of the encoder: corpora to windows, a pretrained transformer fine-tuned on all tasks at once, ONNX out.

Needs the extra `train`; nothing of it is needed to run Presstable.
"""
