extension NoiseCall {
  static let people: [NoiseCall] = [
    NoiseCall(
      caller: .person, weight: 30, service: "iam", name: "ListRolePolicies",
      request: ["roleName": "orders-worker", "maxItems": 100]),
    NoiseCall(
      caller: .person, weight: 30, service: "iam", name: "GetRole",
      request: ["roleName": "orders-worker"]),
    NoiseCall(
      caller: .person, weight: 30, service: "lambda", name: "ListFunctions20150331",
      request: ["maxItems": 50]),
    NoiseCall(
      caller: .person, weight: 20, service: "logs", name: "DescribeLogGroups",
      request: ["limit": 50, "logGroupNamePattern": "orders"]),
    NoiseCall(
      caller: .person, weight: 20, service: "cloudformation", name: "DescribeStacks",
      request: ["stackName": "orders-übersicht", "nextToken": "HIDDEN_DUE_TO_SECURITY_REASONS"]),
    NoiseCall(
      caller: .person, weight: 20, service: "ec2", name: "DescribeImages",
      request: [
        "imagesSet": [:], "executableBySet": [:], "ownersSet": ["items": [["owner": "self"]]],
        "filterSet": [
          "items": [["name": "state", "valueSet": ["items": [["value": "available"]]]]]
        ],
        "includeDeprecated": false,
      ]),
  ]

  static let programs: [NoiseCall] = [
    NoiseCall(
      caller: .function, weight: 70, service: "dynamodb", name: "GetItem",
      request: [
        "tableName": "orders", "key": ["orderId": "HIDDEN_DUE_TO_SECURITY_REASONS"],
        "consistentRead": false, "projectionExpression": "#s, total",
        "expressionAttributeNames": ["#s": "status"],
      ], isData: true),
    NoiseCall(
      caller: .function, weight: 60, service: "dynamodb", name: "Query",
      request: [
        "tableName": "orders", "indexName": "by-customer",
        "keyConditionExpression": "customerId = :c AND createdAt > :t", "limit": 25,
        "scanIndexForward": false,
      ], isData: true),
    NoiseCall(
      caller: .function, weight: 40, service: "dynamodb", name: "PutItem",
      request: [
        "tableName": "orders", "key": ["orderId": "HIDDEN_DUE_TO_SECURITY_REASONS"],
        "conditionExpression": "attribute_not_exists(orderId)",
      ], isData: true),
    NoiseCall(
      caller: .function, weight: 30, service: "lambda", name: "Invoke20150331",
      request: [
        "functionName": "arn:aws:lambda:eu-central-1:111122223333:function:orders-notify",
        "invocationType": "Event", "sourceAccount": "111122223333",
      ], isData: true),
    NoiseCall(
      caller: .function, weight: 40, service: "logs", name: "CreateLogStream",
      request: [
        "logGroupName": "/aws/lambda/orders-notify",
        "logStreamName": "2026/04/14/[$LATEST]8f1e2d3c4b5a69788796a5b4c3d2e1f0",
      ]),
    NoiseCall(
      caller: .function, weight: 20, service: "secretsmanager", name: "GetSecretValue",
      request: ["secretId": "orders/db"]),
    NoiseCall(
      caller: .function, weight: 20, service: "events", name: "PutRule",
      request: [
        "name": "watch-keys", "state": "ENABLED", "eventBusName": "default",
        "eventPattern":
          "{\"source\":[\"aws.kms\"],\"detail\":{\"eventSource\":\"kms.amazonaws.com\",\"eventName\":[\"Decrypt\"]}}",
      ], response: ["ruleArn": "arn:aws:events:eu-central-1:111122223333:rule/watch-keys"]),
    NoiseCall(
      caller: .instance, weight: 20, service: "ecs", name: "DescribeServices",
      request: ["cluster": "web", "services": ["storefront", "checkout"], "include": ["TAGS"]]),
    NoiseCall(
      caller: .instance, weight: 20, service: "sts", name: "GetCallerIdentity", request: .null),
    NoiseCall(
      caller: .instance, weight: 20, service: "autoscaling", name: "DescribeAutoScalingGroups",
      request: ["autoScalingGroupNames": ["web-blue", "web-green"], "maxRecords": 100]),
  ]
}
