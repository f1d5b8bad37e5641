"""Deploys the expanded templates to an emulated CloudFormation, and prints what came of it as one JSON document.

  deploy.py ROOT ENDPOINT STACK [NAME=VALUE…]

The document has the functions with their resolved environments, the roles with their resolved statements, the rules with
their patterns and targets, the task definitions, the resources and the outputs of the stack and its nested stacks.
"""

import ast
import io
import json
import sys
import zipfile
from urllib.parse import unquote

import boto3

from expand import expand

REGION = "eu-central-1"


class Aws:
    def __init__(self, endpoint):
        self.endpoint = endpoint

    def __getattr__(self, service):
        client = boto3.client(service, endpoint_url=self.endpoint, region_name=REGION,
                              aws_access_key_id="deployer", aws_secret_access_key="deployer")
        setattr(self, service, client)
        return client


class Values:
    """The values of the root template's expressions, as far as the parameters of nested stacks use them."""

    def __init__(self, template, parameters, stack):
        self.conditions = template.get("Conditions", {})
        self.known = {"AWS::StackName": stack, "AWS::NoValue": ""}
        self.known.update({n: p.get("Default", "") for n, p in template["Parameters"].items()})
        self.known.update(parameters)
        self.outputs = {}
        # The emulator makes no aliases.
        self.aliases = {n: (r["Properties"]["FunctionName"]["Ref"], r["Properties"]["Name"])
                        for n, r in template["Resources"].items() if r["Type"] == "AWS::Lambda::Alias"}

    def of(self, expression):
        if isinstance(expression, list):
            return [self.of(e) for e in expression]
        if not isinstance(expression, dict):
            return expression
        (name, argument), = expression.items()
        if name == "Ref":
            return self.known[argument]
        if name == "Fn::GetAtt":
            stack, output = argument if isinstance(argument, list) else argument.split(".", 1)
            return self.outputs[f"{stack}.{output}"]
        if name == "Fn::Join":
            values = self.of(argument[1])
            return argument[0].join(values) if isinstance(values, list) else values
        if name == "Fn::If":
            return self.of(argument[1 if self.holds(self.conditions[argument[0]]) else 2])
        raise ValueError(f"{name} is not used here")

    def holds(self, condition):
        (name, argument), = condition.items()
        if name == "Fn::Equals":
            return self.of(argument[0]) == self.of(argument[1])
        raise ValueError(f"{name} is not used here")

    def fill(self, tree):
        """The tree with the outputs of nested stacks in the places that name them."""
        if isinstance(tree, list):
            return [self.fill(t) for t in tree]
        if not isinstance(tree, dict):
            if isinstance(tree, str):
                for name, value in self.outputs.items():
                    tree = tree.replace("${" + name + "}", str(value))
            return tree
        if list(tree) == ["Ref"] and tree["Ref"] in self.aliases:
            function, name = self.aliases[tree["Ref"]]
            return {"Fn::Join": [":", [{"Fn::GetAtt": [function, "Arn"]}, name]]}
        if list(tree) == ["Fn::GetAtt"]:
            argument = tree["Fn::GetAtt"]
            name = ".".join(argument) if isinstance(argument, list) else argument
            return self.outputs.get(name, tree)
        return {k: self.fill(v) for k, v in tree.items()}


