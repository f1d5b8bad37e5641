"""Deploys the expanded templates to an emulated CloudFormation, and prints what came of it as one JSON document.

  deploy.py ROOT ENDPOINT STACK [--without=ECS,ECR] [NAME=VALUE…]

--without names services that the emulator does not have: their resources are left out, and what refers to them gets what they
would be called. The document has the functions with their resolved environments, the roles with their resolved statements, the rules with
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
ACCOUNT = None


class Aws:
    def __init__(self, endpoint):
        self.endpoint = endpoint
        self.left_out = LeftOut([])

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
        for alias, (function, name) in self.aliases.items():
            tree = replaced(tree, {"Ref": alias}, {"Fn::Join": [":", [{"Fn::GetAtt": [function, "Arn"]}, name]]})
        return fill(tree, self.outputs)


def replaced(tree, old, new):
    if tree == old:
        return new
    if isinstance(tree, list):
        return [replaced(t, old, new) for t in tree]
    return {k: replaced(v, old, new) for k, v in tree.items()} if isinstance(tree, dict) else tree


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
    values.known.update(made(aws, stack))
    for name, properties in later.items():
        create(aws, f"{stack}-{name}", templates[properties["TemplateURL"]],
               {k: values.of(v) for k, v in properties["Parameters"].items()})


def create(aws, stack, template, parameters):
    # CloudFormation makes a name of small letters where a template gives none; moto takes the stack's and the resource's.
    for name, resource in template["Resources"].items():
        if resource["Type"] == "AWS::ECR::Repository":
            resource["Properties"].setdefault("RepositoryName", f"{stack}-{name}".lower())
    body = json.dumps(aws.left_out.leave_out(template, parameters), default=str)
    aws.cloudformation.create_stack(
        StackName=stack, TemplateBody=body, Capabilities=["CAPABILITY_IAM"],
        Parameters=[{"ParameterKey": k, "ParameterValue": str(v)} for k, v in parameters.items()])
    described = aws.cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    return {o["OutputKey"]: o["OutputValue"] for o in described.get("Outputs", [])}


class LeftOut:
    """The resources of services that the emulator does not have, as they would be."""

    def __init__(self, services):
        self.services = services
        self.task_definitions = []

    def leave_out(self, template, parameters):
        names = {n: r for n, r in template["Resources"].items() if r["Type"].split("::")[1] in self.services}
        if not names:
            return template
        template = {**template, "Resources": {n: r for n, r in template["Resources"].items() if n not in names}}
        known = {"AWS::Region": REGION, "AWS::AccountId": ACCOUNT, "AWS::Partition": "aws", **parameters}
        for name, resource in names.items():
            properties = resource["Properties"]
            if resource["Type"] == "AWS::ECS::Cluster":
                cluster = fill(properties["ClusterName"], known)
                known[f"{name}.Arn"] = f"arn:aws:ecs:{REGION}:{ACCOUNT}:cluster/{cluster}"
            elif resource["Type"] == "AWS::ECR::Repository":
                repository = fill(properties.get("RepositoryName", name.lower()), known)
                known[f"{name}.Arn"] = f"arn:aws:ecr:{REGION}:{ACCOUNT}:repository/{repository}"
                known[f"{name}.RepositoryUri"] = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/{repository}"
        for resource in names.values():
            if resource["Type"] == "AWS::ECS::TaskDefinition":
                container = resource["Properties"]["ContainerDefinitions"][0]
                environment = [{"name": e["Name"], "value": fill(e["Value"], known)} for e in container["Environment"]]
                self.task_definitions.append({"family": fill(resource["Properties"]["Family"], known),
                                              "containerDefinitions": [{"environment": environment}]})
        return fill(template, {k: v for k, v in known.items() if "." in k})


def fill(tree, known):
    """The tree with these values in the places that refer to them."""
    if isinstance(tree, list):
        return [fill(t, known) for t in tree]
    if isinstance(tree, dict):
        if list(tree) == ["Ref"]:
            return known.get(tree["Ref"], tree)
        if list(tree) == ["Fn::GetAtt"]:
            argument = tree["Fn::GetAtt"]
            return known.get(".".join(argument) if isinstance(argument, list) else argument, tree)
        if list(tree) == ["Fn::Sub"] and isinstance(tree["Fn::Sub"], str):
            text = fill(tree["Fn::Sub"], known)
            return text if "${" not in text else {"Fn::Sub": text}
        return {k: fill(v, known) for k, v in tree.items()}
    if isinstance(tree, str):
        for name, value in known.items():
            tree = tree.replace("${" + name + "}", str(value))
    return tree


def put_code(aws, root):
    if "code" not in [b["Name"] for b in aws.s3.list_buckets()["Buckets"]]:
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
        yield from (s for s in document["Statement"] if s)  # it keeps what a condition leaves out as nothing


def made(aws, stack):
    resources = aws.cloudformation.describe_stack_resources(StackName=stack)["StackResources"]
    # The emulator lists what a condition left out, without a name.
    return {r["LogicalResourceId"]: r.get("PhysicalResourceId") for r in resources if "LogicalResourceId" in r}


def described(aws):
    roles = aws.iam.list_roles()["Roles"]
    functions = aws.get_lambda_functions()
    rules = aws.events.list_rules()["Rules"]
    definitions = aws.left_out.task_definitions
    if "ECS" not in aws.left_out.services:
        families = aws.ecs.list_task_definitions()["taskDefinitionArns"]
        definitions = [aws.ecs.describe_task_definition(taskDefinition=a)["taskDefinition"] for a in families]
    stacks = aws.cloudformation.describe_stacks()["Stacks"]
    return {
        "functions": {f["FunctionName"]: f for f in functions},
        "roles": {r["Arn"]: {"name": r["RoleName"], "trust": r["AssumeRolePolicyDocument"],
                             "statements": list(statements(aws, r["RoleName"]))} for r in roles},
        "rules": {r["Name"]: {**r, "targets": aws.events.list_targets_by_rule(Rule=r["Name"])["Targets"]} for r in rules},
        "taskDefinitions": definitions,
        "stacks": {s["StackName"]: {"status": s["StackStatus"],
                                    "outputs": {o["OutputKey"]: o["OutputValue"] for o in s.get("Outputs", [])}}
                   for s in stacks},
        "resources": {s["StackName"]: made(aws, s["StackName"]) for s in stacks},
    }


def main():
    root, endpoint, stack, *rest = sys.argv[1:]
    without = [a.split("=", 1)[1].split(",") for a in rest if a.startswith("--without=") and a != "--without="]
    aws = Aws(endpoint)
    aws.left_out = LeftOut(without[0] if without else [])
    global ACCOUNT
    ACCOUNT = aws.sts.get_caller_identity()["Account"]
    aws.get_lambda_functions = lambda: getattr(aws, "lambda").list_functions()["Functions"]
    given = dict(a.split("=", 1) for a in rest if not a.startswith("--"))
    deploy(aws, expand(root, given), given, stack)
    json.dump(described(aws), sys.stdout, default=str)


if __name__ == "__main__":
    main()
