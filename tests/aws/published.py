"""Runs the checks that AWS publishes over files of targets, and prints what each says beside what scrubjay says.

    python3.12 -m venv checks && checks/bin/pip install amzn-nova-forge pydantic jsonschema numpy boto3
    checks/bin/python tests/aws/published.py FOLDER [--scrubjay target/release/scrubjay]
        [--bedrock-samples CHECKOUT] [--nova-samples CHECKOUT]

FOLDER is a dataset that `scrubjay run` wrote, or any folder with files TARGET/train.jsonl. Amazon Nova Forge comes from PyPI; the
other checks are scripts in the repositories aws-samples/amazon-bedrock-samples and aws-samples/amazon-nova-samples, of which
a checkout is given. What is not given is not run, and the table says so. Nothing is sent anywhere: no file refers to media in S3.

Exit code 1 when a check refuses what scrubjay accepts.
"""

import argparse
import io
import json
import os
import subprocess
import sys
import warnings
from contextlib import redirect_stdout
from pathlib import Path

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
warnings.simplefilter("ignore")

# Targets with method and model of Nova Forge.
FORGE = {
    "nova1-micro": ("SFT_LORA", "NOVA_MICRO"),
    "nova1-lite": ("SFT_LORA", "NOVA_LITE"),
    "nova1-pro": ("SFT_LORA", "NOVA_PRO"),
    "nova2-lite": ("SFT_LORA", "NOVA_LITE_2"),
    "nova-cpt": ("CPT", "NOVA_LITE"),
    "nova2-rft": ("RFT_LORA", "NOVA_LITE_2"),
    "eval-nova-byod": ("EVALUATION", "NOVA_LITE"),
}
FINE_TUNING = "custom-models/bedrock-fine-tuning"
# Scripts of amazon-bedrock-samples: where, and what they are called with.
BEDROCK = {
    "llama3-1": (f"{FINE_TUNING}/meta-llama/dataset_validation/dataset_validation.py", "-d train -m meta.llama3-1-8b-instruct-v1 -f"),
    "llama3-2": (f"{FINE_TUNING}/meta-llama/dataset_validation/dataset_validation.py", "-d train -m meta.llama3-2-3b-instruct-v1 -f"),
    "nova1-micro": (f"{FINE_TUNING}/nova/understanding/dataset_validation/nova_ft_dataset_validator.py", "-m micro -i"),
    "nova1-lite": (f"{FINE_TUNING}/nova/understanding/dataset_validation/nova_ft_dataset_validator.py", "-m lite -i"),
    "nova1-pro": (f"{FINE_TUNING}/nova/understanding/dataset_validation/nova_ft_dataset_validator.py", "-m pro -i"),
    "distill-prompts": ("custom-models/model_distillation/dataset-validation/dataset_validator.py", "-p"),
    "distill-prompts-single": ("custom-models/model_distillation/dataset-validation/dataset_validator.py", "-p"),
}
NOVA_SCRIPT = "customization/bedrock-finetuning/understanding/dataset_validation/nova_ft_dataset_validator.py"
NOVA = {
    "nova1-micro": "-m micro -t sft -i",
    "nova1-lite": "-m lite -t sft -i",
    "nova1-pro": "-m pro -t sft -i",
    "nova2-lite": "-m lite-2.0 -t sft -i",
    "nova-cpt": "-m lite -t cpt -i",
    "nova-dpo": "-m lite -t dpo -i",
}


def forge(target, file):
    from amzn_nova_forge.core.enums import Model, Platform, TrainingMethod
    from amzn_nova_forge.dataset.dataset_validator.dataset_schema_resolver import resolve_schema_validator

    method, model = FORGE[target]
    method, model = TrainingMethod[method], Model[model]
    records = (json.loads(line) for line in open(file, encoding="utf-8"))
    try:
        with redirect_stdout(io.StringIO()):
            check = resolve_schema_validator(method, model)
            check.validate(records, model, platform=Platform.BEDROCK, training_method=method)
    except Exception as error:
        # The message may quote a record: its first line says what is wrong, and no text.
        return "refused: " + str(error).strip().splitlines()[0][:100]
    return "accepted"


def script(checkout, path, arguments, file):
    path = (checkout / path).resolve()
    if not path.exists():
        return "not in the checkout"
    command = [sys.executable, str(path), *arguments.split(), str(file.resolve())]
    ran = subprocess.run(command, cwd=path.parent, capture_output=True, text=True)
    if ran.returncode == 0:
        return "accepted"
    last = (ran.stderr or ran.stdout).strip().splitlines()[-1:] or [""]
    return "refused: " + last[0][:100]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scrubjay", default="target/release/scrubjay")
    parser.add_argument("--bedrock-samples", type=Path)
    parser.add_argument("--nova-samples", type=Path)
    args = parser.parse_args()
    disagreements = 0
    for file in sorted(args.folder.glob("*/train.jsonl")):
        target = file.parent.name
        ours = subprocess.run([args.scrubjay, "validate", "--quiet", "--target", target, str(file)], capture_output=True)
        ours = {0: "accepted", 1: "refused"}.get(ours.returncode, "not run")
        said = {}
        if target in FORGE:
            said["nova-forge"] = forge(target, file)
        if target in BEDROCK:
            given = args.bedrock_samples
            said["bedrock-samples"] = script(given, *BEDROCK[target], file) if given else "not run"
        if target in NOVA:
            given = args.nova_samples
            said["nova-samples"] = script(given, NOVA_SCRIPT, NOVA[target], file) if given else "not run"
        for check, verdict in said.items():
            print(f"{target:24} scrubjay {ours:9} {check:16} {verdict}")
            disagreements += ours == "accepted" and verdict.startswith("refused")
    return 1 if disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