def deploy(aws, templates, parameters, stack):
    """Deploys each nested template as a stack of its own, because the emulator cannot read what a nested one puts out."""
    root = templates["root"]
    values = Values(root, parameters, stack)
    nested = {n: r for n, r in root["Resources"].items() if r["Type"] == "AWS::CloudFormation::Stack"}
    root["Resources"] = {n: r for n, r in root["Resources"].items() if n not in nested}
    for resource in root["Resources"].values():
        if resource["Type"] == "AWS::Lambda::Permission":
            function, _ = values.aliases[resource["Properties"]["FunctionName"]["Ref"]]
            resource["Properties"]["FunctionName"] = {"Ref": function}
    later = {}
    for name, resource in nested.items():
        if "Condition" in resource and not values.holds(root["Conditions"][resource["Condition"]]):
            continue
        properties = resource["Properties"]
        try:
            given = {k: values.of(v) for k, v in properties["Parameters"].items()}
        except KeyError:
            later[name] = properties  # it needs the functions
            continue
        outputs = create(aws, f"{stack}-{name}", templates[properties["TemplateURL"]], given)
        values.outputs.update({f"{name}.Outputs.{k}": v for k, v in outputs.items()})
    put_code(aws, root)
    create(aws, stack, values.fill(root), parameters)
    for resource in aws.cloudformation.describe_stack_resources(StackName=stack)["StackResources"]:
        values.known[resource.get("LogicalResourceId")] = resource.get("PhysicalResourceId")
    for name, properties in later.items():
        create(aws, f"{stack}-{name}", templates[properties["TemplateURL"]],
               {k: values.of(v) for k, v in properties["Parameters"].items()})


def create(aws, stack, template, parameters):
    body = json.dumps(template, default=str)
    aws.cloudformation.create_stack(
        StackName=stack, TemplateBody=body, Capabilities=["CAPABILITY_IAM"],
        Parameters=[{"ParameterKey": k, "ParameterValue": str(v)} for k, v in parameters.items()])
    described = aws.cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    return {o["OutputKey"]: o["OutputValue"] for o in described.get("Outputs", [])}


def put_code(aws, root):
    aws.s3.create_bucket(Bucket="code", CreateBucketConfiguration={"LocationConstraint": REGION})
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as zipped:
        zipped.writestr("empty", "")
    for resource in root["Resources"].values():
        if resource["Type"] == "AWS::Lambda::Function":
            aws.s3.put_object(Bucket="code", Key=resource["Properties"]["Code"]["S3Key"], Body=code.getvalue())


def statements(aws, role):
    for name in aws.iam.list_role_policies(RoleName=role)["PolicyNames"]:
        document = aws.iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        if isinstance(document, str):  # the emulator keeps what it was given, a dictionary as Python writes it
            document = ast.literal_eval(unquote(document))
        yield from document["Statement"]


def described(aws):
    roles = aws.iam.list_roles()["Roles"]
    functions = aws.get_lambda_functions()
    rules = aws.events.list_rules()["Rules"]
    families = aws.ecs.list_task_definitions()["taskDefinitionArns"]
    stacks = aws.cloudformation.describe_stacks()["Stacks"]
    return {
        "functions": {f["FunctionName"]: f for f in functions},
        "roles": {r["Arn"]: {"name": r["RoleName"], "trust": r["AssumeRolePolicyDocument"],
                             "statements": list(statements(aws, r["RoleName"]))} for r in roles},
        "rules": {r["Name"]: {**r, "targets": aws.events.list_targets_by_rule(Rule=r["Name"])["Targets"]} for r in rules},
        "taskDefinitions": [aws.ecs.describe_task_definition(taskDefinition=a)["taskDefinition"] for a in families],
        "stacks": {s["StackName"]: {"status": s["StackStatus"],
                                    "outputs": {o["OutputKey"]: o["OutputValue"] for o in s.get("Outputs", [])}}
                   for s in stacks},
        "resources": {s["StackName"]: {r.get("LogicalResourceId"): r.get("PhysicalResourceId")
                                       for r in aws.cloudformation.describe_stack_resources(StackName=s["StackName"])["StackResources"]}
                      for s in stacks},
    }


def main():
    root, endpoint, stack, *parameters = sys.argv[1:]
    aws = Aws(endpoint)
    aws.get_lambda_functions = lambda: getattr(aws, "lambda").list_functions()["Functions"]
    given = dict(p.split("=", 1) for p in parameters)
    deploy(aws, expand(root, given), given, stack)
    json.dump(described(aws), sys.stdout, default=str)


if __name__ == "__main__":
    main()
