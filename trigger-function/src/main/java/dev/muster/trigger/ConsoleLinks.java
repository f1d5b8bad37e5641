package dev.muster.trigger;

/**
 * Where a person looks at a task.
 *
 * @param region of the stack
 */
record ConsoleLinks(String region) {
    String task(String arn) {
        return page(arn) + "/configuration?region=" + region;
    }

    String log(String arn) {
        return page(arn) + "/logs?region=" + region;
    }

    private String page(String arn) {
        // arn:aws:ecs:REGION:ACCOUNT:task/CLUSTER/ID
        String[] parts = arn.substring(arn.indexOf("task/") + "task/".length()).split("/", -1);
        String cluster = parts.length > 1 ? parts[0] : "default";
        String host =
                arn.startsWith("arn:aws-cn:")
                        ? "console.amazonaws.cn"
                        : arn.startsWith("arn:aws-us-gov:")
                                ? "console.amazonaws-us-gov.com"
                                : region + ".console.aws.amazon.com";
        return "https://%s/ecs/v2/clusters/%s/tasks/%s"
                .formatted(host, cluster, parts[parts.length - 1]);
    }
}
