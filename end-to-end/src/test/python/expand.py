"""Prints template.yaml as the SAM transform makes it, and the nested templates, as one JSON document.

  expand.py ROOT [NAME=VALUE…]      {"root": {…}, "infra/task.yaml": {…}, …}

NAME=VALUE are parameters of the stack.
"""

import json
import os
import sys

import boto3
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

CODE = "s3://code/%s"


def read(path):
    with open(path, encoding="utf-8") as text:
        return yaml_parse(text.read())


def expand(root, parameters):
    template = read(f"{root}/template.yaml")
    nested = {}
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        if resource["Type"] == "AWS::Serverless::Function":
            # What `sam deploy` does: the zip goes to a bucket.
            properties["CodeUri"] = CODE % os.path.basename(properties["CodeUri"])
        elif resource["Type"] == "AWS::CloudFormation::Stack":
            nested[properties["TemplateURL"]] = read(f"{root}/{properties['TemplateURL']}")
    session = boto3.session.Session(region_name="eu-central-1")
    translator = Translator({}, Parser(), boto_session=session)
    values = {name: p["Default"] for name, p in template["Parameters"].items() if "Default" in p}
    return {"root": translator.translate(template, {**values, **parameters}), **nested}


if __name__ == "__main__":
    json.dump(expand(sys.argv[1], dict(a.split("=", 1) for a in sys.argv[2:])), sys.stdout, default=str)
