#!/usr/bin/env python3
"""retained.json on LocalStack, beside the deployed stack: `retained.py [NAME]`. LocalStack supports no import, so this
creates the resources instead, and compares the table with the one of the deployed stack."""
import sys
import time
import unittest

import stack

NAME = sys.argv.pop(1) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else "tintype"


class Retained(unittest.TestCase):
    def test_it_names_the_table_and_buckets_and_has_the_same_keys_and_indexes(self):
        cloud, dynamo = stack.client("cloudformation"), stack.client("dynamodb")
        name = f"r{time.time_ns() // 1_000_000_000}"
        cloud.create_stack(
            StackName=name,
            TemplateBody=(stack.ROOT / "retained.json").read_text(),
            Parameters=[{"ParameterKey": "JobsTableName", "ParameterValue": f"{name}-a-table"}],
        )
        cloud.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 120})
        found = {r["LogicalResourceId"]: r["PhysicalResourceId"] for r in cloud.describe_stack_resources(StackName=name)["StackResources"]}
        self.assertEqual(
            {
                "ConfigBucket": f"{name}-config-000000000000-us-east-1",
                "JobsTable": f"{name}-a-table",
                "OriginalsBucket": f"{name}-originals-000000000000-us-east-1",
                "VariantsBucket": f"{name}-variants-000000000000-us-east-1",
            },
            found,
        )

        def shape(table):
            described = dynamo.describe_table(TableName=table)["Table"]
            indexes = described["GlobalSecondaryIndexes"]
            return described["KeySchema"], sorted((i["IndexName"], str(i["KeySchema"]), str(i["Projection"])) for i in indexes)

        self.assertEqual(shape(stack.outputs(NAME)["JobsTableName"]), shape(found["JobsTable"]))
        stack.delete(name)


if __name__ == "__main__":
    unittest.main(verbosity=2)
