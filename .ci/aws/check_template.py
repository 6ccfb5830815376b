#!/usr/bin/env python3
"""Checks template.yaml: what the linters miss is asserted here on the transformed template.

  check_template.py            the assertions, then cfn-lint on source and transformed template
  check_template.py --write F  only writes the transformed template to F, for checkov
  check_template.py --retained only writes retained.json again
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap
import unittest

import transformed

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE = ROOT / "template.yaml"
RETAINED = ROOT / "retained.json"

# Actions that take no resource; https://docs.aws.amazon.com/service-authorization/latest/reference/
# Lambda makes network interfaces itself and names none beforehand.
NETWORK = {
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:DeleteNetworkInterface",
    "ec2:DetachNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
}
WITHOUT_RESOURCE = {"xray:PutTraceSegments", "xray:PutTelemetryRecords", "lambda:GetAccountSettings"} | NETWORK


def text(value):
    return json.dumps(value)


def retained(template):
    """The template that imports what a deleted stack has left, as JSON. A bucket needs only its name: the next
    deployment sets everything else. The table is the same as in the whole template, because DynamoDB refuses to turn
    on what is already on."""
    kept = {}
    for name in ("OriginalsBucket", "VariantsBucket", "ConfigBucket", "JobsTable"):
        resource = template["Resources"][name]
        properties = resource["Properties"]
        if resource["Type"] == "AWS::S3::Bucket":
            properties = {"BucketName": properties["BucketName"]}
        kept[name] = {
            "Type": resource["Type"],
            "DeletionPolicy": resource["DeletionPolicy"],
            "UpdateReplacePolicy": resource["UpdateReplacePolicy"],
            "Properties": properties,
        }
    part = text(kept)
    conditions = {n: c for n, c in template["Conditions"].items() if f'"Fn::If": ["{n}"' in part}
    part += text(conditions)
    parameters = {n: p for n, p in template["Parameters"].items() if f'{{"Ref": "{n}"}}' in part}
    whole = {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "The data of a deleted stack, for a change set of the type IMPORT. docs/deploy.md has the steps.",
        "Parameters": parameters,
        "Conditions": conditions,
        "Resources": kept,
    }
    return json.dumps(whole, indent=1) + "\n"


def listed(value):
    return value if isinstance(value, list) else [value]


class TemplateTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.template = transformed.template(SOURCE.read_text())
        cls.resources = cls.template["Resources"]

    def of(self, kind):
        found = {k: v["Properties"] for k, v in self.resources.items() if v["Type"] == kind}
        self.assertTrue(found, kind)
        return found

    def function(self, name):
        return self.resources[name]["Properties"]

    def statements(self, role):
        """The statements of a role, those that depend on a parameter included."""
        found = []
        for policy in self.resources[role]["Properties"]["Policies"]:
            for statement in policy["PolicyDocument"]["Statement"]:
                either = statement["Fn::If"][1:] if "Fn::If" in statement else [statement]
                found += [s for s in either if s != {"Ref": "AWS::NoValue"}]
        return found

    def named_in(self, value):
        """The resources that a part of the template refers to."""
        if isinstance(value, list):
            return {name for part in value for name in self.named_in(part)}
        if not isinstance(value, dict):
            return set()
        names = self.named_in(list(value.values()))
        if isinstance(value.get("Ref"), str):
            names.add(value["Ref"])
        if "Fn::GetAtt" in value:
            names.add(listed(value["Fn::GetAtt"])[0].split(".")[0])
        if "Fn::Sub" in value:
            names |= set(re.findall(r"\$\{(\w+)", text(value["Fn::Sub"])))
        return names & set(self.resources)

    def needed_by(self, name):
        """The resources that CloudFormation makes before another one."""
        found, left = set(), [name]
        while left:
            resource = self.resources[left.pop()]
            more = set(listed(resource.get("DependsOn", []))) | self.named_in(resource.get("Properties", {}))
            left += more - found
            found |= more
        return found

    def allowed(self, role, service):
        return {
            action: statement["Resource"]
            for statement in self.statements(role)
            for action in listed(statement["Action"])
            if action.startswith(service + ":")
        }

    def test_a_message_is_hidden_for_six_times_the_functions_timeout(self):
        timeout = self.function("ProcessFunction")["Timeout"]
        self.assertGreaterEqual(self.resources["JobsQueue"]["Properties"]["VisibilityTimeout"], 6 * timeout)
        timeout = self.function("SweepFunction")["Timeout"]
        self.assertGreaterEqual(self.resources["DeadLetterQueue"]["Properties"]["VisibilityTimeout"], 6 * timeout)

    def test_the_queue_gives_up_late_and_keeps_longer_than_an_outage(self):
        queue = self.resources["JobsQueue"]["Properties"]
        self.assertGreaterEqual(queue["RedrivePolicy"]["maxReceiveCount"], 5)
        self.assertGreater(queue["MessageRetentionPeriod"], 3 * 86400)

    def test_one_message_at_a_time_with_partial_answers(self):
        sources = self.of("AWS::Lambda::EventSourceMapping")
        jobs = next(s for s in sources.values() if "JobsQueue" in text(s["EventSourceArn"]))
        self.assertEqual(1, jobs["BatchSize"])
        for source in sources.values():
            self.assertEqual(["ReportBatchItemFailures"], source["FunctionResponseTypes"])
        self.assertIn("MaximumConcurrency", jobs["ScalingConfig"])
        for function in self.of("AWS::Lambda::Function").values():
            self.assertNotIn("ReservedConcurrentExecutions", function)

    def test_bulk_work_has_a_queue_and_a_limit_of_its_own(self):
        jobs, bulk = (self.resources[name]["Properties"] for name in ("JobsQueue", "BulkQueue"))
        self.assertEqual("HasBulk", self.resources["BulkQueue"]["Condition"])
        self.assertEqual("HasBulk", self.resources["BulkJobs"]["Condition"])
        self.assertEqual(jobs["VisibilityTimeout"], bulk["VisibilityTimeout"])
        self.assertEqual(jobs["RedrivePolicy"], bulk["RedrivePolicy"])
        self.assertGreaterEqual(bulk["MessageRetentionPeriod"], jobs["MessageRetentionPeriod"])
        source = self.resources["BulkJobs"]["Properties"]
        self.assertEqual({"Ref": "BulkConcurrency"}, source["ScalingConfig"]["MaximumConcurrency"])
        self.assertEqual(1, source["BatchSize"])
        self.assertEqual({"Ref": "ProcessFunctionAliaslive"}, source["FunctionName"])
        named = {arn["Fn::Sub"].rsplit("}", 1)[1] for arn in self.resources["DeadLetterQueue"]["Properties"]["RedriveAllowPolicy"]["sourceQueueArns"]}
        queues = {q["Properties"]["QueueName"]["Fn::Sub"].rsplit("}", 1)[1] for q in (self.resources["JobsQueue"], self.resources["BulkQueue"])}
        self.assertEqual(queues, named)
        self.assertEqual({"Ref": "BulkConcurrency"}, self.resources["Canary"]["Properties"]["BulkConcurrency"])
        for function in ("Presign", "Process", "Sweep"):
            variables = self.function(f"{function}Function")["Environment"]["Variables"]
            self.assertEqual({"Fn::If": ["HasBulk", {"Ref": "BulkQueue"}, ""]}, variables["TINTYPE_BULK_QUEUE"])
            self.assertIn('"BulkQueue", "Arn"', text(self.allowed(f"{function}Role", "sqs")["sqs:SendMessage"]))
        self.assertIn('"BulkQueue", "Arn"', text(self.allowed("ProcessRole", "sqs")["sqs:ReceiveMessage"]))

    def test_memory_is_the_renderers_cap_and_512(self):
        sizes = self.template["Mappings"]["Renderer"]
        self.assertEqual(set(self.template["Parameters"]["RenderMemory"]["AllowedValues"]), set(sizes))
        for memory, size in sizes.items():
            self.assertEqual(int(memory), int(size["CapMb"]) + 512)
            self.assertLessEqual(int(memory), 10240)
        self.assertEqual({"Ref": "RenderMemory"}, self.function("RenderFunction")["MemorySize"])
        self.assertNotIn("Layers", self.function("ProcessFunction"))

    def test_process_waits_longer_than_the_function_that_renders_and_has_time_for_two_renderings(self):
        wiring = (ROOT / "functions/process/src/main/java/dev/tintype/process/Wiring.java").read_text()
        longest = int(re.search(r"LONGEST_CALL = Duration.ofSeconds\((\d+)\)", wiring).group(1))
        timeout = self.function("RenderFunction")["Timeout"]
        # An initialisation of up to 10 s is not part of the timeout.
        self.assertGreater(longest, timeout + 10)
        self.assertGreaterEqual(self.function("ProcessFunction")["Timeout"], 2 * longest + 30)
        answer = (ROOT / "functions/process/src/main/java/dev/tintype/process/FunctionAnswer.java").read_text()
        self.assertEqual(timeout, 60 * int(re.search(r"TIMEOUT = Duration.ofMinutes\((\d+)\)", answer).group(1)))
        self.assertIn("-Dsun.net.http.retryPost=false", self.function("ProcessFunction")["Environment"]["Variables"]["JAVA_TOOL_OPTIONS"])

    def test_the_function_that_renders_has_no_right_but_its_log(self):
        role = self.resources["RenderRole"]["Properties"]
        self.assertEqual({"Policies", "AssumeRolePolicyDocument"}, set(role))
        always, conditional = [], {}
        for statement in role["Policies"][0]["PolicyDocument"]["Statement"]:
            if "Fn::If" in statement:
                condition, then, otherwise = statement["Fn::If"]
                self.assertEqual({"Ref": "AWS::NoValue"}, otherwise)
                conditional.setdefault(condition, []).append(then)
            else:
                always.append(statement)
        self.assertEqual(1, len(role["Policies"]))
        self.assertEqual([["logs:CreateLogStream", "logs:PutLogEvents"]], [s["Action"] for s in always])
        self.assertTrue(text(always[0]["Resource"]).endswith(':log-group:/tintype/${AWS::StackName}/render:*"}'))
        self.assertEqual({"Traced", "IsIsolated"}, set(conditional))
        traces = {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}
        self.assertEqual([traces], [set(s["Action"]) for s in conditional["Traced"]])
        allow, deny = conditional["IsIsolated"]
        self.assertEqual(("Allow", "Deny"), (allow["Effect"], deny["Effect"]))
        self.assertEqual(set(), set(allow["Action"]) - set(deny["Action"]))
        self.assertEqual(set(), set(allow["Action"]) - NETWORK)
        arn = deny["Condition"]["ArnEquals"]["lambda:SourceFunctionArn"][0]["Fn::Sub"]
        self.assertTrue(arn.endswith(":function:" + self.function("RenderFunction")["FunctionName"]["Fn::Sub"]), arn)

    def test_the_function_that_renders_knows_no_table_queue_or_bucket(self):
        variables = self.function("RenderFunction")["Environment"]["Variables"]
        self.assertEqual(
            {"TINTYPE_STACK", "TINTYPE_SANDBOX", "TINTYPE_JOBS_PER_RENDERER", "TINTYPE_RENDER_MEMORY_MB", "JAVA_TOOL_OPTIONS"},
            set(variables),
        )
        for name in ("Bucket", "Table", "Queue", "Outcomes", "Distribution", "Secret"):
            self.assertNotIn(name, text(variables))

    def test_only_process_and_the_canary_may_call_it(self):
        rights = {"ProcessRole": {"lambda:InvokeFunction"}, "CanaryRole": {"lambda:InvokeFunction", "lambda:GetAccountSettings"}}
        for role in self.of("AWS::IAM::Role"):
            self.assertEqual(rights.get(role, set()), set(self.allowed(role, "lambda")), role)
        arn = self.allowed("ProcessRole", "lambda")["lambda:InvokeFunction"]["Fn::Sub"]
        self.assertTrue(arn.endswith(":function:" + self.function("RenderFunction")["FunctionName"]["Fn::Sub"]), arn)

    def test_only_the_sweeper_lets_the_edge_forget(self):
        for role in self.of("AWS::IAM::Role"):
            wanted = {"cloudfront:CreateInvalidation"} if role == "SweepRole" else set()
            self.assertEqual(wanted, set(self.allowed(role, "cloudfront")), role)

    def test_the_canary_has_the_rights_of_a_client_and_few_more(self):
        statements = {s["Sid"]: (listed(s["Action"]), listed(s["Resource"])) for s in self.statements("CanaryRole")}
        self.assertEqual(
            {"Log", "CallTheFunction", "CallTheApi", "DescribeTheSandbox", "ProcessAtOnce", "Sweep", "ReadTheLimit", "ReadTheStatus", "Trace"},
            set(statements),
        )
        called = {
            "CallTheFunction": {"Ref": "PresignFunctionAliaslive"},
            "DescribeTheSandbox": {"Fn::GetAtt": ["RenderFunction", "Arn"]},
            "ProcessAtOnce": {"Ref": "ProcessFunctionAliaslive"},
            "Sweep": {"Ref": "SweepFunctionAliaslive"},
        }
        for sid, function in called.items():
            self.assertEqual((["lambda:InvokeFunction"], [function]), statements[sid])
        actions, routes = statements["CallTheApi"]
        self.assertEqual(["execute-api:Invoke"], actions)
        self.assertEqual(
            {"POST/images", "POST/images/*/versions/*/uploaded", "GET/images/*", "DELETE/images/*"},
            {r["Fn::Sub"].split("/*/", 1)[1] for r in routes},
        )
        self.assertEqual((["cloudformation:DescribeStacks"], [{"Ref": "AWS::StackId"}]), statements["ReadTheStatus"])
        self.assertEqual(["lambda:GetAccountSettings"], statements["ReadTheLimit"][0])

    def test_the_canary_runs_last_and_again_after_each_change(self):
        canary = self.resources["Canary"]["Properties"]
        needed = self.needed_by("Canary")
        aside = {
            name
            for name, resource in self.resources.items()
            if resource["Type"]
            in ("AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard", "AWS::SNS::Topic", "AWS::ApiGatewayV2::Route",
                "AWS::Events::Rule", "AWS::Lambda::Permission", "AWS::Lambda::EventInvokeConfig", "AWS::Lambda::EventSourceMapping")
        }
        # Alarms, schedules and routes of other calls are not on the way of an image.
        self.assertEqual({"Canary", "RenderFunctionAliaslive"}, set(self.resources) - needed - aside)
        for name in ("ProcessFunctionJobs", "ApiMayCallPresign", "NewImageRoute", "DescribeImageRoute", "EraseImageRoute"):
            self.assertIn(name, needed)
        versions = {v["Ref"] for v in canary["Versions"]}
        for name in ("Presign", "Process", "Render", "Sweep"):
            self.assertTrue(any(v.startswith(f"{name}FunctionVersion") for v in versions), name)
        self.assertEqual({"Ref": "MaxConcurrency"}, canary["MaxConcurrency"])
        layer = canary["Settings"][-1]["Fn::If"]
        self.assertEqual(self.function("RenderFunction")["Layers"], [{"Fn::If": layer}])
        self.assertEqual({"AWS::Lambda::LayerVersion"}, {self.resources[name["Ref"]]["Type"] for name in layer[1:]})
        function = self.function("CanaryFunction")
        config = next(iter(self.of("AWS::Lambda::EventInvokeConfig").values()))
        self.assertGreater(canary["ServiceTimeout"], config["MaximumEventAgeInSeconds"] + function["Timeout"])
        self.assertEqual(0, config["MaximumRetryAttempts"])

    def test_the_canary_reads_what_viewers_read_even_before_a_domain_has_a_record(self):
        variables = self.function("CanaryFunction")["Environment"]["Variables"]
        self.assertEqual({"Fn::Sub": "https://${Distribution.DomainName}"}, variables["TINTYPE_PUBLIC_URL"])
        self.assertEqual(variables["TINTYPE_PUBLIC_URL"], self.function("PresignFunction")["Environment"]["Variables"]["TINTYPE_PUBLIC_URL"]["Fn::If"][2])
        self.assertEqual(variables["TINTYPE_AUTH"], {"Ref": "Auth"})

    def test_a_canary_that_does_not_run_raises_its_alarm(self):
        alarm = self.resources["CanaryAlarm"]
        self.assertEqual("IsHourly", alarm["Condition"])
        self.assertEqual(["Canary"], listed(alarm["DependsOn"]), "without a run there are no data yet")
        self.assertEqual(("breaching", 5400), (alarm["Properties"]["TreatMissingData"], alarm["Properties"]["Period"]))
        rules = [r for r in self.of("AWS::Events::Rule").values() if "CanaryFunction" in text(r["Targets"])]
        self.assertEqual(["rate(1 hour)"], [r["ScheduleExpression"] for r in rules])
        self.assertEqual({"Fn::If": ["IsHourly", "ENABLED", "DISABLED"]}, rules[0]["State"])

    def test_the_queue_calls_the_alias_that_a_rollout_shifts(self):
        sources = self.of("AWS::Lambda::EventSourceMapping")
        jobs = next(s for s in sources.values() if "JobsQueue" in text(s["EventSourceArn"]))
        self.assertEqual({"Ref": "ProcessFunctionAliaslive"}, jobs["FunctionName"])

    def test_a_gradual_rollout_is_undone_by_the_alarm_of_its_function(self):
        self.assertEqual([], [n for n, r in self.resources.items() if r["Type"].startswith("AWS::CodeDeploy::")])
        gradual = transformed.template(SOURCE.read_text(), parameters={"Rollout": "canary"})["Resources"]
        groups = {n: r["Properties"] for n, r in gradual.items() if r["Type"] == "AWS::CodeDeploy::DeploymentGroup"}
        self.assertEqual({"PresignFunctionDeploymentGroup", "ProcessFunctionDeploymentGroup"}, set(groups), "five calls of the sweeper prove nothing")
        for name in ("Presign", "Process"):
            group = groups[f"{name}FunctionDeploymentGroup"]
            self.assertEqual([{"Name": {"Ref": f"{name}ErrorsAlarm"}}], group["AlarmConfiguration"]["Alarms"])
            self.assertIn("DEPLOYMENT_STOP_ON_ALARM", group["AutoRollbackConfiguration"]["Events"])
            self.assertIn("\"Canary10Percent5Minutes\"", text(group["DeploymentConfigName"]))
            update = gradual[f"{name}FunctionAliaslive"]["UpdatePolicy"]["CodeDeployLambdaAliasUpdate"]
            self.assertEqual({"Ref": f"{name}FunctionDeploymentGroup"}, update["DeploymentGroupName"])
        managed = {n: r["Properties"]["ManagedPolicyArns"] for n, r in gradual.items() if r["Properties"].get("ManagedPolicyArns")}
        self.assertEqual(["CodeDeployServiceRole"], list(managed), "the transform makes it, for CodeDeploy alone")

    def test_the_isolated_network_leads_to_originals_and_watermarks_only(self):
        inside = {name: r for name, r in self.resources.items() if r["Type"].startswith("AWS::EC2::")}
        self.assertEqual({"IsIsolated"}, {r.get("Condition") for r in inside.values()})
        self.assertEqual(
            {"VPC", "Subnet", "RouteTable", "SubnetRouteTableAssociation", "VPCEndpoint", "SecurityGroup"},
            {r["Type"].removeprefix("AWS::EC2::") for r in inside.values()},
            "a route, a gateway or a peering would lead elsewhere",
        )
        endpoint = inside["RenderEndpoint"]["Properties"]
        self.assertEqual("Gateway", endpoint["VpcEndpointType"])
        self.assertTrue(endpoint["ServiceName"]["Fn::Sub"].endswith(".s3"))
        allowed = {
            s["Action"]: [r["Fn::Sub"].split(":::")[1] for r in listed(s["Resource"])]
            for s in endpoint["PolicyDocument"]["Statement"]
        }
        self.assertEqual(
            {
                "s3:GetObject": ["${OriginalsBucket}/originals/*", "${OriginalsBucket}/watermarks/*"],
                "s3:PutObject": ["${OriginalsBucket}/staging/*"],
            },
            allowed,
        )
        group = inside["RenderSecurityGroup"]["Properties"]
        self.assertNotIn("SecurityGroupIngress", group)
        self.assertEqual([(443, 443)], [(e["FromPort"], e["ToPort"]) for e in group["SecurityGroupEgress"]])
        config = self.function("RenderFunction")["VpcConfig"]["Fn::If"]
        self.assertEqual("IsIsolated", config[0])
        self.assertEqual([{"Ref": "RenderSecurityGroup"}], config[1]["SecurityGroupIds"])
        policies = {r.get("DeletionPolicy") for n, r in self.resources.items() if n.startswith("RenderFunctionVersion")}
        self.assertEqual({"Delete"}, policies, "an old version would keep the network")

    def test_archives_expire_and_only_they_may_be_written_twice(self):
        rules = self.resources["OriginalsBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
        self.assertIn(("staging/", 1), [(r.get("Prefix"), r.get("ExpirationInDays")) for r in rules])
        filters = self.resources["OriginalsBucket"]["Properties"]["NotificationConfiguration"]["QueueConfigurations"]
        self.assertEqual(["originals/"], [f["Filter"]["S3Key"]["Rules"][0]["Value"] for f in filters])
        keys = (ROOT / "functions/core/src/main/java/dev/tintype/core/Keys.java").read_text()
        self.assertIn('STAGING = "staging/"', keys)

    def test_snapshots_are_made_of_what_keeps_no_child(self):
        for name in ("PresignFunction", "ProcessFunction", "SweepFunction"):
            function = self.function(name)
            self.assertEqual("PublishedVersions", function["SnapStart"]["ApplyOn"])
            self.assertLessEqual(function.get("EphemeralStorage", {}).get("Size", 512), 512)
        self.assertNotIn("SnapStart", self.function("RenderFunction"))

    def test_every_function_logs_into_its_own_group_with_an_end(self):
        groups = self.of("AWS::Logs::LogGroup")
        for function in self.of("AWS::Lambda::Function").values():
            self.assertIn(function["LoggingConfig"]["LogGroup"]["Ref"], groups)
        for group in groups.values():
            self.assertIn("RetentionInDays", group)

    def test_no_statement_has_a_wildcard(self):
        for role in self.of("AWS::IAM::Role"):
            for statement in self.statements(role):
                actions = listed(statement["Action"])
                self.assertFalse([a for a in actions if "*" in a], role)
                if set(actions) <= WITHOUT_RESOURCE:
                    continue
                for resource in listed(statement["Resource"]):
                    self.assertNotEqual("*", resource, (role, actions))

    def test_no_role_has_a_ready_made_policy(self):
        for name, role in self.of("AWS::IAM::Role").items():
            self.assertNotIn("ManagedPolicyArns", role, name)

    def test_presign_deletes_only_entries_of_metadata_and_reads_only_originals_watermarks_and_recipes(self):
        deletes = [s for s in self.statements("PresignRole") if "Delete" in text(s["Action"])]
        self.assertEqual(["ForgetMetadata"], [s["Sid"] for s in deletes])
        self.assertEqual(["dynamodb:DeleteItem"], listed(deletes[0]["Action"]))
        self.assertEqual(
            {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["TAG#*"]}}, deletes[0]["Condition"]
        )
        self.assertEqual(
            {
                "${OriginalsBucket}/originals/*": {"s3:GetObject", "s3:PutObject"},
                "${OriginalsBucket}/watermarks/*": {"s3:GetObject"},
                "${OriginalsBucket}": {"s3:ListBucket"},
                "${ConfigBucket}/recipes.json": {"s3:GetObject", "s3:GetObjectVersion"},
                "${ConfigBucket}": {"s3:ListBucket", "s3:ListBucketVersions"},
            },
            self.rights_in_s3("PresignRole"),
        )

    def rights_in_s3(self, role):
        """Actions by what follows `arn:aws:s3:::` in the resource."""
        found = {}
        for statement in self.statements(role):
            actions = {action for action in listed(statement["Action"]) if action.startswith("s3:")}
            for resource in listed(statement["Resource"]) if actions else []:
                found.setdefault(resource["Fn::Sub"].split(":::", 1)[1], set()).update(actions)
        return found

    def test_recipes_are_read_by_presign_alone_and_written_by_no_function(self):
        place = self.function("PresignFunction")["Environment"]["Variables"]["TINTYPE_RECIPES"]["Fn::Sub"]
        self.assertEqual("s3://${ConfigBucket}/recipes.json", place)
        knowing = {
            name
            for name, resource in self.resources.items()
            if "ConfigBucket" in text(resource["Properties"]) and "Version" not in resource["Type"]
        }
        self.assertEqual({"ConfigBucketPolicy", "PresignFunction", "PresignRole"}, knowing)
        bucket = self.resources["ConfigBucket"]["Properties"]
        self.assertEqual({"Status": "Enabled"}, bucket["VersioningConfiguration"])
        # An expiry of old versions would take the valid one from under a newer, invalid one.
        self.assertNotIn("Expiration", text(bucket["LifecycleConfiguration"]))

    def test_process_touches_only_its_two_buckets_and_deletes_only_archives(self):
        s3 = self.allowed("ProcessRole", "s3")
        self.assertEqual({"s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket"}, set(s3))
        puts = [s["Resource"] for s in self.statements("ProcessRole") if "s3:PutObject" in listed(s["Action"])]
        self.assertEqual(2, len(puts))
        self.assertTrue(text(puts[0]).endswith('${OriginalsBucket}/staging/*"}'))
        self.assertTrue(text(puts[1]).endswith('${VariantsBucket}/*"}'))
        self.assertTrue(text(s3["s3:DeleteObject"]).endswith('${OriginalsBucket}/staging/*"}'))
        deletes = {a for s in self.statements("ProcessRole") for a in listed(s["Action"]) if "Delete" in a}
        self.assertEqual({"sqs:DeleteMessage", "s3:DeleteObject"}, deletes)

    def test_buckets_are_private_owned_and_encrypted(self):
        for name, bucket in self.of("AWS::S3::Bucket").items():
            self.assertEqual({True}, set(bucket["PublicAccessBlockConfiguration"].values()), name)
            self.assertEqual(4, len(bucket["PublicAccessBlockConfiguration"]))
            self.assertEqual([{"ObjectOwnership": "BucketOwnerEnforced"}], bucket["OwnershipControls"]["Rules"])
            self.assertIn("BucketEncryption", bucket)
            self.assertEqual("RetainExceptOnCreate", self.resources[name]["DeletionPolicy"])
            self.assertEqual("Retain", self.resources[name]["UpdateReplacePolicy"])
            policy = self.resources[name + "Policy"]["Properties"]["PolicyDocument"]["Statement"]
            sids = {s["Sid"]: s for s in policy}
            self.assertIn("OnlyEncryptedTransport", sids)
            if name == "ConfigBucket":
                # Its file is changed by writing it again.
                self.assertEqual({"OnlyEncryptedTransport"}, set(sids))
                continue
            once = sids["EveryObjectIsWrittenOnce"]
            self.assertEqual(("Deny", "s3:PutObject"), (once["Effect"], once["Action"]))
            scope = "NotResource" if name == "OriginalsBucket" else "Resource"
            kept = "${OriginalsBucket}/staging/*" if name == "OriginalsBucket" else "${VariantsBucket}/*"
            self.assertTrue(once[scope]["Fn::Sub"].endswith(kept), name)
            self.assertEqual("true", once["Condition"]["Null"]["s3:if-none-match"])

    def test_only_the_originals_bucket_wakes_anybody(self):
        self.assertNotIn("NotificationConfiguration", self.resources["VariantsBucket"]["Properties"])
        statement = self.resources["JobsQueuePolicy"]["Properties"]["PolicyDocument"]["Statement"][0]
        self.assertIn("${AWS::StackName}-originals-", text(statement["Condition"]["ArnLike"]["aws:SourceArn"]))
        self.assertEqual({"Ref": "AWS::AccountId"}, statement["Condition"]["StringEquals"]["aws:SourceAccount"])

    def test_browsers_may_send_exactly_the_signed_headers(self):
        rule = self.resources["OriginalsBucket"]["Properties"]["CorsConfiguration"]["CorsRules"][0]
        signer = (ROOT / "functions/s3/src/main/java/dev/tintype/s3/S3UploadSigner.java").read_text()
        signed = set(re.findall(r'"([a-z0-9-]+)"', signer.split("SIGNED_HEADERS =")[1].split(";")[0]))
        self.assertEqual(signed - {"host", "content-length"}, set(rule["AllowedHeaders"]))
        self.assertEqual(["PUT"], rule["AllowedMethods"])

    def test_viewers_come_through_the_distribution_alone(self):
        config = self.resources["Distribution"]["Properties"]["DistributionConfig"]
        self.assertEqual({"Ref": "AccessToVariants"}, config["Origins"][0]["OriginAccessControlId"])
        control = self.resources["AccessToVariants"]["Properties"]["OriginAccessControlConfig"]
        self.assertEqual(("always", "sigv4"), (control["SigningBehavior"], control["SigningProtocol"]))
        grants = [
            s
            for s in self.resources["VariantsBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
            if s["Effect"] == "Allow"
        ]
        self.assertEqual(1, len(grants))
        self.assertIn("${Distribution}", text(grants[0]["Condition"]["StringEquals"]["aws:SourceArn"]))
        self.assertTrue(all(e["ErrorCachingMinTTL"] <= 1 for e in config["CustomErrorResponses"]))

    def test_every_route_of_the_api_is_routed_and_proved(self):
        api = (ROOT / "functions/core/src/main/java/dev/tintype/core/api/Api.java").read_text()
        scopes = {"upload": "images:upload", "read": "images:read", "erase": "images:erase"}
        wanted = {
            f"{method} {path}": {scopes[s.lower()] for s in re.findall(r"upload|read|erase|READ|UPLOAD|ERASE", rights)}
            for method, path, rights in re.findall(
                r'new Route\("(\w+)", "([^"]+)", (upload|read|erase|Set\.of\([^)]*\)),', api
            )
        }
        self.assertGreaterEqual(len(wanted), 10)
        found = {}
        for route in self.of("AWS::ApiGatewayV2::Route").values():
            self.assertEqual({"Fn::If": ["UseJwt", "JWT", "AWS_IAM"]}, route["AuthorizationType"])
            found[route["RouteKey"]] = set(route["AuthorizationScopes"]["Fn::If"][1])
        self.assertEqual(wanted, found)

    def test_the_table_is_the_one_the_code_expects(self):
        item = (ROOT / "functions/aws/src/main/java/dev/tintype/aws/JobItem.java").read_text()
        names = dict(re.findall(r'public static final String (\w+) = "([^"]+)"', item))
        table = self.resources["JobsTable"]["Properties"]
        self.assertEqual([names["PK"], names["SK"]], [k["AttributeName"] for k in table["KeySchema"]])
        indexes = {i["IndexName"]: [k["AttributeName"] for k in i["KeySchema"]] for i in table["GlobalSecondaryIndexes"]}
        self.assertEqual(
            {
                names["DUE_INDEX"]: [names["DUE_SHARD"], names["DUE_AT"]],
                names["LIST_INDEX"]: [names["LIST_SHARD"], names["PK"]],
                names["STATE_INDEX"]: [names["STATE"], names["PK"]],
            },
            indexes,
        )
        self.assertEqual({"KEYS_ONLY"}, {i["Projection"]["ProjectionType"] for i in table["GlobalSecondaryIndexes"]})
        queried = {"PresignRole": ["LIST_INDEX", "STATE_INDEX"], "SweepRole": ["DUE_INDEX"]}
        for role, indexes in queried.items():
            statements = self.resources[role]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
            jobs = next(s for s in statements if s.get("Sid") == "Jobs")
            self.assertEqual(
                [{"Fn::GetAtt": ["JobsTable", "Arn"]}] + [{"Fn::Sub": "${JobsTable.Arn}/index/" + names[i]} for i in indexes],
                jobs["Resource"],
                role,
            )
        self.assertEqual(names["TTL"], table["TimeToLiveSpecification"]["AttributeName"])
        self.assertTrue(table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"])

    def test_alarms_watch_metrics_that_are_written(self):
        sources = "".join(
            p.read_text() for f in ("presign", "process", "render-function", "sweep") for p in (ROOT / f"functions/{f}/src/main").rglob("*.java")
        )
        for name, alarm in self.of("AWS::CloudWatch::Alarm").items():
            self.assertIn("AlarmDescription", alarm, name)
            if alarm["Namespace"] == "Tintype":
                self.assertIn(f'"{alarm["MetricName"]}"', sources, name)

    def test_no_parameter_holds_a_secret_and_one_function_gets_it(self):
        for name, parameter in self.template["Parameters"].items():
            self.assertNotIn("NoEcho", parameter, name)
        secret = "{{resolve:secretsmanager:${WebhookSecretName}}}"
        knowing = [name for name, resource in self.resources.items() if secret in text(resource)]
        self.assertEqual(["SweepFunction"], [name for name in knowing if "Version" not in name])

    def test_a_guided_deployment_can_be_finished_with_empty_answers(self):
        for name, parameter in self.template["Parameters"].items():
            self.assertIn("Default", parameter, name)
            default = parameter["Default"]
            if "AllowedPattern" in parameter:
                self.assertRegex(default, f"^(?:{parameter['AllowedPattern']})$", name)
                self.assertIn("ConstraintDescription", parameter, name)
            if "AllowedValues" in parameter:
                self.assertIn(str(default), [str(value) for value in parameter["AllowedValues"]], name)

    def test_what_a_user_types_wrongly_is_refused_before_anything_is_made(self):
        wrong = {
            "WebhookUrl": ["http://shop.example", "shop.example", "https://"],
            "WebhookSecretName": ["whsec_ abc", "a secret"],
            "AlarmEmail": ["ops", "ops@", "a b@c"],
            "AlarmTopicArn": ["alarms", "arn:aws:sqs:us-east-1:123456789012:alarms"],
            "KmsKeyArn": ["alias/mine", "arn:aws:kms:us-east-1:123456789012:alias/mine"],
            "DomainName": ["https://images.shop.example", "images", "Images.shop.example"],
            "CertificateArn": ["arn:aws:acm:eu-west-1:123456789012:certificate/a-b"],
            "JwtIssuer": ["http://issuer.example"],
            "Recipe": ["", "Product", "-product", "a recipe", "a" * 33],
            "JobsTableName": ["ab", "a table", "arn:aws:dynamodb:us-east-1:123456789012:table/jobs"],
        }
        right = {
            "WebhookUrl": ["https://shop.example/images"],
            "WebhookSecretName": ["tintype/webhook"],
            "AlarmEmail": ["ops@shop.example"],
            "AlarmTopicArn": ["arn:aws:sns:eu-west-1:123456789012:alarms"],
            "KmsKeyArn": ["arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
            "DomainName": ["images.shop.example"],
            "CertificateArn": ["arn:aws:acm:us-east-1:123456789012:certificate/1234abcd-12ab"],
            "JwtIssuer": ["https://issuer.example/realm"],
            "Recipe": ["default", "product-2", "a" * 32],
            "JobsTableName": ["tintype-JobsTable-1ABCDEF"],
        }
        for name, values in wrong.items():
            for value in values:
                self.assertNotRegex(value, f"^(?:{self.template['Parameters'][name]['AllowedPattern']})$", name)
            for value in right[name]:
                self.assertRegex(value, f"^(?:{self.template['Parameters'][name]['AllowedPattern']})$", name)

    def test_a_failed_first_deployment_leaves_nothing_and_a_deleted_stack_its_data(self):
        # A function's versions go with the function, whatever their own policy says.
        kept = {
            name
            for name, resource in self.resources.items()
            if resource.get("DeletionPolicy", "Delete") != "Delete" and resource["Type"] != "AWS::Lambda::Version"
        }
        self.assertEqual({"OriginalsBucket", "VariantsBucket", "ConfigBucket", "JobsTable"}, kept)
        for name in kept:
            self.assertEqual("RetainExceptOnCreate", self.resources[name]["DeletionPolicy"])
        self.assertEqual({"Ref": "ProtectTable"}, self.resources["JobsTable"]["Properties"]["DeletionProtectionEnabled"])
        self.assertEqual("false", self.template["Parameters"]["ProtectTable"]["Default"])

    def test_the_template_for_retained_data_has_the_same_table_and_names(self):
        self.assertEqual(retained(self.template), RETAINED.read_text(), "check_template.py --retained writes it")
        again = json.loads(RETAINED.read_text())
        self.assertEqual({"JobsTableName", "ProtectTable", "KmsKeyArn"}, set(again["Parameters"]))
        self.assertEqual(self.resources["JobsTable"]["Properties"], again["Resources"]["JobsTable"]["Properties"])
        self.assertEqual(["HasTableName", {"Ref": "JobsTableName"}, {"Ref": "AWS::NoValue"}],
                         again["Resources"]["JobsTable"]["Properties"]["TableName"]["Fn::If"])

    def test_kept_versions_of_originals_end_after_a_month_and_archives_after_a_day(self):
        bucket = self.resources["OriginalsBucket"]["Properties"]
        self.assertEqual(["KeepsVersions", {"Status": "Enabled"}, {"Ref": "AWS::NoValue"}], bucket["VersioningConfiguration"]["Fn::If"])
        self.assertEqual("none", self.template["Parameters"]["BackupOriginals"]["Default"])
        self.assertNotIn("VersioningConfiguration", self.resources["VariantsBucket"]["Properties"])
        rules = bucket["LifecycleConfiguration"]["Rules"]
        self.assertEqual({"Enabled"}, {r["Status"] for r in rules})
        ends = {r["Prefix"]: r["NoncurrentVersionExpiration"]["NoncurrentDays"] for r in rules if "NoncurrentVersionExpiration" in r}
        self.assertEqual({"originals/": 30, "staging/": 1}, ends)
        self.assertEqual([True], [r["ExpiredObjectDeleteMarker"] for r in rules if "ExpiredObjectDeleteMarker" in r])

    def test_every_command_of_the_page_is_one_that_a_shell_can_read(self):
        page = (ROOT / "docs/deploy.md").read_text()
        blocks = [textwrap.dedent(block) for block in re.findall(r"^ *```sh\n(.*?)^ *```", page, re.M | re.S)]
        self.assertGreater(len(blocks), 10)
        for block in blocks:
            read = subprocess.run(["bash", "-n"], input=block, text=True, capture_output=True)
            self.assertEqual((0, ""), (read.returncode, read.stderr), block)

    def test_every_parameter_is_explained(self):
        page = (ROOT / "docs/deploy.md").read_text().split("### Settings of the functions")[0]
        for name in self.template["Parameters"]:
            self.assertIn(f"`{name}`", page)

    def test_dead_letters_leave_executions_to_the_api(self):
        sources = self.of("AWS::Lambda::EventSourceMapping")
        dead = next(s for s in sources.values() if "DeadLetterQueue" in text(s["EventSourceArn"]))
        self.assertEqual(2, dead["ScalingConfig"]["MaximumConcurrency"])

    def test_every_function_and_the_api_have_alarms(self):
        alarms = self.of("AWS::CloudWatch::Alarm").values()
        watched = {(a["MetricName"], text(a["Dimensions"])) for a in alarms if a["Namespace"] != "Tintype"}
        for function in ("PresignFunction", "ProcessFunction", "SweepFunction"):
            for metric in ("Errors", "Throttles"):
                self.assertTrue(any(m == metric and f'"{function}"' in where for m, where in watched), (metric, function))
        self.assertTrue(any(m == "5xx" and '"Api"' in where for m, where in watched))
        self.assertTrue(any(m == "5xxErrorRate" and '"Distribution"' in where for m, where in watched))
        for alarm in alarms:
            self.assertEqual("HasTopic", alarm["AlarmActions"]["Fn::If"][0])

    def test_every_setting_is_one_that_is_read(self):
        settings = "".join((ROOT / "functions" / file).read_text() for file in (
            "aws/src/main/java/dev/tintype/aws/host/Settings.java",
            "render-function/src/main/java/dev/tintype/renderfunction/RenderSettings.java",
            "core/src/main/java/dev/tintype/core/webhook/WebhookSettings.java"))
        for function in self.of("AWS::Lambda::Function").values():
            for name in function["Environment"]["Variables"]:
                if name.startswith("TINTYPE_"):
                    self.assertIn(f'"{name}"', settings)


def write(path):
    path.write_text(json.dumps(transformed.template(SOURCE.read_text()), indent=1))


def lint():
    """Runs cfn-lint on the source and on the transformed template that CloudFormation sees."""
    with tempfile.TemporaryDirectory() as folder:
        whole = pathlib.Path(folder) / "transformed.json"
        write(whole)
        for path in (SOURCE, whole, RETAINED):
            # W3002 and W3005: sam packages local artifacts, and an explicit order does no harm.
            # W1030: see the template's Metadata, which this option replaces.
            # W2001 and W7001: the transform reads Rollout and its mapping, and leaves both unused.
            used_up = ["W2001", "W7001"] if path == whole else []
            command = ["cfn-lint", "--non-zero-exit-code", "warning", "--ignore-checks", "W1030", "W3002", "W3005", *used_up]
            subprocess.run([*command, "--", str(path)], check=True)
    print("cfn-lint: source, transformed template and retained.json are clean")


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "--write":
        write(pathlib.Path(sys.argv[2]))
    elif sys.argv[1:] == ["--retained"]:
        RETAINED.write_text(retained(transformed.template(SOURCE.read_text())))
    else:
        outcome = unittest.main(exit=False).result
        if not outcome.wasSuccessful():
            sys.exit(1)
        lint()
